"""The log: an entry written, bound to the one before; and what it tells of a table's way so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils import timezone

from perfgoals.accounts.models import Post, User
from perfgoals.review.models import LogEntry
from perfgoals.review.sealing import BEFORE_THE_FIRST, canonical
from perfgoals.review.transitions import (
    AT_FINANCE,
    CONFIRM,
    DECISIONS,
    DISPUTE,
    PASS,
    PASSING,
    REASSIGN,
    REJECT,
    SEND_BACK,
    SUBMIT,
    WITHDRAW,
)
from perfgoals.tables.editing.keyed import keyed_of, to_data
from perfgoals.tables.models import TargetTable

_CHAIN = 0x7065_7266  # any number that nothing else locks by


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody said with an act; empty where nothing was asked."""

    opinion: str = ""
    grade: str = ""


def write_entry(
    table: TargetTable, by: User, post: Post, act: str, *, source: str, words: Words, details: Mapping[str, Any] | None = None
) -> LogEntry:
    """The next entry, about a table read ``with_contents`` that has its new state and version already. Within a transaction."""
    last = _last()
    entry = LogEntry(
        number=last.number + 1 if last else 1,
        table=table,
        actor=by,
        actor_name=by.name or by.username,
        role=post.role,
        unit=post.department.name,
        at=timezone.now(),
        act=act,
        source=source,
        to=table.state,
        version=table.version,
        opinion=words.opinion,
        grade=words.grade,
        details=canonical(details or {}),
        snapshot=canonical(to_data(keyed_of(table))),
        previous=last.hash if last else BEFORE_THE_FIRST,
    )
    entry.hash = entry.sealed()
    entry.save()
    return entry


def _last() -> LogEntry | None:
    """The end of the chain, which nobody else lengthens before this transaction ends. SQLite has one writer at a time anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_CHAIN])
    return LogEntry.objects.only("number", "hash").order_by("-number").first()


def entries_of(table: TargetTable) -> list[LogEntry]:
    """What was done with the table, in order, without the records of those days."""
    return list(table.log_entries.defer("snapshot").order_by("number"))


def sending(entries: Sequence[LogEntry]) -> LogEntry | None:
    """The entry by which the table came to where it is, while the receiver has decided nothing: what may be withdrawn."""
    sent: list[LogEntry] = []
    for entry in entries:
        if entry.of in (SUBMIT, PASS):
            sent.append(entry)
        elif entry.of == WITHDRAW:
            sent = sent[:-1]
        elif entry.to != entry.source:
            sent = []
    return sent[-1] if sent else None


def last_return(entries: Sequence[LogEntry]) -> LogEntry | None:
    """The latest return, unless the table was begun anew since."""
    for entry in reversed(entries):
        if entry.of == SEND_BACK:
            return entry
        if entry.to != entry.source and entry.of not in (SUBMIT, PASS, WITHDRAW, CONFIRM, DISPUTE):
            return None
    return None


def in_proposal(entries: Sequence[LogEntry]) -> tuple[LogEntry, LogEntry | None] | None:
    """The entry that proposed 财政代改, and the one by which it came back, if it did; None once it is settled in another way."""
    answered = None
    for entry in reversed(entries):
        if entry.to == TargetTable.State.UNIT_CONFIRMATION:
            return entry, answered
        if entry.source == TargetTable.State.UNIT_CONFIRMATION and entry.of in (DISPUTE, WITHDRAW):
            answered = entry
        elif entry.of != REASSIGN:
            return None
    return None


def is_graded(entries: Sequence[LogEntry]) -> bool:
    """Whether finance has given it a grade with which it passes."""
    for entry in reversed(entries):
        if entry.grade in PASSING:
            return True
        if entry.of in (REJECT, DISPUTE):
            return False
    return False


def reviewers_at_finance(entries: Sequence[LogEntry]) -> dict[int, set[str]]:
    """Who decided in which review at finance, by their keys."""
    found: dict[int, set[str]] = {}
    for entry in entries:
        if entry.source in AT_FINANCE and entry.of in DECISIONS:
            found.setdefault(entry.actor_id, set()).add(entry.source)
    return found
