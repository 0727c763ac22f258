"""A unit with tables to be reported together, as the tests of packages need it."""

from __future__ import annotations

from decimal import Decimal

from django.utils import timezone

from perfgoals.accounts.models import Department, User
from perfgoals.review.models import Package, ReportingRound
from perfgoals.review.packages.gathering import UnitRound, gather
from perfgoals.review.packages.reporting import Duty, SeenPackage, duties_of, report_package, submit_package
from perfgoals.tables.models import BudgetFigures, Project, TargetTable
from tests.cast import Cast, published, stored

YEAR = 2021
COMPLETE = ("henan-02", "henan-04", "henan-10")
"""Published tables of 2021 that lack nothing."""


def drafts(cast: Cast, department: Department | None = None, by: User | None = None) -> list[TargetTable]:
    """Three complete drafts of 一上: of 建设局, which has a 单位审核岗, or of 水利局, which has none."""
    unit, author = department or cast.building, by or cast.author
    return [stored(published(name), unit, by=author, code=f"{unit.pk}{name}") for name in COMPLETE]


def unit_of(department: Department, kind: str = "first", year: int = YEAR) -> UnitRound:
    return gather(department, year, kind)


def duty_of(user: User, department: Department, kind: str = "first") -> Duty:
    """The one thing that this person may do with the package."""
    (duty,) = duties_of(fresh(user), unit_of(department, kind))
    return duty


def seen_by(user: User, department: Department, kind: str = "first") -> SeenPackage:
    """What somebody sees who opens the page now."""
    return duty_of(user, department, kind).shown(unit_of(department, kind))


def submit(user: User, department: Department, seen: SeenPackage | None = None, kind: str = "first") -> int:
    return submit_package(fresh(user), department.pk, YEAR, kind, seen or seen_by(user, department, kind))


def report(user: User, department: Department, seen: SeenPackage | None = None, kind: str = "first") -> Package:
    return report_package(fresh(user), department.pk, YEAR, kind, seen or seen_by(user, department, kind))


def fresh(user: User) -> User:
    """Whose posts are asked for anew."""
    return User.objects.get(pk=user.pk)


def issue_controls(by: User, **controls: Decimal | int | None) -> ReportingRound:
    """二上 of the year with its 控制数 given out: by the name of the project's first letters."""
    for name, control in controls.items():
        project = Project.objects.get(code__endswith=name.replace("_", "-"))
        BudgetFigures.objects.update_or_create(project=project, year=YEAR, defaults={"control": control})
    now = timezone.now()
    return ReportingRound.objects.create(year=YEAR, kind="second", controls_issued_at=now, controls_issued_by=by)
