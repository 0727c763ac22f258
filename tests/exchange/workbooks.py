"""What stands in a workbook that the site gave out."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import openpyxl


def rows_of(data: bytes) -> list[list[Any]]:
    """The values of its only sheet from the heads on, row by row."""
    sheet = openpyxl.load_workbook(BytesIO(data)).active
    assert sheet is not None
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
