"""The one door for every file: the same table in three formats, and for whatever is broken one sentence and nothing else."""

from __future__ import annotations

import logging
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perfgoals.grid.formats import ods
from perfgoals.grid.formats.reading import Unreadable, read
from perfgoals.grid.formats.strict import transitional
from perfgoals.grid.model import Grid
from tests.grid.formats import biff, hostile

TABLES = Path(__file__).parents[2] / "data" / "tables"
KINDS = ("docx", "xlsx", "xls", "ods")
HENAN = {kind: (TABLES / kind / f"henan-02.{kind}").read_bytes() for kind in KINDS}


def texts(grid: Grid) -> list[list[str]]:
    return [[place.text for place in line] for line in grid.covering]


@pytest.mark.parametrize("path", sorted((TABLES / "xlsx").iterdir()), ids=lambda path: path.stem)
def test_a_table_says_the_same_in_three_formats(path: Path) -> None:
    xlsx, xls, ods = (read((TABLES / kind / f"{path.stem}.{kind}").read_bytes()) for kind in ("xlsx", "xls", "ods"))
    assert [texts(grid) for grid in xlsx] == [texts(grid) for grid in xls] == [texts(grid) for grid in ods]
    for grids in zip(xlsx, xls, ods, strict=True):
        first, *others = ([(each.row, each.column, each.rows, each.columns, each.number) for each in grid.cells] for grid in grids)
        assert all(each == first for each in others)


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_read(kind: str) -> None:
    assert any("绩效" in each.text for grid in read(HENAN[kind]) for each in grid.cells)


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_strict_open_xml_is_read_like_the_usual(kind: str) -> None:
    usual = HENAN[kind]
    strict = hostile.packed({name: _strict(content) for name, content in hostile.parts_of(usual).items()})
    assert read(strict) == read(usual)
    assert transitional(usual) is usual


def _strict(content: bytes) -> bytes:
    for family in (b"officeDocument", b"spreadsheetml", b"wordprocessingml", b"drawingml"):
        content = content.replace(b"http://schemas.openxmlformats.org/%s/2006/" % family, b"http://purl.oclc.org/ooxml/%s/" % family)
    return content


# --- what is broken


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=60, deadline=timedelta(seconds=20))
@given(data=st.data())
def test_a_truncated_file_gives_grids_or_a_sentence(kind: str, data: st.DataObject) -> None:
    whole = HENAN[kind]
    _grids_or_sentence(whole[: data.draw(st.integers(0, len(whole) - 1))])


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=100, deadline=timedelta(seconds=20))
@given(data=st.data())
def test_a_damaged_file_gives_grids_or_a_sentence(kind: str, data: st.DataObject) -> None:
    damaged = bytearray(HENAN[kind])
    for place, value in data.draw(st.lists(st.tuples(st.integers(0, len(damaged) - 1), st.integers(0, 255)), min_size=1, max_size=8)):
        damaged[place] = value
    _grids_or_sentence(bytes(damaged))


@pytest.mark.parametrize("kind", ["docx", "xlsx", "ods"])
@settings(max_examples=60, deadline=timedelta(seconds=20))
@given(data=st.data())
def test_a_package_with_a_damaged_part_gives_grids_or_a_sentence(kind: str, data: st.DataObject) -> None:
    """The checksum of the zip hides what becomes of damaged XML; here it is right again."""
    parts = hostile.parts_of(HENAN[kind])
    name = data.draw(st.sampled_from([name for name in sorted(parts) if name.endswith((".xml", ".rels")) and parts[name]]))
    content = bytearray(parts[name])
    start = data.draw(st.integers(0, len(content) - 1))
    content[start : start + data.draw(st.integers(0, 30))] = data.draw(
        st.binary(max_size=8) | st.sampled_from([b'"-1"', b"99999999999", b"<a/>", b""])
    )
    _grids_or_sentence(hostile.packed(parts | {name: bytes(content)}))


@pytest.mark.parametrize("kind", ["docx", "xlsx", "ods"])
def test_a_package_without_one_of_its_parts_gives_grids_or_a_sentence(kind: str) -> None:
    parts = hostile.parts_of(HENAN[kind])
    for missing in parts:
        _grids_or_sentence(hostile.packed({name: content for name, content in parts.items() if name != missing}))


@settings(max_examples=100, deadline=timedelta(seconds=20))
@given(
    content=st.binary(max_size=300),
    start=st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\x09\x08\x10\0", b"<"]),
)
def test_any_bytes_give_a_sentence(content: bytes, start: bytes) -> None:
    with pytest.raises(Unreadable):
        read(start + content)


@settings(max_examples=100, deadline=timedelta(seconds=20))
@given(records=st.lists(st.tuples(st.integers(0, 0x0FFF), st.binary(max_size=20)), max_size=8))
def test_any_records_give_grids_or_a_sentence(records: list[tuple[int, bytes]]) -> None:
    _grids_or_sentence(biff.xls(b"".join(biff.record(kind, content) for kind, content in records)))


