"""The calendar of rounds: open for whom and until when, and which round is likely meant."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from perfgoals.review.models import ReportingRound
from perfgoals.review.rounds.calendar import Calendar
from perfgoals.review.windows import closed_because, closes_at
from tests.cast import Cast
from tests.review.campaign import CLOSES, DAY, SECOND, extended, make_round

FIRST = 2027, "first"


def test_it_says_what_the_windows_say(cast: Cast) -> None:
    found = make_round()
    extended(found, cast, CLOSES + DAY)
    extended(found, cast, CLOSES + 2 * DAY, cast.building)
    extended(found, cast, CLOSES + 3 * DAY, cast.authority)
    calendar = Calendar()
    opens = CLOSES - 20 * DAY
    for unit in (cast.building, cast.water, cast.authority):
        assert calendar.closes_at(FIRST, unit.pk) == closes_at(found, unit)
        for end in (opens, CLOSES, CLOSES + DAY, CLOSES + 2 * DAY, CLOSES + 3 * DAY):
            for moment in (end - SECOND, end, end + SECOND):
                assert calendar.is_open(FIRST, moment, unit.pk) is (closed_because(found, unit, moment) == "")


def test_what_nobody_set_does_not_close(db: None) -> None:
    calendar = Calendar()
    assert calendar.closes_at(FIRST, 1) is None
    assert not calendar.is_open(FIRST, CLOSES)
    assert not calendar.are_controls_issued(2027)


def test_the_open_rounds_of_a_unit_the_likely_one_first(cast: Cast) -> None:
    make_round("addition", closes_at=None, opens_at=None)
    make_round("second")
    late = make_round("first", closes_at=CLOSES - DAY)
    extended(late, cast, CLOSES + DAY, cast.building)
    calendar = Calendar()
    assert calendar.open_for([cast.building.pk], CLOSES - SECOND) == [(2027, "first"), (2027, "second"), (2027, "addition")]
    assert calendar.open_for([cast.water.pk], CLOSES - SECOND) == [(2027, "second"), (2027, "addition")]
    assert calendar.open_for([cast.water.pk, cast.building.pk], CLOSES) == [(2027, "first"), (2027, "addition")]
    ReportingRound.objects.filter(kind="second").update(controls_issued_at=CLOSES - DAY)
    assert Calendar().open_for([cast.building.pk], CLOSES - SECOND) == [(2027, "second"), (2027, "first"), (2027, "addition")]


LIKELY: list[tuple[list[tuple[str, dict[str, Any]]], datetime, tuple[int, str]]] = [
    ([], CLOSES, (2027, "first")),
    ([("first", {})], CLOSES - SECOND, (2027, "first")),
    ([("first", {}), ("addition", {"closes_at": None, "year": 2026})], CLOSES - SECOND, (2027, "first")),
    ([("first", {}), ("second", {"opens_at": CLOSES + DAY, "closes_at": CLOSES + 9 * DAY})], CLOSES + SECOND, (2027, "first")),
    ([("first", {}), ("second", {"opens_at": None, "closes_at": None})], CLOSES - SECOND, (2027, "first")),
    ([("first", {}), ("second", {"closes_at": None, "controls_issued_at": CLOSES})], CLOSES - SECOND, (2027, "second")),
    ([("first", {}), ("second", {"opens_at": CLOSES, "closes_at": CLOSES + DAY})], CLOSES, (2027, "second")),
    ([("first", {}), ("second", {}), ("adjustment", {"closes_at": None})], CLOSES + DAY, (2027, "adjustment")),
]


@pytest.mark.parametrize(("rounds", "now", "meant"), LIKELY)
def test_the_round_that_is_likely_meant(db: None, rounds: list[tuple[str, dict[str, Any]]], now: datetime, meant: tuple[int, str]) -> None:
    for kind, fields in rounds:
        make_round(kind, **fields)
    assert Calendar().likely(now) == meant


def test_it_is_one_query_whatever_there_is(cast: Cast, django_assert_num_queries: Any) -> None:
    for year in range(2020, 2027):
        found = ReportingRound.objects.create(year=year, kind="first", closes_at=CLOSES, controls_issued_at=None)
        extended(found, cast, CLOSES + DAY, cast.building)
    with django_assert_num_queries(1):
        assert len(Calendar().rounds) == 7
