"""/progress/progress.xlsx is the page as a workbook, its amounts exact numbers."""

from __future__ import annotations

from urllib.parse import unquote

from tests.cast import Cast, client_of
from tests.exchange.workbooks import rows_of
from tests.review.campaign import make_round, project, tabled

HEADS = [
    *("单位编码", "单位", "项目数", "未建表", "填报中", "待单位审核", "已上报", "已退回", "审核通过", "已批复", "不通过或未安排"),
    *("申报数", "控制数", "批复数", "不是数字的申报数", "截止时间"),
]


def test_the_values_are_those_of_the_page(cast: Cast) -> None:
    make_round()
    tabled(project(cast.building, "修路", control="776.98853", approved="0"), "1200.000001", state="approved")
    tabled(project(cast.building, "架桥"), "约50万")
    project(cast.water, "打井")
    answer = client_of(cast.performance_reviewer).get("/progress/progress.xlsx?year=2027&round=first&sort=missing")
    assert unquote(answer.headers["Content-Disposition"]).endswith("2027年度一上进度.xlsx")
    end = "2026-10-20 18:00"
    assert rows_of(answer.content) == [
        HEADS,
        ["101", "建设局", 2, 0, 1, 0, 0, 0, 0, 1, 0, 1200.000001, 776.98853, 0, 1, end],
        ["201", "水利局", 1, 1, 0, 0, 0, 0, 0, 0, 0, None, None, None, None, end],
        ["001", "财政局", 0, 0, 0, 0, 0, 0, 0, 0, 0, None, None, None, None, end],
        ["100", "住建局", 0, 0, 0, 0, 0, 0, 0, 0, 0, None, None, None, None, end],
        [None, "合计", 3, 1, 1, 0, 0, 0, 0, 1, 0, 1200.000001, 776.98853, 0, 1, None],
    ]


def test_a_name_is_never_a_formula(cast: Cast) -> None:
    cast.building.name = "=1+1"
    cast.building.save()
    rows = rows_of(client_of(cast.administrator).get("/progress/progress.xlsx").content)
    assert "=1+1" in [row[1] for row in rows]


def test_others_get_none(cast: Cast) -> None:
    for who in ("author", "unit_reviewer", "expert", "reader", "nobody"):
        assert client_of(cast.people[who]).get("/progress/progress.xlsx").status_code == 403
