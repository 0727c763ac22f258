"""As downloaded, now in the system, in the file: only what the file really changed, each change to be accepted or refused."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from perfgoals.exchange.offline.difference import Difference, Kind, kind_of, same
from perfgoals.exchange.offline.drawing import compared_sides, fixed_paths
from perfgoals.exchange.offline.reading import FileTable
from perfgoals.exchange.offline.row_comparing import compare_rows
from perfgoals.official.layout_file import Layout
from perfgoals.official.money import in_yuan, plain
from perfgoals.official.paths import PathError, value_at
from perfgoals.official.place_names import place_name
from perfgoals.official.problem import Problem
from perfgoals.official.snapshot import Snapshot
from perfgoals.tables.editing.cells import read_cell
from perfgoals.tables.editing.changes import perform
from perfgoals.tables.editing.keyed import Keyed, fixed_texts
from perfgoals.tables.editing.wishes import wishes_in

__all__ = ["Comparison", "Difference", "Kind", "changes_of", "three_way"]

_PRINTED_ONLY = ("project.name", "project.code", "department.name")
"""What the sheet shows of the register and takes nothing of."""

_ORDER = {"set": 0, "move": 1, "add": 1, "remove": 2}
"""Rows come and move from the top of the file to its end; one that is to be removed is still there for those that come after it."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """``differences`` in printed order; ``notes`` are sentences on what was mended, or not taken, of the file."""

    differences: tuple[Difference, ...] = ()
    notes: tuple[str, ...] = ()


def three_way(base: Keyed, now: Keyed, file: FileTable, form: Layout, names: UUID) -> Comparison:
    """What the file changes of ``base``, the record it was downloaded as, beside what the table says ``now``.

    What the file did not change is no difference, nor what the table says already. Two ways only: give ``now`` twice.
    New rows get keys of the namespace ``names``, the same ones every time.
    """
    found = [*_fixed(base, now, file.snapshot, form)]
    for side in compared_sides(now, form):
        found += compare_rows(side, base, now, file, form, names)
    differences = tuple(each for each in found if isinstance(each, Difference))
    said_there = {each.id for each in differences if each.remark}
    problems = (_said(problem) for problem in file.problems if problem.path not in said_there)
    notes = (*_of_the_register(now.snapshot, file.snapshot), *problems, *(each for each in found if isinstance(each, str)))
    return Comparison(differences, tuple(dict.fromkeys(notes)))


def _fixed(base: Keyed, now: Keyed, file: Snapshot, form: Layout) -> Iterator[Difference | str]:
    then, today = fixed_texts(base), fixed_texts(now)
    for path in fixed_paths(now, form):
        typed = _typed(file, path, form)
        reading, place = read_cell(form, path, typed), place_name(path)
        before = then.get(path, "")
        if same(form, path, before, reading.text):
            continue
        if path not in today:
            yield f"{place}：系统中这张表没有这一格，“{reading.text}”没有列入比较"
        elif reading.refused:
            yield f"{place}：{reading.refused}"
        elif not same(form, path, today[path], reading.text):
            kind = kind_of(same(form, path, before, today[path]))
            change = {"do": "set", "path": path, "text": typed}
            yield Difference(path, place, "", before, today[path], reading.text, kind, (change,), remark=reading.remark)


def _typed(file: Snapshot, path: str, form: Layout) -> str:
    """What the file says at the path, as somebody would type it into this form."""
    try:
        leaf = value_at(file, path)
    except PathError:
        return ""
    if isinstance(leaf, Decimal):
        return plain(in_yuan(leaf) if form.money_unit == "元" else leaf)
    return str(leaf)


def _of_the_register(now: Snapshot, file: Snapshot) -> Iterator[str]:
    for path in _PRINTED_ONLY:
        here, there = str(value_at(now, path)), str(value_at(file, path))
        if there and "".join(here.split()) != "".join(there.split()):
            yield f"{place_name(path)}：文件中是“{there}”，系统中是“{here}”；这一项不从离线表读入"


def _said(problem: Problem) -> str:
    text = f"（“{problem.text}”）" if problem.text and problem.text not in problem.message else ""
    return f"{place_name(problem.path)}：{problem.message}{text}"


def changes_of(differences: Sequence[Difference], chosen: Collection[str], now: Keyed, form: Layout) -> list[dict[str, Any]]:
    """The changes that carry out the differences with these ids, in an order in which they can be done; ids that are none are nothing.

    Raises Refused where one cannot be done.
    """
    accepted = [(each, change) for each in differences if each.id in chosen for change in each.changes]
    changes = []
    for each, change in sorted(accepted, key=lambda pair: (_ORDER[pair[1]["do"]], pair[0].at)):
        wish = dict(change)
        if wish["do"] in ("add", "move"):
            wish["after"] = _after(each, wish, now, form)
            now = perform(now, wishes_in([wish]), form).keyed  # the next one may go below this row
        changes.append(wish)
    return changes


def _after(difference: Difference, wish: Mapping[str, Any], now: Keyed, form: Layout) -> str | None:
    """Below the nearest row that is above it in the file; the first of its 二级指标 above those there are; None where there are none."""
    assert difference.side is not None, "only rows come and move"
    listed = zip(now.keys[difference.side], now.rows(difference.side), strict=True)
    others = {key: form.hierarchy.place_of(row.level2) for key, row in listed if key != wish["row"]}
    if above := next((key for key in difference.above if key in others), None):
        return above
    place, behind = form.hierarchy.place_of(wish["level2"]), ""
    for key, other in others.items():
        if other == place:
            return behind
        behind = key
    return None
