"""One decision: the table locked, everything that could forbid it asked, and then state, version and log written together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from perfgoals.accounts.models import Post, User
from perfgoals.official.check_code import check_code
from perfgoals.review.log import Words, entries_of, sending, write_entry
from perfgoals.review.models import LogEntry, OpinionDraft, PrintedCode
from perfgoals.review.noticing import send_notices
from perfgoals.review.road import post_of, steps_of
from perfgoals.review.separating import separation
from perfgoals.review.transitions import POST_IN, TRANSITIONS, Act, Role, Transition, posts_for
from perfgoals.tables.access import get_table
from perfgoals.tables.contents import read_contents
from perfgoals.tables.models import Revision, TargetTable
from perfgoals.tables.record import to_snapshot


class NotDone(Exception):
    """str: one sentence on why nothing was done, and what to do."""


class Decided(NotDone):
    """Somebody was faster: the table is no longer as the person saw it. str: who did what, and when."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What the page showed when its button was pressed: the version, and the page's own name for this act, so that a second click
    is known."""

    version: int
    save_id: str


@dataclass(frozen=True, slots=True)
class Said(Words):
    """What was filled in beside the button. ``approved``: the 批复数; None for the table's own 年度资金总额."""

    number: str = ""
    day: date | None = None
    section: int = 0
    approved: Decimal | None = None


class Decision:
    """A table on whose row this transaction has the lock, and who decides about it by which post. ``known`` is what was done
    under this ``save_id`` before; nothing is done again then. ``package``: the 送审包 that the act is part of, 0 for none.
    ``kept``: what the entry keeps beside the details of the act."""

    def __init__(self, user: User, pk: int, act: Act, seen: Seen, package: int = 0) -> None:
        self.user, self.act, self.seen, self.package = user, act, seen, package
        self.kept: dict[str, Any] = {"package": package} if package else {}
        self.table = get_table(user, pk, locked=True)
        self.known = _done_before(self.table, user, seen)
        if self.known is None:
            self._admit()

    def _admit(self) -> None:
        """PermissionDenied, Decided or NotDone where it cannot be."""
        if not any(post_of(self.user, role, self.table) for role in posts_for(self.act)):
            raise PermissionDenied(f"您可以查看这张表，但没有办理“{self.act}”的岗位。")
        self.entries = entries_of(self.table)
        if self.table.version != self.seen.version:
            raise Decided(who_was_faster(self.table, self.entries, self.seen.version))
        row = TRANSITIONS.get((self.act.code, TargetTable.State(self.table.state)))
        if row is None:
            raise NotDone(f"这张表现在是“{self.table.get_state_display()}”，不能办理“{self.act}”")
        self.row, self.post = row, self._post(row)
        if sentence := separation(self.user, self.table, self.entries, row):
            raise PermissionDenied(sentence)
        self.steps = steps_of(self.table.project.department, timezone.localdate())
        read_contents(self.table)

    def _post(self, row: Transition) -> Post:
        role = acting_role(row, self.entries)
        post = post_of(self.user, role, self.table) if role else None
        if role is None:
            raise NotDone("没有可以撤回的送审：这张表不是由上一个岗位送来的")
        if post is None:
            raise PermissionDenied(f"这张表现在是“{self.table.get_state_display()}”，只有{role.label}可以办理“{self.act}”。")
        return post

    def record(self, to: str, words: Words, details: Mapping[str, Any] | None = None, **stamps: Any) -> LogEntry:
        """Writes the new state, whatever is stamped on the table, the next version, and the entry; notices follow the commit.

        Opinions begun before are settled by it, whoever wrote them.
        """
        table, source = self.table, self.table.state
        table.state, table.version = to, table.version + 1
        table.changed_by, table.changed_at = self.user, timezone.now()
        for field, value in stamps.items():
            setattr(table, field, value)
        table.save(update_fields=["state", "version", "changed_by", "changed_at", *stamps])
        OpinionDraft.objects.filter(table=table).delete()
        act, kept = Revision.Act.ROAD, self.seen.save_id
        Revision.objects.create(table=table, version=table.version, act=act, save_id=kept, saved_by=self.user)
        said = {**self.kept, **(details or {})}
        entry = write_entry(table, self.user, self.post, self.act.code, source=source, words=words, details=said)
        PrintedCode.objects.create(entry=entry, table=table, code=check_code(to_snapshot(table), table.pk))
        transaction.on_commit(lambda: send_notices(entry), robust=True)
        return entry


def acting_role(row: Transition, entries: list[LogEntry]) -> Role | None:
    """The post that may do this now: the row's own, or the one that sent the table here; None where nobody sent it."""
    if row.by is not None:
        return row.by
    sent = sending(entries)
    return Role(sent.role) if sent and sent.to == row.source else None


def _done_before(table: TargetTable, user: User, seen: Seen) -> LogEntry | None:
    """The same click come twice. NotDone for a name that stands for something else."""
    revision = table.revisions.filter(save_id=seen.save_id).first()
    if revision is None:
        return None
    entry = table.log_entries.filter(version=revision.version, actor=user).first()
    if entry is None:
        raise NotDone("这一页已经用过，请刷新页面后再办理")
    return entry


def who_was_faster(table: TargetTable, entries: list[LogEntry], version: int) -> str:
    """Who did what with a table that a page showed in this version."""
    later = [entry for entry in entries if entry.version > version]
    if later:
        done, at = later[-1], timezone.localtime(later[-1].at)
        return f"{done.actor_name}已于 {at:%Y-%m-%d %H:%M} 办理“{done.label}”，这张表现在是“{table.get_state_display()}”"
    who = f"{table.changed_by}" if table.changed_by else "别处"
    return f"他人已修改，请核对：{who}改过这张表，现在是第 {table.version} 版，请看过现在的内容再办理"


def whose_turn(table: TargetTable) -> Role:
    """The post with which the table is."""
    return POST_IN[TargetTable.State(table.state)]
