"""What changed in a table under review: since it was last decided about, and since the year before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Case, F, When
from django.utils import timezone

from perfgoals.accounts.models import User
from perfgoals.review.models import LogEntry
from perfgoals.review.notes.side_by_side import aligned, differences
from perfgoals.review.standing import MOST_LINES, Standing
from perfgoals.review.transitions import DECISIONS, SEND_BACK
from perfgoals.tables.access import visible_to
from perfgoals.tables.contents import read_contents
from perfgoals.tables.editing.changes import Done
from perfgoals.tables.editing.keyed import Keyed, keyed_of
from perfgoals.tables.editing.net_changes import between
from perfgoals.tables.editing.wording import Line, names_of, path_in, told
from perfgoals.tables.models import TargetTable

_OF_THE_DAY = ("layout", "year", "number", "money_unit", "project.start", "project.end", "project.code")
"""What differs between two years without anybody having meant anything by it."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """``way``: ``last`` or ``year``; ``what`` it is compared with; ``former``: each cell that says something else now, and what it said."""

    way: str
    what: str
    lines: Sequence[Line]
    former: Sequence[tuple[str, str]]

    @property
    def shown(self) -> Sequence[Line]:
        return self.lines[:MOST_LINES]

    @property
    def left_out(self) -> int:
        return max(0, len(self.lines) - MOST_LINES)


def comparisons(user: User, standing: Standing, wanted: str) -> tuple[Comparison | None, list[str]]:
    """The one that is wanted, or else the first there is, and which there are: ``last`` and ``year``."""
    entry, earlier = last_decision(user, standing.entries), year_before(user, standing.table)
    ways: dict[str, Callable[[], Comparison]] = {}
    if entry:
        ways["last"] = lambda: since_last_time(entry, standing)
    if earlier:
        ways["year"] = lambda: since_last_year(earlier, standing.keyed)
    chosen = wanted if wanted in ways else next(iter(ways), "")
    return (ways[chosen]() if chosen else None), list(ways)


def last_decision(user: User, entries: Sequence[LogEntry]) -> LogEntry | None:
    """The latest return, or what the person decided themselves, whichever was later."""
    return next((each for each in reversed(entries) if each.of == SEND_BACK or (each.actor_id == user.pk and each.of in DECISIONS)), None)


def since_last_time(entry: LogEntry, standing: Standing) -> Comparison:
    """After a return the places it named are told with its points, and not once more."""
    then, now = LogEntry.objects.only("snapshot").get(pk=entry.pk).record, standing.keyed
    found = _compared("last", f"{entry.actor_name} {_day(entry.at)} {entry.label}时", then, now, between(then, now))
    is_told = standing.returned is not None and standing.returned.pk == entry.pk
    return replace(found, lines=standing.changes_beside) if is_told else found


def year_before(user: User, table: TargetTable) -> TargetTable | None:
    """The table of the same project of the year before that the person may see: the approved one, else the latest."""
    earlier = visible_to(user).filter(project=table.project_id, year=table.year - 1).exclude(pk=table.pk)
    is_approved = Case(When(state=TargetTable.State.APPROVED, then=1), default=0)
    return earlier.select_related("project__department").order_by(is_approved.desc(), F("approved_on").desc(nulls_last=True), "-pk").first()


def since_last_year(earlier: TargetTable, now: Keyed) -> Comparison:
    read_contents(earlier)
    then = aligned(keyed_of(earlier), now)
    done = [each for each in differences(then, now) if _is_meant(each)]
    what = f"{earlier.year} 年{earlier.get_round_display()}的表（{earlier.get_state_display()}）"
    return _compared("year", what, then, now, done)


def _is_meant(done: Done) -> bool:
    path = done.get("path", "")
    return path not in _OF_THE_DAY and not path.startswith(("department.", "contacts."))


def _compared(way: str, what: str, then: Keyed, now: Keyed, dones: Sequence[Done]) -> Comparison:
    names = names_of(then) | names_of(now)
    former = [(path, _former(done)) for done in dones if (path := path_in(now, done))]
    return Comparison(way, what, [told(done, names) for done in dones], former)


def _former(done: Done) -> str:
    match done["do"]:
        case "add":
            return "新增的一行"
        case "move":
            return "移动过"
    return f"原文：{done['before'] or '（空）'}"


def _day(at: datetime) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d}"
