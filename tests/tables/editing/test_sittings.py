"""Saves are told as sittings: by day, by person, and without what a pause or an import comes between."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from perfgoals.tables.editing.sittings import PAUSE, Sitting, Stamp, sittings_of
from perfgoals.tables.models import Revision

NOON = datetime(2027, 3, 1, 4, 0, tzinfo=UTC)  # 12:00 in China
EDIT, IMPORT, RESTORE = Revision.Act.EDIT.value, Revision.Act.IMPORT.value, Revision.Act.RESTORE.value
ONE, OTHER = 1, 2


def stamps(*told: tuple[float, int | None] | tuple[float, int | None, str]) -> list[Stamp]:
    """Minutes after noon, who, and the act."""
    return [
        Stamp(version, NOON + timedelta(minutes=minutes), by, *(act or [EDIT])) for version, (minutes, by, *act) in enumerate(told, start=1)
    ]


def versions(found: list[Sitting]) -> list[tuple[int, ...]]:
    return [sitting.versions for sitting in found]


def test_saves_without_a_pause_are_one_sitting_from_the_first_to_the_last() -> None:
    (sitting,) = sittings_of(stamps((0, ONE), (29, ONE), (58, ONE)))
    assert sitting.versions == (1, 2, 3)
    assert (sitting.start.strftime("%H:%M"), sitting.end.strftime("%H:%M"), sitting.last) == ("12:00", "12:58", 3)


def test_half_an_hour_later_it_is_another_the_newest_first() -> None:
    assert versions(sittings_of(stamps((0, ONE), (30, ONE), (59.9, ONE)))) == [(2, 3), (1,)]


def test_midnight_in_china_parts_two_days() -> None:
    found = sittings_of(stamps((11 * 60 + 59, ONE), (12 * 60, ONE)))
    assert [sitting.day for sitting in found] == [date(2027, 3, 2), date(2027, 3, 1)]


def test_two_people_at_once_have_a_sitting_each() -> None:
    found = sittings_of(stamps((0, ONE), (1, OTHER), (2, ONE), (3, OTHER)))
    assert [(sitting.by, sitting.versions) for sitting in found] == [(OTHER, (2, 4)), (ONE, (1, 3))]


def test_an_import_stands_for_itself_and_parts_what_is_before_from_what_is_after() -> None:
    found = sittings_of(stamps((0, ONE), (1, ONE, IMPORT), (2, ONE, RESTORE), (3, ONE)))
    assert [(sitting.act, sitting.versions) for sitting in found] == [(EDIT, (4,)), (RESTORE, (3,)), (IMPORT, (2,)), (EDIT, (1,))]


def test_what_nobody_did_has_nobody() -> None:
    assert [sitting.by for sitting in sittings_of(stamps((0, None, IMPORT), (1, None)))] == [None, None]


def test_nothing_is_nothing() -> None:
    assert sittings_of([]) == []


moments = st.lists(
    st.tuples(st.integers(0, 60), st.sampled_from([None, ONE, OTHER]), st.sampled_from([EDIT, EDIT, EDIT, IMPORT, RESTORE])), max_size=40
)


@given(moments)
def test_every_save_is_in_one_sitting_of_whoever_made_it(told: list[tuple[int, int | None, str]]) -> None:
    minutes, listed = 0, []
    for pause, by, act in told:
        minutes += pause
        listed.append((minutes, by, act))
    marked = stamps(*listed)
    found = sittings_of(marked)
    assert sorted(version for sitting in found for version in sitting.versions) == [stamp.version for stamp in marked]
    for sitting in found:
        own = [stamp for stamp in marked if stamp.version in sitting.versions]
        assert {(stamp.by, stamp.act) for stamp in own} == {(sitting.by, sitting.act)}
        assert len(own) == 1 or sitting.act == EDIT
        assert all(later.saved_at - earlier.saved_at < PAUSE for earlier, later in pairwise(own))
    assert found == sorted(found, key=lambda sitting: (sitting.day, sitting.last), reverse=True)
