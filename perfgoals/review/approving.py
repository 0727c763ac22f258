"""批复 and 未安排预算 for many tables at once: what waits for it, and each table decided on its own.

One page carries the version of every table and a name for what is done to it, so a second click does nothing twice and a table
that somebody else decided meanwhile is told, alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.db.models import F, QuerySet
from django.http import Http404

from perfgoals.accounts.models import User
from perfgoals.official.money import plain, total_of, without_idle_zeros
from perfgoals.review.actions import perform
from perfgoals.review.deciding import NotDone, Said, Seen
from perfgoals.review.transitions import Act, State
from perfgoals.tables.listing import with_annual
from perfgoals.tables.models import BudgetFigures, TargetTable

MOST_AT_ONCE = 200
"""So many take the server some seconds, and are as many as somebody can still look through before confirming."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A table in 审核通过，待批复 as the page shows it. ``approved`` is the text in the field of 批复数."""

    pk: int
    version: int
    department: int
    unit: str
    project: str
    code: str
    year: int
    round: str
    declared: Decimal | None
    control: Decimal | None
    before: Decimal | None
    approved: str
    save_id: str = field(default_factory=lambda: str(uuid4()))
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """A table that was chosen: what the page showed of it, and the 批复数 or the grade that was given to it."""

    pk: int
    seen: Seen
    approved: Decimal | None = None
    grade: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A chosen table before it is confirmed: ``approved`` is what will be kept, ``doubts`` what should be looked at once more."""

    row: Waiting
    choice: Choice
    approved: Decimal | None
    doubts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The tables of one unit."""

    unit: str
    lines: Sequence[Line]

    @property
    def sums(self) -> Sequence[Decimal | None]:
        """申报数, 控制数, 批复数; None where no table has one."""
        amounts = [(line.row.declared, line.row.control, line.approved) for line in self.lines]
        return [total_of(column) for column in zip(*amounts, strict=True)]


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one table. ``sentence`` says why nothing was done; empty where it was."""

    pk: int
    unit: str
    project: str
    sentence: str


def waiting(tables: QuerySet[TargetTable], typed: Mapping[int, str] | None = None) -> list[Waiting]:
    """Those of the tables that wait for 批复, unit by unit. ``typed``: the 批复数 that stand in the fields already."""
    found = with_annual(tables.filter(state=State.PASSED)).annotate(declared=F("annual__total"))
    rows = list(found.select_related("project__department").order_by("project__department__code", "project__department__name", "pk"))
    figures = {(each.project_id, each.year): each for each in BudgetFigures.objects.filter(project__in=[row.project_id for row in rows])}
    return [_waiting(row, figures.get((row.project_id, row.year)), (typed or {}).get(row.pk)) for row in rows]


def _waiting(row: Any, known: BudgetFigures | None, typed: str | None) -> Waiting:
    project, unit = row.project, row.project.department
    return Waiting(
        pk=row.pk,
        version=row.version,
        department=unit.pk,
        unit=unit.name,
        project=row.project_name or project.name,
        code=project.code or row.project_code,
        year=row.year,
        round=row.get_round_display(),
        declared=row.declared,
        control=known.control if known else None,
        before=known.approved if known else None,
        approved=_shown(row.declared) if typed is None else typed,
    )


def _shown(amount: Decimal | None) -> str:
    return "" if amount is None else plain(without_idle_zeros(amount))


def grouped(rows: Sequence[Waiting], choices: Iterable[Choice]) -> list[Group]:
    """The choices unit by unit, each with what the table says; a table that waits no more is not among them."""
    chosen = {choice.pk: choice for choice in choices}
    units: dict[int, list[Line]] = {}
    for row in rows:
        if choice := chosen.get(row.pk):
            approved = row.declared if choice.approved is None else choice.approved
            line = Line(
                replace(row, save_id=choice.seen.save_id, version=choice.seen.version), choice, approved, tuple(_doubts(row, approved))
            )
            units.setdefault(row.department, []).append(line)
    return [Group(lines[0].row.unit, lines) for lines in units.values()]


def _doubts(row: Waiting, approved: Decimal | None) -> Iterator[str]:
    if approved is None:
        yield "表中没有年度资金总额，也没有填批复数"
    elif row.declared is None:
        yield "表中没有年度资金总额"
    elif approved != row.declared:
        yield "批复数与表中的年度资金总额不同"
    if approved is not None and row.control is not None and approved > row.control:
        yield "批复数超过控制数"


def decide_many(user: User, act: Act, choices: Sequence[Choice], said: Said) -> list[Result]:
    """The act on each table in a transaction of its own, in the order given; a refusal of one keeps no other from being done."""
    named = {
        pk: (unit, name or known_as)
        for pk, unit, name, known_as in TargetTable.objects.filter(pk__in=[choice.pk for choice in choices]).values_list(
            "pk", "project__department__name", "project_name", "project__name"
        )
    }
    return [Result(each.pk, *named.get(each.pk, ("", "")), _decided(user, act, each, said)) for each in choices]


def _decided(user: User, act: Act, choice: Choice, said: Said) -> str:
    try:
        perform(user, choice.pk, act.code, seen=choice.seen, said=replace(said, approved=choice.approved, grade=choice.grade))
    except (NotDone, PermissionDenied) as refusal:
        return str(refusal)
    except Http404:
        return "这张表已不在，请刷新页面"
    return ""
