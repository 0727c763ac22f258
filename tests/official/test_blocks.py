"""The indicator rows as cells: twins padded, groups merged, nothing lost and nothing printed twice."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from perfgoals.grid.model import Cell, Grid
from perfgoals.official.blocks import block_cells
from perfgoals.official.layout_file import Block, Column, load
from perfgoals.official.snapshot import Indicator, IndicatorSides

TWIN = load("henan").blocks[0]
FLAT = load("hebei").blocks[0]


def rows(*places: str) -> tuple[Indicator, ...]:
    """``产出/数量/里程`` as a row."""
    return tuple(Indicator(*place.split("/")) for place in places)


def drawn(block: Block, period: tuple[Indicator, ...] = (), annual: tuple[Indicator, ...] = ()) -> Grid:
    return Grid(tuple(block_cells(block, IndicatorSides(period, annual), 0)))


def picture(grid: Grid) -> list[str]:
    """One line a row below the head; a cell's text where it begins, ``.`` where it continues."""
    return [" ".join((cell.text or "_") if cell.row == row else "." for cell in grid.row(row)) for row in range(1, grid.rows)]


def test_a_flat_list_merges_what_repeats() -> None:
    grid = drawn(FLAT, annual=rows("产出/数量/里程", "产出/数量/座数", "产出/质量/合格", "效益/社会/出行"))
    assert picture(grid) == ["产出 数量 里程 _ _ _", ". . 座数 _ _ _", ". 质量 合格 _ _ _", "效益 社会 出行 _ _ _"]


def test_a_name_that_comes_again_later_is_a_new_group() -> None:
    grid = drawn(FLAT, annual=rows("产出/数量/a", "效益/社会/b", "产出/数量/c"))
    assert picture(grid) == ["产出 数量 a _ _ _", "效益 社会 b _ _ _", "产出 数量 c _ _ _"]


def test_two_sides_of_one_shape_stand_beside_each_other() -> None:
    both = rows("产出/数量/a", "产出/质量/b")
    assert picture(drawn(TWIN, both, both)) == [". 产出 数量 a _ 数量 a _", ". . 质量 b _ 质量 b _"]


def test_the_shorter_side_is_padded_under_its_last_group() -> None:
    grid = drawn(TWIN, rows("产出/数量/a"), rows("产出/数量/a", "产出/数量/b", "产出/质量/c"))
    assert picture(grid) == [". 产出 数量 a _ 数量 a _", ". . . _ _ . b _", ". . . _ _ 质量 c _"]


def test_a_first_level_on_one_side_only_leaves_the_other_empty() -> None:
    grid = drawn(TWIN, rows("产出/数量/a"), rows("产出/数量/a", "满意/服务/b"))
    assert picture(grid) == [". 产出 数量 a _ 数量 a _", ". 满意 _ _ _ 服务 b _"]


def test_groups_in_another_order_keep_the_order_of_each_side() -> None:
    grid = drawn(TWIN, rows("甲/一/a", "乙/二/b"), rows("乙/二/c", "甲/一/d"))
    for side, column in (("period", 3), ("annual", 6)):
        listed = [grid.covering[row][column].text for row in range(1, grid.rows)]
        assert [text for text in listed if text] == (["a", "b"] if side == "period" else ["c", "d"])


def test_a_block_without_a_row_keeps_one_to_write_in() -> None:
    assert picture(drawn(TWIN)) == [". _ _ _ _ _ _ _"]
    assert picture(drawn(FLAT)) == ["_ _ _ _ _ _"]


def test_an_empty_side_is_one_empty_field_beside_each_group() -> None:
    assert picture(drawn(TWIN, annual=rows("产出/数量/a", "产出/质量/b"))) == [". 产出 _ _ _ 数量 a _", ". . . _ _ 质量 b _"]


def test_the_label_reaches_down_the_whole_block() -> None:
    grid = drawn(TWIN, rows("产出/数量/a", "产出/质量/b"))
    label = grid.covering[0][0]
    assert (label.text, label.rows, label.role) == ("绩效指标", grid.rows, "group")


def test_paths_lead_to_the_rows_they_show() -> None:
    grid = drawn(TWIN, rows("产出/数量/a"), rows("效益/社会/b", "产出/数量/c"))
    paths = {cell.path: cell.text for cell in grid.cells if cell.path}
    assert paths["indicators.period[0].level3"] == "a"
    assert paths["indicators.annual[0].level1"] == "效益"
    assert paths["indicators.annual[1].level3"] == "c"
    assert paths["indicators.period[0].level1"] == "产出"
    assert "indicators.annual[1].level1" not in paths  # the cell is shared: one path, that of the first side


def test_padding_shows_no_path() -> None:
    grid = drawn(TWIN, rows("产出/数量/a"), rows("产出/数量/a", "产出/数量/b"))
    assert grid.covering[2][3] == Cell(2, 3, "", role="value")


def test_a_block_begins_where_it_is_told() -> None:
    cells = block_cells(FLAT, IndicatorSides(), 7)
    assert min(cell.row for cell in cells) == 7
    assert max(cell.bottom for cell in cells) == 9


def test_a_column_may_take_several_of_the_grid() -> None:
    column = Column("指标值", "value", "annual", columns=3)
    grid = drawn(Block((Column("一级指标", "level1"), column)), annual=(Indicator("产出", value="5"),))
    assert [(cell.text, cell.column, cell.columns) for cell in grid.row(1)] == [("产出", 0, 1), ("5", 1, 3)]


names = st.sampled_from("甲乙丙丁")
sides = st.lists(st.builds(Indicator, names, names, st.text("abc", min_size=1, max_size=3)), max_size=12).map(tuple)


@given(sides, sides)
def test_each_side_reads_downwards_as_the_list_it_is(period: tuple[Indicator, ...], annual: tuple[Indicator, ...]) -> None:
    grid = drawn(TWIN, period, annual)
    for listed, side, second in ((period, "period", 2), (annual, "annual", 5)):
        found = [grid.covering[row] for row in range(1, grid.rows) if f"{side}[" in grid.covering[row][second + 1].path]
        assert [(row[1].text, row[second].text, row[second + 1].text) for row in found] == [
            (row.level1, row.level2, row.level3) for row in listed
        ]


@given(sides, sides)
def test_no_more_rows_than_the_groups_need(period: tuple[Indicator, ...], annual: tuple[Indicator, ...]) -> None:
    grid = drawn(TWIN, period, annual)
    assert max(len(period), len(annual), 1) <= grid.rows - 1 <= max(len(period) + len(annual), 1)
    if period == annual:
        assert grid.rows - 1 == max(len(period), 1)
