"""What the settings promise: the session, the database, uploads, HTTPS."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

READ = """
import json
from django.conf import settings
print(json.dumps([settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE, settings.SECURE_HSTS_SECONDS > 0, str(settings.MEDIA_ROOT)]))
"""


def read(root: Path, **environment: str) -> str:
    """The settings as a site with this environment has them."""
    answer = subprocess.run(
        [sys.executable, "-c", READ],
        cwd=root,
        env={"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "perfgoals.settings", **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return answer.stdout.strip()


def test_with_nothing_set_cookies_travel_on_this_machine(root: Path) -> None:
    assert read(root) == f'[false, false, false, "{root}/media"]'


def test_over_https_cookies_do_not_travel_otherwise(root: Path) -> None:
    assert read(root, HTTPS="1", MEDIA_ROOT="/srv/files") == '[true, true, true, "/srv/files"]'


def test_a_session_lasts_a_working_day_and_is_closed_to_scripts() -> None:
    assert settings.SESSION_COOKIE_AGE == 8 * 60 * 60
    assert settings.SESSION_COOKIE_HTTPONLY
    assert settings.SESSION_COOKIE_SAMESITE == "Lax"


@pytest.mark.django_db
def test_sqlite_lets_readers_and_a_writer_work_side_by_side() -> None:
    if connection.vendor != "sqlite":
        assert connection.vendor == "postgresql"
        return
    with connection.cursor() as cursor:
        found = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "foreign_keys", "busy_timeout")}
    assert found == {"journal_mode": "wal", "foreign_keys": 1, "busy_timeout": 20_000}
    assert connection.settings_dict["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_uploads_lie_outside_what_is_served(root: Path) -> None:
    served = [Path(folder) for folder in settings.STATICFILES_DIRS]
    assert not any((root / "media").is_relative_to(folder) for folder in served)
    assert settings.MEDIA_URL in ("", "/")
