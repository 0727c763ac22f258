"""/desk/pass/ passes many tables at once: looked at once more, each in a transaction of its own, and what became of each is told."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from perfgoals.accounts.models import Post
from perfgoals.review.models import LogEntry, ReportingRound
from perfgoals.review.points import mark_point
from perfgoals.tables.models import Project, TargetTable
from tests.cast import Cast, client_of, published, stored
from tests.dumping import dump
from tests.review.acting import act, bring, lead, now
from tests.web.forms_of import fields_of, send

AT = "/desk/pass/"


@pytest.fixture
def client(cast: Cast) -> Client:
    return client_of(cast.section_reviewer)


@pytest.fixture
def three(cast: Cast) -> list[TargetTable]:
    names = ("henan-10", "henan-04", "henan-05")
    return [bring(cast, stored(published(name), cast.building, by=cast.author), "section_review") for name in names]


def preview(client: Client, *tables: TargetTable) -> Any:
    return client.get(AT, {"id": [table.pk for table in tables]})


def main_of(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", answer.content.decode().partition("<main")[2]).split())


def ticked(answer: Any) -> set[int]:
    return {int(key) for key in fields_of(answer, AT).get("id", [])}


def hindrance(answer: Any, table: TargetTable) -> str:
    """Why the page says that it cannot be passed; empty where it may."""
    rows = answer.content.decode().partition("不能成批通过")[2].split("<tr>")
    found = [row for row in rows if f"/desk/{table.pk}/" in row]
    return re.sub(r"<[^>]*>", "", found[0].rpartition("<td>")[2].partition("</td>")[0]) if found else ""


def test_what_is_confirmed_is_passed_with_its_grade_and_told(cast: Cast, client: Client, three: list[TargetTable]) -> None:
    answer = preview(client, *three)
    assert ticked(answer) == {table.pk for table in three}
    answer = send(client, answer, AT, opinion="同意")
    assert "审核通过：办成 3 张" in main_of(answer)
    entries = LogEntry.objects.filter(source="section_review")
    assert [(entry.to, entry.grade, entry.opinion, entry.actor) for entry in entries] == [
        ("performance_review", "优", "同意", cast.section_reviewer)
    ] * 3


def test_below_finance_no_grade_is_given(cast: Cast, table: TargetTable) -> None:
    bring(cast, table, "unit_review")
    client = client_of(cast.unit_reviewer)
    answer = preview(client, table)
    assert "不评等级" in main_of(answer)
    assert "优" not in main_of(answer)
    send(client, answer, AT)
    assert (now(table).state, LogEntry.objects.latest("number").grade) == ("supervisor_review", "")


def test_what_is_graded_already_is_not_graded_again(cast: Cast, table: TargetTable) -> None:
    bring(cast, table, "performance_review")
    client = client_of(cast.performance_reviewer)
    send(client, preview(client, table), AT)
    assert (now(table).state, LogEntry.objects.latest("number").grade) == ("passed", "")


def test_where_something_is_open_somebody_has_to_choose(client: Client, three: list[TargetTable]) -> None:
    TargetTable.objects.filter(pk=three[1].pk).update(source_problems=[{"path": "purpose", "message": "看"}])
    answer = preview(client, *three)
    assert ticked(answer) == {three[0].pk, three[2].pk}
    send(client, answer, AT, ids=[three[1].pk])
    assert [now(table).state for table in three] == ["section_review", "performance_review", "section_review"]


def test_why_it_cannot_be(cast: Cast, client: Client, three: list[TargetTable]) -> None:
    marked, key, gone = three
    mark_point(cast.section_reviewer, marked.pk, path="goals.annual", kind="must", text="量化")
    Project.objects.filter(pk=key.project_id).update(is_key=True)
    act(cast.section_reviewer, gone, "send_back")
    answer = preview(client, *three)
    assert hindrance(answer, marked) == "标出的 1 条意见还没有退回，请打开这张表办理"
    assert hindrance(answer, key) == "重点项目须逐项填写审核表，请打开这张表办理"
    assert hindrance(answer, gone) == "这张表现在是“已退回”，不等您办理"
    assert "选中的表都不能在这里审核通过" in main_of(answer)


def test_who_may_not_review_is_told(cast: Cast, three: list[TargetTable]) -> None:
    Post.objects.create(user=cast.author, department=cast.section, role=Post.Role.SECTION_REVIEWER)
    assert "请由同岗的其他人办理" in hindrance(preview(client_of(cast.author), *three), three[0])


def test_what_is_returned_is_not_passed(cast: Cast, table: TargetTable) -> None:
    Post.objects.create(user=cast.author, department=cast.water, role=Post.Role.UNIT_REVIEWER)
    bring(cast, table, "returned")
    assert hindrance(preview(client_of(cast.author), table), table) == "这张表现在是“已退回”，请打开这张表办理"


def test_who_never_reviews_is_refused(cast: Cast, three: list[TargetTable]) -> None:
    before = dump()
    for name in ("author", "reader", "expert", "administrator", "nobody"):
        client = client_of(cast.people[name])
        assert preview(client, *three).status_code == 403, name
        assert client.post(AT, {"id": three[0].pk}).status_code == 403, name
    assert dump() == before


@pytest.mark.parametrize(
    ("limits", "sentence"), [({"closes_at": -1}, "截止"), ({"in_packages": True}, "整包上报"), ({"closes_at": 1}, ""), ({}, "")]
)
def test_a_closed_round_is_told_to_the_unit(cast: Cast, table: TargetTable, limits: dict[str, Any], sentence: str) -> None:
    bring(cast, table, "unit_review")
    limits = {name: timezone.now() + timedelta(days=value) if name == "closes_at" else value for name, value in limits.items()}
    ReportingRound.objects.create(year=table.year, kind=table.round, **limits)
    answer = preview(client_of(cast.unit_reviewer), table)
    assert sentence in hindrance(answer, table)
    assert bool(hindrance(answer, table)) == bool(sentence)


def test_of_one_decided_meanwhile_it_is_told_and_the_others_are_done(cast: Cast, client: Client, three: list[TargetTable]) -> None:
    answer = preview(client, *three)
    lead(cast, three[1], "send_back")
    told = main_of(send(client, answer, AT))
    assert "办成 2 张，没有办成 1 张" in told
    assert "孙股已于" in told
    assert "这张表现在是“已退回”" in told
    assert [now(table).state for table in three] == ["performance_review", "returned", "performance_review"]


def test_sent_twice_it_is_done_once(client: Client, three: list[TargetTable]) -> None:
    answer = preview(client, *three)
    for _ in range(2):
        assert "办成 3 张" in main_of(send(client, answer, AT))
    assert LogEntry.objects.filter(source="section_review").count() == 3


def test_a_grade_that_is_wanted_is_not_left_out(client: Client, three: list[TargetTable]) -> None:
    before = [now(table).version for table in three]
    told = main_of(send(client, preview(client, *three), AT, **{f"{table.pk}-grade": "" for table in three}))
    assert "没有办成 3 张" in told
    assert "请选择综合评定等级" in told
    assert [now(table).version for table in three] == before


@pytest.mark.parametrize("field", ["version", "save", "grade"])
@pytest.mark.parametrize("forged", ["x", "9" * 400, "差"])
def test_what_is_forged_is_a_sentence_and_changes_nothing(client: Client, three: list[TargetTable], field: str, forged: str) -> None:
    answer, before = preview(client, *three), dump()
    told = send(client, answer, AT, **{f"{three[0].pk}-{field}": forged})
    assert told.status_code == 422
    assert "这一页的内容不完整" in main_of(told)
    assert dump() == before


def test_tables_one_may_not_see_are_not_found(cast: Cast, client: Client, three: list[TargetTable]) -> None:
    of_water = stored(published("made-01"), cast.water)
    before = dump()
    assert preview(client, three[0], of_water).status_code == 404
    sent = {"id": [of_water.pk], f"{of_water.pk}-version": 1, f"{of_water.pk}-save": str(uuid4())}
    assert client.post(AT, sent).status_code == 404
    for key in ("x", "-1", "9" * 30, "１"):
        assert client.get(AT, {"id": key}).status_code == 404
        assert client.post(AT, {"id": key}).status_code == 404
    assert dump() == before


def test_nothing_or_too_many_chosen_is_told(client: Client, three: list[TargetTable]) -> None:
    assert "没有选中任何表" in main_of(client.get(AT, follow=True))
    assert "一次最多审核通过 200 张" in main_of(client.get(AT, {"id": list(range(1, 202))}, follow=True))
    assert client.post(AT, {}).status_code == 422


def test_the_preview_costs_the_same_however_many_are_chosen(cast: Cast, client: Client, three: list[TargetTable]) -> None:
    def asked(*tables: TargetTable) -> int:
        with CaptureQueriesContext(connection) as met:
            preview(client, *tables)
        return len(met)

    assert asked(three[0]) == asked(*three)


def test_only_who_reviews_is_offered_it(cast: Cast, table: TargetTable) -> None:
    bring(cast, table, "returned")
    assert 'form="batch"' not in client_of(cast.author).get("/desk/").content.decode()
    assert 'form="batch"' not in client_of(cast.reader).get("/desk/").content.decode()


def test_seeing_it_changes_nothing(client: Client, three: list[TargetTable]) -> None:
    before = dump()
    preview(client, *three)
    assert dump() == before
