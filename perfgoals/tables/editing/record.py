"""The table as its editing page and the page's scripts know it: plain data, rows by their keys."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from perfgoals.official.layout_file import Layout
from perfgoals.official.snapshot import SIDES
from perfgoals.official.values import parse
from perfgoals.tables.editing.cells import as_filled_in, open_fields
from perfgoals.tables.editing.changes import Answer
from perfgoals.tables.editing.keyed import Keyed, fixed_texts
from perfgoals.tables.models import TargetTable


def record_of(table: TargetTable, keyed: Keyed, form: Layout) -> dict[str, Any]:
    """What stands in the table: ``texts`` by path, and the rows of each side in their order."""
    return {
        "version": table.version,
        "by": table.changed_by.name if table.changed_by else "",
        "by_id": table.changed_by_id,
        "at": clock(table.changed_at),
        "texts": {path: as_filled_in(form, path, text) for path, text in fixed_texts(keyed).items()},
        "rows": {side: _rows(keyed, form, side) for side in form.sides},
    }


def _rows(keyed: Keyed, form: Layout, side: Any) -> list[dict[str, Any]]:
    fields = open_fields(form, side)
    return [
        {"key": key, "level1": row.level1, "level2": row.level2, "texts": {name: getattr(row, name) for name in fields}}
        for key, row in zip(keyed.keys[side], keyed.rows(side), strict=True)
    ]


def form_data(form: Layout) -> dict[str, Any]:
    """What the page has to know of the form: its blocks and their columns, and the framework that binds the rows."""
    return {
        "moneyUnit": form.money_unit,
        "sides": form.sides,
        "fields": {side: open_fields(form, side) for side in SIDES},
        "blocks": [
            {
                "label": block.label,
                "columns": [{"field": each.field, "side": each.side, "role": each.role, "columns": each.columns} for each in block.columns],
            }
            for block in form.blocks
        ],
        "framework": [
            {"level1": one.name, "level2": [{"name": two.name, "aliases": two.aliases} for two in one.level2]}
            for one in form.hierarchy.level1
        ],
    }


def answer_data(answer: Answer) -> dict[str, Any]:
    """What became of one cell, for the page; a 指标值 with what can be read out of it."""
    reading = answer.reading
    said = {name: text for name in ("mended", "remark", "refused") if (text := getattr(reading, name))}
    parts = {"parts": value_parts(reading.text)} if answer.at.get("field") == "value" else {}
    return {**answer.at, "text": reading.text, **said, **parts}


def value_parts(text: str) -> dict[str, str]:
    """Comparator, number and unit of a 指标值 as ``values.parse`` reads it; for a text only that it is one.

    ``words`` is there where more is said than these three, which would be lost if the text were made anew from them.
    """
    value = parse(text)
    number = value.restated.removeprefix(value.comparator).removesuffix(value.unit) if value.number is not None else ""
    parts = {"kind": value.kind, "comparator": value.comparator, "number": number, "unit": value.unit, "standard": value.standard_unit}
    words = text if value.date else value.words
    return parts | ({"words": words} if words else {})


def values_of(keyed: Keyed) -> dict[str, dict[str, str]]:
    """What every 指标值 of the table says, by its text."""
    return {row.value: value_parts(row.value) for side in SIDES for row in keyed.rows(side) if row.value}


def clock(moment: Any) -> str:
    """HH:MM of the office's own time."""
    return timezone.localtime(moment).strftime("%H:%M")
