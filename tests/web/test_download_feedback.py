"""/feedback/<unit>/<year>/<round>.<format>: 审核意见反馈表 of a unit, from the log."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from uuid import uuid4

import openpyxl
import pytest
from django.test import Client
from docx import Document
from pytest_django import DjangoAssertNumQueries

from perfgoals.exchange.feedback import decisions_on, feedback_grid
from perfgoals.review.models import ReturnPoint
from perfgoals.review.points import answer_points, mark_point
from perfgoals.tables.models import TargetTable
from tests.cast import Cast, client_of, published, stored
from tests.review.acting import act, answer_all, bring, correct, now

HEADS = ["序号", "项目名称", "环节", "等级", "位置", "审核意见", "单位答复", "说明"]


def download(cast: Cast, who: str, table: TargetTable, ending: str = "xlsx") -> Any:
    return client_of(cast.people[who]).get(f"/feedback/{cast.building.pk}/{table.year}/{table.round}.{ending}")


def rows_of(answer: Any) -> list[list[Any]]:
    """The rows of the list, an empty cell for what is merged with the one above."""
    assert answer.status_code == 200
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
    assert sheet is not None
    rows = [["" if cell.value is None else cell.value for cell in row] for row in sheet.iter_rows()]
    start = rows.index(HEADS) + 1
    return [row for row in rows[start:] if any(row) and "审核单位" not in str(row[0])]


@pytest.fixture
def returned(cast: Cast, table: TargetTable) -> TargetTable:
    """By the section with two points, one of them argued."""
    bring(cast, table, "section_review")
    mark_point(cast.section_reviewer, table.pk, path="goals.annual", kind="must", text="请量化")
    mark_point(cast.section_reviewer, table.pk, path="indicators.annual[0].value", kind="explain", text="依据是什么")
    act(cast.section_reviewer, table, "send_back", opinion="总的还可以")
    first, second = ReturnPoint.objects.order_by("pk")
    answer_points(cast.author, table.pk, {first.pk: ("changed", ""), second.pk: ("kept", "以统计公报为准")})
    return table


def test_every_point_is_there_with_its_answer(cast: Cast, returned: TargetTable) -> None:
    rows = rows_of(download(cast, "author", returned))
    assert rows[0] == [1, returned.project_name, "股室审核", "中", "年度目标", "必须修改：请量化", "已修改", ""]
    assert rows[1][:4] == ["", "", "", ""]  # one table, one decision
    assert rows[1][5:] == ["请说明：依据是什么", "不修改", "以统计公报为准"]
    assert rows[2] == ["", "", "", "", "总体意见", "总的还可以", "", ""]
    assert len(rows) == 3


def test_what_was_pasted_out_of_a_pdf_does_not_keep_it_from_being_printed(cast: Cast, table: TargetTable) -> None:
    bring(cast, table, "section_review")
    page = {"version": now(table).version, "save": str(uuid4()), "opinion": "请\x02补充\x0c依据\ufffe"}
    client_of(cast.section_reviewer).post(f"/tables/{table.pk}/acts/send_back/", page)
    assert rows_of(download(cast, "author", table))[0][5] == "必须修改：请补充\n依据"
    assert download(cast, "author", table, "docx").status_code == 200


def test_a_later_decision_on_the_same_table_stands_below(cast: Cast, returned: TargetTable) -> None:
    act(cast.author, returned, "submit")
    act(cast.section_reviewer, returned, "pass", grade="优", opinion="")
    rows = rows_of(download(cast, "author", returned))
    assert rows[3] == ["", "", "股室审核", "优", "", "", "", ""]


@pytest.mark.parametrize(
    ("code", "words", "answer"),
    [("confirm", {}, ["单位确认", ""]), ("dispute", {"opinion": "以公报为准"}, ["不同意代改", "以公报为准"]), ("", {}, ["", ""])],
)
def test_corrections_and_what_the_unit_said_to_them(
    cast: Cast, table: TargetTable, code: str, words: dict[str, str], answer: list[str]
) -> None:
    bring(cast, table, "section_review")
    correct(cast.section_reviewer, table, "新建公厕 3 座")
    if code:
        act(cast.author, table, code, **words)
    rows = rows_of(download(cast, "author", table))
    assert rows == [[1, table.project_name, "股室审核", "良", "年度目标", "财政代改 → 改为：新建公厕 3 座（更明确）", *answer]]


def test_what_is_marked_and_not_sent_back_is_not_there(cast: Cast, returned: TargetTable) -> None:
    answer_all(cast, returned)
    act(cast.author, returned, "submit")
    mark_point(cast.section_reviewer, returned.pk, path="goals.annual", kind="must", text="草稿里的意见")
    assert "草稿里的意见" not in str(rows_of(download(cast, "section_reviewer", returned)))


def test_tables_of_the_unit_and_the_round_only_each_with_its_number(cast: Cast, returned: TargetTable) -> None:
    beside, another_round, elsewhere = (
        stored(published("henan-04"), unit, by=cast.author) for unit in (cast.building,) * 2 + (cast.water,)
    )
    TargetTable.objects.filter(pk=another_round.pk).update(round="second")
    TargetTable.objects.filter(pk__in=(beside.pk, another_round.pk, elsewhere.pk)).update(year=returned.year)
    bring(cast, beside, "returned")
    bring(cast, another_round, "returned")
    rows = rows_of(download(cast, "author", returned))
    assert sorted(row[0] for row in rows if row[0]) == [1, 2]
    assert {row[1] for row in rows if row[1]} == {returned.project_name, beside.project_name}


def test_in_word_the_head_is_repeated_and_names_are_merged(cast: Cast, returned: TargetTable) -> None:
    document = Document(BytesIO(download(cast, "author", returned, "docx").content))
    grid = document.tables[-1]
    said = [[cell.text for cell in row.cells] for row in grid.rows]
    assert any(row[-8:] == HEADS for row in said)
    assert sum(returned.project_name in row for row in said) == 3  # merged: Word tells the text of each row it covers


def test_what_is_written_is_text(cast: Cast, table: TargetTable) -> None:
    bring(cast, table, "section_review")
    mark_point(cast.section_reviewer, table.pk, path="", kind="must", text='=HYPERLINK("http://x")')
    act(cast.section_reviewer, table, "send_back", opinion="")
    sheet = openpyxl.load_workbook(BytesIO(download(cast, "author", table).content)).active
    assert sheet is not None
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if "HYPERLINK" in str(cell.value)} == {"s"}


def test_strangers_get_nothing_and_a_unit_without_opinions_is_told_so(cast: Cast, table: TargetTable, returned: TargetTable) -> None:
    for who in ("other_author", "other_section_reviewer", "nobody"):
        assert download(cast, who, returned).status_code == 404, who
    page = client_of(cast.author).get(f"/feedback/{cast.building.pk}/2019/first.xlsx", follow=True).content.decode()
    assert "建设局 2019年一上的表还没有审核意见" in page
    for address in (f"{cast.building.pk}/2019/third.xlsx", f"{cast.building.pk}/2019/first.html", "999/2019/first.xlsx"):
        assert client_of(cast.author).get(f"/feedback/{address}").status_code == 404
    assert Client().get(f"/feedback/{cast.building.pk}/2019/first.xlsx").headers["Location"].startswith("/sign-in/")


def test_the_table_page_leads_to_it(cast: Cast, returned: TargetTable) -> None:
    page = client_of(cast.author).get(f"/tables/{returned.pk}/").content.decode()
    assert f"/feedback/{cast.building.pk}/{returned.year}/{returned.round}.docx" in page


def test_the_list_of_one_unit_and_round_leads_to_it(cast: Cast, returned: TargetTable) -> None:
    chosen = {"year": returned.year, "round": returned.round, "unit": cast.building.pk}
    address = f"/feedback/{cast.building.pk}/{returned.year}/{returned.round}.xlsx"
    client = client_of(cast.author)
    assert address in client.get("/", chosen).content.decode()
    assert "/feedback/" not in client.get("/", chosen | {"round": ""}).content.decode()


def test_what_it_costs_does_not_grow(cast: Cast, returned: TargetTable, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    def made() -> int:
        with django_assert_num_queries(2):
            decided = decisions_on(cast.author, cast.building, returned.year, returned.round)
            feedback_grid(cast.building, returned.year, "一上", decided)
        return len(decided)

    assert made() == 1
    for name in ("henan-04", "henan-05", "henan-06"):
        bring(cast, stored(published(name), cast.building, by=cast.author), "returned")
    TargetTable.objects.update(year=returned.year)
    assert made() == 4
