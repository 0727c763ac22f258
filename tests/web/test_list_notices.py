"""/notices/ lists what a person was told, newest first, and only of tables they may open."""

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
def told(cast: Cast, table: TargetTable, django_capture_on_commit_callbacks: Any) -> TargetTable:
    with django_capture_on_commit_callbacks(execute=True):
        return bring(cast, table, "supervisor_review")


def test_the_sentence_and_the_number_at_the_bell(cast: Cast, told: TargetTable) -> None:
    page = client_of(cast.supervisor_reviewer).get("/notices/").content.decode()
    assert "王审（单位审核岗）审核通过了“人口变动抽样调查（2021年度一上）”，请继续办理。" in page
    assert '<span class="badge text-bg-warning">1<span' in page
    assert f'action="/notices/{Notice.objects.get(to=cast.supervisor_reviewer).pk}/read/"' in page


def test_nobody_sees_anothers(cast: Cast, told: TargetTable) -> None:
    for who in ("author", "reader", "administrator", "other_author"):
        page = client_of(cast.people[who]).get("/notices/").content.decode()
        assert "没有通知" in page
        assert "text-bg-warning" not in page


def test_whoever_left_the_post_sees_it_no_more(cast: Cast, told: TargetTable) -> None:
    Post.objects.filter(user=cast.supervisor_reviewer).delete()
    assert "人口变动" not in client_of(cast.supervisor_reviewer).get("/notices/").content.decode()


def test_looking_reads_nothing(cast: Cast, told: TargetTable) -> None:
    client = client_of(cast.supervisor_reviewer)
    before = dump()
    client.get("/notices/")
    assert dump() == before
    assert client.post("/notices/").status_code == 405


def test_a_name_is_text(cast: Cast, table: TargetTable, django_capture_on_commit_callbacks: Any) -> None:
    TargetTable.objects.update(project_name="<script>x</script>")
    with django_capture_on_commit_callbacks(execute=True):
        bring(cast, table, "unit_review")
    assert "<script>x" not in client_of(cast.unit_reviewer).get("/notices/").content.decode()


def test_the_number_of_queries_does_not_grow(cast: Cast, told: TargetTable, django_assert_num_queries: Any) -> None:
    first = Notice.objects.get(to=cast.supervisor_reviewer)
    client = client_of(cast.supervisor_reviewer)
    with django_assert_num_queries(7):  # session, person, posts, what waits, their number, themselves, the bell
        client.get("/notices/")
    for entry in first.table.log_entries.exclude(pk=first.entry_id):
        Notice.objects.create(to=first.to, table=first.table, entry=entry, sentence="又一条")
    with django_assert_num_queries(7):
        client.get("/notices/")


def test_visitors_sign_in_first(db: None) -> None:
    assert Client().get("/notices/").headers["Location"].startswith("/sign-in/")
