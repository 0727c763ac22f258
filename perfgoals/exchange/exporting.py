"""Stored tables into files, one a table or one a unit."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path, PurePath

from django.db.models import QuerySet

from perfgoals.exchange.placing import place
from perfgoals.exchange.printing import Format, grid_of, write
from perfgoals.grid.formats.pdf_booklet import Sheet, write_booklet
from perfgoals.official.snapshot import to_json
from perfgoals.tables.models import TargetTable
from perfgoals.tables.record import to_snapshot

_UNSAFE = re.compile(r'[\x00-\x1f\x7f-\x9f<>:"/\\|?*\u2028\u2029\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]+')
_EDGE = re.compile(r"^[\s.~-]+|[\s.]+$")
_DEVICE = re.compile(r"(CON|PRN|AUX|NUL|COM\d|LPT\d)(\.|$)", re.IGNORECASE)
_LONGEST = 180
"""Bytes: a file system allows 255, and the number of a table and the ending are still to come."""


def safe_name(text: str, fallback: str) -> str:
    """A file name from a text: nothing a file system or a shell would take for more than a name, and short enough for any."""
    whole = _EDGE.sub("", _UNSAFE.sub(" ", text))
    name = _EDGE.sub("", whole.encode("utf-8", "ignore")[:_LONGEST].decode("utf-8", "ignore"))
    return f"_{name}" if _DEVICE.match(name) else name or fallback


def export_tables(tables: QuerySet[TargetTable], file_format: Format | str, to: Path, *, booklet: bool = False) -> list[Path]:
    """Writes the tables below ``to``, a folder a unit and a year; with ``booklet`` one file a unit. Returns the files, in order."""
    return [_placed(to / name, data) for name, data in (_booklets if booklet else _singles)(tables, file_format)]


def _placed(path: Path, data: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    place(path, data)
    return path


def _singles(tables: QuerySet[TargetTable], file_format: str) -> Iterator[tuple[PurePath, bytes]]:
    for table in tables.iterator(chunk_size=200):
        folder = safe_name(f"{table.project.department}", "单位")
        name = safe_name(f"{table.pk}-{table.project_name}", f"{table.pk}")
        yield PurePath(folder, str(table.year), f"{name}.{file_format}"), _bytes(table, file_format)


def _bytes(table: TargetTable, file_format: str) -> bytes:
    snapshot = to_snapshot(table)
    if file_format == "json":
        return (json.dumps(to_json(snapshot), ensure_ascii=False, indent=1) + "\n").encode()
    return write([grid_of(snapshot)], _format(file_format), title=table.project_name)


def _booklets(tables: QuerySet[TargetTable], file_format: str) -> Iterator[tuple[PurePath, bytes]]:
    ordered = tables.order_by("project__department__code", "project__department__name", "project__department_id", "year", "pk")
    for department, group in groupby(ordered.iterator(chunk_size=200), key=lambda table: table.project.department):
        name = safe_name(f"{department}", "单位")
        sheets = [Sheet(grid_of(to_snapshot(table)), table.project_name) for table in group]
        yield PurePath(f"{department.pk}-{name}.{file_format}"), _bound(sheets, file_format, str(department))


def _bound(sheets: Sequence[Sheet], file_format: str, title: str) -> bytes:
    """The forms in one file; in a PDF each is found by its project's name, for their own titles are all the same."""
    if file_format == "pdf":
        return write_booklet(sheets, title=title)
    return write([sheet.grid for sheet in sheets], _format(file_format), title=title)


def _format(name: str) -> Format:
    assert name in ("html", "pdf", "xlsx", "docx"), "the command offers no other"
    return name  # type: ignore[return-value]
