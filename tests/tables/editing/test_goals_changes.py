"""Wishes carried out on 部门整体绩效目标, and the way back."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfgoals.tables.editing.changes import Refused
from perfgoals.tables.editing.goals_changes import (
    MOST_LINES,
    PerformedGoals,
    goals_wishes_in,
    perform_goals,
    replaced_goals,
    undo_goals,
)
from perfgoals.tables.editing.goals_keyed import KeyedGoals, Line
from perfgoals.tables.editing.wishes import Malformed

KEYS = [str(UUID(int=number)) for number in range(1, 9)]
ABOVE = {"part": "第一部分", "title": "部门整体绩效目标"}
DOCUMENT = KeyedGoals(
    ABOVE,
    (
        Line(KEYS[0], "heading", "一、总体绩效目标"),
        Line(KEYS[1], "item", "甲"),
        Line(KEYS[2], "heading", "二、分项绩效目标"),
        Line(KEYS[3], "item", "乙"),
    ),
)


def done(*changes: Any, to: KeyedGoals = DOCUMENT) -> PerformedGoals:
    return perform_goals(to, goals_wishes_in(list(changes)))


def texts(keyed: KeyedGoals) -> list[str]:
    return [line.text for line in keyed.lines]


def add(key: str, after: str | None, text: str = "新", kind: str = "item") -> dict[str, Any]:
    return {"do": "add", "row": key, "side": "lines", "level2": kind, "after": after, "texts": {"text": text}}


def move(key: str, after: str | None, kind: str = "item") -> dict[str, Any]:
    return {"do": "move", "row": key, "level2": kind, "after": after}


def write(key: str, text: str, field: str = "text") -> dict[str, Any]:
    return {"do": "set", "row": key, "field": field, "text": text}


@st.composite
def wishes(draw: st.DrawFn) -> dict[str, Any]:
    """Any of them, for rows that are there, that are not, or not any more."""
    key = st.sampled_from(KEYS)
    text = st.text("甲乙丙 1\n<p>", max_size=5)
    after = st.one_of(st.none(), st.just(""), key)
    kind = draw(st.sampled_from(["heading", "item"]))
    match draw(st.sampled_from(["above", "set", "add", "remove", "move"])):
        case "above":
            return {"do": "set", "path": draw(st.sampled_from(["part", "title"])), "text": draw(text)}
        case "set":
            return write(draw(key), draw(text))
        case "add":
            return add(draw(key), draw(after), draw(text), kind)
        case "move":
            return move(draw(key), draw(after), kind)
    return {"do": "remove", "row": draw(key)}


@given(st.lists(wishes(), max_size=15))
def test_whatever_was_done_can_be_undone(asked: list[dict[str, Any]]) -> None:
    keyed, all_done = DOCUMENT, []
    for wish in asked:
        try:
            performed = done(wish, to=keyed)
        except Refused:
            continue
        keyed, all_done = performed.keyed, [*all_done, *performed.done]
    assert len({line.key for line in keyed.lines}) == len(keyed.lines)
    assert undo_goals(keyed, all_done) == DOCUMENT


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (KEYS[1], ["一、总体绩效目标", "甲", "新", "二、分项绩效目标", "乙"]),
        ("", ["新", "一、总体绩效目标", "甲", "二、分项绩效目标", "乙"]),
        (None, ["一、总体绩效目标", "甲", "二、分项绩效目标", "乙", "新"]),
        (KEYS[7], ["一、总体绩效目标", "甲", "二、分项绩效目标", "乙", "新"]),
    ],
)
def test_a_line_comes_where_it_is_wished(after: str | None, expected: list[str]) -> None:
    performed = done(add(KEYS[4], after))
    assert texts(performed.keyed) == expected


def test_a_line_moves_and_may_become_a_heading_on_the_way() -> None:
    keyed = done(move(KEYS[3], "", "heading")).keyed
    assert keyed.lines[0] == Line(KEYS[3], "heading", "乙")
    assert texts(keyed)[1:] == ["一、总体绩效目标", "甲", "二、分项绩效目标"]


def test_a_move_to_where_it_stands_is_nothing() -> None:
    assert done(move(KEYS[1], KEYS[0])).done == []


def test_what_is_gone_is_no_error_to_remove() -> None:
    assert done({"do": "remove", "row": KEYS[7]}).done == []


def test_pasted_markup_is_taken_out_and_told_at_its_line() -> None:
    performed = done(write(KEYS[1], "<p>目标1</p>\x07"))
    (answer,) = performed.answers
    assert (answer.at, answer.reading.text) == ({"row": KEYS[1], "field": "text"}, "目标1")
    assert answer.reading.mended == "已去除网页标记；已去除控制字符"
    assert performed.keyed.lines[1].text == "目标1"


def test_broken_lines_are_joined() -> None:
    assert done(write(KEYS[1], "目标\r\n一")).keyed.lines[1].text == "目标一"


@pytest.mark.parametrize(
    ("wish", "sentence"),
    [
        (write(KEYS[0], "一" * 301), "有 301 个字，最多能存 300 个字，这一格没有保存"),
        (write(KEYS[1], "一" * 20_001), "有 20001 个字，最多能存 20000 个字，这一格没有保存"),
        ({"do": "set", "path": "title", "text": "一" * 201}, "有 201 个字，最多能存 200 个字，这一格没有保存"),
        ({"do": "set", "path": "part", "text": "一" * 101}, "有 101 个字，最多能存 100 个字，这一格没有保存"),
    ],
)
def test_a_text_too_long_is_answered_at_its_place_and_the_rest_is_done(wish: dict[str, Any], sentence: str) -> None:
    performed = done(wish, write(KEYS[3], "写上了"))
    assert sentence in performed.answers[0].reading.refused
    assert [each["row"] for each in performed.done] == [KEYS[3]]


def test_an_empty_title_is_kept_and_asked_for() -> None:
    performed = done({"do": "set", "path": "title", "text": " "})
    assert performed.keyed.texts["title"] == ""
    assert performed.answers[0].reading.remark == "请填写标题，一般是“部门整体绩效目标”"


@pytest.mark.parametrize(
    ("wish", "sentence"),
    [
        ({"do": "set", "path": "year", "text": "2030"}, "“year”不是部门整体绩效目标可以填写的地方"),
        ({"do": "set", "path": "department.name", "text": "x"}, "不是部门整体绩效目标可以填写的地方"),
        (write(KEYS[7], "x"), "这一行已被删除"),
        (write(KEYS[0], "x", "key"), "一行没有“key”"),
        (move(KEYS[7], ""), "这一行已被删除"),
        (move(KEYS[1], "", "数量指标"), "既不是标题也不是段落"),
        (add(KEYS[0], ""), "这一行已经在文中"),
        (add(KEYS[5], "", kind="title"), "既不是标题也不是段落"),
    ],
)
def test_what_cannot_be_is_refused_with_its_place(wish: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Refused, match=sentence) as refusal:
        done(write(KEYS[1], "甲改"), wish)
    assert refusal.value.wish == 1


def test_a_paragraph_too_long_for_a_heading_stays_one() -> None:
    long = KeyedGoals(ABOVE, (Line(KEYS[0], "item", "一" * 301),))
    with pytest.raises(Refused, match="这一行有 301 个字，标题最多 300 个字，没有改为标题"):
        done(move(KEYS[0], "", "heading"), to=long)


def test_there_is_an_end_to_adding() -> None:
    full = KeyedGoals(ABOVE, tuple(Line(str(uuid4()), "item", "甲") for _ in range(MOST_LINES)))
    with pytest.raises(Refused, match=f"最多 {MOST_LINES} 行，没有再添加"):
        done(add(str(uuid4()), None), to=full)


@pytest.mark.parametrize("side", ["annual", "period", "", None, 1, []])
def test_there_is_one_list_only(side: Any) -> None:
    with pytest.raises(Malformed):
        done(add(KEYS[5], "") | {"side": side})


def test_a_whole_document_put_in_place_of_another_is_undone_whole() -> None:
    other = KeyedGoals({"part": "", "title": "整体目标"}, (Line(KEYS[6], "item", "丙"),))
    assert undo_goals(other, [replaced_goals(DOCUMENT, other)]) == DOCUMENT
