"""/rounds/…/extensions/ opens a round late, for one unit or for all."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.utils import timezone

from perfgoals.accounts.models import Department
from perfgoals.review.models import Extension, ReportingRound
from tests.cast import Cast, client_of
from tests.dumping import dump
from tests.review.campaign import CLOSES, DAY, SECOND, extended, make_round


@pytest.fixture
def found(cast: Cast, monkeypatch: Any) -> ReportingRound:
    monkeypatch.setattr(timezone, "now", lambda: CLOSES + SECOND)
    return make_round()


def extend(cast: Cast, found: ReportingRound, **data: str) -> Any:
    wish = {"department": str(cast.building.pk), "until": "2026-10-22T18:00", "reason": "停电两天"}
    return client_of(cast.administrator).post(f"/rounds/{found.pk}/extensions/", wish | data)


@pytest.mark.parametrize("unit", ["建设局", "全部单位"])
def test_it_is_granted_and_noted(cast: Cast, found: ReportingRound, unit: str) -> None:
    answer = extend(cast, found, **({"department": "all"} if unit == "全部单位" else {}))
    assert answer.headers["Location"] == f"/rounds/{found.pk}/extensions/"
    granted = Extension.objects.get()
    assert (granted.department, granted.until) == (cast.building if unit == "建设局" else None, CLOSES + 2 * DAY)
    assert granted.granted_by == cast.administrator
    assert LogEntry.objects.get().get_change_message() == f"{unit}延期至 2026-10-22 18:00：停电两天"
    page = client_of(cast.performance_reviewer).get(f"/rounds/{found.pk}/extensions/").content.decode()
    for said in ("管理员", "停电两天", "2026-10-22 18:00", "现在结束"):
        assert said in page


WRONG = [
    ({"department": ""}, "请选择延期的单位"),
    ({"department": "0"}, "没有这个单位"),
    ({"department": "x"}, "没有这个单位"),
    ({"until": ""}, "请填写延期至"),
    ({"until": "2026-10-20T18:00"}, "没有延期：延期至 2026-10-20 18:00 已经过去"),
    ({"reason": " "}, "请写明延期的理由"),
    ({"reason": "字" * 501}, "理由最多 500 个字"),
]


@pytest.mark.parametrize(("data", "sentence"), WRONG)
def test_what_is_wrong_is_said_and_nothing_opened(cast: Cast, found: ReportingRound, data: dict[str, str], sentence: str) -> None:
    before = dump()
    assert sentence in extend(cast, found, **data).content.decode()
    assert dump() == before


def test_sections_and_units_of_the_past_are_no_choice(cast: Cast, found: ReportingRound) -> None:
    Department.objects.filter(pk=cast.water.pk).update(valid_until=date(2026, 1, 1))
    for unit in (cast.section, cast.water):
        assert "没有这个单位" in extend(cast, found, department=str(unit.pk)).content.decode()
    assert not Extension.objects.exists()


def test_twice_the_same_is_once(cast: Cast, found: ReportingRound) -> None:
    extend(cast, found)
    assert "已有同样的延期" in extend(cast, found).content.decode()
    assert (Extension.objects.count(), LogEntry.objects.count()) == (1, 1)


def test_a_round_without_an_end_has_no_form(cast: Cast, found: ReportingRound) -> None:
    ReportingRound.objects.update(closes_at=None)
    page = client_of(cast.administrator).get(f"/rounds/{found.pk}/extensions/").content.decode()
    assert "没有截止时间，不用延期" in page
    assert 'name="until"' not in page
    assert "没有截止时间" in extend(cast, found).content.decode()


def test_one_that_has_ended_is_told_as_such(cast: Cast, found: ReportingRound) -> None:
    extended(found, cast, CLOSES + SECOND)
    page = client_of(cast.administrator).get(f"/rounds/{found.pk}/extensions/").content.decode()
    assert "已结束" in page
    assert "现在结束" not in page


def test_its_queries_do_not_grow(cast: Cast, found: ReportingRound, django_assert_num_queries: Any) -> None:
    client = client_of(cast.administrator)
    for day in range(1, 3):
        extended(found, cast, CLOSES + day * DAY, cast.building)
    client.get(f"/rounds/{found.pk}/extensions/")  # the content type is asked for once
    with django_assert_num_queries(8):
        client.get(f"/rounds/{found.pk}/extensions/")
    for day in range(3, 9):
        extended(found, cast, CLOSES + day * DAY, cast.water)
    with django_assert_num_queries(8):
        client.get(f"/rounds/{found.pk}/extensions/")


def test_others_may_not(cast: Cast, found: ReportingRound) -> None:
    before = dump()
    for who in ("author", "supervisor_reviewer", "section_reviewer", "reader"):
        client = client_of(cast.people[who])
        assert client.get(f"/rounds/{found.pk}/extensions/").status_code == 403
        assert client.post(f"/rounds/{found.pk}/extensions/", {"department": "all"}).status_code == 403
    assert dump() == before
