"""/notices/read/ notes all of a person's notices as read, and nobody else's."""

from __future__ import annotations

from typing import Any

from django.test import Client

from perfgoals.review.models import Notice
from perfgoals.tables.models import TargetTable
from tests.cast import Cast, client_of
from tests.review.acting import bring


def test_ones_own_are_read(cast: Cast, table: TargetTable, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        bring(cast, table, "supervisor_review")
    assert client_of(cast.unit_reviewer).post("/notices/read/").headers["Location"] == "/notices/"
    assert dict(Notice.objects.values_list("to__username", "read_at"))["supervisor_reviewer"] is None
    assert Notice.objects.get(to=cast.unit_reviewer).read_at is not None
    assert "text-bg-warning" not in client_of(cast.unit_reviewer).get("/notices/").content.decode()


def test_looking_reads_nothing_and_visitors_sign_in(cast: Cast) -> None:
    assert client_of(cast.author).get("/notices/read/").status_code == 405
    assert Client().post("/notices/read/").headers["Location"].startswith("/sign-in/")
