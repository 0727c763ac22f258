"""What stands in the Word documents we write: layout, repeated heads, page numbers, watermark; and what we refuse."""

from __future__ import annotations

import io
import time
import zipfile
from itertools import pairwise

import pytest
from lxml import etree

from perfgoals.grid.formats.docx import write
from perfgoals.grid.geometry import a4
from perfgoals.grid.model import Cell, Grid

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LONG = "很长的绩效目标。" * 2000


def part(data: bytes, name: str = "word/document.xml") -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return etree.fromstring(package.read(name))


def found(data: bytes, path: str, name: str = "word/document.xml") -> list[etree._Element]:
    return part(data, name).findall(".//" + "/".join(W + step for step in path.split("/")))


def value(element: etree._Element, name: str = "val") -> str:
    return str(element.get(W + name))


def form(rows: int = 3, text: str = "值") -> Grid:
    """A block of labels above a head with its rows; the first column is merged from the head down."""
    cells = [Cell(0, 0, "标题", columns=3, role="title"), Cell(1, 0, "项目名称", role="label"), Cell(1, 1, "某项目", columns=2)]
    cells += [Cell(2, 0, "绩效指标", rows=rows + 1, role="group"), Cell(2, 1, "三级指标", role="head"), Cell(2, 2, "指标值", role="head")]
    cells += [Cell(3 + row, column, text) for row in range(rows) for column in (1, 2)]
    return Grid(tuple(cells), shares=(1, 2, 1), head=(2, 3))


def test_widths_are_fixed_shared_out_and_add_up() -> None:
    data = write([Grid((Cell(0, 0, "甲", columns=2), Cell(0, 2, "乙"), Cell(1, 0), Cell(1, 1), Cell(1, 2)), shares=(1, 2, 3))])
    columns = [int(value(column, "w")) for column in found(data, "gridCol")]
    total = round(a4().body_width * 20)
    assert sum(columns) == total == int(value(found(data, "tblW")[0], "w"))
    assert columns == pytest.approx([total / 6, total / 3, total / 2], abs=1)
    assert [int(value(width, "w")) for width in found(data, "tcW")] == [sum(columns[:2]), columns[2], *columns]
    assert value(found(data, "tblLayout")[0], "type") == "fixed"


def test_spans_are_grid_span_and_vertical_merge() -> None:
    data = write([Grid((Cell(0, 0, "甲", rows=2, columns=2), Cell(0, 2, "乙"), Cell(1, 2, "丙")))])
    assert [value(span) for span in found(data, "gridSpan")] == ["2", "2"]
    assert [merge.get(W + "val") for merge in found(data, "vMerge")] == ["restart", None]


def test_every_cell_has_its_borders_and_what_has_none_is_bare() -> None:
    data = write([Grid((Cell(0, 0, "甲", role="note"), Cell(0, 1, "乙", role="note"), Cell(1, 0, "丙"), Cell(1, 1, "丁")))])
    borders = [{value(side) for side in cell} for cell in found(data, "tcBorders")]
    assert borders == [{"nil"}, {"nil"}, {"single"}, {"single"}]


def test_the_head_begins_a_table_of_its_own_and_repeats() -> None:
    data = write([form()])
    first, second = found(data, "tbl")
    assert not first.findall(f".//{W}tblHeader")
    assert [len(row.findall(f".//{W}tblHeader")) for row in second.findall(f"{W}tr")] == [1, 0, 0, 0]


def test_between_the_two_tables_stands_one_seam_and_one_line() -> None:
    data = write([form()])
    body = part(data)[0]
    kinds = [value(block.find(f"{W}pPr/{W}pStyle")) if block.tag == W + "p" else "tbl" for block in body[:-1]]
    assert kinds == ["Title", "tbl", "FormSeam", "tbl", "FormSeam"]
    first, second = found(data, "tbl")
    assert {value(side) for side in first.iterfind(f".//{W}bottom") if side.getparent().tag == W + "tcBorders"} == {"nil"}
    assert {value(side) for side in second.iterfind(f"{W}tr/{W}tc/{W}tcPr/{W}tcBorders/{W}top")} == {"single"}


def test_a_row_that_may_break_keeps_its_line_and_is_not_kept_with_the_head() -> None:
    cells = (Cell(0, 0, LONG), Cell(0, 1, ""), Cell(1, 0, "三级指标", role="head"), Cell(1, 1, "指标值", role="head"))
    first = found(write([Grid(cells, head=(1, 2))]), "tbl")[0]
    assert {value(side) for side in first.iterfind(f".//{W}tcBorders/{W}bottom")} == {"single"}
    assert not first.findall(f".//{W}cantSplit")
    assert not first.findall(f".//{W}keepNext")


def test_a_short_form_keeps_its_merged_label_whole() -> None:
    second = found(write([form(rows=3)]), "tbl")[1]
    assert len(second.findall(f".//{W}vMerge")) == 4


def test_on_several_pages_a_label_merged_into_the_head_is_cut_below_it() -> None:
    second = found(write([form(rows=80)]), "tbl")[1]
    head, below = second.findall(f"{W}tr")[:2]
    assert head.find(f".//{W}vMerge") is None
    assert "".join(head.itertext()).startswith("绩效指标")
    assert value(head.find(f".//{W}tcBorders/{W}bottom")) == "nil"
    assert value(below.find(f".//{W}tcBorders/{W}top")) == "nil"
    assert value(below.find(f".//{W}vMerge")) == "restart"


def test_rows_are_kept_whole() -> None:
    assert len(found(write([form()]), "cantSplit")) == 5


