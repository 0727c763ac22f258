"""What every test stands on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.test import TransactionTestCase, override_settings
from hypothesis import HealthCheck, settings

from tests.cast import (  # noqa: F401 - the fixtures of the cast, for every test
    administrator,
    author,
    cast,
    client_of_fixture,
    colleague,
    expert,
    hebei_table,
    nobody,
    other_author,
    other_section_reviewer,
    performance_reviewer,
    reader,
    section_reviewer,
    supervisor_reviewer,
    table,
    unit_reviewer,
)
from tests.emptying import emptied_log  # noqa: F401 - a fixture, for every test

# The same examples every time and few of them, so that a red run means a broken change and the whole run stays short.
settings.register_profile("ci", derandomize=True, max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
# To look further, now and then: pytest --hypothesis-profile=search
settings.register_profile("search", parent=settings.get_profile("ci"), derandomize=False, max_examples=1000, print_blob=True)
settings.load_profile("ci")

ROOT = Path(__file__).resolve().parent.parent
BROWSER = ROOT / "tests" / "browser"
LONG = {ROOT / "tests" / path for path in ("web/test_access_by_state.py", "office/test_resaved.py", "test_words.py")}


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def tables() -> Path:
    """Published tables as office files and as JSON: docx/, xlsx/, xls/, ods/, json/."""
    return ROOT / "tests" / "data" / "tables"


@pytest.fixture(scope="session", autouse=True)
def _a_site_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Uploads go nowhere near the real ones. What costs time and is not what most tests are about is left out: a password takes
    a microsecond, and static files are looked for when asked for instead of at the start of every client."""
    quick = {"PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"], "WHITENOISE_AUTOREFRESH": True}
    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("uploads"), **quick):
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory) -> None:
    """SQLite in a file, as on a real site: the one in memory has locks of its own kind, which no site ever meets.
    Each of several processes has a database of its own: a folder of its own here, a name of its own in PostgreSQL."""
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")
        # It does not outlive the run, so nothing waits for a disk.
        connection.settings_dict["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL only what touches the database: everything has run on SQLite. The browser does not see the difference."""
    if hasattr(config, "workerinput"):
        _largest_first(items)
    if connection.vendor != "postgresql":
        return
    config.hook.pytest_deselected(items=[item for item in items if not _uses_the_database(item)])
    items[:] = [item for item in items if _uses_the_database(item)]


def _largest_first(items: list[pytest.Item]) -> None:
    """For one of several processes, which take file after file: none of them shall begin with a large one when the others have finished.
    The browser comes first of all, for it waits half of its time, and then the processors have more to do than they can; then the few
    files whose single tests are long."""
    tests = Counter(item.path for item in items)
    items.sort(key=lambda item: (not item.path.is_relative_to(BROWSER), item.path not in LONG, -tests[item.path], item.path))


def _uses_the_database(item: pytest.Item) -> bool:
    asked_for = bool({"db", "transactional_db"} & set(getattr(item, "fixturenames", ()))) or item.get_closest_marker("django_db")
    by_its_class = issubclass(getattr(item, "cls", None) or object, TransactionTestCase)
    return bool(asked_for or by_its_class) and not item.path.is_relative_to(BROWSER)
