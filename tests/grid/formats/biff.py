"""The smallest old Excel workbooks, record by record: nothing in the test environment writes .xls."""

from __future__ import annotations

import struct
from collections.abc import Sequence

from tests.grid.formats.hostile import ole

FILEPASS = 0x2F


def record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def number(row: int, column: int, value: float, style: int = 0) -> bytes:
    return record(0x0203, struct.pack("<HHHd", row, column, style, value))


def label(row: int, column: int, text: str, style: int = 0) -> bytes:
    return record(0x0204, struct.pack("<HHH", row, column, style) + _unicode(text))


def blank(row: int, column: int) -> bytes:
    return record(0x0201, struct.pack("<HHH", row, column, 0))


def truth(row: int, column: int, value: bool) -> bytes:
    return record(0x0205, struct.pack("<HHHBB", row, column, 0, value, 0))


def error(row: int, column: int, code: int) -> bytes:
    return record(0x0205, struct.pack("<HHHBB", row, column, 0, code, 1))


def merged(*ranges: tuple[int, int, int, int]) -> bytes:
    """``(first row, last row, first column, last column)``, both ends included."""
    return record(0x00E5, struct.pack("<H", len(ranges)) + b"".join(struct.pack("<HHHH", *each) for each in ranges))


def stream(sheets: Sequence[bytes], formats: Sequence[str | int] = (), datemode: int = 0) -> bytes:
    """A BIFF8 workbook stream. A cell's style is an index into ``formats``: a code spelled out or the id of a built-in one."""
    start = record(0x0809, struct.pack("<HHHHLL", 0x0600, 5, 0, 0, 0, 0)) + record(0x0042, struct.pack("<H", 1200))
    start += record(0x0022, struct.pack("<H", datemode))
    styles = b""
    for index, code in enumerate(formats or [0]):
        key = code if isinstance(code, int) else 164 + index
        if isinstance(code, str):
            start += record(0x041E, struct.pack("<H", key) + _unicode(code))
        styles += record(0x00E0, struct.pack("<HHHBBBBLLH", 0, key, 0xFFF5 if index == 0 else 0, 0, 0, 0, 0, 0, 0, 0))
    start += styles
    names = [f"表{index}".encode("utf-16-le") for index in range(len(sheets))]
    position = len(start) + sum(12 + len(name) for name in names) + 4
    bodies = b""
    for name, sheet in zip(names, sheets, strict=True):
        start += record(0x0085, struct.pack("<LBBBB", position + len(bodies), 0, 0, len(name) // 2, 1) + name)
        bodies += record(0x0809, struct.pack("<HHHHLL", 0x0600, 16, 0, 0, 0, 0)) + sheet + record(0x0A)
    return start + record(0x0A) + bodies


def xls(*sheets: bytes, formats: Sequence[str | int] = (), datemode: int = 0) -> bytes:
    """A workbook file of these sheets, each given as its records."""
    return ole({"Workbook": stream(sheets, formats, datemode)})


def _unicode(text: str) -> bytes:
    return struct.pack("<HB", len(text), 1) + text.encode("utf-16-le")
