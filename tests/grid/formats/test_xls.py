"""Old Excel workbooks: values as Excel shows them, merges, and workbooks that lie."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from perfgoals.grid.formats import xls
from perfgoals.grid.formats.package import Unreadable
from perfgoals.grid.model import Grid
from tests.grid.formats import biff
from tests.grid.formats.hostile import ole

TABLES = Path(__file__).parents[2] / "data" / "tables" / "xls"


def read_records(*records: bytes, formats: tuple[str | int, ...] = (), datemode: int = 0) -> Grid:
    (grid,) = xls.read(biff.xls(b"".join(records), formats=formats, datemode=datemode))
    return grid


def texts(grid: Grid) -> list[list[str]]:
    return [[place.text for place in line] for line in grid.covering]


def test_a_published_percent_is_a_number_shown_as_one() -> None:
    (grid,) = xls.read((TABLES / "henan-02.xls").read_bytes())
    assert ("100%", Decimal(1), "0%") in {(each.text, each.number, each.number_format) for each in grid.cells}


def test_a_published_form_keeps_its_merges() -> None:
    (grid,) = xls.read((TABLES / "henan-01.xls").read_bytes())
    assert any(each.rows > 1 and each.text for each in grid.cells)
    assert any(each.columns > 1 and each.text for each in grid.cells)
    assert {each.role for each in grid.cells} == {"text"}


def test_many_tables_on_one_sheet_are_one_grid() -> None:
    (grid,) = xls.read((TABLES / "henan-all.xls").read_bytes())
    assert grid.rows > 100


@pytest.mark.parametrize(
    ("value", "code", "text", "number"),
    [
        (1, "0%", "100%", Decimal(1)),
        (19, "0.00", "19.00", Decimal(19)),
        (776.98853, "General", "776.98853", Decimal("776.98853")),
        (0.1 + 0.2, "General", "0.3", Decimal(repr(0.1 + 0.2))),
        (1234.5, 4, "1,234.50", Decimal("1234.5")),
        (44256, "yyyy-mm-dd", "2021-03-01", None),
        (44256, 31, "2021年3月1日", None),
        (44256, 14, "2021/3/1", None),
        (5, 199, "5", Decimal(5)),
    ],
)
def test_a_number_is_shown_under_its_format(value: float, code: str | int, text: str, number: Decimal | None) -> None:
    (cell,) = read_records(biff.number(0, 0, value), formats=(code,)).cells
    assert (cell.text, cell.number) == (text, number)
    assert bool(cell.number_format) == (number is not None)


def test_a_built_in_format_that_the_file_spells_is_believed() -> None:
    spelled = biff.record(0x041E, b"\x1f\0" + b"\x04\0\0" + b"0.00")
    stream = biff.stream([biff.number(0, 0, 3)], formats=(31,))
    (grid,) = xls.read(ole({"Workbook": _inserted(stream, spelled)}))
    assert texts(grid) == [["3.00"]]


def _inserted(stream: bytes, record: bytes) -> bytes:
    """The record put before the first XF, and the sheet's address moved along."""
    at = stream.index(b"\xe0\0\x14\0")
    moved = stream[:at] + record + stream[at:]
    sheet = moved.index(b"\x85\0") + 4
    address = int.from_bytes(moved[sheet : sheet + 4], "little") + len(record)
    return moved[:sheet] + address.to_bytes(4, "little") + moved[sheet + 4 :]


def test_days_are_counted_as_the_workbook_counts() -> None:
    days = biff.number(0, 0, 44256 - 1462)
    assert texts(read_records(days, formats=("yyyy-mm-dd",), datemode=1)) == [["2021-03-01"]]


def test_errors_and_truth_values_are_their_texts() -> None:
    grid = read_records(
        biff.error(0, 0, 0x07), biff.error(0, 1, 0x2A), biff.error(0, 2, 0x99), biff.truth(0, 3, True), biff.truth(0, 4, False)
    )
    assert texts(grid) == [["#DIV/0!", "#N/A", "#N/A", "TRUE", "FALSE"]]
    assert all(each.number is None for each in grid.cells)


