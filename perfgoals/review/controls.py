"""控制数: what finance gives a project for the year, and 二上 kept within it. All amounts in 万元."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import Exists, QuerySet

from perfgoals.official.money import plain, without_idle_zeros
from perfgoals.review.models import ReportingRound
from perfgoals.tables.models import BudgetFigures, TargetTable


def issued_rounds() -> QuerySet[ReportingRound]:
    """The 二上 of the years whose 控制数 have been given out to the units (一下)."""
    return ReportingRound.objects.filter(kind=TargetTable.Round.SECOND, controls_issued_at__isnull=False)


def control_of(table: TargetTable) -> Decimal | None:
    """The 控制数 of the table's project, as its unit may know it: None before 一下, and where the project has none."""
    figures = BudgetFigures.objects.filter(Exists(issued_rounds().filter(year=table.year)), project=table.project_id, year=table.year)
    return figures.values_list("control", flat=True).first()


def above_control(table: TargetTable, total: Decimal | None) -> str:
    """Why a table of 二上 with this 年度资金总额 may not be reported; empty where it may."""
    if table.round != TargetTable.Round.SECOND or total is None:
        return ""
    return exceeding(total, control_of(table))


def exceeding(total: Decimal, control: Decimal | None) -> str:
    """The sentence on an amount above its 控制数; empty for one within it, and where there is none."""
    if control is None or total <= control:
        return ""
    return f"年度资金总额 {plain(total)} 万元超过控制数 {plain(without_idle_zeros(control))} 万元，请在控制数以内修改后再上报"
