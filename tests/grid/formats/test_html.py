"""HTML: every cell once, whole, with its place, role and path."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from hypothesis import given

from perfgoals.grid.formats.html import table, write
from perfgoals.grid.model import UNBORDERED, Cell, Grid, fill
from tests.grid.grids import grids


class Tables(HTMLParser):
    """The cells of a document: tag, attributes, text nodes."""

    def __init__(self, document: str) -> None:
        super().__init__()
        self.rows: list[list[tuple[str, dict[str, str | None], list[str]]]] = []
        self.open = False
        self.feed(document)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append((tag, dict(attrs), []))
            self.open = True

    def handle_endtag(self, tag: str) -> None:
        self.open = self.open and tag not in ("td", "th")

    def handle_data(self, data: str) -> None:
        if self.open:
            self.rows[-1][-1][2].append(data)


def form() -> Grid:
    cells = [
        Cell(0, 0, "绩效目标表", columns=2, role="title"),
        Cell(1, 0, "总体目标", rows=2, role="label"),
        Cell(1, 1, "目标1：<甲>\n目标2：乙 & 丙", path="goals.annual"),
        Cell(2, 1, "776.98853", role="amount", path='funding."annual"'),
    ]
    return Grid(tuple(cells), shares=(1, 3))


def test_cells_carry_spans_role_and_path() -> None:
    (title,), (label, goal), (amount,) = Tables(table(form())).rows
    assert title == ("td", {"class": "title", "colspan": "2"}, ["绩效目标表"])
    assert label == ("th", {"class": "label", "rowspan": "2"}, ["总体目标"])
    assert goal == ("td", {"class": "text", "data-path": "goals.annual"}, ["目标1：<甲>\n目标2：乙 & 丙"])
    assert amount[1] == {"class": "amount", "data-path": 'funding."annual"'}


def test_columns_have_their_share() -> None:
    assert '<col style="width:25.000%"><col style="width:75.000%">' in table(form())


def test_a_document_stands_alone() -> None:
    document = write([form(), form()], title="二〇二一年 <表>").decode()
    assert document.startswith('<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8">')
    assert "<title>二〇二一年 &lt;表&gt;</title>" in document
    assert document.count("<table") == 2
    assert "src=" not in document
    assert "href=" not in document


def test_paragraphs_are_kept_by_the_style() -> None:
    assert "white-space:pre-wrap" in write([form()]).decode()


def test_what_is_no_part_of_the_table_has_no_border() -> None:
    bare = next(line for line in write([form()]).decode().splitlines() if line.endswith("{border:0}"))
    assert set(re.findall(r"\.form \.(\w+)", bare)) == UNBORDERED


def test_a_lying_sheet_is_said_to_the_printer() -> None:
    lying = Grid(fill([], 1, 1), landscape=True)
    assert '<table class="form wide">' in table(lying)
    assert "size:A4 landscape" in write([lying]).decode()


@given(grids())
def test_every_cell_is_whole_and_in_its_row(grid: Grid) -> None:
    found = [[("".join(text), attrs["class"]) for _, attrs, text in row] for row in Tables(table(grid)).rows]
    assert found == [[(cell.text, cell.role) for cell in grid.starting(row)] for row in range(grid.rows)]
