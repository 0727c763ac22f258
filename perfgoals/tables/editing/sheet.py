"""The official form as HTML to be filled in: the Grid's cells, with an input in every one that is filled in by hand.

The path names the input. A cell of an indicator row says its row's key and field too, for indexes move while rows come and go;
``static/editor/block.js`` sets up the indicator part anew then, after the same rules as ``official.blocks``, and a test compares.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape

from perfgoals.grid.model import Cell, Grid
from perfgoals.official.layout import layout
from perfgoals.official.layout_file import Layout
from perfgoals.official.place_names import place_name
from perfgoals.official.snapshot import SIDES, Side
from perfgoals.tables.editing.cells import as_filled_in, open_fields, open_paths
from perfgoals.tables.editing.keyed import Keyed, fixed_texts
from perfgoals.tables.editing.opening import EVERYTHING, Opening

_IN_A_ROW = re.compile(r"indicators\.(period|annual)\[(\d+)\]\.(\w+)")
_LABELS = frozenset({"label", "head", "group"})
_COLUMN_NAMES: Mapping[str, str] = {
    "level3": "三级指标",
    "description": "绩效指标描述",
    "value": "指标值",
    "basis": "指标值确定依据",
    "comparator": "指标性质",
    "number": "数值",
    "unit": "度量单位",
    "weight": "分值",
}
SIDE_NAMES: Mapping[Side, str] = {"period": "实施期", "annual": "年度"}


def sheet_html(keyed: Keyed, form: Layout, opening: Opening = EVERYTHING) -> str:
    """The form of this record; what ``opening`` leaves out can only be read.

    One ``tbody`` for the fixed part and one for each block of indicators.
    """
    grid = layout(keyed.snapshot, form)
    writer = _Writer(keyed, form, opening)
    shares = grid.shares
    columns = "".join(f'<col style="width:{100 * share / sum(shares):.3f}%">' for share in shares)
    bodies = "\n".join(
        f"<tbody{attributes}>{''.join(writer.row(grid, row) for row in range(start, stop))}</tbody>"
        for attributes, start, stop in _bodies(grid, form)
    )
    return f'<table class="form editor-form"><colgroup>{columns}</colgroup>\n{bodies}\n</table>'


def _bodies(grid: Grid, form: Layout) -> Iterator[tuple[str, int, int]]:
    """The rows of the fixed part and of each block, every block beginning with its head."""
    heads = [row for row in range(len(form.rows), grid.rows) if any(cell.role == "head" for cell in grid.starting(row))]
    yield ' class="fixed"', 0, heads[0]
    for number, (start, stop) in enumerate(zip(heads, [*heads[1:], grid.rows], strict=True)):
        yield f' class="block" data-block="{number}"', start, stop


class _Writer:
    def __init__(self, keyed: Keyed, form: Layout, opening: Opening) -> None:
        self.keyed, self.opening = keyed, opening
        self.texts = {path: as_filled_in(form, path, text) for path, text in fixed_texts(keyed).items()}
        self.paths = open_paths(form)
        self.fields = {side: frozenset(open_fields(form, side)) for side in SIDES}
        self.options = {cell.path: cell.options for row in form.rows for cell in row if cell.options}
        self.blanks = {cell.path: cell.blank for row in form.rows for cell in row if cell.path and cell.blank}

    def row(self, grid: Grid, row: int) -> str:
        return f"<tr>{''.join([self.cell(cell) for cell in grid.starting(row)])}</tr>\n"

    def cell(self, cell: Cell) -> str:
        tag = "th" if cell.role in _LABELS else "td"
        spans = f' rowspan="{cell.rows}"' * (cell.rows > 1) + f' colspan="{cell.columns}"' * (cell.columns > 1)
        attributes, content = self.content(cell)
        return f'<{tag} class="{cell.role}"{spans}{attributes}>{content}</{tag}>'

    def content(self, cell: Cell) -> tuple[str, str]:
        path = cell.path
        if not path:
            return "", escape(cell.text)
        if found := _IN_A_ROW.fullmatch(path):
            return self.in_a_row(cell, found)
        if re.sub(r"\[\d+\]", "[]", path) not in self.paths:
            return f' data-path="{path}"', escape(cell.text)
        text = self.texts.get(path, "")
        return f' data-path="{path}"', self.fixed_input(path, text)

    def in_a_row(self, cell: Cell, found: re.Match[str]) -> tuple[str, str]:
        side: Side = "period" if found[1] == "period" else "annual"
        index, field = int(found[2]), found[3]
        key = self.keyed.keys[side][index]
        if field not in self.fields[side]:
            return f' data-path="{cell.path}" data-{field}="{side}" data-row="{key}"', escape(cell.text)
        text = getattr(self.keyed.rows(side)[index], field)
        label = f"{SIDE_NAMES[side]}第{index + 1}行 {_COLUMN_NAMES[field]}"
        attributes = f' data-path="{cell.path}" data-row="{key}" data-field="{field}"'
        return attributes, input_html(cell.path, text, label, is_locked=not self.opening.has_in_row(side, key, field))

    def fixed_input(self, path: str, text: str) -> str:
        hint = '<output class="hint"></output>' if path.startswith("funding.") or path.endswith("].value") else ""
        label = f"支出计划 {self.texts[path[:-5] + 'by']}" if path.endswith("].value") else place_name(path)
        options, is_locked = self.options.get(path, ()), not self.opening.has_cell(path)
        return input_html(path, text, label, options, self.blanks.get(path, ""), is_locked=is_locked) + hint


def input_html(path: str, text: str, label: str, options: Sequence[str] = (), placeholder: str = "", *, is_locked: bool = False) -> str:
    """The input of one cell. What it says stands behind it once more, unseen, so that the cell is as high as its text from
    the first moment on, without a script."""
    said = escape(text)
    label = escape(label)  # a stage of 支出计划 is called as a file called it
    offered = f' list="options-{path}"' if options else ""
    locked = " readonly" if is_locked else ""
    hinted = f' placeholder="{escape(placeholder)}"' if placeholder else ""
    if options:
        listed = "".join(f'<option value="{escape(option)}">' for option in options)
        return (
            f'<div class="cell" data-text="{said}">'
            f'<input name="{path}" value="{said}" aria-label="{label}"{offered} autocomplete="off"{locked}></div>'
            f'<datalist id="options-{path}">{listed}</datalist>'
        )
    # A line break behind the tag: browsers drop the first one of a textarea.
    return (
        f'<div class="cell" data-text="{said}"><textarea name="{path}" rows="1" aria-label="{label}"{hinted}'
        f' autocomplete="off" spellcheck="false"{locked}>\n{said}</textarea></div>'
    )
