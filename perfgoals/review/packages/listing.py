"""The list of packages: what one's own units have to report round by round, and what all units one sees have reported."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet

from perfgoals.accounts.models import Department, User
from perfgoals.accounts.posts import posts_of
from perfgoals.official.money import total_of
from perfgoals.review.models import Package, PackagedTable, ReportingRound
from perfgoals.review.packages.finding import FIRST_YEAR, packages_visible_to
from perfgoals.review.packages.gathering import Round, active_projects
from perfgoals.review.transitions import WITH_THE_AUTHOR, Role, State
from perfgoals.tables.carrying import ONCE
from perfgoals.tables.models import BudgetFigures, TargetTable

PAGE_SIZE = 50
MOST_YEARS = 3
"""Of one's own units, the latest; what was reported before is in the list below."""

_Key = tuple[int, int, str]
"""Unit, year and round."""


@dataclass(frozen=True, slots=True)
class OwnLine:
    """A unit of one's own in a round: how many tables stand where, how many projects have none, and the latest report."""

    unit: Department
    year: int
    kind: str
    writing: int
    reviewing: int
    sent: int
    missing: int
    last: Package | None

    @property
    def round(self) -> str:
        return Round(self.kind).label


def own_lines(user: User, acting_for: Department | None) -> list[OwnLine]:
    """The rounds of the latest years in which the person's own units have tables, or which finance has set; the latest first."""
    units = {post.department_id: post.department for post in posts_of(user) if post.role in (Role.AUTHOR, Role.UNIT_REVIEWER)}
    if acting_for is not None:
        units = {pk: unit for pk, unit in units.items() if pk == acting_for.pk}
    if not units:
        return []
    states, having = _tables(units)
    rounds = list(ReportingRound.objects.order_by("-year"))
    years = sorted({key[1] for key in states} | {found.year for found in rounds}, reverse=True)[:MOST_YEARS]
    keys = set(states) | {(pk, found.year, found.kind) for found in rounds for pk in units}
    missing = _missing(units, years, rounds, having)
    latest = _latest(units)
    order = list(Round.values)
    return [
        _line(units[pk], year, kind, states[pk, year, kind], missing[pk, year, kind], latest.get((pk, year, kind)))
        for pk, year, kind in sorted(keys, key=lambda key: (-key[1], -order.index(key[2]), units[key[0]].code, units[key[0]].name))
        if year in years
    ]


def _line(unit: Department, year: int, kind: str, states: Counter[str], missing: int, last: Package | None) -> OwnLine:
    writing, reviewing = sum(states[state] for state in WITH_THE_AUTHOR), states[State.UNIT_REVIEW]
    return OwnLine(unit, year, kind, writing, reviewing, states.total() - writing - reviewing, missing, last)


def _tables(units: Mapping[int, Department]) -> tuple[Mapping[_Key, Counter[str]], Mapping[tuple[int, str], set[int]]]:
    """How many tables of each unit, year and round are in each state; and the projects that have one, by year and round."""
    states: Mapping[_Key, Counter[str]] = defaultdict(Counter)
    having: Mapping[tuple[int, str], set[int]] = defaultdict(set)
    found = TargetTable.objects.filter(project__department__in=units, deleted_at__isnull=True, year__gte=FIRST_YEAR)
    for unit, year, kind, state, project in found.values_list("project__department", "year", "round", "state", "project"):
        states[unit, year, kind][state] += 1
        having[year, kind].add(project)
    return states, having


def _missing(
    units: Mapping[int, Department], years: list[int], rounds: list[ReportingRound], having: Mapping[tuple[int, str], set[int]]
) -> Counter[_Key]:
    """How many projects have no table, as ``gathering`` counts them: in 二上 after 一下 only those with a 控制数."""
    issued = {found.year for found in rounds if found.kind == Round.SECOND and found.controls_issued_at}
    figures = BudgetFigures.objects.filter(project__department__in=units, year__in=years, control__gt=0)
    controlled = set(figures.values_list("project", "year"))
    counted: Counter[_Key] = Counter()
    for year in years:
        for pk, unit in active_projects(year).filter(department__in=units).values_list("pk", "department"):
            for kind in ONCE:
                is_over = kind == Round.SECOND and year in issued and (pk, year) not in controlled
                counted[unit, year, kind] += pk not in having[year, kind] and not is_over
    return counted


def _latest(units: Mapping[int, Department]) -> dict[_Key, Package]:
    found = Package.objects.filter(department__in=units).order_by("number")
    return {(package.department_id, package.year, package.round): package for package in found}


class PackageFilters(forms.Form):
    """Year, round and unit. A choice that is none is left out."""

    year = forms.TypedChoiceField(label="年度", required=False, coerce=int, empty_value=None)
    round = forms.ChoiceField(label="轮次", required=False)
    unit = forms.TypedChoiceField(label="单位", required=False, coerce=int, empty_value=None)

    def __init__(self, data: Any, user: User, acting_for: Department | None) -> None:
        super().__init__(data)
        self.visible = packages_visible_to(user, acting_for=acting_for)
        known = list(
            self.visible.order_by("department__code", "department__name").values_list("year", "department", "department__name").distinct()
        )
        offered: dict[str, list[tuple[Any, str]]] = {
            "year": [(year, f"{year}年") for year in sorted({year for year, _, _ in known}, reverse=True)],
            "round": [*Round.choices],
            "unit": list(dict.fromkeys((pk, name) for _, pk, name in known)),
        }
        for name, choices in offered.items():
            self.fields[name].choices = [("", "全部"), *choices]  # type: ignore[attr-defined]
            self.fields[name].widget.attrs["class"] = "form-select form-select-sm"
        self.is_valid()

    @property
    def wanted(self) -> dict[str, Any]:
        """What was chosen, as conditions on Package."""
        names = {"year": "year", "round": "round", "unit": "department"}
        return {names[name]: value for name, value in self.cleaned_data.items() if value not in (None, "")}

    @property
    def address(self) -> str:
        """What was chosen, as it stands in an address."""
        return urlencode({name: value for name, value in self.cleaned_data.items() if value not in (None, "")})

    @property
    def packages(self) -> QuerySet[Package]:
        return self.visible.filter(**self.wanted).annotate(scanned=Count("scans")).order_by("-reported_at", "pk")


@dataclass(frozen=True, slots=True)
class ReportedLine:
    """A package in the list: how many tables, their sum, and where they stand now."""

    package: Package
    tables: int
    amount: Decimal | None
    states: list[tuple[str, int]]
    scans: int


def page_of(filters: PackageFilters, number: str | None) -> Page[Any]:
    """A page of what was reported, in three queries."""
    page: Page[Any] = Paginator(filters.packages, PAGE_SIZE).get_page(number)
    page.object_list = list(_reported(list(page.object_list)))
    return page


def _reported(packages: list[Any]) -> Iterator[ReportedLine]:
    tables: Mapping[int, list[tuple[Decimal | None, str]]] = defaultdict(list)
    for pk, amount, state in PackagedTable.objects.filter(package__in=packages).values_list("package", "amount", "table__state"):
        tables[pk].append((amount, state))
    for package in packages:
        rows = tables[package.pk]
        counted = Counter(state for _, state in rows)
        states = [(state.label, counted[state]) for state in State if counted[state]]
        yield ReportedLine(package, len(rows), total_of(amount for amount, _ in rows), states, package.scanned)
