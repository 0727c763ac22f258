"""A table as its page shows it: the official form as HTML with the doubtful cells marked, and what is doubtful in words."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape, unescape

from perfgoals.grid.formats.html import table as html_table
from perfgoals.official.layout import layout, unplaced
from perfgoals.official.layout_file import Layout
from perfgoals.official.paths import PathError, value_at
from perfgoals.official.place_names import place_name
from perfgoals.official.snapshot import Snapshot

_PATH = re.compile(r' data-path="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Note:
    """Something to look at. ``target``: the id of the cell it is about, empty where the form has no such cell."""

    place: str
    message: str
    text: str
    target: str


def form_html(
    snapshot: Snapshot, form: Layout, problems: Iterable[Mapping[str, str]], former: Iterable[tuple[str, str]] = (), *, name: str = "cell"
) -> tuple[str, list[Note]]:
    """The form with every cell that has a problem marked and named, and the problems with the cell each leads to.

    ``former``: paths where something else stood, and what is to be said of it when one points there. Of two forms on one page each
    has its own ``name``, with which the ids of its cells begin.
    """
    grid = layout(snapshot, form)
    texts = {cell.path: cell.text for cell in grid.cells if cell.path}
    notes, doubtful = [], set()
    for each in problems:
        cells = _cells_of(each["path"], snapshot, texts)
        doubtful |= set(cells)
        notes.append(Note(place_name(each["path"]), each["message"], each.get("text", ""), _id(name, cells[0]) if cells else ""))
    said = {cell: text for path, text in former for cell in _cells_of(path, snapshot, texts)}
    return _marked(html_table(grid), doubtful, said, name), [*notes, *_not_printed(snapshot, form)]


def _not_printed(snapshot: Snapshot, form: Layout) -> Iterator[Note]:
    return (Note(place_name(path), "本版式没有这一栏，不会印出", text, "") for path, text in unplaced(snapshot, form))


def _cells_of(path: str, snapshot: Snapshot, texts: Mapping[str, str]) -> list[str]:
    """The printed paths at which this one is seen: its own, those of its row, or that of the group it was merged into."""
    if path in texts:
        return [path]
    if path.endswith("]"):
        return [each for each in texts if each.startswith(f"{path}.")]
    row, _, column = path.rpartition(".")
    if column in ("level1", "level2") and (group := _group(row, column, snapshot, texts)):
        return [group]
    return [each for each in texts if row.endswith("]") and each.startswith(f"{row}.")][:1]


def _group(row: str, column: str, snapshot: Snapshot, texts: Mapping[str, str]) -> str | None:
    """The nearest group above of the same side; where two sides share a column, the group that says the same."""
    listed, _, index = row.removesuffix("]").rpartition("[")
    if not index.isdecimal():
        return None
    above = (f"{listed}[{number}].{column}" for number in range(int(index), -1, -1))
    if group := next((each for each in above if each in texts), None):
        return group
    try:
        said = value_at(snapshot, f"{row}.{column}")
    except PathError:  # a row that a later version no longer has
        return None
    return next((each for each, text in texts.items() if each.endswith(f".{column}") and text == said), None)


def _marked(html: str, doubtful: Collection[str], former: Mapping[str, str], form_name: str) -> str:
    """The table's own HTML with attributes added to the cells at these paths; a path that is printed twice gets its id once."""
    named: set[str] = set()

    def mark(cell: re.Match[str]) -> str:
        path = unescape(cell[1])
        changed = f' data-changed="1" title="{escape(former[path])}"' if path in former else ""
        if path not in doubtful:
            return cell[0] + changed
        name = "" if path in named else f' id="{escape(_id(form_name, path))}"'
        named.add(path)
        return f'{cell[0]} data-problem="1"{name}{changed}'

    return _PATH.sub(mark, html)


def _id(form_name: str, path: str) -> str:
    return f"{form_name}-{path}"