def test_titles_are_paragraphs_and_a_heading_is_in_the_navigation() -> None:
    data = write([Grid((Cell(0, 0, "1.某表", role="heading"), Cell(1, 0, "表名", role="title"), Cell(2, 0, "甲")))])
    assert [value(style) for style in found(data, "body/p/pPr/pStyle")][:2] == ["Heading1", "Title"]
    styles = {value(style, "styleId"): style for style in found(data, "style", "word/styles.xml")}
    assert value(styles["Heading1"].find(f".//{W}outlineLvl")) == "0"
    assert value(styles["Title"].find(f".//{W}jc")) == "center"
    assert {value(styles["Title"].find(f".//{W}rFonts"), script) for script in ("ascii", "hAnsi", "eastAsia")} == {"黑体"}


def test_each_grid_is_a_section_on_its_own_paper_counting_its_own_pages() -> None:
    data = write([Grid((Cell(0, 0, "甲"),)), Grid((Cell(0, 0, LONG * 3),), landscape=True), Grid((Cell(0, 0, "丙"),))])
    sizes = [(int(value(size, "w")), int(value(size, "h")), size.get(W + "orient")) for size in found(data, "pgSz")]
    assert sizes == [(11906, 16838, None), (16838, 11906, "landscape"), (11906, 16838, None)]
    assert [value(number, "start") for number in found(data, "pgNumType")] == ["1", "1", "1"]
    # The last section's properties end the body; nothing follows that could make an empty page.
    assert [element.tag for element in part(data)[0][-2:]] == [W + "p", W + "sectPr"]


def test_the_foot_counts_the_pages_of_the_table() -> None:
    alone = part(write([form()], foot="某局 <内部>"), "word/footer0.xml")
    assert "".join(alone.itertext()) == "第 1 页 共 1 页某局 <内部>"
    assert [field.get(W + "instr") for field in alone.iter(W + "fldSimple")] == [" PAGE ", " NUMPAGES "]
    several = write([form(), form(rows=80), form()])
    assert [field.get(W + "instr") for field in part(several, "word/footer1.xml").iter(W + "fldSimple")] == [" PAGE ", " SECTIONPAGES "]
    first, second, third = (reference.values()[-1] for reference in found(several, "footerReference"))
    assert first == third != second


def test_the_mark_lies_across_the_page() -> None:
    header = part(write([form()], mark='"草稿" & <未批复>'), "word/header.xml")
    (shape,) = header.iterfind(".//{urn:schemas-microsoft-com:vml}shape/{urn:schemas-microsoft-com:vml}textpath")
    assert shape.get("string") == '"草稿" & <未批复>'
    assert not list(part(write([form()]), "word/header.xml").iter("{urn:schemas-microsoft-com:vml}shape"))


def test_the_title_is_the_files_title() -> None:
    core = part(write([form()], title="绩效目标表 & 附件"), "docProps/core.xml")
    assert "".join(core.itertext()) == "绩效目标表 & 附件"


def test_the_same_grids_are_the_same_bytes() -> None:
    assert write([form(), form(4)], foot="甲", mark="乙", title="丙") == write([form(), form(4)], foot="甲", mark="乙", title="丙")


def test_all_parts_are_declared_and_all_relations_lead_somewhere() -> None:
    data = write([form(), form(80)], mark="草稿")
    names = set(zipfile.ZipFile(io.BytesIO(data)).namelist())
    declared = {element.get("PartName", "").lstrip("/") for element in part(data, "[Content_Types].xml")} - {""}
    assert declared == {name for name in names if not name.endswith((".rels", "[Content_Types].xml"))}
    relations = part(data, "word/_rels/document.xml.rels")
    assert {f"word/{relation.get('Target')}" for relation in relations} <= names
    used = {reference.values()[-1] for kind in ("headerReference", "footerReference") for reference in found(data, kind)}
    assert used <= {relation.get("Id") for relation in relations}


@pytest.mark.parametrize("character", ["\x00", "\x0b", "\x1f", "\ud800", "\ufffe", "\uffff"])
def test_a_character_that_xml_cannot_hold_is_refused_by_its_place(character: str) -> None:
    grid = Grid((Cell(0, 0, "好"), Cell(0, 1, f"坏{character}字")))
    with pytest.raises(ValueError, match=rf"第 2 张表第 1 行第 2 列.*U\+{ord(character):04X}"):
        write([form(), grid])


@pytest.mark.parametrize(("option", "place"), [("foot", "页脚"), ("mark", "水印"), ("title", "标题")])
def test_the_same_goes_for_what_surrounds_the_grids(option: str, place: str) -> None:
    with pytest.raises(ValueError, match=place):
        write([form()], **{option: "\x07"})


def test_properties_that_word_cannot_hold_are_refused() -> None:
    with pytest.raises(ValueError, match="文档属性“键”"):
        write([Grid((Cell(0, 0),), properties=(("键", "\x01"),))])
    with pytest.raises(ValueError, match="重复"):
        write([Grid((Cell(0, 0),), properties=(("Key", "1"), ("key", "2")))])


def test_nothing_to_write_is_an_empty_document() -> None:
    assert not found(write([]), "tbl")
    assert not found(write([Grid(()), Grid(())]), "tbl")


def test_a_volume_is_written_quickly() -> None:
    volume = [form(rows=60, text="指标名称与描述")] * 25
    begun = time.process_time()
    write(volume)
    assert time.process_time() - begun < 2


def test_edges_do_not_drift_over_many_columns() -> None:
    data = write([Grid(tuple(Cell(0, column) for column in range(61)))])
    columns = [int(value(column, "w")) for column in found(data, "gridCol")]
    assert max(abs(left - right) for left, right in pairwise(columns)) <= 1
    assert sum(columns) == round(a4().body_width * 20)
