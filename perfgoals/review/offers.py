"""The buttons beside a table: what each is called there, and what is filled in with it. Who gets which is said in ``standing``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from perfgoals.review.log import is_graded
from perfgoals.review.models import LogEntry
from perfgoals.review.transitions import CONFIRM, DISPUTE, PASSING, Act, Ask, State, Transition, label_of
from perfgoals.tables.models import TargetTable


@dataclass(frozen=True, slots=True)
class Offer:
    """A button: the act, what it is called here, and what is to be filled in beside it."""

    act: Act
    label: str
    asks: tuple[Ask, ...]
    save_id: UUID = field(default_factory=uuid4)

    @property
    def is_forward(self) -> bool:
        return self.act.code in ("submit", "pass", "confirm", "approve")

    @property
    def grades(self) -> Sequence[str]:
        return PASSING if Ask.GRADE in self.asks else ()

    @property
    def needs_reason(self) -> bool:
        return Ask.REASON in self.asks

    @property
    def needs_document(self) -> bool:
        return Ask.DOCUMENT in self.asks

    @property
    def needs_section(self) -> bool:
        return Ask.SECTION in self.asks

    @property
    def answers_corrections(self) -> bool:
        return self.act in (CONFIRM, DISPUTE)

    @property
    def takes_points(self) -> bool:
        return Ask.POINTS in self.asks


def offer_of(row: Transition, table: TargetTable, entries: list[LogEntry], to: State) -> Offer:
    """The button of an act that leads ``to`` this state; the grade of a 重点项目 is that of its 审核表, and not asked for here."""
    asks: tuple[Ask, ...] = tuple(ask for ask in row.asks if ask not in (Ask.GRADE, Ask.GRADE_UNLESS_GIVEN))
    if row.wants_grade(is_graded=is_graded(entries)) and not table.project.is_key:
        asks = (Ask.GRADE, *asks)
    return Offer(row.act, label_of(row.act, table.state, to), asks)
