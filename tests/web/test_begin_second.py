"""/packages/<unit>/<year>/second/begin/ begins 二上 from 一上."""

from __future__ import annotations

from tests.cast import Cast, client_of
from tests.dumping import dump
from tests.review.packages.packing import YEAR, drafts, issue_controls
from tests.web.packages import page, url


def test_the_page_offers_it_and_shows_what_came_of_it(cast: Cast) -> None:
    drafts(cast)
    issue_controls(cast.performance_reviewer, henan_02=50, henan_04=900, henan_10=0)
    client = client_of(cast.author)
    address = f"{url(cast.building, 'second')}begin/"
    assert f'action="{address}"' in page(client, cast.building, "second")
    assert client.post(address).headers["Location"] == url(cast.building, "second")
    shown = page(client, cast.building, "second")
    for said in ("已开始二上 2 张", "超过控制数 50 万元", "没有控制数，不再申报（1 个）", "合计　2 张"):
        assert said in shown
    assert address not in shown
    client.post(address)
    assert "有控制数的项目都已有二上的表" in page(client, cast.building, "second")


def test_before_the_controls_are_issued_nothing_begins(cast: Cast) -> None:
    drafts(cast)
    before = dump()
    answer = client_of(cast.author).post(f"/packages/{cast.building.pk}/{YEAR}/second/begin/")
    assert answer.status_code == 422
    assert "没有办理：2021年度的控制数还没有下达，下达后再开始二上。" in answer.content.decode()
    assert dump() == before


def test_a_year_that_there_is_not(cast: Cast) -> None:
    assert client_of(cast.author).post(f"/packages/{cast.building.pk}/1/second/begin/").status_code == 404