def test_lines_within_a_cell_are_paragraphs() -> None:
    assert texts(read_records(biff.label(0, 0, "一\r\n二\r三\n四"))) == [["一\n二\n三\n四"]]


def test_blank_cells_and_empty_sheets_are_cut_off() -> None:
    sheets = (b"", biff.label(1, 1, "表") + biff.blank(60_000, 200) + biff.label(40_000, 3, "  "), biff.blank(0, 0))
    (grid,) = xls.read(biff.xls(*sheets))
    assert texts(grid) == [["", ""], ["", "表"]]


def test_a_merge_hides_what_it_covers() -> None:
    grid = read_records(biff.label(0, 0, "甲"), biff.label(0, 1, "藏"), biff.label(1, 1, "乙"), biff.merged((0, 0, 0, 1)))
    assert texts(grid) == [["甲", "甲"], ["", "乙"]]


def test_of_overlapping_merges_the_first_is_whole() -> None:
    first, same, below = (0, 1, 0, 0), (0, 0, 0, 1), (1, 2, 0, 1)
    grid = read_records(biff.label(0, 0, "甲"), biff.label(0, 1, "丁"), biff.label(1, 1, "乙"), biff.merged(first, same, below))
    assert texts(grid) == [["甲", "丁"], ["甲", "乙"]]


@pytest.mark.parametrize("span", [(0, 65535, 0, 255), (0, 0, 0, 65535), (5, 2, 3, 1), (0, 0, 9, 2), (0, 3, 9, 2), (3, 0, 0, 2)])
def test_a_merge_of_a_whole_sheet_or_of_nothing_does_no_harm(span: tuple[int, int, int, int]) -> None:
    grid = read_records(biff.label(0, 0, "题"), biff.label(6, 2, "尾"), biff.merged(span, span))
    assert (grid.rows, grid.columns) == (7, 3)


def test_a_merged_title_wider_than_the_rows_below_keeps_its_width() -> None:
    grid = read_records(biff.label(0, 0, "题"), biff.label(1, 0, "甲"), biff.merged((0, 0, 0, 3)))
    assert grid.columns == 4


def test_a_cell_far_away_is_refused() -> None:
    with pytest.raises(Unreadable, match="过大"):
        read_records(biff.label(60_000, 200, "远"))


def test_more_cells_than_are_read_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xls, "_MAX_PLACES", 100)
    with pytest.raises(Unreadable, match="100 个"):
        xls.read(biff.xls(biff.label(0, 0, "表"), biff.blank(0, 99)))


def test_a_style_that_is_missing_is_general() -> None:
    assert texts(read_records(biff.label(0, 0, "表", style=7))) == [["表"]]


@pytest.mark.parametrize("shift", [0, 20])
def test_sheets_that_share_one_place_are_refused(shift: int) -> None:
    inner = biff.record(0x0809, bytes(16)) + biff.label(0, 0, "表")
    honest = biff.stream([inner, b""])
    first = honest.index(b"\x09\x08", 4)
    address = honest.rindex((len(honest) - 24).to_bytes(4, "little"))
    shared = honest[:address] + (first + shift).to_bytes(4, "little") + honest[address + 4 :]
    with pytest.raises(Unreadable, match="同一处"):
        xls.read(ole({"Workbook": shared}))


def test_an_embedded_chart_does_not_end_its_sheet() -> None:
    chart = biff.record(0x0809, b"\0\x06\x20\0" + bytes(12)) + biff.record(0x0A)
    grids = xls.read(biff.xls(biff.label(0, 0, "前") + chart + biff.label(1, 0, "后"), biff.label(0, 0, "二")))
    assert [texts(grid) for grid in grids] == [[["前"], ["后"]], [["二"]]]


def test_an_empty_workbook_stream_is_damage() -> None:
    data = bytearray(ole({"Workbook": b""}))
    size = data.index("Workbook".encode("utf-16-le")) + 120
    data[size : size + 4] = bytes(4)
    with pytest.raises(Unreadable, match="损坏"):
        xls.read(bytes(data))
