"""The desk's list: which of the waiting tables, in what order. The page, previous and next, and a batch all ask here."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from django.db.models import Case, Count, Q, QuerySet, When

from perfgoals.accounts.models import Department, User
from perfgoals.accounts.posts import holds
from perfgoals.review.desk.facts import with_coming, with_open
from perfgoals.review.desk.forms import DeskFilters, chosen
from perfgoals.review.desk.queue import WAITING, sent_to, waiting_for
from perfgoals.review.separating import set_aside
from perfgoals.review.transitions import POST_IN, STEPS
from perfgoals.tables.access import departments_of
from perfgoals.tables.listing import Column, ordered
from perfgoals.tables.models import TargetTable

COLUMNS = (
    Column("unit", "单位", ("project__department__code", "project__department__name")),
    Column("project", "项目", ("project_name",)),
    Column("round", "轮次", ("round_place",)),
    Column("state", "环节", ("state_place",)),
    Column("annual", "申报数（万元）", ("annual__total",)),
    Column("control", "控制数", ()),  # in its order a unit would see what it may not know yet
    Column("since", "送到", ("came_at",)),
    Column("times", "送审", ()),
    Column("open", "待核", ("still_open",)),
    Column("grade", "拟定等级", ()),
)
_AS_THEY_CAME = ("came_at", "pk")
_YEAR = re.compile("[0-9]{4}")
_NEEDS = {"since": with_coming, "open": with_open}


class Desk:
    """One person's desk with what they chose on it; ``query`` is that of the address. Each part is asked for once."""

    def __init__(self, user: User, query: Mapping[str, Any], acting_for: Department | None = None) -> None:
        self.user, self.query, self.acting_for = user, query, acting_for
        self.shows_set_aside = bool(query.get("aside"))

    @property
    def sort(self) -> str:
        return str(self.query.get("sort", ""))

    @cached_property
    def _tables(self) -> QuerySet[TargetTable]:
        if self.shows_set_aside:
            return sent_to(self.user, acting_for=self.acting_for).filter(set_aside(self.user))
        return waiting_for(self.user, acting_for=self.acting_for)

    @cached_property
    def _all_numbers(self) -> list[tuple[str, int, bool, int]]:
        """State, year, whether it is set aside, and how many tables: what there is to choose from, in one query."""
        is_aside = Case(When(set_aside(self.user), then=True), default=False)
        sent = sent_to(self.user, acting_for=self.acting_for).order_by().annotate(is_aside=is_aside)
        return list(sent.values_list("state", "year", "is_aside").annotate(Count("pk")))

    @property
    def numbers(self) -> Sequence[tuple[str, int, int]]:
        """State, year and how many tables, of those that are listed."""
        return [(state, year, number) for state, year, aside, number in self._all_numbers if aside == self.shows_set_aside]

    @property
    def waiting(self) -> int:
        """How many wait for the person, chosen or not."""
        return sum(number for _, _, aside, number in self._all_numbers if not aside)

    @property
    def aside(self) -> int:
        """How many are not theirs only because they may not review them."""
        return sum(number for _, _, aside, number in self._all_numbers if aside)

    @cached_property
    def filters(self) -> DeskFilters:
        """What was chosen stays a choice when the last table of its kind has been decided."""
        years, states = Counter[int](), Counter[str]()
        for state, year, number in self.numbers:
            years[year] += number
            states[state] += number
        if _YEAR.fullmatch(asked := str(self.query.get("year", ""))):
            years[int(asked)] += 0
        within = departments_of(self.user, acting_for=self.acting_for)
        units = Department.objects.exclude(kind=Department.Kind.SECTION).filter(within)
        held = [state for state in WAITING if holds(self.user, {POST_IN[state]})]
        steps = [(state.value, f"{state.label}（{states[state]}）") for state in held]
        return DeskFilters(self.query, sorted(years, reverse=True), units, steps)

    @property
    def is_filtered(self) -> bool:
        return bool(self.filters.wanted)

    @cached_property
    def chosen(self) -> QuerySet[TargetTable]:
        return chosen(self._tables, self.filters.wanted)

    @cached_property
    def count(self) -> int:
        return self.chosen.order_by().count() if self.is_filtered else sum(number for _, _, number in self.numbers)

    @property
    def reviews(self) -> bool:
        """Whether the person holds a post that passes tables, many at once if they like."""
        return not self.shows_set_aside and holds(self.user, STEPS.values())

    @property
    def keys(self) -> QuerySet[Any, int]:
        """The chosen tables in their order."""
        return self._ordered(self.chosen)

    def keys_around(self, pk: int) -> QuerySet[Any, int]:
        """The same with this table among them, in its place, whether it waits or not."""
        waiting = self.chosen.order_by().values("pk")
        return self._ordered(TargetTable.objects.filter(Q(pk=pk) | Q(pk__in=waiting)))

    def _ordered(self, tables: QuerySet[TargetTable]) -> QuerySet[Any, int]:
        key = self.sort.removeprefix("-")
        by = key if any(column.key == key and column.order for column in COLUMNS) else "since"
        with_it = _NEEDS[by](tables) if by in _NEEDS else tables
        return ordered(with_it, self.sort, COLUMNS, _AS_THEY_CAME).values_list("pk", flat=True)
