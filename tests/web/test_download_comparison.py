"""/progress/comparison.xlsx is 一上二上比较 as a workbook."""

from __future__ import annotations

from urllib.parse import unquote

from tests.cast import Cast, client_of
from tests.exchange.workbooks import rows_of
from tests.review.campaign import project, tabled

HEADS = ["单位", "项目编码", "项目名称", "一上申报数", "控制数", "二上申报数", "二上比一上", "批复数", "一上状态", "二上状态"]


def test_the_values_are_those_of_the_page(cast: Cast) -> None:
    road = project(cast.building, "修路", control="776.98853", approved="700")
    road.code = "410900001"
    road.save()
    tabled(road, "1200.000001", state="passed")
    tabled(road, "776.9", kind="second", state="approved")
    tabled(project(cast.building, "架桥"), "约50万")
    answer = client_of(cast.performance_reviewer).get("/progress/comparison.xlsx?year=2027")
    assert unquote(answer.headers["Content-Disposition"]).endswith("2027年度一上二上比较.xlsx")
    assert rows_of(answer.content) == [
        HEADS,
        ["建设局", None, "架桥", "约50万", None, None, None, None, "填报中", None],
        ["建设局", "410900001", "修路", 1200.000001, 776.98853, 776.9, -423.100001, 700, "审核通过，待批复", "已批复"],
        ["合计", None, "2 个项目", 1200.000001, 776.98853, 776.9, -423.100001, 700, None, None],
    ]


def test_a_unit_gets_its_own_without_controls_that_are_not_given_out(cast: Cast) -> None:
    tabled(project(cast.building, "修路", control="5"), "10")
    tabled(project(cast.water, "打井", control="6"), "10")
    rows = rows_of(client_of(cast.other_author).get("/progress/comparison.xlsx?year=2027").content)
    assert [row[2:5] for row in rows[1:-1]] == [["打井", 10, None]]


def test_one_unit(cast: Cast) -> None:
    for unit in (cast.building, cast.water):
        tabled(project(unit, unit.name), "10")
    rows = rows_of(client_of(cast.administrator).get(f"/progress/comparison.xlsx?year=2027&unit={cast.water.pk}").content)
    assert [row[0] for row in rows[1:]] == ["水利局", "合计"]
