"""审核通过 of many tables at once: what can be passed with the grade that is proposed, what cannot and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from uuid import uuid4

from perfgoals.accounts.models import User
from perfgoals.review.desk.facts import Waiting, waiting_rows
from perfgoals.review.desk.queue import sent_to, waiting_for
from perfgoals.review.models import ReportingRound
from perfgoals.review.transitions import STEPS, Grade, State
from perfgoals.review.windows import not_reported_because
from perfgoals.tables.access import visible_to
from perfgoals.tables.models import TargetTable

ASIDE = "您填写过这个项目本年度的表，或已在财政的另一个环节审核过，请由同岗的其他人办理"


@dataclass(frozen=True, slots=True)
class Passing:
    """A chosen table before it is confirmed. ``hindrance``: why it cannot be passed here; empty where it can."""

    waiting: Waiting
    hindrance: str
    save_id: str = field(default_factory=lambda: str(uuid4()))

    @property
    def grade(self) -> str:
        """With which it passes: only 优 does without anything else being written down."""
        return Grade.EXCELLENT if self.waiting.wants_grade else ""

    @property
    def is_chosen(self) -> bool:
        """Where something is open, somebody has to look at it and choose it themselves."""
        return not self.hindrance and not self.waiting.still_open


def chosen_for_passing(user: User, keys: Sequence[int]) -> list[Passing]:
    """The chosen tables that the person may see, unit by unit; what is asked of the database does not grow with them."""
    tables = visible_to(user).filter(pk__in=keys)
    ordered = list(tables.select_related("project__department").order_by("project__department__code", "project__department__name", "pk"))
    rows = waiting_rows(user, [table.pk for table in ordered])
    mine = set(waiting_for(user).filter(pk__in=keys).values_list("pk", flat=True))
    sent = set(sent_to(user).filter(pk__in=keys).values_list("pk", flat=True)) if len(mine) < len(rows) else mine
    rounds = _Rounds(ordered)
    return [Passing(rows[each.pk], next(_hindrances(each, rows[each.pk], mine, sent, rounds), "")) for each in ordered]


def _hindrances(table: TargetTable, row: Waiting, mine: set[int], sent: set[int], rounds: _Rounds) -> Iterator[str]:
    """Every reason there is, the weightiest first."""
    state = f"这张表现在是“{row.state.label}”"
    if table.pk not in mine:
        yield ASIDE if table.pk in sent else f"{state}，不等您办理"
    if row.state not in STEPS:
        yield f"{state}，请打开这张表办理"
    if row.marked:
        yield f"标出的 {row.marked} 条意见还没有退回，请打开这张表办理"
    if row.wants_grade and row.is_key:
        yield "重点项目须逐项填写审核表，请打开这张表办理"
    if row.state == State.UNIT_REVIEW and (sentence := rounds.closed(table)):
        yield sentence


class _Rounds:
    """Whether tables under 单位审核 may leave their units now, asked once a round and unit."""

    def __init__(self, tables: Sequence[TargetTable]) -> None:
        years = {table.year for table in tables if table.state == State.UNIT_REVIEW}
        self._found = {(each.year, each.kind): each for each in ReportingRound.objects.filter(year__in=years)} if years else {}
        self._known: dict[tuple[int, str, int], str] = {}

    def closed(self, table: TargetTable) -> str:
        department = table.project.department
        key = (table.year, table.round, department.pk)
        if key not in self._known:
            self._known[key] = not_reported_because(self._found.get(key[:2]), department, leaves_alone=True)
        return self._known[key]
