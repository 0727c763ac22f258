"""同类项目参照: what stands beside a table while it is filled in: last year's table of the project, and similar projects' approved ones."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Case, IntegerField, Value, When

from perfgoals.accounts.models import User
from perfgoals.official.hierarchy import Hierarchy
from perfgoals.official.layout_file import Layout, layout_ids, load
from perfgoals.official.snapshot import SIDES, Side
from perfgoals.tables.access import visible_to
from perfgoals.tables.library.naming import folded, standard_level2, unnumbered
from perfgoals.tables.library.searching import search
from perfgoals.tables.library.sectors import GENERAL, sector_of
from perfgoals.tables.library.similarity import most_similar
from perfgoals.tables.models import IndicatorRow, LibraryEntry, TargetTable

MOST_SIMILAR = 5
MOST_ROWS = 40
"""Shown of one table; whoever wants more opens it."""

MOST_ENTRIES = 30
_FIELDS = ("level3", "description", "value", "basis", "comparator", "number", "unit", "weight")
_SIDE_NAMES: dict[str, str] = {"annual": "年度", "period": "实施期"}


@dataclass(frozen=True, slots=True)
class Row:
    """An indicator to look at. ``now`` is this table's 指标值 of the same indicator, None where it has no such row.

    ``adopt``: JSON for the button 采用, "" where there is nothing to adopt: ``side``, ``level2``, ``texts`` (what the form of this
    table prints), and ``row``, the key of this table's own row where it has the indicator already: that one is to be changed.
    """

    level2: str
    level3: str
    value: str
    now: str | None = None
    adopt: str = ""
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one side of last year's table, or of one similar table. ``left_out``: how many more there are."""

    title: str
    rows: list[Row]
    table: TargetTable
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Reference:
    last: TargetTable | None
    sides: list[Group]
    similar: list[Group]
    entries: list[Row]
    sector: str


def reference(user: User, table: TargetTable) -> Reference:
    """Only from tables the person may see; entries of the library where there is no similar one among those."""
    form = load(table.layout) if table.layout in layout_ids() else None
    own = _Own(table, form)
    last = _last_year(user, table)
    similar = [own.offered(each) for each in _similar(user, table)]
    sector = sector_of(_name(table), table.department_name)
    entries = [] if similar else [own.from_library(entry) for entry in _entries(own.framework, sector)]
    return Reference(last, list(own.compared(last)) if last else [], similar, entries, sector)


def _name(table: TargetTable) -> str:
    return table.project_name or table.project.name


def _last_year(user: User, table: TargetTable) -> TargetTable | None:
    """The project's table of the year before, or of the last year that has one; of several rounds the approved, else the latest."""
    earlier = visible_to(user).filter(project=table.project_id, year__gt=0, year__lt=table.year)
    approved_first = Case(When(state=TargetTable.State.APPROVED, then=Value(0)), default=Value(1), output_field=IntegerField())
    return earlier.order_by("-year", approved_first, "-changed_at", "-pk").prefetch_related("indicator_rows").first()


def _similar(user: User, table: TargetTable) -> list[TargetTable]:
    approved = visible_to(user).filter(state=TargetTable.State.APPROVED).exclude(project=table.project_id)
    chosen = most_similar(_name(table), table.department_name, approved, MOST_SIMILAR)
    found = {each.pk: each for each in visible_to(user).filter(pk__in=chosen).prefetch_related("indicator_rows")}
    return [found[pk] for pk in chosen if pk in found]


def _entries(framework: Hierarchy, sector: str) -> list[LibraryEntry]:
    """The most used of the sector, in the order of the form; of all where the sector is not known or has none."""
    of_the_sector = list(search(framework=framework, sector=sector)[:MOST_ENTRIES]) if sector != GENERAL else []
    found = of_the_sector or list(search(framework=framework)[:MOST_ENTRIES])
    return sorted(found, key=lambda entry: framework.place_of(entry.level2))


