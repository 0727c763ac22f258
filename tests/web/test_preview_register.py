"""/register/…/preview/: the same file with its columns mapped another way; nothing is saved."""

from __future__ import annotations

from tests.cast import Cast, client_of
from tests.dumping import dump
from tests.web.uploading import fields_of, upload


def test_columns_are_corrected_and_looked_at_again(cast: Cast) -> None:
    client, before = client_of(cast.administrator), dump()
    page = upload(client, "projects", ["甲", "乙", "丙"], ["道路", "建设局", 1200000]).content.decode()
    said = fields_of(page) | {"column-0": "name", "column-1": "unit", "column-2": "control", "money_unit": "元", "year": "2028"}
    page = client.post("/register/projects/preview/", said).content.decode()
    assert "新建 <strong>1</strong> 行" in page
    assert "<ins>120 万元</ins>" in page
    assert "2028年度" in page
    assert fields_of(page)["column-2"] == "control"
    assert dump() == before


def test_a_field_that_two_columns_claim_is_said(cast: Cast) -> None:
    client = client_of(cast.administrator)
    page = upload(client, "units", ["单位编码", "单位名称"], ["1", "局"]).content.decode()
    page = client.post("/register/units/preview/", fields_of(page) | {"column-0": "name"}).content.decode()
    assert "单位名称选了两列，请只留一列" in page


def test_a_year_that_is_none_is_said(cast: Cast) -> None:
    client = client_of(cast.administrator)
    page = upload(client, "projects", ["项目编码", "控制数（元）"], ["P", 1]).content.decode()
    page = client.post("/register/projects/preview/", fields_of(page) | {"year": "27"}).content.decode()
    assert "请填写四位数的预算年度" in page


def test_another_persons_page_is_refused(cast: Cast) -> None:
    page = upload(client_of(cast.administrator), "projects", ["项目编码"], ["P"]).content.decode()
    answer = client_of(cast.performance_reviewer).post("/register/projects/preview/", fields_of(page))
    assert answer.status_code == 400
    assert "这一页不是您打开的" in answer.content.decode()
