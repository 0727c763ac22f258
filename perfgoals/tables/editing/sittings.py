"""The history of a table as people remember it: who sat at it on which day from when to when, not each of a thousand saves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.utils import timezone

from perfgoals.tables.models import Revision

PAUSE = timedelta(minutes=30)
"""Whoever comes back later than that begins another sitting."""


class Stamp(NamedTuple):
    """What is known of a revision without what it changed."""

    version: int
    saved_at: datetime
    by: int | None
    act: str


@dataclass(frozen=True, slots=True)
class Sitting:
    """One person's saves of one day without a long pause, or one import, restore and so on, which stands for itself.

    Two people may sit at a table at once, so the versions of a sitting need not follow each other.
    """

    day: date
    by: int | None
    act: str
    start: datetime
    end: datetime
    versions: tuple[int, ...]

    @property
    def last(self) -> int:
        return self.versions[-1]


def sittings_of(stamps: Iterable[Stamp]) -> list[Sitting]:
    """The sittings, the newest first, of stamps in the order of their versions; times and days are the office's own."""
    ended: list[Sitting] = []
    open_by: dict[int | None, Sitting] = {}
    for stamp in stamps:
        if stamp.act != Revision.Act.EDIT:  # what is done to a whole table parts what stands before it from what comes after
            ended += [*open_by.values(), _begun(stamp)]
            open_by = {}
            continue
        sitting = open_by.get(stamp.by)
        if sitting and _goes_on(sitting, stamp):
            open_by[stamp.by] = replace(sitting, end=_here(stamp), versions=(*sitting.versions, stamp.version))
            continue
        if sitting:
            ended.append(sitting)
        open_by[stamp.by] = _begun(stamp)
    return sorted([*ended, *open_by.values()], key=lambda each: (each.day, each.last), reverse=True)


def _goes_on(sitting: Sitting, stamp: Stamp) -> bool:
    now = _here(stamp)
    return now.date() == sitting.day and now - sitting.end < PAUSE


def _begun(stamp: Stamp) -> Sitting:
    now = _here(stamp)
    return Sitting(now.date(), stamp.by, stamp.act, now, now, (stamp.version,))


def _here(stamp: Stamp) -> datetime:
    return timezone.localtime(stamp.saved_at)
