"""What the desk says of a waiting table beside its row in the list: how long it waits, what is open in it, what grade is proposed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Case, Count, Exists, F, Func, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from perfgoals.accounts.models import User
from perfgoals.review.controls import issued_rounds
from perfgoals.review.grading import proposed_grade
from perfgoals.review.models import LogEntry, OpinionDraft, ReturnPoint
from perfgoals.review.transitions import (
    DISPUTE,
    PASS,
    PASSING,
    POST_IN,
    REJECT,
    REOPEN,
    SEND_BACK,
    STEPS,
    SUBMIT,
    TRANSITIONS,
    WITH_THE_AUTHOR,
    WITHDRAW,
    Role,
    State,
)
from perfgoals.tables.listing import Row, rows_of
from perfgoals.tables.models import BudgetFigures, TargetTable

_KNOWS_CONTROLS = (Role.SECTION_REVIEWER, Role.PERFORMANCE_REVIEWER)
_ASKS = frozenset({State.RETURNED, *STEPS})
"""The states in which the points of the latest return are still asked about."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A table on the desk. ``control``: the 控制数 as the person may know it; ``since``: when it came to the post that has it;
    ``times``: how often it was sent; ``marked``: points not sent back yet; ``problems``: of its source."""

    row: Row
    version: int
    state: State
    is_key: bool
    control: Decimal | None
    since: datetime
    times: int
    unanswered: int
    marked: int
    problems: int
    has_draft: bool
    is_graded: bool

    @property
    def days(self) -> int:
        return (timezone.localdate() - timezone.localdate(self.since)).days

    @property
    def still_open(self) -> int:
        return self.unanswered + self.marked + self.problems

    @property
    def wants_grade(self) -> bool:
        """Whether passing it takes a grade."""
        row = TRANSITIONS.get((PASS.code, self.state))
        return row is not None and row.wants_grade(is_graded=self.is_graded)

    @property
    def grade(self) -> str:
        """The grade that is proposed; empty where none is wanted, or where somebody has to choose."""
        return proposed_grade(is_key=self.is_key, still_open=self.still_open) if self.wants_grade else ""


def waiting_rows(user: User, keys: Sequence[int]) -> dict[int, Waiting]:
    """These tables as the desk shows them, in three queries however many they are."""
    rows, issued = rows_of(keys), _years_with_controls()
    tables = _with_facts(TargetTable.objects.filter(pk__in=keys), user)
    return {pk: _waiting(rows[pk], issued, *facts) for pk, *facts in tables.values_list(*_FACTS) if pk in rows}


_FACTS = (
    "pk",
    "version",
    "state",
    "project__is_key",
    "control",
    "since",
    "times",
    "withdrawn",
    "unanswered",
    "marked",
    "problems",
    "has_draft",
    "given",
)


def _waiting(row: Row, issued: set[int], *facts: Any) -> Waiting:
    version, state, is_key, control, since, times, withdrawn, unanswered, marked, problems, has_draft, given = facts
    return Waiting(
        row=row,
        version=version,
        state=State(state),
        is_key=is_key,
        control=control.normalize() if control is not None and _may_know(state, row.year, issued) else None,
        since=since,
        times=times - withdrawn,
        unanswered=unanswered,
        marked=marked,
        problems=problems,
        has_draft=has_draft,
        is_graded=given in PASSING,
    )


def _may_know(state: str, year: int, issued: set[int]) -> bool:
    """Finance knows the 控制数 from the first; a unit and its 主管部门 once they have been given out (一下)."""
    return year in issued or POST_IN[State(state)] in _KNOWS_CONTROLS


def _years_with_controls() -> set[int]:
    return set(issued_rounds().order_by().values_list("year", flat=True))


def with_coming(tables: QuerySet[TargetTable]) -> QuerySet[TargetTable]:
    """With ``came_at``, to sort by: nobody but its author changes a table that waits, so that it was changed last when it came."""
    return tables.annotate(came_at=Case(When(state=State.RETURNED, then=_since()), default=F("changed_at")))


def _since() -> Coalesce:
    """In every state that waits the latest entry is the one by which the table came to whoever has it."""
    latest = LogEntry.objects.filter(table=OuterRef("pk")).order_by("-version").values("at")[:1]
    return Coalesce(Subquery(latest), F("changed_at"))


def with_open(tables: QuerySet[TargetTable]) -> QuerySet[TargetTable]:
    """With ``still_open``, and the three that it is the sum of."""
    returns = [SEND_BACK.code, REOPEN.code]  # what was returned before a table was begun anew is asked about no more
    latest = LogEntry.objects.filter(table=OuterRef("table"), act__in=returns).order_by("-version").values("pk")[:1]
    points = ReturnPoint.objects.filter(table=OuterRef("pk"))
    return tables.annotate(
        unanswered=_number(points.filter(answer="", entry=Subquery(latest), table__state__in=_ASKS)),
        marked=_number(points.filter(entry__isnull=True, step=OuterRef("state"))),
        problems=_Length("source_problems"),
    ).annotate(still_open=F("unanswered") + F("marked") + F("problems"))


def _with_facts(tables: QuerySet[TargetTable], user: User) -> QuerySet[TargetTable]:
    entries = LogEntry.objects.filter(table=OuterRef("pk"))
    graded = entries.filter(Q(grade__in=PASSING) | Q(act__in=[REJECT.code, DISPUTE.code])).order_by("-version")
    figures = BudgetFigures.objects.filter(project=OuterRef("project"), year=OuterRef("year"))
    return with_open(tables).annotate(
        since=_since(),
        control=Subquery(figures.values("control")[:1]),
        times=_number(entries.filter(act=SUBMIT.code)),
        withdrawn=_number(entries.filter(act=WITHDRAW.code, to__in=WITH_THE_AUTHOR)),
        has_draft=Exists(OpinionDraft.objects.filter(table=OuterRef("pk"), user=user).exclude(text="", grade="")),
        given=Subquery(graded.values("grade")[:1]),
    )


def _number(of: QuerySet[Any]) -> Coalesce:
    """How many of these a table has; each belongs to a ``table``."""
    counted = of.order_by().values("table").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))


class _Length(Func):
    """Of a list in JSON."""

    function = "JSON_ARRAY_LENGTH"
    output_field = IntegerField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, function="JSONB_ARRAY_LENGTH", **context)
