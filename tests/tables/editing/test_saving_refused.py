"""What a save refuses: a cell, which does not keep the others from being saved, or the whole request, of which nothing is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from perfgoals.tables.editing.changes import Refused
from perfgoals.tables.editing.saving import save
from perfgoals.tables.editing.wishes import Malformed
from perfgoals.tables.models import TargetTable
from tests.cast import Cast, published, stored
from tests.dumping import dump
from tests.tables.editing.saves import Change, cell, first_row, in_row, read, saved
from tests.tables.editing.wishing import key

# One cell.


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("contacts.telephone", "1" * 51),
        ("goals.annual", "长" * 20_001),
        ("funding.annual.total", "1" * 201),
        ("department.supervisor", "长" * 301),
    ],
)
def test_a_refused_cell_is_answered_and_the_others_are_saved(cast: Cast, table: TargetTable, path: str, text: str) -> None:
    was = read(table)
    row = first_row(table)
    answer = saved(cast.author, table, in_row(row, "value", "甲"), cell(path, text), in_row(row, "level3", "乙"))
    assert answer.version == 2
    assert [bool(each.reading.refused) for each in answer.answers] == [False, True, False]
    now = read(table)
    assert (now.rows("annual")[0].value, now.rows("annual")[0].level3) == ("甲", "乙")
    assert replace(now.snapshot, indicators=was.snapshot.indicators) == was.snapshot
    assert now.beside == was.beside


ODD = {
    "约50万": ("约50万", "看不懂"),
    "-3": ("-3", "负数"),
    "1.1234567": ("1.1234567", "7 位"),
    "1" * 60: ("1" * 60, "金额过大"),
    "😀": ("😀", "看不懂"),
    "<script>alert(1)</script>": ("<script>alert(1)</script>", "看不懂"),
    "3\x005": ("35", "控制字符"),
    "半\ud800个": ("半个", "看不懂"),
}


@pytest.mark.parametrize("text", ODD)
def test_an_odd_amount_is_kept_answered_and_none_for_the_sums(cast: Cast, table: TargetTable, text: str) -> None:
    kept, said = ODD[text]
    answer = saved(cast.author, table, cell("funding.annual.other", text), cell("goals.annual", "甲"))
    assert said in answer.answers[0].reading.remark + answer.answers[0].reading.mended
    table.refresh_from_db()
    split = table.funding_splits.get(side="annual")
    assert (split.other_text, table.annual_goal) == (kept, "甲")
    assert split.other is None or str(split.other.normalize()) == kept


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "=1+1", "'; DROP TABLE tables_targettable; --", "{{ 7*7 }}", "𠮷", "\u202e倒"]
)
def test_text_is_text(cast: Cast, table: TargetTable, text: str) -> None:
    row = first_row(table)
    saved(cast.author, table, in_row(row, "level3", text), cell("goals.annual", text))
    assert (read(table).rows("annual")[0].level3, read(table).snapshot.goals.annual) == (text, text)


# The whole request.

REFUSED: dict[str, Callable[[str], Change]] = {
    "year": lambda row: cell("year", "2030"),
    "layout": lambda row: cell("layout", "hebei"),
    "department.code": lambda row: cell("department.code", "1"),
    "project.name": lambda row: cell("project.name", "甲"),
    "disbursement[0].by": lambda row: cell("disbursement[0].by", "1月底"),
    "no such stage": lambda row: cell("disbursement[7].value", "1"),
    "by index": lambda row: cell("indicators.annual[0].value", "1"),
    "state": lambda row: cell("state", "approved"),
    "level1": lambda row: in_row(row, "level1", "效益指标"),
    "level2": lambda row: in_row(row, "level2", "社会效益指标"),
    "is_misfit": lambda row: in_row(row, "is_misfit", ""),
    "row of nobody": lambda row: in_row(key(1), "value", "1"),
    "outside the framework": lambda row: {"do": "move", "row": row, "level2": "我的指标", "after": None},
    "added outside": lambda row: {"do": "add", "row": key(1), "side": "annual", "level2": "产出指标"},
    "the same key": lambda row: {"do": "add", "row": row, "side": "annual", "level2": "数量指标"},
    "a closed field": lambda row: {"do": "add", "row": key(1), "side": "annual", "level2": "数量指标", "texts": {"level1": "效益指标"}},
}


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.parametrize("of", ["henan-10", "hebei-01"])
def test_what_cannot_be_keeps_the_whole_request_out(cast: Cast, of: str, name: str) -> None:
    table = stored(published(of), cast.building)
    before = dump()
    with pytest.raises(Refused) as refusal:
        saved(cast.author, table, cell("goals.annual", "甲"), REFUSED[name](first_row(table)), cell("goals.annual", "乙"))
    assert refusal.value.wish == 1
    assert dump() == before


def test_a_row_of_another_table_is_not_reached(cast: Cast, table: TargetTable) -> None:
    other = stored(published("henan-10"), cast.building)
    before = dump()
    with pytest.raises(Refused, match="已被删除"):
        saved(cast.author, table, in_row(first_row(other), "value", "甲"))
    saved(cast.author, table, {"do": "remove", "row": first_row(other)})
    assert dump() == before


def test_a_form_that_is_here_no_more_cannot_be_written(cast: Cast, table: TargetTable) -> None:
    TargetTable.objects.update(layout="hunan")
    before = dump()
    with pytest.raises(Refused, match="版式“hunan”已不在本系统，不能修改，请联系系统管理员"):
        saved(cast.author, table, cell("goals.annual", "甲"))
    assert dump() == before


@pytest.mark.parametrize("changes", [None, {}, "[]", [1], [{"do": "drop"}], [{"do": "set", "path": "goals.annual"}]])
def test_a_malformed_request_changes_nothing(cast: Cast, table: TargetTable, changes: Any) -> None:
    before = dump()
    with pytest.raises(Malformed):
        save(cast.author, table.pk, version=1, changes=changes, save_id=str(uuid4()))
    assert dump() == before


@pytest.mark.parametrize(
    ("who", "refusal"),
    [
        ("other_author", Http404),
        ("nobody", Http404),
        ("reader", PermissionDenied),
        ("unit_reviewer", PermissionDenied),
        ("section_reviewer", PermissionDenied),
        ("administrator", PermissionDenied),
    ],
)
@pytest.mark.parametrize("version", [1, 7])
def test_who_may_not_write_learns_nothing_and_changes_nothing(
    cast: Cast, table: TargetTable, who: str, refusal: type[Exception], version: int
) -> None:
    known = str(uuid4())
    saved(cast.author, table, cell("goals.annual", "甲"), save_id=known)
    before = dump()
    for save_id in (known, str(uuid4())):
        with pytest.raises(refusal):
            saved(cast.people[who], table, cell("goals.annual", "乙"), version=version, save_id=save_id)
    assert dump() == before


@pytest.mark.parametrize("fields", [{"state": "unit_review"}, {"state": "approved"}, {"deleted_at": "2027-01-01T00:00:00Z"}])
def test_a_table_that_is_not_open_is_not_written(cast: Cast, table: TargetTable, fields: dict[str, Any]) -> None:
    TargetTable.objects.update(**fields)
    before = dump()
    with pytest.raises((Http404, PermissionDenied)):
        saved(cast.author, table, cell("goals.annual", "甲"))
    assert dump() == before
