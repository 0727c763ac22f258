"""What every test stands on."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# The same examples every time and few of them, so that a red run means a broken change and the whole run stays short.
settings.register_profile("ci", derandomize=True, max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
# To look further, now and then: pytest --hypothesis-profile=search
settings.register_profile("search", parent=settings.get_profile("ci"), derandomize=False, max_examples=1000, print_blob=True)
settings.load_profile("ci")

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def tables() -> Path:
    """Published tables as office files and as JSON: docx/, xlsx/, xls/, ods/, json/."""
    return ROOT / "tests" / "data" / "tables"
