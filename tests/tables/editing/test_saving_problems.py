"""来源问题 follow their rows, and go when their cell is written."""

from __future__ import annotations

from perfgoals.tables.models import TargetTable
from tests.cast import Cast, published
from tests.tables.editing.saves import cell, first_row, in_row, read, saved, with_keys
from tests.tables.editing.wishing import key, one_year


def problem(path: str) -> dict[str, str]:
    return {"path": path, "message": "请核对", "text": "原文"}


def test_the_problem_of_a_cell_goes_when_the_cell_is_written(cast: Cast, table: TargetTable) -> None:
    paths = ["goals.annual", "goals.period", "funding.annual.total", "indicators.annual[0].value", "indicators.annual[0].level3", "year"]
    TargetTable.objects.update(source_problems=[problem(path) for path in paths])
    row = first_row(table)
    saved(cast.author, table, cell("goals.annual", "甲"), in_row(row, "value", "甲"), cell("funding.annual.total", "1"))
    table.refresh_from_db()
    assert [each["path"] for each in table.source_problems] == ["goals.period", "indicators.annual[0].level3", "year"]


def test_the_problem_of_a_refused_or_unchanged_cell_stays(cast: Cast, table: TargetTable) -> None:
    TargetTable.objects.update(source_problems=[problem("goals.annual"), problem("goals.period")])
    goals = published("henan-10").goals
    saved(cast.author, table, cell("goals.annual", "长" * 20_001), cell("goals.period", goals.period), cell("contacts.head", "王"))
    table.refresh_from_db()
    assert [each["path"] for each in table.source_problems] == ["goals.annual", "goals.period"]


def test_problems_follow_their_rows(cast: Cast, table: TargetTable) -> None:
    paths = [f"indicators.annual[{index}].value" for index in range(4)] + ["indicators.period[0].value", "indicators.annual[2]"]
    TargetTable.objects.update(source_problems=[problem(path) for path in [*paths, "indicators.annual[999].value", "goals.annual"]])
    keys = read(table).keys["annual"]
    add = {"do": "add", "row": key(1), "side": "annual", "level2": "数量指标", "after": ""}
    saved(cast.author, table, add, {"do": "remove", "row": keys[1]}, in_row(keys[3], "value", "写过"))
    table.refresh_from_db()
    now = read(table).keys["annual"]
    assert [each["path"] for each in table.source_problems] == [
        f"indicators.annual[{now.index(keys[0])}].value",
        f"indicators.annual[{now.index(keys[2])}].value",
        "indicators.period[0].value",
        f"indicators.annual[{now.index(keys[2])}]",
        "indicators.annual[999].value",
        "goals.annual",
    ]


def test_a_row_that_is_written_and_then_moved_has_no_problem_left(cast: Cast, table: TargetTable) -> None:
    row = first_row(table)
    TargetTable.objects.update(source_problems=[problem("indicators.annual[0].value"), problem("indicators.annual[0].level3")])
    saved(cast.author, table, {"do": "move", "row": row, "level2": "质量指标", "after": None}, in_row(row, "value", "甲"))
    table.refresh_from_db()
    index = read(table).keys["annual"].index(row)
    assert [each["path"] for each in table.source_problems] == [f"indicators.annual[{index}].level3"]


def test_what_is_mirrored_takes_the_problem_of_the_twin_with_it(cast: Cast) -> None:
    same = one_year(published("henan-10"))
    table = with_keys(same, cast.building)
    paths = ["goals.annual", "goals.period", "indicators.annual[1].value", "indicators.period[1].value", "indicators.period[2].value"]
    TargetTable.objects.update(source_problems=[problem(path) for path in paths])
    saved(cast.author, table, cell("goals.annual", "甲"), in_row(same.keys["period"][1], "value", "甲"))
    table.refresh_from_db()
    assert [each["path"] for each in table.source_problems] == ["indicators.period[2].value"]
