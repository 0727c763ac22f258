"""Units out of a spreadsheet: found, tied together, refused where the tree would close."""

from __future__ import annotations

import time
from datetime import date

import pytest

from perfgoals.accounts.models import Department
from tests.cast import Cast
from tests.dumping import dump
from tests.exchange.register.books import imported, planned, said_errors, statuses

HEADS = ["单位编码", "单位名称", "类别", "上级单位", "主管部门", "业务股室", "启用日期", "停用日期"]


def unit(**said: str) -> list[str]:
    names = {"code": "单位编码", "name": "单位名称", "kind": "类别", "parent": "上级单位", "supervisor": "主管部门", "section": "业务股室"}
    names |= {"valid_from": "启用日期", "valid_until": "停用日期"}
    return [said.get(next(code for code, head in names.items() if head == each), "") for each in HEADS]


def test_new_units_may_name_each_other_in_any_order(cast: Cast) -> None:
    rows = [
        unit(code="301", name="下属站", parent="300", supervisor="农业局", section="业务一股"),
        unit(code="300", name="农业局", kind="单位"),
    ]
    assert statuses(planned("units", HEADS, *rows)) == ["new", "new"]
    imported(cast.administrator, "units", HEADS, *rows)
    station = Department.objects.get(code="301")
    assert station.parent == station.supervisor == Department.objects.get(code="300")
    assert station.section == cast.section


def test_a_renamed_unit_is_found_by_its_code(cast: Cast) -> None:
    plan = planned("units", HEADS, unit(code="101", name="建设和交通局"))
    assert [(each.label, each.before, each.after) for each in plan.entries[0].changes] == [("单位名称", "建设局", "建设和交通局")]
    imported(cast.administrator, "units", HEADS, unit(code="101", name="建设和交通局"))
    cast.building.refresh_from_db()
    assert (cast.building.name, cast.building.supervisor) == ("建设和交通局", cast.authority)


def test_an_empty_cell_says_nothing(cast: Cast) -> None:
    assert statuses(planned("units", HEADS, unit(name="建设局"))) == ["same"]


def test_a_code_is_given_to_the_unit_that_had_none(cast: Cast) -> None:
    Department.objects.filter(pk=cast.building.pk).update(code="")
    imported(cast.administrator, "units", HEADS, unit(code="777", name="建设局"))
    assert Department.objects.get(name="建设局").code == "777"


def test_of_two_units_of_one_code_the_name_tells_which(cast: Cast) -> None:
    Department.objects.create(code="101", name="老建设局", valid_until=date(2020, 12, 31))
    plan = planned("units", HEADS, unit(code="101", name="老建设局", valid_until="2021-01-31"), unit(code="101", name="新建设局"))
    assert [(entry.status, [each.before for each in entry.changes]) for entry in plan.entries] == [
        ("changed", ["2020-12-31"]),
        ("changed", ["建设局"]),
    ]


def test_a_unit_written_as_its_own_authority_has_none(cast: Cast) -> None:
    assert statuses(planned("units", HEADS, unit(code="201", name="水利局", supervisor="水利局"))) == ["same"]


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (unit(code="100", name="住建局", supervisor="建设局"), "首尾相接"),
        (unit(code="001", name="财政局", parent="业务一股"), "首尾相接"),
        (unit(code="101", name="建设局", parent="没有的局"), "D2：上级单位“没有的局”没有这个单位"),
        (unit(code="101", name="建设局", section="水利局"), "F2：业务股室“水利局”不是业务股室"),
        (unit(code="101", name="建设局", kind="公司"), "C2：类别“公司”没有这一项"),
        (unit(code="555"), "B2：单位名称还没有填"),
        (unit(code="101", valid_from="2027-01-01", valid_until="2026-01-01"), "早于启用日期"),
        (unit(code="101", valid_from="去年"), "G2：启用日期“去年”不是日期"),
        (unit(code="1" * 21, name="长码局"), "超过 20 个字"),
        (unit(code="9", name="=1+1"), "公式"),
    ],
)
def test_an_error_has_its_cell(cast: Cast, row: list[str], sentence: str) -> None:
    before = dump()
    errors = said_errors(planned("units", HEADS, row))
    assert len(errors) == 1
    assert sentence in errors[0]
    assert dump() == before


def test_a_circle_of_new_units_is_refused_in_each_of_its_cells(cast: Cast) -> None:
    rows = [unit(name="甲", parent="乙"), unit(name="乙", parent="丙"), unit(name="丙", parent="甲")]
    assert [error.split("：")[0] for error in said_errors(planned("units", HEADS, *rows))] == ["D2", "D3", "D4"]


def test_what_leans_on_a_bad_row_is_bad_itself(cast: Cast) -> None:
    rows = [unit(code="300", name="农业局", kind="公司"), unit(code="301", name="下属站", parent="农业局"), unit(code="302", name="好局")]
    assert statuses(planned("units", HEADS, *rows)) == ["error", "error", "new"]
    done = imported(cast.administrator, "units", HEADS, *rows, skip_errors=True)
    assert done.left_out == 2
    assert set(Department.objects.filter(code__startswith="30").values_list("name", flat=True)) == {"好局"}


def test_one_unit_in_two_rows_is_refused(cast: Cast) -> None:
    assert "与第 2 行是同一个单位" in said_errors(planned("units", HEADS, unit(code="101"), unit(name="建设局")))[0]


def test_one_code_for_two_units_is_refused(cast: Cast) -> None:
    errors = said_errors(planned("units", HEADS, unit(code="888", name="甲局"), unit(code="888", name="乙局")))
    assert errors
    assert statuses(planned("units", HEADS, unit(code="888", name="甲局"), unit(code="889", name="甲局"))) == ["new", "new"]


def test_a_name_of_several_units_asks_for_the_code(cast: Cast) -> None:
    Department.objects.create(code="901", name="建设局")
    assert "请写单位编码" in said_errors(planned("units", HEADS, unit(name="建设局", kind="单位")))[0]


def test_a_list_in_which_every_row_leans_on_the_one_above_takes_no_time(cast: Cast) -> None:
    """Without its first row none of the others stands; they are not read once more for each of them."""
    rows = [unit(code=f"9{number}", name=f"单位{number}", parent=f"单位{number - 1}") for number in range(1, 301)]
    began = time.perf_counter()
    assert statuses(planned("units", HEADS, *rows)) == ["error"] * 300
    assert time.perf_counter() - began < 5
