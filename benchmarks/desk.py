"""The reviewer's desk at 10,000 tables, of which a tenth waits there, each with its entry in the log, against the same page with
fifty constant rows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from django.db.models import QuerySet
from django.utils import timezone

from benchmarks import listing
from perfgoals.accounts.models import Department, Post, User
from perfgoals.review.desk.views import context_of
from perfgoals.review.models import LogEntry
from perfgoals.review.transitions import SUBMIT, Role, State
from perfgoals.tables.models import TargetTable


def pair(scratch: Path) -> tuple[Callable[[], object], Callable[[], object]]:
    """For somebody in the 业务股室 of the unit that has all the tables."""
    user = listing.site(scratch / "desk.sqlite3", Role.SECTION_REVIEWER)
    author = User.objects.create(username="author", name="张建")
    Post.objects.update(department=Department.objects.get(kind=Department.Kind.SECTION))
    entries = (_entry(number, table, author.pk) for number, table in enumerate(TargetTable.objects.values_list("pk", flat=True), start=1))
    QuerySet(LogEntry).bulk_create(entries)  # the log's own manager adds one at a time
    return listing.pages(user, "/desk/", "review/desk/desk.html", context_of)


def _entry(number: int, table: int, actor: int) -> LogEntry:
    said = {"act": SUBMIT.code, "source": State.DRAFTING, "to": State.SECTION_REVIEW, "details": "{}", "snapshot": "{}" * 2000}
    return LogEntry(number=number, table_id=table, actor_id=actor, at=timezone.now(), version=2, previous=f"{number}", **said)
