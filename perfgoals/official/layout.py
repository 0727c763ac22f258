"""Snapshot and layout file -> Grid: the form, filled. The way back is ``recover``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from perfgoals.grid.model import Cell, Grid
from perfgoals.official.blocks import block_cells
from perfgoals.official.layout_file import FormCell, Layout
from perfgoals.official.money import in_yuan, shown
from perfgoals.official.paths import PathError, leaves, value_at
from perfgoals.official.snapshot import Indicator, IndicatorSides, Snapshot, Stage
from perfgoals.official.unit_line import unit_text

YEAR = "year"
"""The property under which a file remembers the budget year where the form does not print it."""


def layout(snapshot: Snapshot, form: Layout, *, contacts: Mapping[str, str] | None = None) -> Grid:
    """The table in its official form.

    ``contacts`` adds the lines for seals and signatures (``head`` 单位负责人, ``author`` 填报人, ``telephone``, ``date``; an
    empty mapping prints them empty); without it they are left out. What the form has no place for is told by ``unplaced``.
    """
    cells = list(_fixed_cells(snapshot, form))
    top = len(form.rows)
    head = (top, top + 1)
    for block in form.blocks:
        drawn = block_cells(block, snapshot.indicators, top)
        cells += drawn
        top = max(cell.bottom for cell in drawn)
    if contacts is not None:
        cells += _sign_cells(form, contacts, top)
    remembered = () if YEAR in form.bound or not snapshot.year else ((YEAR, str(snapshot.year)),)
    return Grid(tuple(cells), form.shares, head, form.landscape, remembered)


def blank(form: Layout, year: int = 0, *, contacts: Mapping[str, str] | None = None) -> Grid:
    """The empty form, with the 二级指标 of its framework to be filled."""
    names = [(one.name, two.name) for one in form.hierarchy.level1 for two in one.level2 if not two.local]
    rows = tuple(Indicator(level1, level2) for level1, level2 in names for _ in range(form.blank_rows))
    sides = IndicatorSides(**dict.fromkeys(form.sides, rows))
    stages = tuple(Stage(by) for by in form.stages)
    grid = layout(Snapshot(form.id, year, disbursement=stages, indicators=sides), form, contacts=contacts)
    lines = {cell.path: cell.lines for row in form.rows for cell in row if cell.lines > 1}
    return replace(grid, cells=tuple(replace(cell, text=cell.text + "\n" * (lines.get(cell.path, 1) - 1)) for cell in grid.cells))


def unplaced(snapshot: Snapshot, form: Layout) -> list[tuple[str, str]]:
    """Path and text of every value that the form has no place for: it would be missing from the print."""
    derived = {"comparator", "number", "unit"}  # parts of 指标值, which is printed whole
    missing = []
    for path, leaf in leaves(snapshot):
        general = re.sub(r"\[\d+\]", "[]", path)
        if leaf in ("", None) or general in form.bound or general in {"layout", YEAR, "money_unit"}:
            continue
        if general.startswith("indicators.") and general.rpartition(".")[2] in derived:
            continue
        missing.append((path, str(leaf)))
    beyond = range(_stage_columns(form), len(snapshot.disbursement)) if "disbursement[].by" in form.bound else ()
    stages = ((f"disbursement[{index}]", snapshot.disbursement[index]) for index in beyond)
    return missing + [(path, str(leaf)) for where, stage in stages for path, leaf in leaves(stage, where) if leaf]


def _fixed_cells(snapshot: Snapshot, form: Layout) -> Iterator[Cell]:
    for row, (cells, places) in enumerate(zip(form.rows, _places(form), strict=True)):
        for cell, column in zip(cells, places, strict=True):
            if cell.stages:
                yield from _stage_cells(snapshot.disbursement, form, cell, row, column)
            else:
                yield _cell(snapshot, form, cell, row, column)


def _places(form: Layout) -> Iterator[list[int]]:
    """The first column of every cell, row by row, with the cells that hang down from rows above left out."""
    hanging = [0] * len(form.shares)
    for number, row in enumerate(form.rows):
        free = [column for column, until in enumerate(hanging) if until <= number]
        starts = []
        for cell in row:
            taken, free = free[: cell.columns], free[cell.columns :]
            starts.append(taken[0])
            for column in taken:
                hanging[column] = number + cell.rows
        yield starts


def _cell(snapshot: Snapshot, form: Layout, cell: FormCell, row: int, column: int) -> Cell:
    value = _value(snapshot, cell.path) if cell.path else ""
    number, number_format = None, ""
    if isinstance(value, Decimal):
        number = in_yuan(value) if form.money_unit == "元" else value
        text, number_format = shown(number, form.amount_format)
    elif cell.path and cell.text:
        text = _expanded(cell.text, snapshot) or cell.blank
    else:
        text = str(value or "") or cell.blank or cell.text
    return Cell(row, column, text, cell.rows, cell.columns, cell.role, cell.path, number, number_format)


def _value(snapshot: Snapshot, path: str) -> object:
    try:
        return value_at(snapshot, path)
    except PathError:  # the funding block of a side that the record does not have
        return ""


def _expanded(template: str, snapshot: Snapshot) -> str:
    """The template with its values, "" where none of them says anything."""
    values = {name: _named(snapshot, name) for name in re.findall(r"\{([^}]+)\}", template)}
    return re.sub(r"\{([^}]+)\}", lambda match: values[match[1]], template) if any(values.values()) else ""


def _named(snapshot: Snapshot, name: str) -> str:
    if name == "unit":
        return unit_text(snapshot.department.code, snapshot.department.name)
    return str(_value(snapshot, name) or "")


def _stage_columns(form: Layout) -> int:
    return next((cell.columns for row in form.rows for cell in row if cell.stages), 0)


def _stage_cells(stages: Sequence[Stage], form: Layout, cell: FormCell, row: int, column: int) -> Iterator[Cell]:
    """The stages side by side, as evenly as the columns allow; those of the empty form where the record has none."""
    shown_stages = (stages or tuple(Stage(by) for by in form.stages))[: cell.columns]
    count = len(shown_stages)
    edges = [column + round(index * cell.columns / count) for index in range(count + 1)]
    for index, stage in enumerate(shown_stages):
        span = edges[index + 1] - edges[index]
        path = f"disbursement[{index}].{cell.stages}"
        if cell.stages == "by":
            yield Cell(row, edges[index], stage.by, 1, span, "label", path)
        else:
            number, number_format = _exact_number(stage.value)
            yield Cell(row, edges[index], stage.value, 1, span, "amount", path, number, number_format)


def _exact_number(text: str) -> tuple[Decimal | None, str]:
    """A text that is a number under a plain format (``0.50`` under ``0.00``) may be one in Excel; any other stays text."""
    if not re.fullmatch(r"(0|[1-9][0-9]{0,11})(\.[0-9]{1,6})?", text):
        return None, ""
    decimals = len(text.partition(".")[2])
    return Decimal(text), "0." + "0" * decimals if decimals else "0"


def _sign_cells(form: Layout, contacts: Mapping[str, str], top: int) -> Iterator[Cell]:
    for row, cells in enumerate(form.signs, top):
        column = 0
        for cell in cells:
            yield Cell(row, column, cell.text + contacts.get(cell.contact, ""), 1, cell.columns, "sign")
            column += cell.columns
