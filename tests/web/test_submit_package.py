"""/packages/<unit>/<year>/<round>/submit/ sends all of the author's tables to the unit's 单位审核岗."""

from __future__ import annotations

import pytest

from perfgoals.review.models import Package
from perfgoals.tables.models import TargetTable
from tests.cast import Cast, client_of
from tests.dumping import dump
from tests.review.acting import now
from tests.review.packages.packing import drafts
from tests.web.packages import form_of, page, url


@pytest.fixture
def made(cast: Cast) -> list[TargetTable]:
    return drafts(cast)


def test_the_page_submits_what_it_shows_and_twice_is_once(cast: Cast, made: list[TargetTable]) -> None:
    client = client_of(cast.author)
    form = form_of(page(client, cast.building), "submit")
    assert client.post(f"{url(cast.building)}submit/", form).headers["Location"] == url(cast.building)
    assert {now(table).state for table in made} == {"unit_review"}
    assert "已提交 3 张表，请本单位审核岗审核上报" in page(client, cast.building)
    before = dump()
    assert client.post(f"{url(cast.building)}submit/", form).status_code == 302
    assert dump() == before
    assert not Package.objects.exists()


def test_what_must_be_changed_is_told(cast: Cast, made: list[TargetTable]) -> None:
    client = client_of(cast.author)
    form = form_of(page(client, cast.building), "submit")
    made[1].funding_splits.filter(side="annual").update(total=None, total_text="约60万")
    before = dump()
    answer = client.post(f"{url(cast.building)}submit/", form)
    assert answer.status_code == 422
    assert f"“{made[1].project_name}”：年度资金总额“约60万”不是数字" in answer.content.decode()
    assert dump() == before


def test_what_a_colleague_changed_meanwhile(cast: Cast, made: list[TargetTable]) -> None:
    client = client_of(cast.author)
    form = form_of(page(client, cast.building), "submit")
    TargetTable.objects.filter(pk=made[1].pk).update(version=5)
    answer = client.post(f"{url(cast.building)}submit/", form)
    assert answer.status_code == 409
    assert {now(table).state for table in made} == {"drafting"}
