"""Random grids of every shape, for the tests of geometry and formats."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from perfgoals.grid.model import Cell, Grid, Role, fill

WORDS = st.text(alphabet="目标完成率满意度，。（）≥%·0123456789 \n", max_size=30)
LONG = st.builds(lambda text, times: text * times, WORDS, st.integers(1, 60))
ROLES: st.SearchStrategy[Role] = st.sampled_from(
    ["title", "subtitle", "heading", "paragraph", "note", "sign", "label", "head", "group", "text", "value", "amount"]
)


@st.composite
def grids(draw: Any, most_rows: int = 14, most_columns: int = 5) -> Grid:
    """Cells of random size put where they fit, the rest filled with empty ones; the head is any run of rows."""
    rows, columns = draw(st.integers(1, most_rows)), draw(st.integers(1, most_columns))
    taken: set[tuple[int, int]] = set()
    cells: list[Cell] = []
    for row in range(rows):
        for column in range(columns):
            high, wide = draw(st.sampled_from([1, 1, 1, 2, 3, rows])), draw(st.sampled_from([1, 1, 2, columns]))
            places = {(r, c) for r in range(row, row + high) for c in range(column, column + wide)}
            if row + high <= rows and column + wide <= columns and not places & taken:
                taken |= places
                text = draw(st.one_of(WORDS, WORDS, LONG))
                cells.append(Cell(row, column, text, high, wide, draw(ROLES)))
    start = draw(st.integers(0, rows - 1))
    head = draw(st.sampled_from([(0, 0), (start, start + 1)]))
    shares = tuple(draw(st.lists(st.integers(1, 4), min_size=columns, max_size=columns)))
    return Grid(fill(cells, rows, columns), shares, head)
