"""What was done is said in the words of the form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfgoals.tables.editing.keyed import MIRRORED
from perfgoals.tables.editing.undoing import replaced
from perfgoals.tables.editing.wording import (
    MOST_CHARACTERS,
    Line,
    RowName,
    add_names,
    column_name,
    names_of,
    path_in,
    shortened,
    told,
)
from tests.cast import published
from tests.tables.editing.wishing import key, keyed

KEYED = keyed(published("henan-10"))
ROW = KEYED.keys["annual"][0]
NAMES = {ROW: RowName("annual", "数量指标", "新建里程")}


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("goals.annual", "年度目标"),
        ("funding.annual.total", "年度资金总额"),
        ("contacts.telephone", "联系电话"),
        ("project.name", "项目名称"),
    ],
)
def test_a_cell_is_called_as_the_form_calls_it(path: str, place: str) -> None:
    assert told({"do": "set", "path": path, "before": "甲", "after": "乙"}, {}) == Line("set", place, "甲", "乙")


def test_a_tick_is_yes_or_no() -> None:
    assert told({"do": "set", "path": MIRRORED, "before": "", "after": "1"}, {}) == Line("set", "一年期项目同年度", "否", "是")


def test_a_cell_of_a_row_is_called_by_the_row_and_its_column() -> None:
    done = {"do": "set", "row": ROW, "field": "value", "before": "≥9", "after": ""}
    assert told(done, NAMES) == Line("set", "年度 数量指标“新建里程” 指标值", "≥9", "")


def test_a_row_that_nobody_knows_any_more_is_still_a_row() -> None:
    assert told({"do": "set", "row": key(9), "field": "value", "before": "", "after": "1"}, {}).place == "一行指标 指标值"


def test_rows_come_and_go_with_what_they_say() -> None:
    texts = {"level1": "产出指标", "level2": "数量指标", "level3": "里程", "value": "≥9公里", "weight": "10"}
    added = told({"do": "add", "row": key(1), "side": "period", "index": 0, "texts": texts}, {})
    assert added == Line("add", "实施期 数量指标“里程”", after="指标值：≥9公里，分值：10")
    removed = told({"do": "remove", "row": key(1), "side": "annual", "index": 0, "texts": {"level2": "数量指标"}}, {})
    assert removed == Line("remove", "年度 数量指标（未填三级指标）")


def test_a_row_moves_to_another_group_or_to_another_place() -> None:
    done = {"do": "move", "row": ROW, "side": "annual", "before": [0, "产出指标", "数量指标"], "after": [3, "产出指标", "质量指标"]}
    assert told(done, NAMES) == Line("move", "年度 数量指标“新建里程”", "数量指标", "质量指标")
    done["after"] = [1, "产出指标", "数量指标"]
    assert told(done, NAMES) == Line("move", "年度 数量指标“新建里程”", "第 1 行", "第 2 行")


@pytest.mark.parametrize(("field", "name"), [("level3", "三级指标"), ("value", "指标值"), ("basis", "指标值确定依据"), ("weight", "分值")])
def test_columns_have_their_names(field: str, name: str) -> None:
    assert column_name(field) == name


def test_long_texts_are_cut_to_where_they_differ() -> None:
    same = "目" * 100
    before, after = shortened(f"{same}甲{same}", f"{same}乙{same}")
    assert before.startswith("…目目目")
    assert ("甲" in before, "乙" in after) == (True, True)


def test_a_line_that_was_broken_is_seen() -> None:
    assert shortened("甲乙", "甲\n乙") == ("甲乙", "甲↵乙")


@given(st.text(max_size=200), st.text(max_size=200), st.text(max_size=200))
def test_what_differs_differs_in_short_too(same: str, one: str, other: str) -> None:
    before, after = shortened(same + one, same + other)
    assert max(len(before), len(after)) <= MOST_CHARACTERS + 1
    first = [text.replace("\n", "↵") for text in (same + one, same + other)]
    if first[0][: len(same) + 20] != first[1][: len(same) + 20]:
        assert before != after


def test_rows_that_went_keep_the_name_they_went_by() -> None:
    names = names_of(KEYED)
    assert names[ROW].level3 == KEYED.rows("annual")[0].level3
    gone = {"do": "remove", "row": key(8001), "side": "annual", "index": 0, "texts": {"level2": "数量指标", "level3": "新名"}}
    earlier = {**gone, "texts": {"level2": "数量指标", "level3": "旧名"}}
    add_names(names, [gone, earlier])
    assert names[key(8001)] == RowName("annual", "数量指标", "新名")


def test_rows_that_an_import_took_away_have_names_too() -> None:
    names: dict[str, RowName] = {}
    add_names(names, [replaced(KEYED, KEYED)])
    assert names == names_of(KEYED)


def test_a_change_has_its_place_in_the_record() -> None:
    assert path_in(KEYED, {"do": "set", "path": "goals.annual"}) == "goals.annual"
    assert path_in(KEYED, {"do": "set", "row": ROW, "field": "value"}) == "indicators.annual[0].value"
    assert path_in(KEYED, {"do": "move", "row": ROW}) == "indicators.annual[0]"
    assert path_in(KEYED, {"do": "add", "row": key(9_999)}) == ""
