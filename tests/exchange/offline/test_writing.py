"""The workbook that is given out: what is open, what is locked, what is chosen from a list, what is hidden."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from perfgoals.exchange.offline.reading import read_offline
from perfgoals.exchange.offline.slots import SPARE, slots
from perfgoals.official.hierarchy import hierarchy
from perfgoals.official.layout_file import all_layouts, load
from perfgoals.official.snapshot import SIDES, Indicator, IndicatorSides
from perfgoals.tables.editing.keyed import Keyed, with_text
from tests.exchange.offline.excel import Excel, record, with_row, workbook


@pytest.fixture(scope="module")
def henan() -> Keyed:
    return record("henan-10")


@pytest.fixture(scope="module")
def sheet(henan: Keyed) -> Worksheet:
    return Excel(workbook(henan, version=7)).sheet


def choices_at(sheet: Worksheet, address: str) -> list[str]:
    found = [each for each in sheet.data_validations.dataValidation if each.type == "list" and address in each.sqref]
    assert len(found) == 1, address
    assert found[0].errorStyle in (None, "stop"), "a name that the framework has not is stopped"
    return str(found[0].formula1).strip('"').split(",")


def test_every_row_offers_the_level2_of_its_level1(sheet: Worksheet) -> None:
    framework = load("henan").hierarchy
    first = next(cell.row for cell in sheet["B"] if cell.value == "一级指标") + 1
    seen = set()
    for row in range(first, sheet.max_row + 1):
        level1 = sheet[f"B{row}"].value
        for column in "CF":
            offered = choices_at(sheet, f"{column}{row}")
            assert {framework.parent_of(each) for each in offered} == {level1}
            assert sheet[f"{column}{row}"].value in offered
        seen.add(level1)
    assert seen == {"产出指标", "效益指标", "满意度指标"}


def test_what_may_be_filled_in_is_open_and_the_rest_is_locked(sheet: Worksheet) -> None:
    row = next(cell.row for cell in sheet["B"] if cell.value == "一级指标") + 1
    assert sheet.protection.sheet
    assert not sheet.protection.password
    assert sheet.protection.insertRows is False, "False is allowed, in Excel's way"
    is_open = {
        address: not sheet[address].protection.locked
        for address in ("A1", "C3", "E5", "H5", "A5", f"B{row}", f"C{row}", f"D{row}", f"I{row}")
    }
    assert [address for address, free in is_open.items() if free] == ["E5", "H5", f"C{row}", f"D{row}"]


def test_amounts_are_warned_of_and_not_stopped(sheet: Worksheet) -> None:
    rules = [each for each in sheet.data_validations.dataValidation if each.type == "decimal"]
    assert {str(each.sqref) for each in rules} == {f"{column}{row}" for column in "EH" for row in (5, 6, 7)}
    assert {(each.operator, each.formula1, each.errorStyle) for each in rules} == {("greaterThanOrEqual", "0", "warning")}


def test_values_come_with_a_hint_and_with_the_limit_of_the_form(sheet: Worksheet) -> None:
    [rule] = [each for each in sheet.data_validations.dataValidation if each.promptTitle == "指标值" and "E" in str(each.sqref)]
    assert "比较符" in rule.prompt
    assert (rule.type, rule.formula1, rule.errorStyle) == ("textLength", "60", "warning")


def test_the_options_of_the_form_are_offered() -> None:
    sheet = Excel(workbook(record("henan-01"))).sheet
    [rule] = [each for each in sheet.data_validations.dataValidation if each.formula1 == '"新增项目,延续项目"']
    assert rule.errorStyle == "warning"


def test_the_mark_is_hidden_and_the_paper_does_not_show_it(henan: Keyed, sheet: Worksheet) -> None:
    head = next(cell.row for cell in sheet["B"] if cell.value == "一级指标")
    assert [sheet[f"{column}{head}"].value for column in "IJ"] == ["perfgoals-offline:1:1:7:period", "perfgoals-offline:1:1:7:annual"]
    assert [cell.value for cell in sheet["J"] if cell.row > head and cell.value] == list(henan.keys["annual"])
    assert sheet.column_dimensions["I"].hidden
    assert str(sheet.print_area).replace("$", "").endswith(f"A1:H{sheet.max_row}")


def test_there_are_spare_rows_under_every_level2(sheet: Worksheet) -> None:
    for level2 in ("数量指标", "成本指标", "可持续影响指标", "服务对象满意度指标"):
        free = [cell.row for cell in sheet["F"] if cell.value == level2 and not sheet[f"G{cell.row}"].value]
        assert len(free) >= SPARE, level2


def test_several_tables_are_several_sheets_named_after_their_projects() -> None:
    base = record("henan-10")
    book = Excel(workbook(base, record("hebei-01"), base)).book
    assert book.sheetnames == ["人口变动抽样调查", "城管综合治理", "人口变动抽样调查(2)"]
    assert [table.mark and table.mark.table for table in read_offline(workbook(base, record("hebei-01"), base))] == [1, 2, 3]


def test_the_same_tables_are_the_same_bytes(henan: Keyed) -> None:
    assert workbook(henan) == workbook(henan)


@pytest.mark.parametrize(
    "text", ['=HYPERLINK("http://x")', "+1", "-甲", "@SUM(A1)", "<r><t>x</t></r>", "_x0041_x0042_", "99", "1/2", "&amp;", "😀"]
)
def test_text_is_text(henan: Keyed, text: str) -> None:
    base = with_text(with_row(henan, "annual", 0, level3=text), "goals.annual", text)
    data = workbook(base)
    xml = b"".join(zipfile.ZipFile(BytesIO(data)).read(name) for name in zipfile.ZipFile(BytesIO(data)).namelist() if "worksheets/" in name)
    assert b"<f>" not in xml
    [file] = read_offline(data)
    assert (file.rows("annual")[0].row.level3, file.snapshot.goals.annual) == (text, text)


def test_what_cannot_stand_in_a_cell_is_left_out_or_said(henan: Keyed) -> None:
    assert read_offline(workbook(with_text(henan, "goals.annual", "甲\x07乙")))[0].snapshot.goals.annual == "甲乙"
    with pytest.raises(ValueError, match="请缩短"):
        workbook(with_text(henan, "goals.annual", "长" * 40_000))


def test_a_column_that_follows_by_itself_is_locked(henan: Keyed) -> None:
    sheet = Excel(workbook(replace(henan, beside={"mirrored": "1"}))).sheet
    row = next(cell.row for cell in sheet["B"] if cell.value == "一级指标") + 1
    assert [column for column in "CDEFGH" if not sheet[f"{column}{row}"].protection.locked] == ["F", "G", "H"]
    assert [column for column in "EH" if not sheet[f"{column}5"].protection.locked] == ["H"]


@pytest.mark.parametrize("form", all_layouts(), ids=lambda form: form.id)
def test_every_form_can_be_filled_in_from_nothing(form: object, henan: Keyed) -> None:
    empty = replace(henan.snapshot, layout=form.id, indicators=IndicatorSides())  # type: ignore[attr-defined]
    [file] = read_offline(workbook(Keyed(empty, dict.fromkeys(SIDES, ()))))
    assert file.mark
    assert {side: file.rows(side) for side in SIDES} == {"period": [], "annual": []}


LEVELS = st.sampled_from(
    [("产出指标", "数量指标"), ("产出指标", "质量指标"), ("效益指标", "社会效益"), ("满意度指标", "别的指标"), ("", "")]
)
LISTS = st.lists(LEVELS, max_size=8)


@given(LISTS, LISTS)
def test_slots_hold_every_row_once_in_its_order_and_every_level2(period: list[tuple[str, str]], annual: list[tuple[str, str]]) -> None:
    rows = {"period": period, "annual": annual}
    indicators = IndicatorSides(**{side: tuple(Indicator(*place) for place in listed) for side, listed in rows.items()})
    found = slots(indicators, SIDES, hierarchy("2015"))
    for side in SIDES:
        assert [index for slot in found for index in slot.rows[side]] == list(range(len(rows[side])))
        assert all(rows[side][index] == (slot.level1, slot.level2) for slot in found for index in slot.rows[side])
    offered = {slot.level2 for slot in found}
    assert all(offered & {two.name, *two.aliases} for one in hierarchy("2015").level1 for two in one.level2)
    assert not any(re.search("\0", slot.level2) for slot in found)
