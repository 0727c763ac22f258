"""When a unit may report: the rounds of a year, their opening and closing, and late opening.

What has left the unit before the end goes on whatever the time; a table that was returned may be reported again at any time.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from perfgoals.accounts.models import Department
from perfgoals.review.models import Extension, ReportingRound


def round_of(year: int, kind: str) -> ReportingRound | None:
    """The round as it was set; None where nobody has set it: reporting is bound to no time then."""
    return ReportingRound.objects.filter(year=year, kind=kind).first()


def closed_because(found: ReportingRound | None, department: Department | int, now: datetime) -> str:
    """Why a unit may not report in the round now, and what to do; empty where it may. Open until just before the closing minute."""
    if found is None:
        return ""
    if found.opens_at and now < found.opens_at:
        return f"{found}自 {shown_minute(found.opens_at)} 起上报，现在还没有开始，内容可以先填好"
    if found.closes_at is None or now < found.closes_at or _is_extended(found, department, now):
        return ""
    return f"{found}已于 {shown_minute(found.closes_at)} 截止，不能再上报；需要补报的，请联系财政局绩效审核岗延期"


def is_in_packages(year: int, kind: str) -> bool:
    """Whether tables leave their unit only with its whole 送审包 in this round."""
    found = round_of(year, kind)
    return found is not None and found.in_packages


def not_reported_because(found: ReportingRound | None, department: Department | int, *, leaves_alone: bool) -> str:
    """Why a table may not be reported in the round now; ``leaves_alone``: it would leave its unit, and not in a 送审包."""
    if sentence := closed_because(found, department, timezone.now()):
        return sentence
    return f"{found}须整包上报，请到“送审包”把本单位的表一次上报" if found and found.in_packages and leaves_alone else ""


def _is_extended(found: ReportingRound, department: Department | int, now: datetime) -> bool:
    return extensions_for(found, department).filter(until__gt=now).exists()


def extensions_for(found: ReportingRound, department: Department | int) -> QuerySet[Extension]:
    """Those of this unit and those of all units."""
    return found.extensions.filter(Q(department=department) | Q(department__isnull=True))


def closes_at(found: ReportingRound | None, department: Department | int) -> datetime | None:
    """When reporting ends for this unit: the closing of the round, or the end of its latest extension."""
    if found is None or found.closes_at is None:
        return None
    ends = [found.closes_at, *extensions_for(found, department).values_list("until", flat=True)]
    return max(ends)


def shown_minute(moment: datetime) -> str:
    """The moment on the wall clock here."""
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"