class _Own:
    """The table that is being filled in: what it has already, and what its form can take."""

    def __init__(self, table: TargetTable, form: Layout | None) -> None:
        self.form = form
        self.framework = table.framework
        self.rows = [row for row in table.indicator_rows.all() if _says_something(row)]
        self._by_key = {(row.side, row.key): row for row in self.rows}
        self._by_name = {self._place(row.side, row): row for row in self.rows}

    def _place(self, side: str, row: IndicatorRow | LibraryEntry) -> tuple[str, str, str]:
        return side, standard_level2(row.level2, self.framework) or row.level2, folded(unnumbered(row.level3))

    def compared(self, last: TargetTable) -> Iterator[Group]:
        """Last year's rows, each with this year's value, and then what is new this year; the year's side first."""
        for side in reversed(SIDES):
            before = [row for row in last.indicator_rows.all() if row.side == side and _says_something(row)]
            matched = [(row, self._same(row)) for row in before]
            known = {own.pk for _, own in matched if own}
            new = [row for row in self.rows if row.side == side and row.pk not in known]
            rows = [self._beside(row, own) for row, own in matched]
            rows += [Row(row.level2, row.level3, "", row.value, is_new=True) for row in new]
            if before:
                yield _group(_SIDE_NAMES[side], rows, last)

    def _same(self, row: IndicatorRow) -> IndicatorRow | None:
        """This year's row of the same indicator: a carried one kept its key, one typed anew has the same name."""
        return self._by_key.get((row.side, row.key)) or self._by_name.get(self._place(row.side, row))

    def _beside(self, row: IndicatorRow, own: IndicatorRow | None) -> Row:
        if own is None:
            return Row(row.level2, row.level3, row.value, None, self._adopt(_side(row.side), row.level2, _texts(row)))
        texts = {field: text for field, text in _texts(row).items() if text != getattr(own, field)}
        return Row(row.level2, row.level3, row.value, own.value, self._adopt(_side(own.side), own.level2, texts, str(own.key)))

    def offered(self, table: TargetTable) -> Group:
        """The indicators of another project's table, the year's where it has any. What this table has already is not offered again."""
        rows = list(table.indicator_rows.all())
        side: Side = "annual" if any(row.side == "annual" and _says_something(row) for row in rows) else "period"
        shown = [self._of_others(row, _texts(row)) for row in rows if row.side == side and row.level3]
        year = f"{table.year}年" if table.year else "年度不明"
        return _group(f"{table.project_name or '（未填项目名称）'}（{table.department_name}，{year}）", shown, table)

    def from_library(self, entry: LibraryEntry) -> Row:
        return self._of_others(entry, {field: getattr(entry, field) for field in ("level3", "value", "basis", "description")})

    def _of_others(self, row: IndicatorRow | LibraryEntry, texts: dict[str, str]) -> Row:
        own = self._by_name.get(self._place("annual", row))
        if own:
            return Row(row.level2, row.level3, row.value, own.value)
        return Row(row.level2, row.level3, row.value, None, self._adopt("annual", row.level2, texts))

    def _adopt(self, side: Side, level2: str, texts: dict[str, str], row: str = "") -> str:
        """The change that 采用 makes; "" where this form has no place for the indicator, or nothing would change."""
        standard = standard_level2(level2, self.framework)
        if self.form is None or side not in self.form.sides or not standard:
            return ""
        bound = {field: text for field, text in texts.items() if text and f"indicators.{side}[].{field}" in self.form.bound}
        if not bound:
            return ""
        named = {"side": side, "level2": standard, "texts": bound} | ({"row": row} if row else {})
        return json.dumps(named, ensure_ascii=False)


def _side(side: str) -> Side:
    return "annual" if side == "annual" else "period"


def _says_something(row: IndicatorRow) -> bool:
    return bool(row.level3 or row.value)


def _texts(row: IndicatorRow) -> dict[str, str]:
    """What is written in the cells; comparator, number and unit only where the form printed them apart."""
    apart = ("comparator", "number", "unit")
    return {field: getattr(row, field) for field in _FIELDS if row.is_apart or field not in apart}


def _group(title: str, rows: Iterable[Row], table: TargetTable) -> Group:
    listed = list(rows)
    return Group(title, listed[:MOST_ROWS], table, max(0, len(listed) - MOST_ROWS))
