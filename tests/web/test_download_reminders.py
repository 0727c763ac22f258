"""/progress/reminders.xlsx is the 催报名单: telephones are text and keep their zeros."""

from __future__ import annotations

from io import BytesIO
from urllib.parse import unquote

import openpyxl

from perfgoals.accounts.models import User
from tests.cast import Cast, client_of
from tests.exchange.workbooks import rows_of
from tests.review.campaign import make_round, project, tabled


def test_the_people_to_be_called(cast: Cast) -> None:
    make_round()
    User.objects.filter(pk=cast.author.pk).update(telephone="03111234567")
    User.objects.filter(pk=cast.colleague.pk).update(telephone="=1+1")
    for name, state in (("修路", "drafting"), ("架桥", "returned")):
        tabled(project(cast.building, name), "1", state=state)
    project(cast.authority, "建房")
    for unit in (cast.finance, cast.water):
        tabled(project(unit, "都报了"), "1", state="section_review")
    answer = client_of(cast.administrator).get("/progress/reminders.xlsx?year=2027&round=first")
    assert unquote(answer.headers["Content-Disposition"]).endswith("2027年度一上催报名单.xlsx")
    end = "2026-10-20 18:00"
    assert rows_of(answer.content) == [
        ["单位编码", "单位", "联系人", "联系电话", "未建表", "未上报", "退回待改", "还差", "截止时间"],
        ["100", "住建局", "没有经办人", None, 1, 0, 0, "1 个未建表", end],
        ["101", "建设局", "张建", "03111234567", 0, 1, 1, "1 张未上报，1 张退回待改", end],
        ["101", "建设局", "李建", "=1+1", 0, 1, 1, "1 张未上报，1 张退回待改", end],
    ]
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
    assert sheet is not None
    assert {sheet[place].data_type for place in ("D5", "D6")} == {"s"}  # neither number nor formula
    assert sheet["D5"].number_format == "@"


def test_a_list_without_anybody_is_a_list_still(cast: Cast) -> None:
    rows = rows_of(client_of(cast.administrator).get("/progress/reminders.xlsx?year=2027&round=second").content)
    assert len(rows) == 1


def test_others_get_none(cast: Cast) -> None:
    for who in ("author", "unit_reviewer", "expert", "reader", "nobody"):
        assert client_of(cast.people[who]).get("/progress/reminders.xlsx").status_code == 403
