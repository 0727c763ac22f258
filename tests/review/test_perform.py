"""Every act × every state × everybody: what the table of transitions says and nothing else; a refusal changes nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404

from perfgoals.review.actions import perform
from perfgoals.review.deciding import Decided, NotDone, Said
from perfgoals.review.models import LogEntry
from perfgoals.review.standing import Standing
from perfgoals.review.transitions import ACTS, TRANSITIONS, State
from perfgoals.tables.models import TargetTable
from tests.cast import PEOPLE, Cast
from tests.dumping import dump
from tests.review.acting import WAY, WHOSE, WORDS, answer_all, bring, now, section_beside, seen

SENDERS = {
    "unit_review": {"author", "colleague"},
    "supervisor_review": {"unit_reviewer"},
    "section_review": {"supervisor_reviewer"},
    "performance_review": {"section_reviewer"},
    "unit_confirmation": {"section_reviewer"},
    "passed": {"performance_reviewer"},
}


def allowed(state: State, code: str) -> set[str]:
    """Who of the cast may, by the table of transitions."""
    row = TRANSITIONS.get((code, state))
    if row is None:
        return set()
    if row.by is None:
        return SENDERS[state]
    return {"author", "colleague"} if row.by == "author" else {str(row.by)}


def outcome(cast: Cast, table: TargetTable, name: str, code: str) -> str:
    words = {"section": section_beside(table).pk} if code == "reassign" else WORDS.get(code, {})
    try:
        perform(cast.people[name], table.pk, code, seen=seen(table), said=Said(**words))
    except (Http404, PermissionDenied, NotDone) as error:
        return type(error).__name__
    return "done"


@pytest.mark.parametrize("state", State)
def test_exactly_those_may_whom_the_table_names(cast: Cast, table: TargetTable, state: State) -> None:
    bring(cast, table, state)
    if state == State.RETURNED:
        answer_all(cast, table)
    before = dump()
    for code in ACTS:
        for name in PEOPLE:
            point = transaction.savepoint()
            got = outcome(cast, table, name, code)
            if got != "done":
                assert dump() == before, (code, name)
            transaction.savepoint_rollback(point)
            may = name in allowed(state, code)
            assert (got == "done") == may, (code, name, got)
            stranger = name in ("other_author", "other_section_reviewer", "nobody")
            assert (got == "Http404") == stranger, (code, name, got)


@pytest.mark.parametrize("state", State)
def test_the_buttons_are_exactly_what_one_may_do(cast: Cast, table: TargetTable, state: State) -> None:
    bring(cast, table, state)
    for name in PEOPLE:
        offered = {offer.act.code for offer in Standing(cast.people[name], now(table)).offers}
        assert offered == {code for code in ACTS if name in allowed(state, code)}, name


@pytest.mark.parametrize("state", [state for state in State if WAY[state]])
def test_every_act_on_the_way_left_its_entry(cast: Cast, table: TargetTable, state: State) -> None:
    reached = bring(cast, table, state)
    entries = list(LogEntry.objects.filter(table=table))
    assert [entry.act for entry in entries] == ["pass" if code == "correct" else code for code in WAY[state]]
    assert entries[-1].to == reached.state == state
    assert reached.version == reached.revisions.count() == 1 + len(entries)


@pytest.mark.parametrize(
    ("state", "code", "words", "sentence"),
    [
        ("section_review", "pass", {"grade": ""}, "请选择综合评定等级"),
        ("section_review", "pass", {"grade": "中"}, "请选择综合评定等级"),
        ("section_review", "pass", {"grade": "良"}, "评为良的要先标出财政代改"),
        ("section_review", "reject", {"opinion": ""}, "请写明理由"),
        ("unit_review", "send_back", {"opinion": ""}, "请在表中标出要修改或说明之处"),
        ("passed", "approve", {"number": ""}, "请填写批复文号和批复日期"),
        ("passed", "approve", {"day": None}, "请填写批复文号和批复日期"),
        ("passed", "approve", {"day": date(2999, 1, 1)}, "批复日期在今天之后"),
        ("unit_confirmation", "dispute", {"opinion": ""}, "请写明理由"),
        ("section_review", "reassign", {"section": 0}, "请选择要转往的业务股室"),
        ("rejected", "reopen", {"opinion": ""}, "请写明理由"),
        ("approved", "request_adjustment", {"opinion": ""}, "请写明理由"),
        ("approved", "approve", {}, "现在是“已批复”，不能办理“批复”"),
    ],
)
def test_what_an_act_asks_for_it_insists_on(
    cast: Cast, table: TargetTable, state: str, code: str, words: dict[str, Any], sentence: str
) -> None:
    bring(cast, table, state)
    who = cast.people["performance_reviewer" if code == "approve" else WHOSE[state]]
    before = dump()
    with pytest.raises(NotDone, match=sentence):
        perform(who, table.pk, code, seen=seen(table), said=Said(**(WORDS.get(code, {}) | words)))
    assert dump() == before


def test_whoever_was_slower_is_told_who_decided_what(cast: Cast, table: TargetTable) -> None:
    bring(cast, table, "section_review")
    stale = seen(table)
    perform(cast.section_reviewer, table.pk, "reject", seen=seen(table), said=Said("依据不足"))
    before = dump()
    with pytest.raises(Decided, match=r"孙股已于 \d{4}-\d\d-\d\d \d\d:\d\d 办理“审核不通过”，这张表现在是“审核不通过”"):
        perform(cast.section_reviewer, table.pk, "pass", seen=stale, said=Said(grade="优"))
    assert dump() == before


def test_a_table_changed_since_it_was_seen_is_not_submitted(cast: Cast, table: TargetTable) -> None:
    stale = seen(table)
    TargetTable.objects.filter(pk=table.pk).update(version=2, changed_by=cast.colleague)
    before = dump()
    with pytest.raises(Decided, match="他人已修改，请核对：李建改过这张表，现在是第 2 版"):
        perform(cast.author, table.pk, "submit", seen=stale)
    assert dump() == before


def test_a_second_click_does_nothing_twice(cast: Cast, table: TargetTable) -> None:
    click = seen(table)
    first = perform(cast.author, table.pk, "submit", seen=click)
    before = dump()
    assert perform(cast.author, table.pk, "submit", seen=click) == first
    assert dump() == before


def test_another_persons_click_is_no_second_click(cast: Cast, table: TargetTable) -> None:
    click = seen(table)
    perform(cast.author, table.pk, "submit", seen=click)
    before = dump()
    with pytest.raises(NotDone, match="请刷新页面后再办理"):
        perform(cast.colleague, table.pk, "submit", seen=click)
    assert dump() == before


def test_the_queries_of_an_act_are_few(cast: Cast, table: TargetTable, django_assert_max_num_queries: Any) -> None:
    bring(cast, table, "section_review")
    click = seen(table)
    reviewer = type(cast.section_reviewer).objects.get(pk=cast.section_reviewer.pk)
    with django_assert_max_num_queries(24):
        perform(reviewer, table.pk, "pass", seen=click, said=Said(grade="优"))