def _grids_or_sentence(data: bytes) -> None:
    try:
        answer: list[Grid] | list[str] = read(data)
    except Unreadable as error:
        answer = [str(error)]
    assert all(isinstance(each, Grid) or (each and "\n" not in each) for each in answer)


@pytest.mark.parametrize("broken", [KeyError("x"), ValueError("x"), RecursionError(), AssertionError(), MemoryError()])
def test_what_a_library_raises_becomes_a_sentence_and_is_logged(
    broken: Exception, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(data: bytes) -> list[Grid]:
        raise broken

    monkeypatch.setattr(ods, "read", fail)
    with caplog.at_level(logging.WARNING), pytest.raises(Unreadable) as caught:
        read(HENAN["ods"])
    assert caught.value.__cause__ is broken
    assert isinstance(broken, MemoryError) or type(broken).__name__ in caplog.text


@pytest.mark.parametrize(
    ("kind", "level"), [("docx", logging.ERROR), ("xlsx", logging.ERROR), ("ods", logging.ERROR), ("xls", logging.WARNING)]
)
def test_a_fault_of_our_own_is_logged_as_an_error(
    kind: str, level: int, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(data: bytes) -> list[Grid]:
        raise KeyError("x")

    monkeypatch.setattr(f"perfgoals.grid.formats.{kind}.read", fail)
    with pytest.raises(Unreadable):
        read(HENAN[kind])
    assert [record.levelno for record in caplog.records] == [level]


@pytest.mark.parametrize("kind", ["docx", "xlsx", "ods"])
def test_an_entity_bomb_in_any_part_is_refused(kind: str) -> None:
    parts = hostile.parts_of(HENAN[kind])
    for name, content in parts.items():
        if name.endswith((".xml", ".rels")) and content:
            with pytest.raises(Unreadable):
                read(hostile.packed(parts | {name: hostile.with_prolog(content, hostile.LAUGHS)}))


# --- what would fill the memory


ONE = '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>表</t></is></c></row></sheetData>'
CORNER = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
WORKBOOKS = {
    "a dimension of the whole sheet": f'<dimension ref="A1:XFD1048576"/>{ONE}',
    "a merge of the whole sheet": f'{ONE}<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>',
    "two cells in two corners": ONE.replace("</sheetData>", CORNER),
    "a link over the whole sheet": f'{ONE}<hyperlinks><hyperlink ref="A1:XFD1048576" location="a"/></hyperlinks>',
    "a width for every column": f'<cols><col min="1" max="16384" width="9"/></cols>{ONE}',
    "many nested elements": "<sheetData>" + "<row>" * 100_000,
}


@pytest.mark.parametrize("sheet", WORKBOOKS.values(), ids=WORKBOOKS)
def test_a_workbook_that_claims_a_million_rows_is_read_or_refused(sheet: str) -> None:
    _grids_or_sentence(hostile.xlsx(sheet))


def test_a_dimension_that_lies_does_not_hide_the_table() -> None:
    (grid,) = read(hostile.xlsx(WORKBOOKS["a dimension of the whole sheet"]))
    assert texts(grid) == [["表"]]


MEASURED = r"""
import os, re
from pathlib import Path
from perfgoals.grid.formats.reading import Unreadable, read
from tests.grid.formats import biff, hostile
from tests.grid.formats.test_reading import HENAN, WORKBOOKS

def peak():
    # of this program alone: the resource module would tell that of the program that began it, where that was larger
    return int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1]) // 1024

def heavy(data):  # heavy enough for the unpacked rest not to stand out
    noise = os.urandom(300_000).replace(b"<", b".").replace(b"=", b".")
    return hostile.packed(hostile.parts_of(data) | {"noise.bin": noise})

gigabyte = hostile.zeros(1024)
bombs = [
    lambda: hostile.zip_by_hand("[Content_Types].xml", gigabyte, 1024**3),
    lambda: hostile.zip_by_hand("mimetype", gigabyte, 10),
    lambda: heavy(hostile.ods_rows('<a b="c"/>' * 600_000)),
    lambda: heavy(hostile.docx("<w:p/>" * 1_000_000)),
    lambda: hostile.ods_rows('<table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="1000">'
                             '<text:p>a</text:p></table:table-cell></table:table-row>'),
    lambda: biff.xls(*[b"".join(biff.blank(row, 255) for row in range(16000))] * 3),
    *(lambda sheet=sheet: hostile.xlsx(sheet) for sheet in WORKBOOKS.values()),
]
made = 0
for make in bombs:
    bomb = make()
    made = max(made, peak())
    try:
        read(bomb)
    except Unreadable:
        pass
print(made, peak())
"""


def test_the_memory_stays_small_whatever_comes() -> None:
    done = subprocess.run([sys.executable, "-c", MEASURED], capture_output=True, text=True, check=True, timeout=120)
    made, peak = map(int, done.stdout.split())
    assert peak < 500, f"{peak} MB, of which {made} MB were there before the worst was read"
