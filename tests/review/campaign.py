"""A campaign as the tests need it: a round of 2027 that closes at CLOSES, and late opening."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from perfgoals.accounts.models import Department
from perfgoals.review.models import Extension, ReportingRound
from perfgoals.tables.models import BudgetFigures, FundingSplit, Project, TargetTable
from tests.cast import Cast

CLOSES = timezone.make_aware(datetime(2026, 10, 20, 18, 0))
SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)


def make_round(kind: str = "first", **fields: Any) -> ReportingRound:
    """A round of 2027, open twenty days before it closes."""
    return ReportingRound.objects.create(**{"year": 2027, "kind": kind, "opens_at": CLOSES - 20 * DAY, "closes_at": CLOSES} | fields)


def extended(found: ReportingRound, cast: Cast, until: datetime, department: Department | None = None) -> Extension:
    """A late opening, whatever the time."""
    granted = Extension(round=found, department=department, until=until, reason="停电", granted_by=cast.performance_reviewer)
    granted.save()
    return granted


def project(department: Department, name: str, *, control: str | None = None, approved: str | None = None, year: int = 2027) -> Project:
    """A project, with its figures where there are any."""
    made = Project.objects.create(department=department, name=name)
    if control is not None or approved is not None:
        BudgetFigures.objects.create(
            project=made,
            year=year,
            control=None if control is None else Decimal(control),
            approved=None if approved is None else Decimal(approved),
        )
    return made


def tabled(of: Project, asked: str = "", *, kind: str = "first", state: str = "drafting", year: int = 2027) -> TargetTable:
    """A table of the project that asks for so much; what is no number is kept as text."""
    table = TargetTable.objects.create(project=of, project_name=of.name, year=year, round=kind, state=state, layout="hebei")
    number = Decimal(asked) if asked.replace(".", "", 1).isdecimal() else None
    FundingSplit.objects.create(table=table, side="annual", total=number, total_text=asked)
    return table
