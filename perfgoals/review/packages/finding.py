"""Packages and units in a round, for whoever may see the unit; a stranger gets 404."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import Http404

from perfgoals.accounts.models import Department, User
from perfgoals.review.models import Package
from perfgoals.review.packages.gathering import Round, UnitRound, gather
from perfgoals.tables.access import departments_of, get_unit

FIRST_YEAR, LAST_YEAR = 1949, 2999


def packages_visible_to(user: User | AnonymousUser, *, acting_for: Department | None = None) -> QuerySet[Package]:
    """The packages of the units whose tables a person may see."""
    condition = departments_of(user, acting_for=acting_for)
    packages = Package.objects.all()
    return packages.filter(department__in=Department.objects.filter(condition)) if condition else packages


def get_package(user: User | AnonymousUser, pk: int) -> Package:
    """The package, if the person may see it; Http404 if not."""
    package = packages_visible_to(user).select_related("department", "reported_by").filter(pk=pk).first()
    if package is None:
        raise Http404
    return package


def get_unit_round(user: User | AnonymousUser, department: int, year: int, kind: str) -> UnitRound:
    """The unit in a round, if the person may see the unit; Http404 if not, and for a year or round that there is not."""
    unit = get_unit(user, department)
    refuse_unknown(year, kind)
    return gather(unit, year, kind)


def refuse_unknown(year: int, kind: str) -> None:
    if kind not in Round.values or not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
