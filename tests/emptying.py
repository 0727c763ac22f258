"""The log refuses to be emptied, by the tests too: after a test with real transactions its triggers are taken off for a moment."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

import pytest
from django.db import connection

append_only = import_module("perfgoals.review.migrations.0002_append_only")


@pytest.fixture
def emptied_log(transactional_db: None) -> Iterator[None]:
    """For tests with real transactions that write to the log."""
    yield
    with connection.schema_editor() as editor:
        append_only.remove(None, editor)
    with connection.cursor() as cursor:
        for name in ("notice", "returnpoint", "reviewsheet", "printedcode", "logentry"):
            cursor.execute(f"DELETE FROM review_{name}")
    with connection.schema_editor() as editor:
        append_only.install(None, editor)
