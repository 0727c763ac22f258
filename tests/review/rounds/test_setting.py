"""Late opening: by whom and when it is granted, what it opens to the second, and its end before its time."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from perfgoals.accounts.models import Department
from perfgoals.review.deciding import NotDone
from perfgoals.review.models import Extension, ReportingRound
from perfgoals.review.rounds import setting
from perfgoals.review.rounds.setting import extend_round, revoke_extension, rounds_by_year
from perfgoals.review.windows import closed_because, closes_at
from tests.cast import Cast
from tests.dumping import dump
from tests.review.campaign import CLOSES, DAY, SECOND, extended, make_round

END = CLOSES + 2 * DAY


@pytest.fixture
def found(db: None) -> ReportingRound:
    return make_round()


def at(monkeypatch: Any, moment: datetime) -> None:
    monkeypatch.setattr(timezone, "now", lambda: moment)


def wish(until: datetime = END, department: Department | None = None) -> Extension:
    return Extension(until=until, department=department, reason="停电两天")


@pytest.mark.parametrize("granted_at", [CLOSES - SECOND, CLOSES, CLOSES + SECOND])
@pytest.mark.parametrize("is_for_all", [True, False])
@pytest.mark.parametrize("who", ["performance_reviewer", "administrator"])
def test_it_is_granted_before_at_and_after_the_close(
    cast: Cast, found: ReportingRound, monkeypatch: Any, granted_at: datetime, is_for_all: bool, who: str
) -> None:
    at(monkeypatch, granted_at)
    extension = extend_round(found.pk, wish(department=None if is_for_all else cast.building), by=cast.people[who])
    assert (extension.granted_by, extension.granted_at, extension.reason) == (cast.people[who], granted_at, "停电两天")
    assert closes_at(found, cast.building) == END
    for moment, is_open in [(CLOSES - SECOND, True), (CLOSES, True), (END - SECOND, True), (END, False), (END + SECOND, False)]:
        assert (closed_because(found, cast.building, moment) == "") is is_open
        assert (closed_because(found, cast.water, moment) == "") is (is_open and (is_for_all or moment < CLOSES))


@pytest.mark.parametrize(("from_end", "is_granted"), [(-SECOND, True), (timedelta(), False), (SECOND, False)])
def test_an_end_that_is_past_is_refused(cast: Cast, found: ReportingRound, monkeypatch: Any, from_end: timedelta, is_granted: bool) -> None:
    at(monkeypatch, END + from_end)
    before = dump()
    if is_granted:
        extend_round(found.pk, wish(), by=cast.administrator)
        return
    with pytest.raises(NotDone, match="延期至 2026-10-22 18:00 已经过去，请填写以后的时间"):
        extend_round(found.pk, wish(), by=cast.administrator)
    assert dump() == before


@pytest.mark.parametrize("until", [CLOSES, CLOSES - SECOND])
def test_an_end_before_the_close_opens_nothing(cast: Cast, found: ReportingRound, monkeypatch: Any, until: datetime) -> None:
    at(monkeypatch, CLOSES - DAY)
    with pytest.raises(NotDone, match="延期至的时间应在截止时间 2026-10-20 18:00 之后"):
        extend_round(found.pk, wish(until), by=cast.administrator)
    assert not Extension.objects.exists()


def test_a_round_without_an_end_needs_none(cast: Cast, monkeypatch: Any) -> None:
    at(monkeypatch, CLOSES)
    with pytest.raises(NotDone, match="2027年度追加没有截止时间，不用延期"):
        extend_round(make_round("addition", closes_at=None).pk, wish(), by=cast.administrator)


def test_the_same_is_granted_once(cast: Cast, found: ReportingRound, monkeypatch: Any) -> None:
    at(monkeypatch, CLOSES)
    for unit in (None, cast.building, cast.water):
        extend_round(found.pk, wish(department=unit), by=cast.administrator)
        with pytest.raises(NotDone, match="已有同样的延期"):
            extend_round(found.pk, wish(department=unit), by=cast.performance_reviewer)
    extend_round(found.pk, wish(END + DAY), by=cast.administrator)
    assert Extension.objects.count() == 4
    assert closes_at(found, cast.building) == END + DAY


def test_it_is_ended_before_its_time(cast: Cast, found: ReportingRound, monkeypatch: Any) -> None:
    extension = extended(found, cast, END, cast.building)
    at(monkeypatch, CLOSES + DAY)
    assert closed_because(found, cast.building, timezone.now()) == ""
    revoke_extension(extension)
    assert "截止" in closed_because(found, cast.building, timezone.now())
    assert closed_because(found, cast.building, CLOSES - SECOND) == ""
    before = dump()
    with pytest.raises(NotDone, match="这次延期已于 2026-10-21 18:00 结束"):
        revoke_extension(extension)
    assert dump() == before


STANDINGS = [
    (CLOSES - 20 * DAY - SECOND, "未开始"),
    (CLOSES - 20 * DAY, "上报中"),
    (CLOSES - SECOND, "上报中"),
    (CLOSES, "延期中"),
    (END - SECOND, "延期中"),
    (END, "已截止"),
]


@pytest.mark.parametrize(("moment", "standing"), STANDINGS)
def test_a_round_stands_as_the_clock_says(cast: Cast, found: ReportingRound, monkeypatch: Any, moment: datetime, standing: str) -> None:
    extended(found, cast, END, cast.building)
    monkeypatch.setattr(setting.timezone, "now", lambda: moment)
    year, shown = rounds_by_year([], None)[0]
    assert (year, shown[0].standing) == (2027, standing)


def test_a_year_has_four_rounds_in_their_order_whether_they_are_set_or_not(cast: Cast, found: ReportingRound) -> None:
    ReportingRound.objects.create(year=2026, kind="addition")
    blocks = rounds_by_year([2028, 2027], None)
    assert [year for year, _ in blocks] == [2028, 2027, 2026]
    assert [[(each.label, each.standing == "未设置") for each in shown] for _, shown in blocks[1:]] == [
        [("一上", False), ("二上", True), ("调整", True), ("追加", True)],
        [("一上", True), ("二上", True), ("调整", True), ("追加", False)],
    ]


def test_late_opening_of_other_units_is_not_told(cast: Cast, found: ReportingRound) -> None:
    extended(found, cast, END)
    extended(found, cast, END + DAY, cast.building)
    extended(found, cast, END + 2 * DAY, cast.water)

    def told(units: list[int] | None) -> set[str]:
        return {setting.unit_of(each.extension) for each in rounds_by_year([], units)[0][1][0].extensions}

    assert told(None) == {"全部单位", "建设局", "水利局"}
    assert told([cast.water.pk]) == {"全部单位", "水利局"}
    assert told([]) == {"全部单位"}
