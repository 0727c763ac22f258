"""OpenDocument spreadsheets: texts as seen, repeats, spans, and what must not blow up."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from perfgoals.grid.formats import ods, xls
from perfgoals.grid.formats.package import Unreadable
from perfgoals.grid.model import Grid
from tests.grid.formats import hostile

TABLES = Path(__file__).parents[2] / "data" / "tables"


def cell(text: str = "", attributes: str = "", content: str = "") -> str:
    paragraph = f"<text:p>{text}</text:p>" if text else ""
    return f"<table:table-cell {attributes}>{paragraph}{content}</table:table-cell>"


def row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def read_rows(*rows: str) -> Grid:
    (grid,) = ods.read(hostile.ods_rows("".join(rows)))
    return grid


def texts(grid: Grid) -> list[list[str]]:
    return [[place.text for place in line] for line in grid.covering]


def only(grid: Grid) -> str:
    ((text,),) = texts(grid)
    return text


# --- the published tables


@pytest.mark.parametrize("path", sorted((TABLES / "ods").iterdir()), ids=lambda path: path.stem)
def test_a_published_table_reads_like_its_xls(path: Path) -> None:
    assert ods.read(path.read_bytes()) == xls.read((TABLES / "xls" / f"{path.stem}.xls").read_bytes())


def test_a_number_is_kept_beside_what_is_shown() -> None:
    (grid,) = ods.read((TABLES / "ods" / "henan-02.ods").read_bytes())
    percents = {(each.text, each.number, each.number_format) for each in grid.cells if each.text == "100%"}
    assert ("100%", Decimal(1), "0%") in percents


# --- texts


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("<text:p>一</text:p><text:p>二</text:p>", "一\n二"),
        ("<text:p>一</text:p><text:p/><text:p>二</text:p>", "一\n\n二"),
        ("<text:p>a<text:s/>b<text:s text:c='3'/>c</text:p>", "a b   c"),
        ("<text:p><text:s text:c='2'/>a</text:p>", "  a"),
        ("<text:p>\n  a \t\n b  </text:p>", "a b"),
        ("<text:p>a<text:tab/>b<text:line-break/>c</text:p>", "a\tb\nc"),
        ("<text:p>甲<text:span>乙<text:span>丙</text:span>丁</text:span>戊</text:p>", "甲乙丙丁戊"),
        ("<text:p>见<text:a>附件</text:a>。</text:p>", "见附件。"),
        ("<text:p>第<text:page-number>1</text:page-number>页</text:p>", "第1页"),
        ("<text:list><text:list-item><text:p>一</text:p></text:list-item></text:list>", "一"),
        ("<office:annotation><text:p>批注</text:p></office:annotation><text:p>正文</text:p>", "正文"),
        ("<text:p>正<office:annotation><text:p>批注</text:p></office:annotation>文</text:p>", "正文"),
        ("<drawing:frame><text:p>图</text:p></drawing:frame><text:p>正文</text:p>", "正文"),
        ("<text:p>a<text:s text:c='x'/>b<text:s text:c='-1'/>c</text:p>", "a b c"),
    ],
)
def test_the_text_of_a_cell(inside: str, text: str) -> None:
    assert only(read_rows(row(cell(content=inside)))) == text


@pytest.mark.parametrize(
    ("attributes", "shown", "number", "code"),
    [
        ("office:value-type='float' office:value='19'", "19.00", Decimal(19), "0.00"),
        ("office:value-type='float' office:value='776.98853'", "776.98853", Decimal("776.98853"), "General"),
        ("office:value-type='float' office:value='1234.5'", "1,234.50", Decimal("1234.5"), "#,##0.00"),
        ("office:value-type='percentage' office:value='0.985'", "98.5%", Decimal("0.985"), "0.0%"),
        ("office:value-type='currency' office:value='3'", "￥3", Decimal(3), ""),
        ("office:value-type='float' office:value='NaN'", "非数", None, ""),
        ("office:value-type='float' office:value='abc'", "abc", None, ""),
        ("office:value-type='float'", "1", None, ""),
        ("office:value-type='string'", "19", None, ""),
        ("office:value-type='date' office:date-value='2021-03-01'", "2021年3月", None, ""),
        ("office:value-type='boolean' office:boolean-value='true'", "TRUE", None, ""),
    ],
)
def test_what_is_shown_and_the_number_behind_it(attributes: str, shown: str, number: Decimal | None, code: str) -> None:
    (each,) = read_rows(row(cell(shown, attributes))).cells
    assert (each.text, each.number, each.number_format) == (shown, number, code)


def test_a_value_without_a_shown_text_is_shown_bare() -> None:
    values = ("office:value-type='float' office:value='3.5'", "office:value-type='date' office:date-value='2021-03-01'")
    assert texts(read_rows(row(*(cell(attributes=each) for each in values)))) == [["3.5", "2021-03-01"]]


# --- rows, columns, spans


def test_repeats_are_spelled_out() -> None:
    grid = read_rows(
        row(cell("a", "table:number-columns-repeated='2'"), cell(attributes="table:number-columns-repeated='2'"), cell("b")),
        row(cell(), attributes="table:number-rows-repeated='2'"),
        row(cell("c"), attributes="table:number-rows-repeated='2'"),
    )
    assert texts(grid) == [["a", "a", "", "", "b"], [""] * 5, [""] * 5, ["c", "", "", "", ""], ["c", "", "", "", ""]]


def test_header_rows_groups_and_hidden_rows_are_walked() -> None:
    grid = read_rows(
        f"<table:table-header-rows>{row(cell('头'))}</table:table-header-rows>",
        f"<table:table-row-group><table:table-row-group>{row(cell('组'))}</table:table-row-group></table:table-row-group>",
        f"<table:table-rows>{row(cell('行'))}</table:table-rows>",
        row(cell("藏"), attributes="table:visibility='collapse'"),
    )
    assert texts(grid) == [["头"], ["组"], ["行"], ["藏"]]


def test_spans_cover_and_covered_texts_are_not_seen() -> None:
    covered = "<table:covered-table-cell><text:p>藏</text:p></table:covered-table-cell>"
    grid = read_rows(
        row(cell("跨", "table:number-columns-spanned='2' table:number-rows-spanned='2'"), covered, cell("b")),
        row(covered, covered, cell("c")),
    )
    assert texts(grid) == [["跨", "跨", "b"], ["跨", "跨", "c"]]
    assert [(each.rows, each.columns) for each in grid.cells] == [(2, 2), (1, 1), (1, 1)]


@pytest.mark.parametrize("span", ["999999999999", "-3", "0", "x", "1.5", "²", ""])
def test_absurd_spans_and_counts_do_not_crash(span: str) -> None:
    grid = read_rows(
        row(cell("a", f"table:number-columns-spanned='{span}'"), cell("b", f"table:number-rows-spanned='{span}'")),
        row(cell(attributes=f"table:number-columns-repeated='{span}'"), attributes=f"table:number-rows-repeated='{span}'"),
    )
    assert grid.cells[0].text == "a"


def test_an_overlapping_span_is_cut_to_what_is_left() -> None:
    grid = read_rows(
        row(cell("a"), cell("b", "table:number-rows-spanned='2'")),
        row(cell("c", "table:number-columns-spanned='2'"), cell("d")),
    )
    assert texts(grid) == [["a", "b"], ["c", "b"]]


def test_what_is_empty_at_the_end_is_cut_off() -> None:
    grid = read_rows(
        row(cell("a"), cell(attributes="table:number-columns-repeated='16383'")),
        row(
            cell(attributes="table:number-columns-repeated='16384' table:number-rows-spanned='2'"),
            attributes="table:number-rows-repeated='1048575'",
        ),
    )
    assert texts(grid) == [["a"]]


def test_empty_sheets_give_no_grid_and_the_others_keep_their_order() -> None:
    def sheet(inside: str) -> str:
        return f"<table:table>{inside}</table:table>"

    grids = ods.read(hostile.ods(sheet("") + sheet(row(cell("二"))) + sheet(row(cell(" "))) + sheet(row(cell("四")))))
    assert [only(grid) for grid in grids] == ["二", "四"]


def test_a_copy_of_another_file_is_no_sheet() -> None:
    assert ods.read(hostile.ods(f"<table:table><table:table-source/>{row(cell('缓存'))}</table:table>")) == []


def test_a_text_document_in_disguise_is_refused() -> None:
    data = hostile.packed({"content.xml": "<office:document-content xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0'/>"})
    with pytest.raises(Unreadable, match="没有工作表"):
        ods.read(data)


# --- bombs


@pytest.mark.parametrize(
    "rows",
    [
        row(cell("a", "table:number-columns-repeated='1000'"), attributes="table:number-rows-repeated='1000000'"),
        row(cell("a", "table:number-columns-repeated='1000000000'")),
        row(cell("a"), attributes="table:number-rows-repeated='1000000000'"),
        row(cell("a", "table:number-columns-repeated='900'"), attributes="table:number-rows-repeated='900'"),
        row(cell(attributes="table:number-columns-repeated='1000000'"), cell("a")),
        row(cell(), attributes="table:number-rows-repeated='999999'") + row(cell("a")),
        row(cell("a", "table:number-columns-spanned='600'")) + row(cell("b", "table:number-rows-spanned='15000'")),
    ],
)
def test_too_many_cells_are_refused(rows: str) -> None:
    with pytest.raises(Unreadable, match="过大"):
        ods.read(hostile.ods_rows(rows))


def test_repeated_spans_cost_no_more_than_the_sheet() -> None:
    spans = "table:number-columns-spanned='1000' table:number-rows-spanned='1000'"
    grid = read_rows(*(row(cell("a", f"{spans} table:number-columns-repeated='190'"), attributes="table:number-rows-repeated='3'"),) * 2)
    assert grid.cells[0].text == "a"


def test_many_full_sheets_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("perfgoals.grid.formats.sheet.MAX_CELLS_IN_FILE", 4000)
    full = row(cell("a", "table:number-columns-repeated='40'"), attributes="table:number-rows-repeated='40'")
    assert len(ods.read(hostile.ods(f"<table:table>{full}</table:table>" * 2))) == 2
    with pytest.raises(Unreadable, match="合计"):
        ods.read(hostile.ods(f"<table:table>{full}</table:table>" * 3))
    with pytest.raises(Unreadable, match="工作表超过"):
        ods.read(hostile.ods("<table:table/>" * 1000))


def test_endless_spaces_are_refused() -> None:
    with pytest.raises(Unreadable, match="文字超过"):
        read_rows(row(cell(content="<text:p>a" + "<text:s text:c='99999999'/>" * 2000 + "b</text:p>")))
