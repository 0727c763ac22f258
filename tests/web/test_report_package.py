"""/packages/<unit>/<year>/<round>/report/ reports all tables of a unit at once, or says why not."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from perfgoals.review.models import Notice, Package
from perfgoals.tables.models import Project, TargetTable
from tests.cast import Cast, client_of
from tests.dumping import dump
from tests.review.acting import act, now
from tests.review.packages.packing import drafts, submit
from tests.web.packages import form_of, page, url


@pytest.fixture
def submitted(cast: Cast) -> list[TargetTable]:
    made = drafts(cast)
    submit(cast.author, cast.building)
    return made


@pytest.fixture
def client(cast: Cast) -> Client:
    return client_of(cast.unit_reviewer)


def sent(client: Client, cast: Cast, **changed: Any) -> Any:
    return client.post(f"{url(cast.building)}report/", form_of(page(client, cast.building), "report") | changed)


def test_the_page_reports_what_it_shows(cast: Cast, client: Client, submitted: list[TargetTable]) -> None:
    answer = sent(client, cast)
    assert answer.headers["Location"] == url(cast.building)
    package = Package.objects.get()
    assert f"已上报 3 张表，是建设局 2021年度一上第1次上报，校验码 {package.code}" in page(client, cast.building)
    assert {now(table).state for table in submitted} == {"supervisor_review"}


def test_what_is_to_be_looked_at_was_seen_on_the_page(cast: Cast, client: Client, submitted: list[TargetTable]) -> None:
    Project.objects.create(department=cast.building, name="新项目")
    before = dump()
    answer = sent(client, cast, confirmed="")
    assert answer.status_code == 422
    assert "没有办理：有请核实之处，请看过后再按“已核实，整包上报”。" in answer.content.decode()
    assert dump() == before
    assert sent(client, cast).status_code == 302


def test_of_two_the_slower_is_told_who_was_faster(cast: Cast, client: Client, submitted: list[TargetTable]) -> None:
    stale = form_of(page(client, cast.building), "report")
    act(cast.unit_reviewer, submitted[0], "send_back")
    before = dump()
    answer = client.post(f"{url(cast.building)}report/", stale)
    assert answer.status_code == 409
    assert f"没有办理：“{submitted[0].project_name}”：王审已于" in answer.content.decode()
    assert dump() == before
    assert form_of(answer.content.decode(), "report")["table"] == [f"{table.pk}:2" for table in submitted[1:]]  # as it is now


@pytest.mark.parametrize(
    "changed",
    [
        {"table": ["x"]},
        {"table": ["1"]},
        {"table": ["1:"]},
        {"table": ["１:２"]},
        {"table": ["1:1"] * 1001},
        {"save_id": ["x"]},
        {"save_id": []},
        {"confirmed": ["x" * 65]},
    ],
)
def test_a_page_that_is_not_whole(cast: Cast, client: Client, submitted: list[TargetTable], changed: dict[str, Any]) -> None:
    before = dump()
    answer = sent(client, cast, **changed)
    assert answer.status_code == 422
    assert "这一页的内容不完整，请刷新页面后再办理" in answer.content.decode()
    assert dump() == before


def test_nothing_to_be_reported(cast: Cast, client: Client, submitted: list[TargetTable]) -> None:
    form = form_of(page(client, cast.building), "report")
    client.post(f"{url(cast.building)}report/", form)
    before = dump()
    answer = client.post(f"{url(cast.building)}report/", form | {"save_id": "0a671a64-40d5-491e-99b0-da01ff1f3341", "table": []})
    assert answer.status_code == 422
    assert "没有可以上报的表" in answer.content.decode()
    assert client.post(f"{url(cast.building)}report/", form).status_code == 302  # the same click once more
    assert dump() == before


@pytest.mark.parametrize("address", ["2021/third", "1/first"])
def test_a_round_that_there_is_not(cast: Cast, client: Client, submitted: list[TargetTable], address: str) -> None:
    form = form_of(page(client, cast.building), "report")
    assert client.post(f"/packages/{cast.building.pk}/{address}/report/", form).status_code == 404


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("emptied_log")
def test_one_notice_for_all_tables(cast: Cast, client: Client, submitted: list[TargetTable]) -> None:
    Notice.objects.all().delete()
    sent(client, cast)
    notice = Notice.objects.get(to=cast.supervisor_reviewer)
    assert notice.sentence == "王审（单位审核岗）上报了“建设局 2021年度一上第1次上报”，共 3 张表，请审核。"
