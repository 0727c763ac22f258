"""A table on its road, as the tests of the road need it: acts done, states reached, people by the post that acts."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

from perfgoals.accounts.models import Department, User
from perfgoals.review.actions import perform
from perfgoals.review.deciding import Said, Seen
from perfgoals.review.models import LogEntry, ReturnPoint
from perfgoals.review.points import answer_points, mark_point
from perfgoals.review.transitions import State
from perfgoals.tables.models import TargetTable
from tests.cast import Cast

WORDS: dict[str, dict[str, Any]] = {
    "pass": {"grade": "优"},
    "send_back": {"opinion": "请修改"},
    "reject": {"opinion": "立项依据不足"},
    "approve": {"number": "某财预〔2027〕15号", "day": date(2026, 3, 1)},
    "reopen": {"opinion": "重新研究"},
    "dispute": {"opinion": "数据以统计公报为准"},
    "request_adjustment": {"opinion": "建设内容变化"},
}
"""What an act asks for, filled in."""

WHOSE = {
    "drafting": "author",
    "returned": "author",
    "unit_review": "unit_reviewer",
    "supervisor_review": "supervisor_reviewer",
    "section_review": "section_reviewer",
    "performance_review": "performance_reviewer",
    "unit_confirmation": "author",
    "passed": "performance_reviewer",
    "approved": "author",
    "rejected": "performance_reviewer",
    "unfunded": "performance_reviewer",
}
"""Who of the cast has a table of 建设局 in each state."""

WAY: dict[str, tuple[str, ...]] = {
    "drafting": (),
    "unit_review": ("submit",),
    "supervisor_review": ("submit", "pass"),
    "section_review": ("submit", "pass", "pass"),
    "performance_review": ("submit", "pass", "pass", "pass"),
    "unit_confirmation": ("submit", "pass", "pass", "correct"),
    "passed": ("submit", "pass", "pass", "pass", "pass"),
    "approved": ("submit", "pass", "pass", "pass", "pass", "approve"),
    "unfunded": ("submit", "pass", "pass", "pass", "pass", "leave_unfunded"),
    "rejected": ("submit", "pass", "pass", "reject"),
    "returned": ("submit", "pass", "pass", "send_back"),
}
"""The acts that lead a new table of 建设局 to each state; ``correct`` is 审核通过 with 良 and a correction."""


def now(table: TargetTable) -> TargetTable:
    return TargetTable.objects.with_contents().get(pk=table.pk)


def seen(table: TargetTable) -> Seen:
    """What somebody sees who opens its page now."""
    return Seen(now(table).version, str(uuid4()))


def act(user: User, table: TargetTable, code: str, **words: Any) -> LogEntry:
    """The act, with what it asks for."""
    if code == "reassign":
        words = {"section": section_beside(table).pk} | words
    return perform(user, table.pk, code, seen=seen(table), said=Said(**(WORDS.get(code, {}) | words)))


def section_beside(table: TargetTable) -> Department:
    """Another 业务股室 than the one that has the table."""
    here = now(table).section_id or table.project.department.section_id
    return Department.objects.filter(kind="section").exclude(pk=here).order_by("pk")[0]


def correct(user: User, table: TargetTable, text: str = "财政改过的目标") -> LogEntry:
    """良 with one 财政代改, of the annual goal."""
    mark_point(user, table.pk, path="goals.annual", kind="correct", text="更明确", correction=text)
    return act(user, table, "pass", grade="良")


def lead(cast: Cast, table: TargetTable, *codes: str) -> TargetTable:
    """The acts, each by whoever has the table."""
    for code in codes:
        whose = cast.people[WHOSE[now(table).state]]
        correct(whose, table) if code == "correct" else act(whose, table, code)
    return now(table)


def answer_all(cast: Cast, table: TargetTable) -> None:
    """已修改 for every point of the latest return."""
    keys = ReturnPoint.objects.filter(table=table, entry__isnull=False).values_list("pk", flat=True)
    answer_points(cast.author, table.pk, dict.fromkeys(keys, ("changed", "")))


def bring(cast: Cast, table: TargetTable, state: State | str) -> TargetTable:
    """A new table of 建设局 brought into this state along the road."""
    return lead(cast, table, *WAY[state])
