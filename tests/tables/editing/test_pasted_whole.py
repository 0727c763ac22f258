"""Whole published blocks give the published rows; and whatever is pasted, nothing breaks and nothing is lost without a word."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfgoals.grid.model import Cell, Grid, fill
from perfgoals.official.layout import layout
from perfgoals.official.layout_file import Layout, load
from perfgoals.official.snapshot import Indicator, Snapshot
from perfgoals.tables.editing.block import Block
from perfgoals.tables.editing.keyed import MIRRORED
from tests.cast import PUBLISHED, published
from tests.tables.editing.clipboards import in_excel, in_word, table_of
from tests.tables.editing.pasted import HEBEI, HENAN, NAMES, after, empty, paste, row, said


def block_of(record: Snapshot, form: Layout, *, head: bool, label: bool) -> Grid:
    """The indicator block of a printed form, as it is selected with the mouse."""
    whole = layout(record, form)
    top = len(form.rows) + (not head)
    left = int(bool(form.blocks[0].label) and not label)
    cells = (cell for cell in whole.cells if cell.bottom > top and cell.column >= left)
    starts = ((cell, max(cell.row, top)) for cell in cells)
    return Grid(tuple(replace(cell, row=start - top, column=cell.column - left, rows=cell.bottom - start) for cell, start in starts))


@pytest.mark.parametrize("write", [in_excel, in_word])
@pytest.mark.parametrize("head", [True, False])
@pytest.mark.parametrize("label", [True, False])
@pytest.mark.parametrize("name", [path.stem for path in sorted(PUBLISHED.glob("*.json")) if path.stem != "hebei-overall-goals"])
def test_a_published_block_gives_the_published_rows(name: str, label: bool, head: bool, write: Any) -> None:
    record = published(name)
    form = load(record.layout)
    keyed = empty(form)
    pasted = paste(keyed, write(block_of(record, form, head=head, label=label)), form, side=form.sides[0])
    done = after(keyed, pasted, form)
    place = partial(_place, form)
    for side in form.sides:
        assert [replace(each, level1="") for each in done.rows(side) if each.has_content] == [
            replace(each, level1="") for each in sorted(getattr(record.indicators, side), key=place)
        ]


def _place(form: Layout, indicator: Indicator) -> int:
    return form.hierarchy.place_of(indicator.level2)


TEXT = st.sampled_from(
    [
        *(
            "",
            "",
            "会议",
            "≥3次",
            "95",
            "%",
            "≥",
            "定性",
            "数量指标",
            "成本指标",
            "产出指标",
            "满意度",
            "三级指标",
            "指标值",
            "二级指标",
            "合计",
        ),
        *("年度指标值", "绩效指标", "1", "2", "填报人：甲", "社会成本指标", "备注", "<p>会议</p>", "2027年", "序号", "长" * 1001),
    ]
)


@st.composite
def blocks(draw: Any) -> Block:
    rows, columns = draw(st.integers(1, 6)), draw(st.integers(1, 8))
    cells: list[Cell] = []
    taken: set[tuple[int, int]] = set()
    for place in product(range(rows), range(columns)):
        high, wide = draw(st.sampled_from([(1, 1), (1, 1), (2, 1), (1, 2), (rows, 1), (1, columns)]))
        covered = {(place[0] + down, place[1] + along) for down in range(high) for along in range(wide)}
        if place[0] + high <= rows and place[1] + wide <= columns and not covered & taken:
            taken |= covered
            cells.append(Cell(*place, draw(TEXT), high, wide))
    return Block(Grid(fill(cells, rows, columns)), is_table=draw(st.booleans()))


@given(blocks(), st.sampled_from([HENAN, HEBEI]), st.integers(0, 8), st.booleans(), st.booleans(), st.data())
def test_whatever_is_pasted_can_be_carried_out(block: Block, form: Layout, at: int, is_full: bool, is_mirrored: bool, data: Any) -> None:
    rows = [row(level2, "旧", "1个") if is_full else row(level2) for level2 in NAMES]
    keyed = empty(form, annual=rows, beside={MIRRORED: "1"} if is_mirrored and form is HENAN and not is_full else {})
    side = data.draw(st.sampled_from(form.sides))
    field = data.draw(st.sampled_from(["level2", "level3", "value"]))
    pasted = paste(keyed, block, form, side=side, at=at, field=field)
    after(keyed, pasted, form)
    assert pasted.changes or pasted.unclear
    told = {each.message for each in pasted.unclear}
    assert all(
        note in told for each in pasted.shown for note in filter(None, each.note.split("；")) if "放在" not in note and "不符" not in note
    )


WORDS = st.lists(st.lists(st.booleans(), min_size=1, max_size=6), min_size=1, max_size=6).filter(lambda rows: any(map(any, rows)))


@given(WORDS, st.sampled_from([HENAN, HEBEI]), st.sampled_from(["level3", "value"]), st.booleans())
def test_no_text_is_lost_without_a_word(shape: list[list[bool]], form: Layout, field: str, is_full: bool) -> None:
    rows = [[f"文字{line}甲{place}乙" if is_told else "" for place, is_told in enumerate(each)] for line, each in enumerate(shape)]
    keyed = empty(form, annual=[row(level2, "旧", "旧值") if is_full else row(level2) for level2 in NAMES])
    pasted = paste(keyed, table_of(*rows), form, field=field)
    kept = repr(pasted.changes) + repr(said(pasted))
    assert [text for each in rows for text in each if text and text not in kept] == []
    columns = {place for each in rows for place, text in enumerate(each) if text}
    if max(columns) > 0 or field == "level3":
        done = after(keyed, pasted, form)
        assert [each for each in done.rows("annual") if each.level3 == "旧"] == [
            each for each in keyed.rows("annual") if each.level3 == "旧"
        ]
