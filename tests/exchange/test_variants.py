"""送审稿, 申报版 and 批复版: marks, lines to sign and 校验码 in every format, and the record whole in each."""

from __future__ import annotations

import datetime
import json
from io import BytesIO
from zipfile import ZipFile

import pytest

from perfgoals.exchange.reading import recover_file
from perfgoals.exchange.variants import VARIANTS, NotPrinted, Variant, print_booklet, print_table, sheet_of
from perfgoals.official.check_code import check_code
from perfgoals.official.mending import mend
from perfgoals.official.snapshot import from_json, to_json
from perfgoals.tables.models import TargetTable
from perfgoals.tables.record import to_snapshot
from tests.cast import Cast, published, stored
from tests.grid.formats.test_pdf import read, squeeze

State = TargetTable.State


def signed(table: TargetTable) -> TargetTable:
    table.head_name, table.author_name, table.telephone = "王局长", "张建", "0393-1234567"
    table.filled_on = datetime.date(2027, 3, 1)
    return table


def approved(table: TargetTable) -> TargetTable:
    table.state, table.approval_number, table.approved_on = State.APPROVED, "某财预〔2027〕15号", datetime.date(2027, 3, 9)
    table.published_on = datetime.date(2027, 4, 1)
    return table


@pytest.mark.parametrize("state", State)
def test_a_draft_is_marked_until_it_has_passed(table: TargetTable, state: State) -> None:
    table.state = state
    assert sheet_of(table, "draft").mark == ("" if state in (State.PASSED, State.APPROVED) else "送审稿")
    assert sheet_of(table, "filed").mark == ""


def test_what_is_filed_can_be_signed_and_checked(table: TargetTable) -> None:
    sheet = sheet_of(signed(table), "filed")
    signs = [cell.text for cell in sheet.grid.cells if cell.role == "sign"]
    assert signs == ["单位盖章：", "单位负责人：王局长", "填报人：张建", "联系电话：0393-1234567", "填报日期：2027年3月1日"]
    assert sheet.foot == f"校验码：{check_code(to_snapshot(table), table.pk)}"


def test_lines_nobody_filled_are_left_for_the_hand(table: TargetTable) -> None:
    signs = [cell.text for cell in sheet_of(table, "filed").grid.cells if cell.role == "sign"]
    assert signs == ["单位盖章：", "单位负责人：", "填报人：", "联系电话：", "填报日期："]


def test_a_draft_is_not_signed(table: TargetTable) -> None:
    sheet = sheet_of(signed(table), "draft")
    assert not [cell for cell in sheet.grid.cells if cell.role == "sign"]
    assert sheet.foot == ""


def test_what_is_approved_says_by_which_document(table: TargetTable) -> None:
    sheet = sheet_of(approved(signed(table)), "approved")
    assert [cell.text for cell in sheet.grid.cells if cell.role == "sign"] == ["批复文号：某财预〔2027〕15号　批复日期：2027年3月9日"]
    assert (sheet.foot, sheet.mark) == (f"校验码：{check_code(to_snapshot(table), table.pk)}", "")


def test_what_an_approved_adjustment_has_replaced_is_marked(table: TargetTable, hebei_table: TargetTable) -> None:
    hebei_table.adjusts = table
    hebei_table.save()
    assert sheet_of(approved(table), "approved").mark == ""
    approved(hebei_table).save()
    assert sheet_of(table, "approved").mark == "已调整"
    assert sheet_of(hebei_table, "approved").mark == ""
    assert "已调整" in print_table(table, "approved", "html").decode()


@pytest.mark.parametrize("state", sorted(set(State) - {State.APPROVED}))
def test_there_is_no_approved_print_before_it_is_approved(table: TargetTable, state: State) -> None:
    approved(table).state = state
    with pytest.raises(NotPrinted, match="“人口变动抽样调查”印不出来：还没有批复"):
        print_table(table, "approved", "pdf")


def test_contacts_do_not_change_the_code(table: TargetTable) -> None:
    assert sheet_of(table, "filed").foot == sheet_of(signed(table), "filed").foot


@pytest.mark.parametrize("file_format", ["xlsx", "docx"])
@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("name", ["henan-10", "hebei-01", "henan-01", "made-01"])
def test_office_files_say_what_the_table_says(cast: Cast, name: str, variant: Variant, file_format: str) -> None:
    canonical, _ = mend(to_json(published(name)))
    table = approved(signed(stored(canonical, cast.building)))
    (found,) = recover_file(print_table(table, variant, file_format)).tables
    assert found.snapshot == to_snapshot(table) == canonical


@pytest.mark.parametrize("variant", VARIANTS)
def test_json_is_the_record_alone(table: TargetTable, variant: Variant) -> None:
    assert from_json(json.loads(print_table(table, variant, "json"))) == to_snapshot(table)


def test_marks_and_codes_are_in_the_bytes(table: TargetTable) -> None:
    code = check_code(to_snapshot(table), table.pk)
    draft, filed = (squeeze("".join(read(print_table(table, variant, "pdf"), "-layout"))) for variant in ("draft", "filed"))
    assert code in filed
    assert "单位盖章：" in filed
    assert code not in draft
    assert set("送审稿") <= set("".join(read(print_table(table, "draft", "pdf"))))
    assert "送审稿" in print_table(table, "draft", "html").decode()
    assert code in print_table(table, "filed", "html").decode()


@pytest.mark.parametrize(("variant", "text"), [("draft", "送审稿"), ("filed", "校验码")])
@pytest.mark.parametrize(("file_format", "part"), [("xlsx", "xl/worksheets/"), ("docx", "word/")])
def test_marks_and_codes_are_in_office_files(table: TargetTable, variant: Variant, text: str, file_format: str, part: str) -> None:
    package = ZipFile(BytesIO(print_table(table, variant, file_format)))
    assert text in "".join(package.read(name).decode() for name in package.namelist() if name.startswith(part) and name.endswith("xml"))


def test_a_form_that_is_gone_is_one_sentence(table: TargetTable) -> None:
    table.layout = "atlantis"
    for print_it in (lambda: print_table(table, "draft", "pdf"), lambda: print_booklet([table], "filed", title="册")):
        with pytest.raises(NotPrinted, match="“人口变动抽样调查”印不出来：没有版式“atlantis”"):
            print_it()
    assert from_json(json.loads(print_table(table, "draft", "json"))).layout == "atlantis"


def test_what_a_format_cannot_hold_is_one_sentence(table: TargetTable) -> None:
    table.annual_goal = "到\x0b此"
    with pytest.raises(NotPrinted, match="印不出来"):
        print_table(table, "draft", "xlsx")


def test_each_of_several_has_its_own_code_and_pages(table: TargetTable, hebei_table: TargetTable) -> None:
    pages = [squeeze(page) for page in read(print_booklet([hebei_table, table], "filed", title="册"), "-layout")]
    for page, printed in ((pages[0], hebei_table), (pages[1], table)):
        assert check_code(to_snapshot(printed), printed.pk) in page
        assert "第1页" in page
