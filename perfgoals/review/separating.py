"""回避: whoever wrote a table does not review it at finance, the two reviews are by two people, and nobody confirms their own 财政代改."""

from __future__ import annotations

from django.db.models import F, Q, QuerySet

from perfgoals.accounts.models import User
from perfgoals.review.log import reviewers_at_finance
from perfgoals.review.models import LogEntry, ReturnPoint
from perfgoals.review.transitions import AT_FINANCE, DECISIONS, WITHDRAW, State, Transition
from perfgoals.tables.models import Revision, TargetTable


def separation(user: User, table: TargetTable, entries: list[LogEntry], row: Transition) -> str:
    """Why this person may not review at finance, or confirm what finance corrected, although they hold the post; empty where they may.

    二上 and 调整 go on with what was written before: whoever wrote any table of the project in its year wrote this one too.
    """
    if row.act == WITHDRAW:
        return ""
    if row.source == State.UNIT_CONFIRMATION and _proposed(user, table, entries):
        return "财政代改由您提出，不能再由您代表单位确认，请由本单位其他经办岗办理；您可以撤回。"
    if row.source not in AT_FINANCE:
        return ""
    if _written_by(user).filter(table__project=table.project_id, table__year=table.year).exists():
        return "您填写过这个项目本年度的表，不能在财政环节审核它，请由同岗的其他人办理。"
    if reviewers_at_finance(entries).get(user.pk, set()) - {row.source}:
        return "您已在财政的另一个环节审核过这张表，两次审核应由不同的人办理，请由同岗的其他人办理。"
    if _corrected_by(user).filter(table=table).exclude(step=row.source).exists():
        return "您已在财政的另一个环节代改过这张表，两次审核应由不同的人办理，请由同岗的其他人办理。"
    return ""


def _written_by(user: User) -> QuerySet[Revision]:
    return Revision.objects.filter(saved_by=user, table__isnull=False).exclude(act=Revision.Act.ROAD)


def _proposed(user: User, table: TargetTable, entries: list[LogEntry]) -> bool:
    """Whether they sent corrections of the table to the unit, or marked any that were sent."""
    sent = any(entry.actor_id == user.pk and entry.to == State.UNIT_CONFIRMATION for entry in entries)
    return sent or _corrected_by(user).filter(table=table).exists()


def _corrected_by(user: User) -> QuerySet[ReturnPoint]:
    """What they marked as 财政代改, whoever sent it to the unit."""
    return ReturnPoint.objects.filter(marked_by=user, kind=ReturnPoint.Kind.CORRECT, entry__isnull=False)


def set_aside(user: User) -> Q:
    """需回避: what ``separation`` says of one table, as a condition."""
    own = Revision.objects.filter(saved_by=user).exclude(act=Revision.Act.ROAD).values("table")
    siblings = TargetTable.objects.filter(project__tables__in=own, project__tables__year=F("year"))
    condition = Q(state__in=AT_FINANCE, pk__in=siblings.values("pk"))
    proposed = LogEntry.objects.filter(actor=user, to=State.UNIT_CONFIRMATION)
    marked = _corrected_by(user).values("table")
    condition |= Q(state=State.UNIT_CONFIRMATION) & (Q(pk__in=proposed.values("table")) | Q(pk__in=marked))
    for step in AT_FINANCE:
        elsewhere = [other for other in AT_FINANCE if other != step]
        decided = LogEntry.objects.filter(actor=user, source__in=elsewhere, act__in=[act.code for act in DECISIONS])
        corrected = _corrected_by(user).filter(step__in=elsewhere)
        condition |= Q(state=step) & (Q(pk__in=decided.values("table")) | Q(pk__in=corrected.values("table")))
    return condition
