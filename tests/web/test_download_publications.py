"""/publications/<year>/…: the public set, without contacts, lines to sign and 校验码."""

from __future__ import annotations

from decimal import Decimal

import pytest

from perfgoals.grid.formats.xlsx import read as read_xlsx
from perfgoals.tables.models import Project, TargetTable
from tests.cast import Cast, client_of, published, stored
from tests.grid.formats.test_pdf import read, squeeze
from tests.review.acting import act, bring


@pytest.fixture
def tables(cast: Cast) -> list[TargetTable]:
    made = [stored(published(name), cast.building, by=cast.author) for name in ("henan-10", "henan-01")]
    TargetTable.objects.update(author_name="填表的人", telephone="0393-7654321")
    for table in made:
        bring(cast, table, "approved")
    act(cast.performance_reviewer, made[0], "publish")
    return made


def test_the_booklet_has_what_is_public_and_no_more(cast: Cast, tables: list[TargetTable]) -> None:
    answer = client_of(cast.author).get("/publications/2021/tables.pdf")
    said = squeeze("".join(read(answer.content, "-layout")))
    assert "人口变动抽样调查" in said
    for absent in ("智慧园区", "填表的人", "7654321", "校验码", "单位盖章", "批复文号"):
        assert absent not in said


def test_the_list_has_amounts_and_the_sentence(cast: Cast, tables: list[TargetTable]) -> None:
    (sheet,) = read_xlsx(client_of(cast.author).get("/publications/2021/list.xlsx").content)
    texts = {cell.text for cell in sheet.cells}
    assert {"序号", "单位", "项目", "金额（万元）", "编报绩效目标的项目 1 个，涉及项目预算资金 10 万元。"} <= texts
    assert Decimal(10) in {cell.number for cell in sheet.cells}


def test_what_is_withheld_later_is_out_of_the_set(cast: Cast, tables: list[TargetTable]) -> None:
    Project.objects.update(is_withheld=True)
    assert client_of(cast.author).get("/publications/2021/tables.pdf").status_code == 404


@pytest.mark.parametrize("what", ["2021/tables.xlsx", "2021/list.pdf", "1999/list.xlsx", "2021/list.xlsx?unit=x", "2021/list.xlsx?unit=99"])
def test_what_is_not_there_is_not_found(cast: Cast, tables: list[TargetTable], what: str) -> None:
    assert client_of(cast.author).get(f"/publications/{what}").status_code == 404


def test_a_public_print_comes_after_publishing_and_to_finance_before(cast: Cast, tables: list[TargetTable]) -> None:
    print_of = f"/tables/{tables[1].pk}/public.pdf"
    refused = client_of(cast.author).get(print_of, follow=True)
    assert "还没有公开，没有公开版" in refused.content.decode()
    assert client_of(cast.performance_reviewer).get(print_of)["Content-Type"] == "application/pdf"
    assert client_of(cast.author).get(f"/tables/{tables[0].pk}/public.pdf")["Content-Type"] == "application/pdf"
    Project.objects.update(is_withheld=True)
    assert "不宜公开" in client_of(cast.performance_reviewer).get(print_of, follow=True).content.decode()
