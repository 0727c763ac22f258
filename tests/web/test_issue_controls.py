"""/rounds/…/controls/ shows what the 控制数 come to and gives them out, once."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from perfgoals.review.models import ReportingRound
from perfgoals.tables.models import BudgetFigures, TargetTable
from tests.cast import Cast, client_of
from tests.dumping import dump
from tests.review.campaign import CLOSES, make_round, project, tabled


@pytest.fixture
def found(cast: Cast) -> ReportingRound:
    """二上 of 2027: of seven projects one gets what it asked for, two less, one nothing, and two are open."""
    for name, asked, control in (
        ("修路", "60.000001", "60"),
        ("架桥", "30", "12.5"),
        ("种树", "7", "7"),
        ("铺管", "9", "0"),
        ("打井", "5", None),
        ("清淤", "约50万", None),
    ):
        tabled(project(cast.building, name, control=control), asked)
    project(cast.water, "新增", control="3.3")
    binned = tabled(project(cast.water, "不要了"), "100")
    TargetTable.objects.filter(pk=binned.pk).update(deleted_at=CLOSES)
    tabled(project(cast.water, "去年的", control="100", year=2026), "100", year=2026)
    return make_round("second")


def page_of(client: Client, found: ReportingRound) -> str:
    return client.get(f"/rounds/{found.pk}/controls/").content.decode()


def issue(client: Client, found: ReportingRound) -> Any:
    seen = re.findall(r'name="seen" value="([^"]+)"', page_of(client, found))
    return client.post(f"/rounds/{found.pk}/controls/", {"seen": seen[0] if seen else ""}, follow=True)


def test_it_says_first_what_they_come_to(cast: Cast, found: ReportingRound) -> None:
    page = page_of(client_of(cast.performance_reviewer), found)
    told = dict(re.findall(r'<th scope="row">([^<]+)</th><td class="text-end">([^<]+)</td>', page))
    assert told == {
        "有控制数的项目": "5 个",
        "控制数合计": "82.8 万元",
        "这些项目一上申报数合计": "106.000001 万元",
        "少于申报数的项目": "2 个",
        "控制数为 0 的项目": "1 个",
        "有一上的表、没有填控制数的项目": "2 个",
    }


@pytest.mark.parametrize("who", ["performance_reviewer", "administrator"])
def test_they_are_given_out_and_noted(cast: Cast, found: ReportingRound, who: str) -> None:
    assert found.controls_issued_at is None
    page = issue(client_of(cast.people[who]), found).content.decode()
    assert "2027年度的控制数已下达" in page
    found.refresh_from_db()
    assert found.controls_issued_by == cast.people[who]
    assert found.controls_issued_at is not None
    assert LogEntry.objects.get().get_change_message() == "下达控制数"
    assert "下达控制数</a>" not in page


def test_a_second_time_is_refused(cast: Cast, found: ReportingRound) -> None:
    client = client_of(cast.administrator)
    issue(client, found)
    before = dump()
    answer = client.post(f"/rounds/{found.pk}/controls/", {"seen": "x"}, follow=True).content.decode()
    assert "没有下达：2027年度的控制数已于" in answer
    assert dump() == before


def test_without_a_single_control_there_is_nothing_to_give_out(cast: Cast, found: ReportingRound) -> None:
    BudgetFigures.objects.filter(year=2027).update(control=None)
    before = dump()
    client = client_of(cast.administrator)
    assert "2027年度还没有一个项目填写控制数" in page_of(client, found)
    assert "没有下达：2027年度还没有一个项目填写控制数" in issue(client, found).content.decode()
    assert dump() == before


def test_what_was_changed_since_the_page_was_read_is_shown_again(cast: Cast, found: ReportingRound) -> None:
    client = client_of(cast.administrator)
    seen = re.findall(r'name="seen" value="([^"]+)"', page_of(client, found))[0]
    BudgetFigures.objects.filter(project__name="修路").update(control=59)
    before = dump()
    page = client.post(f"/rounds/{found.pk}/controls/", {"seen": seen}, follow=True).content.decode()
    assert "没有下达：控制数或一上的表刚刚有改动，请再核对一次" in page
    assert "81.8 万元" in page
    assert dump() == before


def test_only_the_second_round_gives_out_controls(cast: Cast, found: ReportingRound) -> None:
    first = make_round("first")
    client = client_of(cast.administrator)
    assert client.get(f"/rounds/{first.pk}/controls/").status_code == 404
    assert client.post(f"/rounds/{first.pk}/controls/").status_code == 404
    page = client.get("/rounds/").content.decode()
    assert f"/rounds/{found.pk}/controls/" in page
    assert f"/rounds/{first.pk}/controls/" not in page


@pytest.mark.parametrize("who", ["author", "supervisor_reviewer", "section_reviewer", "reader"])
def test_others_may_not(cast: Cast, found: ReportingRound, who: str) -> None:
    before = dump()
    client = client_of(cast.people[who])
    assert client.get(f"/rounds/{found.pk}/controls/").status_code == 403
    assert client.post(f"/rounds/{found.pk}/controls/").status_code == 403
    assert dump() == before


def test_its_queries_do_not_grow(cast: Cast, found: ReportingRound, django_assert_num_queries: Any) -> None:
    client = client_of(cast.administrator)
    with django_assert_num_queries(8):  # session, person, posts, the round, figures, 一上, whether there are any, the bell
        page_of(client, found)
    for number in range(30):
        tabled(project(cast.water, f"又{number}", control="1"), "2")
    with django_assert_num_queries(8):
        page_of(client, found)
