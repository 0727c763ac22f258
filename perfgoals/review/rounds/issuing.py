"""一下: the 控制数 of a year given out to the units, once, after whoever gives them has seen what they come to."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from perfgoals.accounts.models import User
from perfgoals.official.money import total_of
from perfgoals.review.deciding import NotDone
from perfgoals.review.models import ReportingRound
from perfgoals.review.rounds.task import Round
from perfgoals.review.windows import shown_minute
from perfgoals.tables.models import BudgetFigures, FundingSplit


@dataclass(frozen=True, slots=True)
class Weighed:
    """What is about to be given out. ``asked``: what the same projects asked for in 一上; ``less`` and ``nothing``: how many of them
    get less than that, and nothing; ``open``: projects with a table of 一上 and no 控制数, of which the units are told nothing."""

    projects: int
    control: Decimal | None
    asked: Decimal | None
    less: int
    nothing: int
    open: int

    @property
    def seen(self) -> str:
        """By which the page says what it showed."""
        return hashlib.sha256(repr(self).encode()).hexdigest()


def weigh_controls(year: int) -> Weighed:
    """The 控制数 of the year beside what was asked for, all units together."""
    figures = BudgetFigures.objects.filter(year=year, control__isnull=False).values_list("project", "control")
    controls: dict[int, Decimal] = {project: control for project, control in figures if control is not None}
    first = FundingSplit.objects.filter(side="annual", table__year=year, table__round=Round.FIRST, table__deleted_at__isnull=True)
    asked = dict(first.values_list("table__project", "total"))
    pairs = [(control, asked.get(project)) for project, control in controls.items()]
    return Weighed(
        projects=len(controls),
        control=total_of(controls.values()),
        asked=total_of(wanted for _, wanted in pairs),
        less=sum(bool(control) and wanted is not None and control < wanted for control, wanted in pairs),
        nothing=sum(not control for control, _ in pairs),
        open=len(asked.keys() - controls.keys()),
    )


def why_not_issued(found: ReportingRound) -> str:
    """Why the 控制数 of the round's year cannot be given out now; empty where they can."""
    if found.controls_issued_at:
        return f"{found.year}年度的控制数已于 {shown_minute(found.controls_issued_at)} 下达"
    if not BudgetFigures.objects.filter(year=found.year, control__isnull=False).exists():
        return f"{found.year}年度还没有一个项目填写控制数，请先导入或填写控制数再下达"
    return ""


def issue_controls(pk: int, *, seen: str, by: User) -> ReportingRound:
    """Gives them out; NotDone where that was done already, where there is none, or where they are no more what was ``seen``."""
    with transaction.atomic():
        found = ReportingRound.objects.select_for_update().get(pk=pk, kind=Round.SECOND)
        if sentence := why_not_issued(found):
            raise NotDone(sentence)
        if weigh_controls(found.year).seen != seen:
            raise NotDone("控制数或一上的表刚刚有改动，请再核对一次")
        found.controls_issued_at, found.controls_issued_by = timezone.now(), by
        found.save(update_fields=["controls_issued_at", "controls_issued_by"])
        return found
