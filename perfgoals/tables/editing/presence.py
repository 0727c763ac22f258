"""Who has a table, or 部门整体绩效目标, open now. A page tells of itself every few seconds; one that is heard of no more is gone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from perfgoals.accounts.models import User
from perfgoals.tables.models import DepartmentGoals, Presence, TargetTable

Place = TargetTable | DepartmentGoals

SILENT = timedelta(seconds=45)
"""Three times what a page waits before it tells of itself again."""

WRITTEN_EVERY = timedelta(seconds=10)
"""SQLite has one writer at a time, and somebody's save is worth more than a fresher time of a page."""

SWEPT_AFTER = timedelta(days=1)
MOST_TABS = 20
"""Of one person in one table: whoever opens more is there all the same."""


@dataclass(frozen=True, slots=True)
class Other:
    """Somebody else who has it open, in so many pages."""

    name: str
    tabs: int


@dataclass(frozen=True, slots=True)
class Company:
    """``others`` by name; ``own_tabs``: the same person's other pages."""

    others: tuple[Other, ...]
    own_tabs: int


def be_present(place: Place, user: User, tab: str) -> Company:
    """Notes that this page of the person is open, and tells who else is there. One query, and a second at most every 10 seconds."""
    now = timezone.now()
    here = list(_heard_of(place, user, tab, now))
    _note(place, user, tab, here, now)
    return _company(here, user, tab)


def _key(place: Place) -> dict[str, Place | None]:
    """The columns that name what is open."""
    is_table = isinstance(place, TargetTable)
    return {"table": place if is_table else None, "goals": None if is_table else place}


def _heard_of(place: Place, user: User, tab: str, now: datetime) -> QuerySet[Presence]:
    """The pages heard of lately, and the page's own row however old: a machine may have slept."""
    is_here = Q(seen_at__gt=now - SILENT) | Q(user=user, tab=tab)
    return Presence.objects.filter(is_here, **_key(place)).select_related("user").order_by("user__name", "user_id")


def _note(place: Place, user: User, tab: str, here: Sequence[Presence], now: datetime) -> None:
    own = [each for each in here if each.user_id == user.pk]
    known = next((each for each in own if str(each.tab) == tab), None)
    if known is None and len(own) < MOST_TABS:
        _begin(place, user, tab, now)
    elif known and now - known.seen_at >= WRITTEN_EVERY:
        Presence.objects.filter(pk=known.pk).update(seen_at=now)


def _begin(place: Place, user: User, tab: str, now: datetime) -> None:
    """In one statement, for the same page may be telling twice at once; a page that went on to another table is there now."""
    page = Presence(**_key(place), user=user, tab=tab, seen_at=now)
    Presence.objects.bulk_create([page], update_conflicts=True, unique_fields=["user", "tab"], update_fields=["table", "goals", "seen_at"])


def _company(here: Sequence[Presence], user: User, tab: str) -> Company:
    pages = [each for each in here if (each.user_id, str(each.tab)) != (user.pk, tab)]
    counted = Counter((each.user_id, each.user.name) for each in pages)
    others = tuple(Other(name, tabs) for (key, name), tabs in counted.items() if key != user.pk)
    return Company(others, sum(tabs for (key, _), tabs in counted.items() if key == user.pk))


def leave(user: User, tab: str) -> None:
    """The page is closed. Whatever was not heard of for a day goes with it."""
    is_long_gone = Q(seen_at__lt=timezone.now() - SWEPT_AFTER)
    Presence.objects.filter(Q(user=user, tab=tab) | is_long_gone).delete()
