"""Who is told of an act, and in which words. A notice is sent after the commit, once to each, and names nothing but the table."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import AnonymousUser
from django.db.models import F, Q, QuerySet

from perfgoals.accounts.models import User
from perfgoals.review.models import LogEntry, Notice, PackagedTable
from perfgoals.review.road import people_in
from perfgoals.review.transitions import CONFIRM, DISPUTE, PASS, POST_IN, REASSIGN, REQUEST_ADJUSTMENT, SUBMIT, WITHDRAW, Role, State
from perfgoals.tables.access import visible_to

_LONGEST_NAME = 60


def send_notices(entry: LogEntry) -> None:
    """One notice to each who is to know of the act; whoever did it knows already, and has answered what they were told of the table."""
    Notice.objects.filter(to=entry.actor_id, table=entry.table_id, entry__number__lt=entry.number, read_at=None).update(read_at=entry.at)
    what = _what(entry)
    if not what:
        return
    told = f"{entry.actor_name}（{entry.get_role_display()}）{what}。"
    receivers = {user.pk: user for user in _receivers(entry) if user.pk != entry.actor_id}
    table = entry.table
    seeing = [user for user in receivers.values() if visible_to(user).filter(pk=table.pk).exists()]
    Notice.objects.bulk_create([Notice(to=user, table=table, entry=entry, sentence=told) for user in seeing], ignore_conflicts=True)


def _what(entry: LogEntry) -> str:
    """What was done, and what its reader is asked for. Of a 送审包 the first table that went the same way speaks for all; the others
    have nothing to say."""
    package = entry.told.get("package")
    if not package:
        return f"{entry.of.told}“{_name(entry)}”，{entry.of.bid}"
    same_way = {"table__log_entries__version": F("version"), "table__log_entries__to": entry.to}
    lines = PackagedTable.objects.filter(package=package, **same_way).order_by("order")
    first = lines.select_related("package").first()
    if first is None or first.table_id != entry.table_id:
        return ""
    return f"{SUBMIT.told}“{first.package}”，共 {lines.count()} 张表，{SUBMIT.bid}"


def _name(entry: LogEntry) -> str:
    table = entry.table
    name = table.project_name or table.project.name
    return f"{name[:_LONGEST_NAME]}{'…' if len(name) > _LONGEST_NAME else ''}（{table.year}年度{table.get_round_display()}）"


def _receivers(entry: LogEntry) -> Iterable[User]:
    """Those whose turn it is now; the authors, when it came back or is settled; of what was withdrawn those who had it."""
    if entry.of == REQUEST_ADJUSTMENT:
        return people_in(Role.PERFORMANCE_REVIEWER, entry.table)
    if entry.of == WITHDRAW:
        return people_in(POST_IN[State(entry.source)], entry.table)
    if entry.of in (SUBMIT, PASS, CONFIRM, DISPUTE, REASSIGN):
        return people_in(POST_IN[State(entry.to)], entry.table)
    return people_in(Role.AUTHOR, entry.table)


def notices_of(user: User | AnonymousUser) -> QuerySet[Notice]:
    """A person's notices, but of tables that they may not open (any more)."""
    if not isinstance(user, User):
        return Notice.objects.none()
    return Notice.objects.filter(Q(to=user), table__in=visible_to(user)).order_by("-pk")


def unread(user: User | AnonymousUser) -> int:
    """The number at the bell."""
    return notices_of(user).filter(read_at__isnull=True).count()
