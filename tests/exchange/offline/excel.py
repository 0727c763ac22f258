"""Somebody with Excel: opens an offline file, types, cuts, inserts rows, saves."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from uuid import UUID, uuid5

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from perfgoals.exchange.offline.writing import OfflineTable, write_offline
from perfgoals.official.mending import mend
from perfgoals.official.snapshot import SIDES, Indicator, IndicatorSides, Snapshot, to_json
from perfgoals.tables.editing.keyed import Keyed
from tests.cast import published

NAMES = UUID("00000000-0000-4000-8000-000000000000")


def keyed(snapshot: Snapshot, mirrored: bool = False) -> Keyed:
    """The record with keys made of side and index."""
    keys = {side: tuple(str(uuid5(NAMES, f"{side}{index}")) for index in range(len(getattr(snapshot.indicators, side)))) for side in SIDES}
    return Keyed(snapshot, keys, {"mirrored": "1" if mirrored else ""})


def record(name: str) -> Keyed:
    """A published table as the database would keep it."""
    return keyed(mend(to_json(published(name)))[0])


def with_row(base: Keyed, side: str, index: int, **texts: str) -> Keyed:
    """The record with other texts in a row."""
    rows = list(getattr(base.snapshot.indicators, side))
    rows[index] = replace(rows[index], **texts)
    return with_rows(base, side, rows, base.keys[side])  # type: ignore[index]


def with_rows(base: Keyed, side: str, rows: list[Indicator], keys: tuple[str, ...]) -> Keyed:
    sides: IndicatorSides = replace(base.snapshot.indicators, **{side: tuple(rows)})
    return replace(base, snapshot=replace(base.snapshot, indicators=sides), keys={**base.keys, side: keys})


def workbook(*tables: Keyed, version: int = 1) -> bytes:
    return write_offline([OfflineTable(table, number, version) for number, table in enumerate(tables, 1)])


class Excel:
    """A workbook that is open. Columns are named by the letters on the screen."""

    def __init__(self, data: bytes) -> None:
        self.book = load_workbook(BytesIO(data))
        self.sheet: Worksheet = self.book.worksheets[0]

    def saved(self) -> bytes:
        file = BytesIO()
        self.book.save(file)
        return file.getvalue()

    def row_of(self, text: str, column: str) -> int:
        """The first row that says this in the column."""
        return next(cell.row for cell in self.sheet[column] if cell.value == text)

    def beside(self, label: str, occurrence: int = 0) -> str:
        """The address of the cell to the right of a label, merged cells aside."""
        found = [cell for row in self.sheet.iter_rows() for cell in row if isinstance(cell.value, str) and cell.value.strip("：") == label]
        label_cell = found[occurrence]
        spans = (area for area in self.sheet.merged_cells.ranges if label_cell.coordinate in area)
        right = next((area.max_col for area in spans), label_cell.column)
        return self.sheet.cell(label_cell.row, right + 1).coordinate

    def type(self, address: str, value: object) -> None:
        self.sheet[address].value = value  # type: ignore[assignment]

    def spare(self, level2: str, column: str, level2_column: str = "C") -> int:
        """The first row under a 二级指标 in which the column is empty."""
        return next(cell.row for cell in self.sheet[level2_column] if cell.value == level2 and not self.sheet[f"{column}{cell.row}"].value)
