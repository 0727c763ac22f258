"""/notices/<pk>/read/ notes one as read and goes on to its table."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from perfgoals.accounts.models import Post
from perfgoals.review.models import Notice
from perfgoals.tables.models import TargetTable
from tests.cast import Cast, client_of
from tests.dumping import dump
from tests.review.acting import bring


@pytest.fixture
def notice(cast: Cast, table: TargetTable, django_capture_on_commit_callbacks: Any) -> Notice:
    with django_capture_on_commit_callbacks(execute=True):
        bring(cast, table, "unit_review")
    return Notice.objects.get()


def test_it_is_read_once_and_leads_to_the_table(cast: Cast, notice: Notice) -> None:
    client = client_of(cast.unit_reviewer)
    assert client.post(f"/notices/{notice.pk}/read/").headers["Location"] == f"/tables/{notice.table_id}/"
    notice.refresh_from_db()
    first = notice.read_at
    assert first is not None
    client.post(f"/notices/{notice.pk}/read/")
    notice.refresh_from_db()
    assert notice.read_at == first


@pytest.mark.parametrize("who", ["author", "administrator", "other_author", "nobody"])
def test_anothers_notice_is_not_found(cast: Cast, notice: Notice, who: str) -> None:
    before = dump()
    assert client_of(cast.people[who]).post(f"/notices/{notice.pk}/read/").status_code == 404
    assert dump() == before


def test_of_a_table_one_may_not_open_any_more(cast: Cast, notice: Notice) -> None:
    Post.objects.filter(user=cast.unit_reviewer).delete()
    before = dump()
    assert client_of(cast.unit_reviewer).post(f"/notices/{notice.pk}/read/").status_code == 404
    assert dump() == before


def test_looking_reads_nothing_and_visitors_sign_in(cast: Cast, notice: Notice) -> None:
    assert client_of(cast.unit_reviewer).get(f"/notices/{notice.pk}/read/").status_code == 405
    assert Client().post(f"/notices/{notice.pk}/read/").headers["Location"].startswith("/sign-in/")
    assert Notice.objects.get().read_at is None
