"""What somebody who reports is told: which round is open until when, to the second, and what of theirs is reported."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from perfgoals.accounts.models import Post, User
from perfgoals.review.rounds.banner import standing_of_round
from perfgoals.tables.models import TargetTable
from tests.cast import PEOPLE, Cast
from tests.review.campaign import CLOSES, DAY, SECOND, extended, make_round, project, tabled


@pytest.fixture
def _reported(cast: Cast) -> None:
    for state in ("drafting", "unit_review", "returned", "supervisor_review", "passed", "rejected"):
        tabled(project(cast.building, state), "1", state=state)
    tabled(project(cast.water, "打井"), "1")


def told(user: User, monkeypatch: Any, now: datetime = CLOSES - DAY) -> list[str]:
    monkeypatch.setattr(timezone, "now", lambda: now)
    return [each.sentence for each in standing_of_round(user)]


COUNTED = "本单位已上报 3 张，未上报 2 张，退回待改 1 张"


@pytest.mark.usefixtures("_reported")
@pytest.mark.parametrize(
    ("from_end", "window"),
    [
        (-4 * DAY, "2026-10-20 18:00 截止，还有 4 天"),
        (-DAY, "2026-10-20 18:00 截止，还有 1 天"),
        (-SECOND, "2026-10-20 18:00 截止，就是今天"),
        (timedelta(), "已于 2026-10-20 18:00 截止，需要补报的请联系财政局绩效审核岗延期"),
        (14 * DAY - SECOND, "已于 2026-10-20 18:00 截止，需要补报的请联系财政局绩效审核岗延期"),
    ],
)
def test_the_time_that_is_left(cast: Cast, monkeypatch: Any, from_end: timedelta, window: str) -> None:
    make_round()
    assert told(cast.author, monkeypatch, CLOSES + from_end) == [f"2027年度一上：{window}；{COUNTED}"]


@pytest.mark.usefixtures("_reported")
def test_before_it_opens_and_long_after_it_closed_nothing_is_said(cast: Cast, monkeypatch: Any) -> None:
    found = make_round()
    assert found.opens_at is not None
    assert told(cast.author, monkeypatch, found.opens_at - SECOND) == []
    assert told(cast.author, monkeypatch, found.opens_at)
    assert told(cast.author, monkeypatch, CLOSES + 14 * DAY) == []


@pytest.mark.usefixtures("_reported")
def test_what_has_closed_is_not_told_to_whoever_reported_all(cast: Cast, monkeypatch: Any) -> None:
    make_round()
    TargetTable.objects.filter(state__in=("drafting", "unit_review")).update(state="section_review")
    assert told(cast.author, monkeypatch, CLOSES) == []
    assert told(cast.author, monkeypatch, CLOSES - SECOND)


@pytest.mark.usefixtures("_reported")
def test_late_opening_counts(cast: Cast, monkeypatch: Any) -> None:
    extended(make_round(), cast, CLOSES + 2 * DAY, cast.building)
    assert "2026-10-22 18:00 截止，还有 1 天" in told(cast.author, monkeypatch, CLOSES + DAY)[0]
    assert "已于 2026-10-20 18:00 截止" in told(cast.other_author, monkeypatch, CLOSES + DAY)[0]


@pytest.mark.parametrize("who", PEOPLE)
def test_only_whoever_reports_is_told(cast: Cast, monkeypatch: Any, who: str) -> None:
    make_round()
    assert bool(told(cast.people[who], monkeypatch)) is (who in ("author", "colleague", "unit_reviewer", "other_author"))
    assert standing_of_round(AnonymousUser()) == []


def test_a_unit_without_tables_is_told_of_the_campaign_but_not_of_what_comes_as_it_comes(cast: Cast, monkeypatch: Any) -> None:
    make_round()
    make_round("addition", closes_at=None)
    assert told(cast.author, monkeypatch) == ["2027年度一上：2026-10-20 18:00 截止，还有 1 天；本单位还没有建表"]
    tabled(project(cast.building, "追加"), "1", kind="addition")
    assert told(cast.author, monkeypatch)[1] == "2027年度追加：正在上报，没有截止时间；本单位已上报 0 张，未上报 1 张"


def test_of_the_second_round_it_is_said_that_controls_are_given_out(cast: Cast, monkeypatch: Any) -> None:
    make_round("second", controls_issued_at=CLOSES - 9 * DAY)
    assert told(cast.author, monkeypatch)[0].endswith("；控制数已下达")


@pytest.mark.usefixtures("_reported")
def test_several_units_are_told_of_together_unless_they_close_apart(cast: Cast, monkeypatch: Any) -> None:
    Post.objects.create(user=cast.author, department=cast.water, role=Post.Role.AUTHOR)
    found = make_round()
    assert told(cast.author, monkeypatch) == [
        "2027年度一上：2026-10-20 18:00 截止，还有 1 天；各单位已上报 3 张，未上报 3 张，退回待改 1 张"
    ]
    extended(found, cast, CLOSES + DAY, cast.water)
    assert [sentence.partition("；")[2] for sentence in told(cast.author, monkeypatch)] == [
        "建设局已上报 3 张，未上报 2 张，退回待改 1 张",
        "水利局已上报 0 张，未上报 1 张",
    ]
    assert [each.sentence.partition("；")[2] for each in standing_of_round(cast.author, acting_for=cast.water)] == [
        "本单位已上报 0 张，未上报 1 张"
    ]


@pytest.mark.usefixtures("_reported")
@pytest.mark.parametrize(("from_end", "is_urgent"), [(-3 * DAY - SECOND, False), (-3 * DAY, True), (DAY, True)])
def test_three_days_before_it_is_urgent(cast: Cast, monkeypatch: Any, from_end: timedelta, is_urgent: bool) -> None:
    make_round()
    monkeypatch.setattr(timezone, "now", lambda: CLOSES + from_end)
    assert [each.is_urgent for each in standing_of_round(cast.author)] == [is_urgent]


@pytest.mark.usefixtures("_reported")
def test_it_is_two_queries_whatever_there_is(cast: Cast, monkeypatch: Any, django_assert_num_queries: Any) -> None:
    found = make_round()
    make_round("second")
    make_round("addition", closes_at=None)
    for day in range(1, 9):
        extended(found, cast, CLOSES + day * DAY, cast.building)
    for number in range(20):
        tabled(project(cast.building, f"又{number}"), "1", kind="second")
    monkeypatch.setattr(timezone, "now", lambda: CLOSES - DAY)
    with django_assert_num_queries(3):  # the posts, and these two
        standing_of_round(cast.author)
    with django_assert_num_queries(1):
        standing_of_round(cast.reader)
