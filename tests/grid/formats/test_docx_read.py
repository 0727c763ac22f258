"""Word documents as strangers make them, one odd construct a test, and hostile ones."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perfgoals.grid.formats import docx_read, reading
from perfgoals.grid.formats.docx import read, write
from perfgoals.grid.formats.package import Unreadable
from perfgoals.grid.model import Cell, Grid

SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml"'
)
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def document(body: str, main: str = "word/document.xml", **others: str) -> bytes:
    """A package with this body; ``others`` are further parts by their name: numbering, styles."""
    folder, _, name = main.rpartition("/")
    relations = "".join(f'<Relationship Id="{other}" Type="{KIND}/{other}" Target="{other}.xml"/>' for other in others)
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="text/xml"/>'
            f'<Override PartName="/{main}" ContentType="{kind}"/></Types>',
        )
        package.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{space}"><Relationship Id="d" Type="{KIND}/officeDocument" Target="{main}"/></Relationships>',
        )
        package.writestr(f"{folder}/_rels/{name}.rels", f'<Relationships xmlns="{space}">{relations}</Relationships>')
        package.writestr(main, f"<w:document {SPACES}><w:body>{body}</w:body></w:document>")
        for other, content in others.items():
            package.writestr(f"{folder}/{other}.xml", f"<w:{other} {SPACES}>{content}</w:{other}>")
    return stream.getvalue()


def tc(content: str = "", properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content if content.startswith('<w:') else p(content)}</w:tc>"


def p(text: str = "") -> str:
    return f"<w:p>{text if text.startswith('<') else r(text)}</w:p>"


def r(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def tr(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def tbl(*rows: str, widths: tuple[int, ...] = ()) -> str:
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"


def places(body: str) -> list[tuple[int, int, int, int, str]]:
    """The cells of the only table: row, column, rows, columns, text."""
    (grid,) = read(document(body))
    return [(cell.row, cell.column, cell.rows, cell.columns, cell.text) for cell in grid.cells]


def shown(content: str, **others: str) -> str:
    """What is read of a cell with this content."""
    (grid,) = read(document(tbl(tr(tc(content))), **others))
    (cell,) = grid.cells
    return cell.text


def span(columns: int) -> str:
    return f'<w:gridSpan w:val="{columns}"/>'


RESTART, CONTINUE = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"

# Spans


def test_grid_span_and_vertical_merge() -> None:
    body = tbl(tr(tc("甲", RESTART + span(2)), tc("乙")), tr(tc("", CONTINUE + span(2)), tc("丙")))
    assert places(body) == [(0, 0, 2, 2, "甲"), (0, 2, 1, 1, "乙"), (1, 2, 1, 1, "丙")]


def test_two_vertical_merges_below_each_other() -> None:
    body = tbl(*(tr(tc(text, merge), tc("值")) for text, merge in (("甲", RESTART), ("", CONTINUE), ("乙", RESTART), ("", CONTINUE))))
    assert [place for place in places(body) if place[1] == 0] == [(0, 0, 2, 1, "甲"), (2, 0, 2, 1, "乙")]


def test_a_merge_that_continues_nothing_is_a_cell_of_its_own() -> None:
    body = tbl(tr(tc("甲"), tc("乙")), tr(tc("丙", CONTINUE), tc("丁")), tr(tc("", CONTINUE), tc("戊")))
    assert places(body) == [(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "乙"), (1, 0, 2, 1, "丙"), (1, 1, 1, 1, "丁"), (2, 1, 1, 1, "戊")]


def test_a_merge_of_another_width_is_a_cell_of_its_own() -> None:
    body = tbl(tr(tc("甲", RESTART + span(2)), tc("乙")), tr(tc("丙", CONTINUE), tc("丁"), tc("戊")))
    assert places(body) == [(0, 0, 1, 2, "甲"), (0, 2, 1, 1, "乙"), (1, 0, 1, 1, "丙"), (1, 1, 1, 1, "丁"), (1, 2, 1, 1, "戊")]


def test_the_horizontal_merge_of_old_files() -> None:
    body = tbl(tr(tc("甲", '<w:hMerge w:val="restart"/>'), tc("", "<w:hMerge/>"), tc("乙")), tr(tc("丙"), tc("丁"), tc("戊")))
    assert places(body)[:2] == [(0, 0, 1, 2, "甲"), (0, 2, 1, 1, "乙")]


def test_rows_that_begin_late_or_end_early() -> None:
    body = tbl(
        tr(tc("甲"), tc("乙"), tc("丙")),
        tr(tc("丁"), properties='<w:gridBefore w:val="1"/><w:gridAfter w:val="1"/>'),
    )
    assert places(body)[3:] == [(1, 0, 1, 1, ""), (1, 1, 1, 1, "丁"), (1, 2, 1, 1, "")]


def test_a_ragged_row_is_filled_up() -> None:
    assert places(tbl(tr(tc("甲")), tr(tc("乙"), tc("丙"), tc("丁"))))[:3] == [(0, 0, 1, 1, "甲"), (0, 1, 1, 1, ""), (0, 2, 1, 1, "")]


@pytest.mark.parametrize("widths", [(), (100,), (100, 200, 300, 400), (100, 0)])
def test_a_wrong_table_grid_is_not_believed(widths: tuple[int, ...]) -> None:
    (grid,) = read(document(tbl(tr(tc("甲"), tc("乙")), widths=widths)))
    assert (grid.columns, grid.shares) == (2, ())


def test_a_right_table_grid_gives_the_widths() -> None:
    (grid,) = read(document(tbl(tr(tc("甲"), tc("乙")), widths=(100, 300))))
    assert grid.shares == (100, 300)


@pytest.mark.parametrize("number", ["0", "-3", "abc", "", "1.5"])
def test_a_span_that_is_no_number_is_one_column(number: str) -> None:
    assert places(tbl(tr(tc("甲", f'<w:gridSpan w:val="{number}"/>')))) == [(0, 0, 1, 1, "甲")]


def test_repeated_rows_are_the_head() -> None:
    head = "<w:tblHeader/>"
    (grid,) = read(document(tbl(tr(tc("甲"), properties=head), tr(tc("乙"), properties=head), tr(tc("丙")))))
    assert grid.head == (0, 2)
    (grid,) = read(document(tbl(tr(tc("甲"), properties='<w:tblHeader w:val="false"/>'), tr(tc("乙")))))
    assert grid.head == (0, 0)


def cut_below_head(upper: str, lower: str, table: str = "") -> str:
    """A label whose head and body cell have these borders besides those on the left."""
    left = '<w:left w:val="single"/>'
    cells = [tc(text, f"<w:tcBorders>{left}{more}</w:tcBorders>") for text, more in (("绩效指标", upper), ("", lower))]
    rows = tr(cells[0], tc("指标值"), properties="<w:tblHeader/>") + tr(cells[1], tc("≥90%"))
    return f"<w:tbl><w:tblPr>{table}</w:tblPr>{rows}</w:tbl>"


@pytest.mark.parametrize(
    ("upper", "lower", "table", "rows"),
    [
        ('<w:bottom w:val="nil"/>', '<w:top w:val="nil"/>', '<w:tblStyle w:val="a3"/>', 2),
        # A program that saves the file again may leave out what is not drawn.
        ("", "", "", 2),
        ("", "", "<w:tblBorders/>", 1),
        ('<w:bottom w:val="single"/>', "", "", 1),
        ('<w:bottom w:val="nil"/>', '<w:top w:val="single"/>', "", 1),
    ],
)
def test_a_label_cut_below_the_head_is_one_cell_again_where_no_line_parts_it(upper: str, lower: str, table: str, rows: int) -> None:
    assert places(cut_below_head(upper, lower, table))[0] == (0, 0, rows, 1, "绩效指标")


def test_a_table_without_rows_or_cells_is_no_grid() -> None:
    assert read(document(tbl() + tbl(tr()))) == []


# Order


def test_tables_and_the_lines_between_them_in_order() -> None:
    table = tbl(tr(tc("表")))
    body = p("一") + p() + p("  ") + p("二") + table + table + p("三") + "<w:sectPr/>"
    found = [[cell.text for cell in grid.cells] for grid in read(document(body))]
    assert found == [["一", "二"], ["表"], ["表"], ["三"]]
    assert {cell.role for grid in read(document(body)) for cell in grid.cells} == {"text"}


def test_the_main_part_may_have_another_name() -> None:
    assert read(document(p("文字"), main="word/document2.xml"))[0].cells[0].text == "文字"


# Text


def test_paragraphs_of_a_cell_are_lines() -> None:
    assert shown(p("目标1：") + p() + p("目标2：")) == "目标1：\n\n目标2："
    assert shown("<w:sdt><w:sdtContent>" + p("甲") + "</w:sdtContent></w:sdt>" + p("乙")) == "甲\n乙"


@pytest.mark.parametrize(
    ("runs", "text"),
    [
        (r("分成") + r("几") + r("段"), "分成几段"),
        (r(" 前后空格 "), " 前后空格 "),
        ("<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:cr/><w:t>丙</w:t><w:tab/><w:t>丁</w:t></w:r>", "甲\n乙\n丙\t丁"),
        ('<w:r><w:t>甲</w:t><w:br w:type="page"/><w:t>乙</w:t></w:r>', "甲乙"),
        ("<w:r><w:t>2021</w:t><w:noBreakHyphen/><w:t>2023</w:t><w:softHyphen/></w:r>", "2021-2023"),
        ('<w:r><w:sym w:font="Symbol" w:char="F0B3"/><w:t>90%</w:t></w:r>', "≥90%"),
        ('<w:r><w:sym w:font="Wingdings 2" w:char="F052"/><w:t>优</w:t><w:sym w:font="Wingdings" w:char="F0A8"/></w:r>', "☑优□"),
        ('<w:r><w:sym w:font="Arial" w:char="2264"/></w:r>', "≤"),
        ('<w:r><w:sym w:font="Arial" w:char="nonsense"/><w:sym/><w:sym w:char="FFFFFFFFFFFF"/></w:r>', ""),
        (f"<w:ins>{r('新增')}</w:ins><w:del><w:r><w:delText>删去</w:delText></w:r></w:del>", "新增"),
        (f"<w:moveTo>{r('移来')}</w:moveTo><w:moveFrom>{r('移走')}</w:moveFrom>", "移来"),
        (
            f"<w:hyperlink>{r('链')}</w:hyperlink><w:smartTag><w:smartTagPr/>{r('标')}</w:smartTag><w:customXml>{r('签')}</w:customXml>",
            "链标签",
        ),
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{r('控件')}</w:sdtContent></w:sdt>", "控件"),
        (f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{r('单击此处输入文字。')}</w:sdtContent></w:sdt>", ""),
        ("<m:oMath><m:r><m:t>≥</m:t></m:r></m:oMath>" + r("90"), "≥90"),
        (f"<w:r><w:ruby><w:rt>{r('pīn')}</w:rt><w:rubyBase>{r('拼')}</w:rubyBase></w:ruby></w:r>", "拼"),
        (f"<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r>{r('可见')}", "可见"),
        ('<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>可见</w:t></w:r>', "可见"),
        ("<w:r><w:rPr/><w:t/></w:r>", ""),
    ],
)
def test_what_a_paragraph_shows(runs: str, text: str) -> None:
    assert shown(p(runs)) == text


def field(kind: str, inside: str = "") -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}">{inside}</w:fldChar></w:r>'


def test_of_a_field_the_result_is_read() -> None:
    instruction = '<w:r><w:instrText> DATE \\@ "yyyy" </w:instrText></w:r>'
    assert shown(p(field("begin") + instruction + field("separate") + r("2026") + field("end") + r("年"))) == "2026年"
    assert shown(p(f'<w:fldSimple w:instr=" PAGE ">{r("3")}</w:fldSimple>')) == "3"


def test_a_field_in_the_instruction_of_another_is_not_shown() -> None:
    inner = field("begin") + field("separate") + r("内") + field("end")
    assert shown(p(field("begin") + inner + r(" = 1 ") + field("separate") + r("外") + field("end"))) == "外"


def test_a_field_that_never_ends_swallows_no_other_paragraph() -> None:
    assert shown(p(field("end") + field("separate") + field("begin") + r("丢")) + p("留")) == "\n留"


@pytest.mark.parametrize(("state", "text"), [('<w:checked/><w:default w:val="0"/>', "☑"), ('<w:default w:val="0"/>', "□"), ("", "□")])
def test_the_tick_boxes_of_old_forms(state: str, text: str) -> None:
    box = f"<w:ffData><w:checkBox>{state}</w:checkBox></w:ffData>"
    runs = field("begin", box) + "<w:r><w:instrText> FORMCHECKBOX </w:instrText></w:r>" + field("end") + r("优")
    assert shown(p(runs)) == f"{text}优"


def test_a_text_box_is_read_once() -> None:
    box = f"<w:txbxContent>{p('框内')}{p('第二段')}</w:txbxContent>"
    choices = f"<mc:Choice><wps:txbx>{box}</wps:txbx></mc:Choice><mc:Fallback><v:textbox>{box}</v:textbox></mc:Fallback>"
    both = f"<mc:AlternateContent>{choices}</mc:AlternateContent>"
    assert shown(p(r("框外") + f"<w:r>{both}</w:r>")) == "框外\n框内\n第二段"
    assert read(document(p(f"<w:r>{both}</w:r>")))[0].cells[0].text == "框内\n第二段"
    assert shown(p("<mc:AlternateContent/>" + r("甲"))) == "甲"


def test_a_table_in_a_cell_is_its_text() -> None:
    inner = tbl(tr(tc("甲"), tc("乙")), tr(tc("丙"), tc("丁")))
    assert shown(p("前") + inner + p()) == "前\n甲\t乙\n丙\t丁"
    assert shown(inner + p("后")) == "甲\t乙\n丙\t丁\n后"


def test_rows_and_cells_in_content_controls() -> None:
    cell = f"<w:sdt><w:sdtPr/><w:sdtContent>{tc('乙')}</w:sdtContent></w:sdt>"
    prompt = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{tc('单击此处输入文字。')}</w:sdtContent></w:sdt>"
    row = f"<w:sdt><w:sdtPr/><w:sdtContent>{tr(tc('丙'), prompt)}</w:sdtContent></w:sdt>"
    table = f"<w:sdt><w:sdtPr/><w:sdtContent>{tbl(tr(tc('甲'), cell), row)}</w:sdtContent></w:sdt>"
    assert [place[-1] for place in places(table)] == ["甲", "乙", "丙", ""]


def test_deleted_rows_and_paragraph_marks() -> None:
    body = tbl(tr(tc("甲")), tr(tc("删"), properties="<w:del/>"), tr(tc("乙"), properties="<w:ins/>"))
    assert [place[-1] for place in places(body)] == ["甲", "乙"]
    joined = f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{r('前半')}</w:p>"
    assert shown(joined + p("后半")) == "前半后半"
    assert [cell.text for cell in read(document(joined + tbl(tr(tc("表")))))[0].cells] == ["前半"]


# Automatic numbers


def level(depth: int, text: str, form: str = "decimal", start: int = 1, extra: str = "") -> str:
    return f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{extra}<w:lvlText w:val="{text}"/></w:lvl>'


def numbered(*levels: str, more: str = "") -> str:
    """A numbering part whose list 1 has these levels."""
    return (
        f'<w:abstractNum w:abstractNumId="7">{"".join(levels)}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>{more}'
    )


def item(text: str = "", depth: int = 0, number: int = 1) -> str:
    return f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr></w:pPr>{r(text)}</w:p>'


@pytest.mark.parametrize(
    ("text", "form", "start", "printed"),
    [
        ("%1.", "decimal", 1, ["1.甲", "2.乙"]),
        ("（%1）", "decimal", 9, ["（9）甲", "（10）乙"]),
        ("目标%1：", "decimal", 1, ["目标1：甲", "目标2：乙"]),
        ("%1", "decimal", 1, ["1 甲", "2 乙"]),
        ("%1、", "chineseCountingThousand", 1, ["一、甲", "二、乙"]),
        ("%1、", "japaneseCounting", 10, ["十、甲", "十一、乙"]),
        ("%1、", "chineseCounting", 20, ["二十、甲", "二十一、乙"]),
        ("%1", "decimalEnclosedCircleChinese", 1, ["①甲", "②乙"]),
        ("%1)", "lowerLetter", 26, ["z)甲", "aa)乙"]),
        ("%1)", "upperRoman", 4, ["IV)甲", "V)乙"]),
        ("", "bullet", 1, ["甲", "乙"]),
        ("%1.", "hindiVowels", 1, ["甲", "乙"]),
    ],
)
def test_automatic_numbers(text: str, form: str, start: int, printed: list[str]) -> None:
    found = shown(item("甲") + item("乙"), numbering=numbered(level(0, text, form, start)))
    assert found.split("\n") == printed


def test_numbers_of_several_levels_begin_again() -> None:
    numbering = numbered(level(0, "%1."), level(1, "%1.%2）"))
    content = item("甲") + item("乙", 1) + item("丙", 1) + item("丁") + item("戊", 1)
    assert shown(content, numbering=numbering).split("\n") == ["1.甲", "1.1）乙", "1.2）丙", "2.丁", "2.1）戊"]


def test_numbers_go_on_from_cell_to_cell_and_an_empty_cell_shows_its_number() -> None:
    body = tbl(tr(tc(item()), tc("甲")), tr(tc(item()), tc("乙")))
    (grid,) = read(document(body, numbering=numbered(level(0, "%1."))))
    assert [cell.text for cell in grid.cells] == ["1.", "甲", "2.", "乙"]


def test_a_list_that_restarts_and_one_that_shares_the_count() -> None:
    again = '<w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    shared = '<w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num>'
    numbering = numbered(level(0, "%1."), more=again + shared)
    content = item("甲") + item("乙") + item("丙", number=2) + item("丁", number=2) + item("戊", number=3)
    assert shown(content, numbering=numbering).split("\n") == ["1.甲", "2.乙", "1.丙", "2.丁", "3.戊"]


def test_a_list_that_comes_with_the_style() -> None:
    styles = (
        '<w:style w:styleId="base"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="own"><w:basedOn w:val="base"/></w:style><w:style w:styleId="loop"><w:basedOn w:val="loop"/></w:style>'
    )
    numbering = numbered(level(0, "%1."), level(1, "（%2）", extra='<w:pStyle w:val="own"/>'))
    styled = '<w:p><w:pPr><w:pStyle w:val="{}"/>{}</w:pPr><w:r><w:t>甲</w:t></w:r></w:p>'
    assert shown(styled.format("base", ""), numbering=numbering, styles=styles) == "1.甲"
    assert shown(styled.format("own", ""), numbering=numbering, styles=styles) == "（1）甲"
    assert shown(styled.format("loop", ""), numbering=numbering, styles=styles) == "甲"
    without = '<w:numPr><w:numId w:val="0"/></w:numPr>'
    assert shown(styled.format("base", without), numbering=numbering, styles=styles) == "甲"


def test_a_list_that_is_nowhere_defined_prints_nothing() -> None:
    assert shown(item("甲", number=9)) == "甲"
    assert shown(item("甲", depth=5), numbering=numbered(level(0, "%1."))) == "甲"


# Hostile and damaged


def refused(data: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        read(data)
    return str(caught.value)


def test_a_table_too_wide_or_too_long_is_refused() -> None:
    assert "表格过大" in refused(document(tbl(tr(tc("甲", span(999_999_999))))))
    assert "表格过大" in refused(document(tbl(tr(tc("甲"), properties='<w:gridAfter w:val="5000"/>'))))
    assert "表格过大" in refused(document(tbl(tr(tc("甲", span(1000))), *([tr(tc())] * 201))))


def test_many_tables_are_refused_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docx_read, "MAX_PLACES", 30)
    table = tbl(tr(tc("甲", span(5))), tr(), tr())
    assert len(read(document(table * 2))) == 2
    assert "拆分" in refused(document(table * 3))


def test_deep_nesting_is_read_or_refused_but_never_crashes() -> None:
    inner = p("核")
    for _ in range(70):
        inner = tbl(tr(tc(inner)))
    assert "核" in read(document(inner))[0].cells[0].text
    for before, behind in (("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"), ("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>")):
        with pytest.raises(Unreadable):
            reading.read(document(before * 3000 + p("核") + behind * 3000))


def test_a_document_without_body_or_main_part_is_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document(p("甲")))) as package, zipfile.ZipFile(stream, "w") as without:
        for name in set(package.namelist()) - {"word/document.xml"}:
            without.writestr(name, package.read(name))
    assert "word/document.xml" in refused(stream.getvalue())
    assert "没有 Word 正文" in refused(_with_main(f"<w:document {SPACES}/>"))


def _with_main(xml: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("word/document.xml", xml)
    return stream.getvalue()


def test_entities_are_refused() -> None:
    bomb = '<!DOCTYPE w [<!ENTITY a "哈哈哈"><!ENTITY b "&a;&a;">]>' + f"<w:document {SPACES}><w:body>{p('&b;')}</w:body></w:document>"
    assert "DOCTYPE" in refused(_with_main(bomb))


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_damaged_bytes_are_read_or_refused(data: st.DataObject) -> None:
    whole = write([Grid((Cell(0, 0, "项目名称"), Cell(0, 1, "某项目")))])
    at = data.draw(st.integers(0, len(whole) - 1))
    damaged = whole[:at] + data.draw(st.binary(max_size=4)) + whole[at + data.draw(st.integers(0, 40)) :]
    # Anything but this one exception fails the test.
    with suppress(Unreadable):
        reading.read(damaged)
