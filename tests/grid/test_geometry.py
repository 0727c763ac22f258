"""Row heights and pages: small cases a clerk would check by eye, and what must hold for any grid."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import given

from perfgoals.grid.geometry import SIMSUN, Page, Paper, Placed, Sheet, a4, lay_out, row_heights
from perfgoals.grid.model import Cell, Grid, Role, fill
from perfgoals.grid.style import CONTINUED, PADDING_X, PADDING_Y, STYLES
from tests.grid.grids import grids

LINE = STYLES["text"].line
ONE = LINE + 2 * PADDING_Y
SMALL = Paper(300, 340, 20, 20, 20, 20)
"""A body of 260 by 300 points: fifteen rows of one line."""
AGAIN = CONTINUED.strip()


def text_of(lines: int) -> str:
    """A text of so many lines wherever it stands."""
    return "\n".join(f"第{number}行" for number in range(lines))


def table(*rows: tuple[str, ...], role: Role = "text", head: tuple[int, int] = (0, 0)) -> Grid:
    """A grid without spans."""
    return Grid(tuple(Cell(r, c, text, role=role) for r, row in enumerate(rows) for c, text in enumerate(row)), head=head)


def indicators(count: int, text: str = "完成率") -> Grid:
    """A label over all rows, a head, and one group a four indicators."""
    cells = [Cell(0, 0, "绩效指标", rows=count + 1, role="label"), Cell(0, 1, "一级指标", role="head"), Cell(0, 2, "三级指标", role="head")]
    cells += [Cell(row, 2, f"{text}{row}") for row in range(1, count + 1)]
    cells += [Cell(row, 1, f"组{row}", rows=min(4, count + 1 - row), role="group") for row in range(1, count + 1, 4)]
    return Grid(tuple(cells), head=(0, 1))


def shown(page: Page) -> list[str]:
    return ["".join(placed.lines) for placed in page.cells]


def bottom(page: Page) -> float:
    return max(placed.y + placed.height for placed in page.cells)


# Row heights


def test_a_row_is_as_high_as_its_longest_cell() -> None:
    _, heights = row_heights(table(("甲", text_of(3)), ("乙", "丙")), a4(), SIMSUN)
    assert heights == (3 * LINE + 2 * PADDING_Y, ONE)


def test_a_spanning_cell_pushes_its_rows_up_evenly() -> None:
    grid = Grid(fill([Cell(0, 0, text_of(5), rows=2), Cell(0, 1, "甲"), Cell(1, 1, "乙")]))
    assert row_heights(grid, a4(), SIMSUN)[1] == ((5 * LINE + 2 * PADDING_Y) / 2,) * 2


def test_a_spanning_cell_that_fits_pushes_nothing() -> None:
    grid = Grid(fill([Cell(0, 0, text_of(2), rows=2), Cell(0, 1, text_of(4)), Cell(1, 1, "乙")]))
    assert row_heights(grid, a4(), SIMSUN)[1] == (4 * LINE + 2 * PADDING_Y, ONE)


def test_a_row_without_a_cell_of_its_own_has_a_line() -> None:
    assert row_heights(Grid((Cell(0, 0, "甲", rows=2),)), a4(), SIMSUN)[1] == (ONE, ONE)


def test_spare_lines_are_for_text_that_wraps() -> None:
    _, heights = row_heights(table(("甲",), (text_of(2),)), a4(), SIMSUN, spare_lines=1)
    assert heights == (ONE, 3 * LINE + 2 * PADDING_Y)


def test_the_width_is_shared_out() -> None:
    grid = Grid(fill([], 1, 2), shares=(1, 3))
    widths, _ = row_heights(grid, a4(), SIMSUN)
    assert widths == pytest.approx((a4().body_width / 4, a4().body_width * 3 / 4))


def test_an_amount_widens_its_column_rather_than_be_broken() -> None:
    cells = (Cell(0, 0, "甲"), Cell(0, 1, "776.98853", role="amount"), Cell(0, 2, "乙"))
    sheet = lay_out(Grid(cells, shares=(10, 1, 10)), a4(), SIMSUN)
    assert sheet.pages[0].cells[1].lines == ("776.98853",)
    assert sum(sheet.widths) == pytest.approx(a4().body_width)


def test_words_do_not_widen_their_column() -> None:
    grid = Grid((Cell(0, 0, "甲"), Cell(0, 1, "776.98853")), shares=(10, 1))
    assert row_heights(grid, a4(), SIMSUN)[0][1] == pytest.approx(a4().body_width / 11)


# Pages


def test_what_fits_stands_on_one_page() -> None:
    sheet = lay_out(table(*[("甲", "乙")] * 15), SMALL, SIMSUN)
    assert [(page.first, page.stop) for page in sheet.pages] == [(0, 15)]


def test_the_row_that_does_not_fit_goes_to_the_next_page() -> None:
    sheet = lay_out(table(*[("甲", "乙")] * 16), SMALL, SIMSUN)
    assert [(page.first, page.stop) for page in sheet.pages] == [(0, 15), (15, 16)]


def test_head_label_and_group_come_again() -> None:
    first, second = lay_out(indicators(20), SMALL, SIMSUN).pages
    assert shown(second)[:4] == ["绩效指标" + AGAIN, "一级指标", "三级指标", "组13" + AGAIN]
    assert [placed.continued for placed in second.cells[:4]] == [True, False, False, True]
    assert shown(first)[0] == "绩效指标"


def test_the_label_beside_head_and_body_is_one_cell_again() -> None:
    label = lay_out(indicators(20), SMALL, SIMSUN).pages[1].cells[0]
    assert (label.y, label.height) == (0, ONE * 7)


def test_a_head_that_was_not_shown_yet_is_not_repeated() -> None:
    cells = [Cell(row, 0, f"行{row}") for row in range(30)] + [Cell(30, 0, "列头", role="head"), Cell(31, 0, "值")]
    second = lay_out(Grid(tuple(cells), head=(30, 31)), SMALL, SIMSUN).pages[1]
    assert shown(second)[0] == "行15"


def test_signatures_alone_on_a_page_need_no_head() -> None:
    cells = [Cell(0, 0, "列头", role="head"), *(Cell(row, 0, "甲") for row in range(1, 15)), Cell(15, 0, "填报人：", role="sign")]
    assert shown(lay_out(Grid(tuple(cells), head=(0, 1)), SMALL, SIMSUN).pages[1]) == ["填报人："]


def test_a_split_label_has_room_for_its_text() -> None:
    cells = [Cell(row, 1, f"行{row}") for row in range(16)] + [Cell(0, 0, "甲", rows=10)]
    cells.append(Cell(10, 0, "服务对象满意度指标", rows=6, role="group"))
    second = lay_out(Grid(tuple(cells), shares=(1, 5)), Paper(220, 340, 20, 20, 20, 20), SIMSUN).pages[1]
    label, beside = second.cells
    assert "".join(label.lines) == "服务对象满意度指标" + AGAIN
    assert label.height == beside.height == len(label.lines) * LINE + 2 * PADDING_Y > ONE


def test_a_row_taller_than_a_page_flows_over_pages() -> None:
    sheet = lay_out(table(("甲",), (text_of(50),)), SMALL, SIMSUN)
    assert [(page.first, page.stop) for page in sheet.pages] == [(0, 2), (1, 2), (1, 2)]
    assert [line for page in sheet.pages for placed in page.cells if placed.cell.row == 1 for line in placed.lines] == text_of(50).split(
        "\n"
    )


def test_every_cell_of_a_cut_row_is_cut_at_the_same_height() -> None:
    first, *_ = lay_out(table((text_of(50), text_of(30), "短")), SMALL, SIMSUN).pages
    assert {placed.height for placed in first.cells} == {SMALL.body_height}


def test_a_short_text_beside_a_cut_one_is_not_repeated() -> None:
    sheet = lay_out(table((text_of(50), "短")), SMALL, SIMSUN)
    assert [placed.lines for page in sheet.pages for placed in page.cells if placed.cell.column == 1] == [("短",), (), ()]


def test_a_label_beside_a_cut_text_is_repeated() -> None:
    grid = Grid((Cell(0, 0, "总体目标", role="label"), Cell(0, 1, text_of(50))))
    assert [shown(page)[0] for page in lay_out(grid, SMALL, SIMSUN).pages] == ["总体目标", "总体目标" + AGAIN, "总体目标" + AGAIN]


def test_a_row_that_fits_a_page_is_not_cut() -> None:
    sheet = lay_out(table(*[("甲",)] * 5, (text_of(20),)), SMALL, SIMSUN)
    assert [(page.first, page.stop) for page in sheet.pages] == [(0, 5), (5, 6)]


def test_the_last_lines_of_a_page_are_used_if_they_are_four() -> None:
    for rows, stop in ((11, 12), (12, 12)):  # 80 points are left for the long row, or 60
        first = lay_out(table(*[("甲",)] * rows, (text_of(50),)), SMALL, SIMSUN).pages[0]
        assert first.stop == stop


def test_no_single_line_is_left_for_the_next_page() -> None:
    sheet = lay_out(table((text_of(22),)), SMALL, SIMSUN)  # 21 would fit
    assert [len(page.cells[0].lines) for page in sheet.pages] == [20, 2]


def test_headings_go_with_the_rows_they_speak_of() -> None:
    cells = [Cell(row, 0, "甲") for row in range(13)]
    cells += [Cell(13, 0, "2.另一张表", role="heading"), Cell(14, 0, text_of(3))]
    sheet = lay_out(Grid(tuple(cells)), SMALL, SIMSUN)
    assert [(page.first, page.stop) for page in sheet.pages] == [(0, 13), (13, 15)]


def test_a_head_is_not_left_alone_at_the_foot() -> None:
    cells = [Cell(row, 0, "甲") for row in range(14)]
    cells += [Cell(14, 0, "指标值", role="head"), *(Cell(row, 0, "乙") for row in range(15, 18))]
    sheet = lay_out(Grid(tuple(cells), head=(14, 15)), SMALL, SIMSUN)
    assert [(page.first, page.stop) for page in sheet.pages] == [(0, 14), (14, 18)]
    assert shown(sheet.pages[1]) == ["指标值", "乙", "乙", "乙"]


def test_only_headings_still_make_pages() -> None:
    sheet = lay_out(table(*[("标题",)] * 20, role="heading"), SMALL, SIMSUN)
    assert sheet.pages[-1].stop == 20


def test_a_hundred_and_twenty_indicators_of_a_table() -> None:
    sheet = lay_out(indicators(120, "保洁道路里程及城乡结合部新增路段"), a4(), SIMSUN)
    rows = [placed.cell.row for page in sheet.pages for placed in page.cells if placed.cell.column == 2 and placed.cell.row]
    assert rows == list(range(1, 121))
    assert all(placed.lines[0].startswith("绩效指标") for page in sheet.pages for placed in page.cells if placed.cell.column == 0)


def test_an_empty_grid_has_no_pages() -> None:
    assert lay_out(Grid(()), a4(), SIMSUN).pages == ()


# What holds for any grid


def repeated(grid: Grid, cell: Cell) -> bool:
    """Whether the cell may stand on more than one page: a label, or a cell of the head."""
    return cell.role in ("label", "head", "group") or grid.head[0] <= cell.row < cell.bottom <= grid.head[1]


def pieces(sheet: Sheet, cell: Cell) -> list[Placed]:
    return [placed for page in sheet.pages for placed in page.cells if placed.cell is cell]


@given(grids())
def test_every_character_stands_on_exactly_one_page(grid: Grid) -> None:
    sheet = lay_out(grid, SMALL, SIMSUN)
    for cell in grid.cells:
        drawn = ["".join(placed.lines) for placed in pieces(sheet, cell)]
        text = cell.text.replace("\n", "")
        whole = all(piece in (text, text + AGAIN) for piece in drawn) and text in drawn
        assert "".join(drawn) == text or (repeated(grid, cell) and whole)


@given(grids())
def test_the_pieces_tile_each_page(grid: Grid) -> None:
    for page in lay_out(grid, SMALL, SIMSUN).pages:
        assert all(placed.x >= 0 and placed.x + placed.width <= SMALL.body_width + 0.01 for placed in page.cells)
        assert bottom(page) <= SMALL.body_height + 0.1
        assert sum(placed.width * placed.height for placed in page.cells) == pytest.approx(SMALL.body_width * bottom(page))
        assert not any(overlap(one, other) for one, other in combinations(page.cells, 2))


def overlap(one: Placed, other: Placed) -> bool:
    return (
        min(one.x + one.width, other.x + other.width) - max(one.x, other.x) > 0.01
        and min(one.y + one.height, other.y + other.height) - max(one.y, other.y) > 0.01
    )


@given(grids())
def test_the_lines_fit_their_piece(grid: Grid) -> None:
    for page in lay_out(grid, SMALL, SIMSUN).pages:
        for placed in page.cells:
            style = STYLES[placed.cell.role]
            assert len(placed.lines) * style.line + 2 * PADDING_Y <= placed.height + 0.1 or not any(placed.lines)
            for line in placed.lines:
                width = sum(map(SIMSUN.advance, line.rstrip(" "))) * style.size
                assert width <= placed.width - 2 * PADDING_X + 0.1 or len(line.strip()) == 1


@given(grids())
def test_the_pages_follow_each_other(grid: Grid) -> None:
    pages = lay_out(grid, SMALL, SIMSUN).pages
    assert (pages[0].first, pages[-1].stop) == (0, grid.rows)
    for before, after in pairwise(pages):
        assert after.first in (before.stop, before.stop - 1)


@given(grids())
def test_only_a_row_taller_than_a_page_is_cut(grid: Grid) -> None:
    """As far as its own cells go; a text over several rows may be cut with a shorter one."""
    grid = Grid(fill([cell for cell in grid.cells if cell.rows == 1], grid.rows, grid.columns), grid.shares, grid.head)
    sheet = lay_out(grid, SMALL, SIMSUN)
    head = sum(sheet.heights[slice(*grid.head)])
    for before, after in pairwise(sheet.pages):
        if after.first == before.stop - 1:
            assert sheet.heights[after.first] > SMALL.body_height - head
