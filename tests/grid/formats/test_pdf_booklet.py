"""Several forms in one PDF: each counts its own pages and keeps its own foot, mark and bookmark."""

from __future__ import annotations

from perfgoals.grid.formats.pdf import write
from perfgoals.grid.formats.pdf_booklet import Sheet, write_booklet
from perfgoals.grid.model import Cell, Grid
from tests.grid.formats.test_pdf import form, inside, read, squeeze


def bookmark(text: str) -> bytes:
    return text.encode("utf-16-be").hex().encode()


def test_foot_and_mark_stay_with_their_sheet() -> None:
    first, second, third = read(write_booklet([Sheet(form(), foot="校验码：甲"), Sheet(form(), mark="送审稿"), Sheet(form())]))
    assert "校验码：甲" in squeeze(first)
    assert "送" not in first
    assert "校验码" not in second
    assert set("送审稿") <= set(second)
    assert not set("校送审稿") & set(third)


def test_every_sheet_counts_its_own_pages() -> None:
    pages = [squeeze(page) for page in read(write_booklet([Sheet(form(rows=60)), Sheet(form())]))]
    assert ["第1页共2页" in pages[0], "第2页共2页" in pages[1], "第1页共1页" in pages[2]] == [True] * 3


def test_sheets_of_the_same_title_are_told_apart_by_name() -> None:
    document = inside(write_booklet([Sheet(form(), "修路"), Sheet(form(), "架\x00桥")])).lower()
    assert document.count(bookmark("修路")) == document.count(bookmark("架桥")) == 1
    assert bookmark("项目支出绩效目标表") not in document


def test_a_sheet_without_a_name_is_called_by_its_title() -> None:
    assert inside(write_booklet([Sheet(form())])).lower().count(bookmark("项目支出绩效目标表")) == 1


def test_a_name_does_for_a_form_without_a_title() -> None:
    assert inside(write_booklet([Sheet(Grid((Cell(0, 0, "甲"),)), "修路")])).lower().count(bookmark("修路")) == 1


def test_one_sheet_is_what_pdf_writes() -> None:
    assert write_booklet([Sheet(form(), foot="甲", mark="乙")], title="丙") == write([form()], foot="甲", mark="乙", title="丙")
