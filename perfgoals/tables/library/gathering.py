"""Tables -> what they have in common: one entry a 二级指标 and name, with its usual 指标值 and how many projects use it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from perfgoals.official import values
from perfgoals.official.hierarchy import Hierarchy, hierarchy
from perfgoals.official.layout_file import layout_ids, load
from perfgoals.official.money import plain
from perfgoals.official.snapshot import Indicator, Snapshot
from perfgoals.official.values import Value
from perfgoals.tables.library.naming import common_name, folded, has_quantity, initials, level1_of, standard_level2, tells, without_blanks
from perfgoals.tables.library.sectors import GENERAL, sector_of
from perfgoals.tables.library.units import is_expected

_LONGEST_WORDS = 20
"""Of a 指标值 in words, such as 及时: what is longer is nobody else's."""

_LONGEST_TEXT = 200


@dataclass(frozen=True, slots=True)
class Entry:
    """What ``models.LibraryEntry`` keeps."""

    level1: str
    level2: str
    level3: str
    folded: str
    initials: str
    value: str
    comparator: str
    unit: str
    basis: str
    description: str
    sector: str
    uses: int


@dataclass(frozen=True, slots=True)
class _Use:
    """How one project writes an indicator, in the latest year that it does."""

    year: int
    sector: str
    name: str
    value: str
    comparator: str
    unit: str
    basis: str
    description: str


_Said = TypeVar("_Said", str, tuple[str, str, str])

Place = tuple[str, str]
"""二级指标 and folded name: what makes two indicators the same."""


def gather(snapshots: Iterable[Snapshot]) -> list[Entry]:
    """The entries of these tables, in no matter what order they come. A project counts once, whatever its sides, rounds and years."""
    uses: dict[Place, dict[Place, _Use]] = defaultdict(dict)
    for snapshot in snapshots:
        project = (folded(snapshot.department.name), folded(snapshot.project.code or snapshot.project.name))
        for place, use in _uses_in(snapshot):
            known = uses[place].get(project)
            if known is None or _latest(known) < _latest(use):
                uses[place][project] = use
    return [_entry(place, list(by_project.values())) for place, by_project in sorted(uses.items())]


def _uses_in(snapshot: Snapshot) -> Iterator[tuple[Place, _Use]]:
    names = [name for name in (snapshot.project.name, snapshot.department.name, snapshot.department.supervisor) if name]
    sector = sector_of(snapshot.project.name, snapshot.department.name)
    framework = load(snapshot.layout).hierarchy if snapshot.layout in layout_ids() else hierarchy("2015")
    for row in (*snapshot.indicators.annual, *snapshot.indicators.period):
        level2, name = _level2(row, framework), common_name(row.level3, names)
        if level2 and name:
            yield (level2, folded(name)), _use(row, name, snapshot.year, sector, names)


def _level2(row: Indicator, framework: Hierarchy) -> str:
    return standard_level2(row.level2, framework) or standard_level2(row.level2)


def _use(row: Indicator, name: str, year: int, sector: str, names: list[str]) -> _Use:
    said = values.parse(f"{row.comparator}{row.number}{row.unit}" if row.number or row.unit else row.value)
    in_words = said.kind in ("text", "date")
    fits = said.kind != "empty" and is_expected(name, said.unit_kind, in_words=in_words)
    value = _usual(said, name, names) if fits else ""
    description = name if folded(row.description) == folded(row.level3) else _text(row.description, names)
    sign, unit = (said.comparator, said.standard_unit) if fits else ("", "")
    return _Use(year, sector, name, value, sign, unit, _text(row.basis, names), description)


def _usual(said: Value, name: str, names: list[str]) -> str:
    """The value where it can be that of several projects: a share, or a word such as 及时. A number of anything is one's own."""
    if said.kind == "number" and said.unit_kind == "share" and said.number is not None:
        return f"{said.comparator}{plain(said.number)}{said.standard_unit}"
    words = without_blanks(said.text)
    is_short = said.kind == "text" and len(words) <= _LONGEST_WORDS and not any(map(str.isdigit, words))
    return words if is_short and not tells(words, names) and folded(words) not in ("", folded(name)) else ""


def _text(text: str, names: list[str]) -> str:
    bare = text.strip()
    return "" if len(bare) > _LONGEST_TEXT or has_quantity(bare) or tells(bare, names) else bare


def _latest(use: _Use) -> tuple[int, bool, str, str, str, str, str]:
    """The later year; within it the side that says more; and some order at last, so that the order of tables does not matter."""
    return (use.year, bool(use.value), use.value, use.unit, use.basis, use.description, use.name)


def _entry(place: Place, uses: list[_Use]) -> Entry:
    level2, key = place
    uses.sort(key=_latest, reverse=True)
    value, comparator, unit = _usual_value(uses)
    sector, share = Counter(use.sector for use in uses).most_common(1)[0]
    return Entry(
        level1=level1_of(level2),
        level2=level2,
        level3=_most([use.name for use in uses]) or "",
        folded=key,
        initials=initials(key),
        value=value,
        comparator=comparator,
        unit=unit,
        basis=_most([use.basis for use in uses if use.basis]) or "",
        description=_most([use.description for use in uses if use.description]) or "",
        sector=sector if 2 * share > len(uses) else GENERAL,
        uses=len(uses),
    )


def _usual_value(uses: list[_Use]) -> tuple[str, str, str]:
    """Value, comparator and unit as they go together; where no value is common, at least in which unit one counts."""
    said = [(use.value, use.comparator, use.unit) for use in uses]
    return _most([each for each in said if each[0]]) or _most([each for each in said if each[2]]) or ("", "", "")


def _most(said: list[_Said]) -> _Said | None:
    """What is said most often; of equals the first, which is the latest."""
    found = Counter(said).most_common(1)
    return found[0][0] if found else None
