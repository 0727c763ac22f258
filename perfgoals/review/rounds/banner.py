"""What somebody who reports is told on the list of tables: which round is open, until when, and what of theirs is reported."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Q
from django.utils import timezone

from perfgoals.accounts.models import Department, User
from perfgoals.accounts.posts import posts_of
from perfgoals.review.rounds.calendar import CAMPAIGNS, Calendar, Key, Round
from perfgoals.review.transitions import Role, State
from perfgoals.review.windows import shown_minute
from perfgoals.tables.models import TargetTable

WHO_REPORT = (Role.AUTHOR, Role.UNIT_REVIEWER)
SOON = timedelta(days=3)
AFTERWARDS = timedelta(days=14)
"""For so long a round that has closed is told of, where something was not reported."""


@dataclass(frozen=True, slots=True)
class RoundStanding:
    """One sentence about one round and those of a person's units for which it closes at the same time."""

    sentence: str
    is_urgent: bool


@dataclass(frozen=True, slots=True)
class Counted:
    """Tables of some units in a round: those that have left the unit, those that have not, and those that came back."""

    reported: int = 0
    wanting: int = 0
    returned: int = 0

    def __add__(self, other: Counted) -> Counted:
        return Counted(self.reported + other.reported, self.wanting + other.wanting, self.returned + other.returned)

    def __bool__(self) -> bool:
        return bool(self.reported or self.wanting or self.returned)

    def __str__(self) -> str:
        back = f"，退回待改 {self.returned} 张" if self.returned else ""
        return f"已上报 {self.reported} 张，未上报 {self.wanting} 张{back}"


def _counted(state: str, number: int) -> Counted:
    if state == State.RETURNED:
        return Counted(returned=number)
    return Counted(wanting=number) if state in (State.DRAFTING, State.UNIT_REVIEW) else Counted(reported=number)


def standing_of_round(user: User | AnonymousUser, *, acting_for: Department | None = None) -> list[RoundStanding]:
    """The sentences for an author or 单位审核岗, in two queries; none for anybody else."""
    posts = [post for post in posts_of(user) if post.role in WHO_REPORT and acting_for in (None, post.department)]
    units = list({post.department_id: post.department for post in posts}.values())
    return list(_Banner(units).sentences()) if units else []


class _Banner:
    def __init__(self, units: Sequence[Department]) -> None:
        self.units, self.now, self.calendar = units, timezone.now(), Calendar()

    def sentences(self) -> Iterator[RoundStanding]:
        for key in self._near:
            for end, units in self._by_end(key).items():
                counted = sum((self._counts.get((key, unit.pk), Counted()) for unit in units), Counted())
                if self._is_worth_saying(key, end, counted):
                    said = f"{self.calendar.rounds[key]}：{self._window(end)}；{self._told(units, counted)}{self._controls(key)}"
                    yield RoundStanding(said, bool(counted.wanting) and end is not None and end - self.now <= SOON)

    @cached_property
    def _near(self) -> list[Key]:
        """The rounds that have opened and did not close long ago, the latest year first."""
        opened = [key for key in self.calendar.rounds if self.calendar.has_opened(key, self.now)]
        return sorted((key for key in opened if self._is_near(key)), key=lambda key: (-key[0], Round.values.index(key[1])))

    def _is_near(self, key: Key) -> bool:
        return any(end is None or self.now < end + AFTERWARDS for end in self._by_end(key))

    def _by_end(self, key: Key) -> dict[datetime | None, list[Department]]:
        found: dict[datetime | None, list[Department]] = {}
        for unit in self.units:
            found.setdefault(self.calendar.closes_at(key, unit.pk), []).append(unit)
        return found

    @cached_property
    def _counts(self) -> dict[tuple[Key, int], Counted]:
        any_round = Q(*(Q(year=year, round=kind) for year, kind in self._near), _connector=Q.OR)
        tables = TargetTable.objects.filter(any_round, deleted_at__isnull=True, project__department__in=self.units)
        found: dict[tuple[Key, int], Counted] = {}
        grouped = tables.order_by().values_list("year", "round", "project__department", "state")
        for year, kind, unit, state, number in grouped.annotate(Count("pk")):
            place = (year, kind), unit
            found[place] = found.get(place, Counted()) + _counted(state, number)
        return found

    def _is_worth_saying(self, key: Key, end: datetime | None, counted: Counted) -> bool:
        """一上 and 二上 while they are open; 调整 and 追加 where the unit has tables in them; what closed where something is missing."""
        if end is None or self.now < end:
            return key[1] in CAMPAIGNS or bool(counted)
        return bool(counted.wanting) and self.now < end + AFTERWARDS

    def _window(self, end: datetime | None) -> str:
        if end is None:
            return "正在上报，没有截止时间"
        if end <= self.now:
            return f"已于 {shown_minute(end)} 截止，需要补报的请联系财政局绩效审核岗延期"
        left = (timezone.localtime(end).date() - timezone.localtime(self.now).date()).days
        return f"{shown_minute(end)} 截止，{f'还有 {left} 天' if left else '就是今天'}"

    def _told(self, units: Sequence[Department], counted: Counted) -> str:
        whose = "本单位" if len(self.units) == 1 else "各单位" if len(units) == len(self.units) else "、".join(unit.name for unit in units)
        return f"{whose}{counted}" if counted else f"{whose}还没有建表"

    def _controls(self, key: Key) -> str:
        year, kind = key
        return "；控制数已下达" if kind == Round.SECOND and self.calendar.are_controls_issued(year) else ""
