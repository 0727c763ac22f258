"""The list of tables: which of them, in what order, a page at a time. What a page costs does not grow with their number of rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, F, FilteredRelation, IntegerField, OrderBy, Q, QuerySet, Value, When

from perfgoals.official.layout_file import layout_ids, load
from perfgoals.tables.models import TargetTable
from perfgoals.tables.states import CHOSEN_TOGETHER, STATE_COLOURS

PAGE_SIZE = 50
State, Round = TargetTable.State, TargetTable.Round


@dataclass(frozen=True, slots=True)
class Column:
    """A column to sort by. ``key`` stands in the address, with ``-`` before it for the other direction.
    One without ``order`` is only shown."""

    key: str
    title: str
    order: tuple[str, ...]


COLUMNS = (
    Column("year", "年度", ("year",)),
    Column("round", "轮次", ("round_place",)),
    Column("unit", "单位", ("project__department__code", "project__department__name")),
    Column("project", "项目名称", ("project_name",)),
    Column("layout", "版式", ("layout",)),
    Column("state", "状态", ("state_place",)),
    Column("annual", "年度资金总额（万元）", ("annual__total",)),
    Column("changed", "修改时间", ("changed_at",)),
)
_AS_THEY_COME = ("-year", "project__department__code", "pk")


@dataclass(frozen=True, slots=True)
class Row:
    """What the list says of a table. ``annual`` is the entry as it was made; ``is_amount`` tells that it is a number."""

    pk: int
    year: int
    round: str
    unit: str
    project: str
    code: str
    layout: str
    state: str
    colour: str
    annual: str
    is_amount: bool
    changed_at: datetime


def filtered(tables: QuerySet[TargetTable], wanted: Mapping[str, Any]) -> QuerySet[TargetTable]:
    """Those of the tables that meet everything that is wanted: ``year``, ``round``, ``unit`` (a key), ``layout``, ``state`` (or
    the code of a group of states), ``text``."""
    plain = {name: wanted[name] for name in ("year", "round", "layout") if wanted.get(name) not in (None, "")}
    tables = tables.filter(**plain)
    if state := wanted.get("state"):
        tables = tables.filter(state__in=CHOSEN_TOGETHER[state].states if state in CHOSEN_TOGETHER else [state])
    if unit := wanted.get("unit"):
        tables = tables.filter(project__department=unit)
    for word in wanted.get("text", "").split():
        tables = tables.filter(_says(word))
    return tables


def _says(word: str) -> Q:
    """The word stands in the project's name or code or the unit's name, in the register or as printed."""
    places = ("project_name", "project_code", "department_name", "project__name", "project__code", "project__department__name")
    return Q(*((f"{place}__icontains", word) for place in places), _connector=Q.OR)


def ordered(
    tables: QuerySet[TargetTable], sort: str, by: Sequence[Column] = COLUMNS, otherwise: Sequence[str] = _AS_THEY_COME
) -> QuerySet[TargetTable]:
    """By a column's key, ``-`` before it for the other direction; as they come when there is no such column. Empty cells come last."""
    columns = next((column.order for column in by if column.key == sort.removeprefix("-")), None)
    if not columns:
        return tables.order_by(*otherwise)
    falling = sort.startswith("-")
    return _with_sorting_places(tables, columns).order_by(*(_by(column, falling) for column in columns), "pk")


def _by(column: str, falling: bool) -> OrderBy:
    if column != "annual__total":  # nothing else can be empty, and a plain order may follow an index
        return OrderBy(F(column), descending=falling)
    return OrderBy(F(column), descending=falling, nulls_last=True)


def _with_sorting_places(tables: QuerySet[TargetTable], columns: Sequence[str]) -> QuerySet[TargetTable]:
    """轮次 and 状态 are sorted as they follow each other on the road of a table, not by the letters of their codes."""
    if "round_place" in columns:
        return tables.annotate(round_place=_place("round", Round.values))
    if "state_place" in columns:
        return tables.annotate(state_place=_place("state", State.values))
    return with_annual(tables) if "annual__total" in columns else tables


def _place(field: str, values: Sequence[str]) -> Case:
    places = (When(**{field: value}, then=Value(place)) for place, value in enumerate(values))
    return Case(*places, default=Value(len(values)), output_field=IntegerField())


def with_annual(tables: QuerySet[TargetTable]) -> QuerySet[TargetTable]:
    """With ``annual``, the amounts of the year: ``annual__total`` is the 申报数."""
    return tables.annotate(annual=FilteredRelation("funding_splits", condition=Q(funding_splits__side="annual")))


def count_by_year(tables: QuerySet[TargetTable]) -> dict[int, int]:
    """How many tables there are of each year, the latest first: the years to choose from and the number of all, in one query."""
    return dict(tables.order_by("-year").values_list("year").annotate(Count("pk")))


def page_of(tables: QuerySet[TargetTable], sort: str, number: str | int, *, count: int | None = None) -> Page[Any]:
    """A page of rows, the nearest there is to the number asked for, in two queries; a third counts the tables unless that is known.

    The keys are found first and the rows fetched for these alone, so that what a row shows is not carried through the sorting.
    """
    keys = ordered(tables, sort).values_list("pk", flat=True)
    return paged(keys, number, rows_of, count=tables.order_by().count() if count is None else count)


def paged(keys: QuerySet[Any, int], number: str | int, rows: Callable[[list[int]], Mapping[int, Any]], *, count: int) -> Page[Any]:
    """The page of these keys, and on it their rows; a table that has gone meanwhile has none."""
    paginator = Paginator(keys, PAGE_SIZE)
    paginator.count = count
    page: Page[Any] = paginator.get_page(number)
    found = rows(list(page.object_list))
    page.object_list = [found[key] for key in page.object_list if key in found]
    return page


_SHOWN = (
    "pk",
    "year",
    "round",
    "project__department__name",
    "project_name",
    "project__name",
    "project__code",
    "project_code",
    "layout",
    "state",
    "annual__total_text",
    "annual__total",
    "changed_at",
)


def rows_of(keys: Sequence[int]) -> dict[int, Row]:
    """The rows of these tables, in one query."""
    layouts, tables = layout_names(), with_annual(TargetTable.objects.filter(pk__in=keys))
    return {
        pk: Row(
            pk=pk,
            year=year,
            round=_ROUNDS[round],
            unit=unit,
            project=name or known_as,
            code=code or printed_code,
            layout=layouts.get(layout, layout),
            state=_STATES[state],
            colour=STATE_COLOURS[state],
            annual=annual or "",
            is_amount=total is not None,
            changed_at=changed_at,
        )
        for pk, year, round, unit, name, known_as, code, printed_code, layout, state, annual, total, changed_at in (
            tables.values_list(*_SHOWN)
        )
    }


_ROUNDS, _STATES = dict(Round.choices), dict(State.choices)


@cache
def layout_names() -> Mapping[str, str]:
    """The names of the official layouts by their ids."""
    return {id: load(id).name for id in layout_ids()}
