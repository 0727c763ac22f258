"""All rounds with their late opening, asked for in one query: which are open, until when for a unit, and which one is likely meant."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import F
from django.utils import timezone

from perfgoals.review.models import ReportingRound
from perfgoals.tables.forms import default_year
from perfgoals.tables.models import TargetTable

Round = TargetTable.Round
Key = tuple[int, str]
"""A round by its year and kind."""

CAMPAIGNS = (Round.FIRST, Round.SECOND)
"""The rounds in which every project is reported; 调整 and 追加 come as they come."""


class Calendar:
    """The rounds of every year. A round that nobody set is open at any time."""

    def __init__(self) -> None:
        self.rounds: dict[Key, ReportingRound] = {}
        self._late: dict[Key, list[tuple[int | None, datetime]]] = {}
        joined = ReportingRound.objects.annotate(late_unit=F("extensions__department"), late_until=F("extensions__until"))
        for each in joined.order_by("-year", "pk"):
            key = each.year, each.kind
            self.rounds.setdefault(key, each)
            if each.late_until is not None:
                self._late.setdefault(key, []).append((each.late_unit, each.late_until))

    def closes_at(self, key: Key, unit: int | None = None) -> datetime | None:
        """When the round closes for this unit, or for those without late opening of their own; None where it does not."""
        found = self.rounds.get(key)
        if found is None or found.closes_at is None:
            return None
        return max([found.closes_at, *(until for late, until in self._late.get(key, ()) if late in (None, unit))])

    def has_opened(self, key: Key, now: datetime) -> bool:
        found = self.rounds.get(key)
        return found is not None and (found.opens_at is None or found.opens_at <= now)

    def is_open(self, key: Key, now: datetime, unit: int | None = None) -> bool:
        """Whether a round that was set lets this unit report now."""
        end = self.closes_at(key, unit)
        return self.has_opened(key, now) and (end is None or now < end)

    def are_controls_issued(self, year: int) -> bool:
        second = self.rounds.get((year, Round.SECOND))
        return second is not None and second.controls_issued_at is not None

    def open_for(self, units: Iterable[int], now: datetime) -> list[Key]:
        """The rounds in which any of the units may report now, the one that is likely meant first."""
        wanted = list(units)
        return sorted((key for key in self.rounds if any(self.is_open(key, now, unit) for unit in wanted)), key=self._likelihood)

    def likely(self, now: datetime) -> Key:
        """The round that somebody who asks for none means: one that is open, else the latest that has opened, else this year's 一上."""
        open_now = [key for key in self.rounds if self.is_open(key, now)]
        opened = [key for key in self.rounds if key[1] in CAMPAIGNS and self.has_opened(key, now)]
        return min(open_now or opened or [(default_year(_day(now)), Round.FIRST.value)], key=self._likelihood)

    def _likelihood(self, key: Key) -> tuple[bool, int, int]:
        """一上 and 二上 before 调整 and 追加, the latest year first; of a year 二上 before 一上 once the 控制数 are given out."""
        year, kind = key
        order = (Round.SECOND, Round.FIRST) if self.are_controls_issued(year) else CAMPAIGNS
        return kind not in CAMPAIGNS, -year, order.index(Round(kind)) if kind in order else Round.values.index(kind)


def _day(moment: datetime) -> date:
    return timezone.localtime(moment).date()
