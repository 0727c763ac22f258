"""The acts of the road, a short function each. ``perform`` is the only way to them: one transaction, one decision, one entry.

What the table itself has to say against an act stands in its function; who may act, and whether somebody was faster, in ``deciding``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from perfgoals.accounts.models import User
from perfgoals.official.snapshot import Snapshot
from perfgoals.review import transitions
from perfgoals.review.deciding import Decision, NotDone, Said, Seen
from perfgoals.review.log import is_graded, last_return, sending
from perfgoals.review.models import LogEntry, ReturnPoint
from perfgoals.review.points import answers_told, attach_points, attachments_of, pending, points_told, refuse_unanswered
from perfgoals.review.road import following, returning_to
from perfgoals.review.transitions import ACTS, PASSING, STEPS, Ask, Grade, State
from perfgoals.tables.editing.keyed import keyed_of
from perfgoals.tables.models import Revision, TargetTable
from perfgoals.tables.record import to_snapshot
from perfgoals.tables.storing import store


def perform(user: User, pk: int, act: str, *, seen: Seen, said: Said | None = None) -> LogEntry:
    """Does the act of this code to the table, and returns its entry in the log.

    Http404 where the person may not see the table, PermissionDenied where they may not do this, Decided where somebody was faster,
    NotDone with a sentence for everything else; nothing is changed by any of them. A second call with the same ``save_id``
    does nothing and returns the entry of the first.
    """
    with transaction.atomic():
        decision = Decision(user, pk, ACTS[act], seen)
        return decision.known or _FUNCTIONS[act](decision, said or Said())


def submit(decision: Decision, said: Said) -> LogEntry:
    """Forward: to the unit's next step, or after a correction to the post that returned it, through the 主管部门 if an amount changed."""
    table = decision.table
    returned = last_return(decision.entries) if table.state == State.RETURNED else None
    if returned is None:
        return decision.record(following(table.state, decision.steps), said)
    refuse_unanswered(table, returned)
    to = post = returning_to(returned.source, decision.steps)
    supervisor = State.SUPERVISOR_REVIEW
    details: dict[str, Any] = {"answers": answers_told(returned)}
    if supervisor in decision.steps and _is_after(post, supervisor) and _amounts_changed(returned, to_snapshot(table)):
        to, details["back_to"] = supervisor, post
    return decision.record(to, said, details)


def _is_after(step: State, other: State) -> bool:
    order = list(STEPS)
    return order.index(step) > order.index(other)


def _amounts_changed(returned: LogEntry, now: Snapshot) -> bool:
    was = LogEntry.objects.get(pk=returned.pk).record.snapshot
    return was.funding != now.funding  # as numbers: 19.00 and 19 are the same amount


def withdraw(decision: Decision, said: Said) -> LogEntry:
    """Back to where it was sent from."""
    sent = sending(decision.entries)
    assert sent is not None, "admitted as somebody who sent it"
    return decision.record(sent.source, said)


def pass_(decision: Decision, said: Said) -> LogEntry:
    """Forward; straight back to the post that returned it where 主管部门 only had to see a corrected amount."""
    table = decision.table
    _refuse_while_marked(decision)
    grade = _grade(decision, said)
    sent = sending(decision.entries)
    back = sent.told.get("back_to") if sent and sent.to == table.state else None
    to = State(back) if back else following(table.state, decision.steps)
    return decision.record(to, Said(said.opinion, grade))


def _grade(decision: Decision, said: Said) -> str:
    asks = decision.row.asks
    wanted = Ask.GRADE in asks or (Ask.GRADE_UNLESS_GIVEN in asks and not is_graded(decision.entries))
    if not wanted:
        return ""
    if said.grade not in PASSING:
        raise NotDone("请选择综合评定等级：优或良可以通过；中请退回，差请办理“审核不通过”")
    if said.grade == Grade.GOOD and not said.opinion:
        raise NotDone("评为良的，请在意见中写明修改建议")
    return said.grade


def send_back(decision: Decision, said: Said) -> LogEntry:
    """To the author with the points marked; an opinion without any becomes one on the whole table."""
    table = decision.table
    points = list(pending(table))
    if not points and not said.opinion:
        raise NotDone("请在表中标出要修改或说明之处，或写明退回意见，再退回")
    if not points:
        kind = ReturnPoint.Kind.MUST
        whole = ReturnPoint(table=table, step=table.state, place="全表", kind=kind, text=said.opinion, marked_by=decision.user)
        whole.save()
        points = [whole]
    details = {"points": points_told(points), "attachments": attachments_of(table)}
    entry = decision.record(State.RETURNED, Said(said.opinion, decision.row.grade or ""), details)
    attach_points(points, entry)
    return entry


def reject(decision: Decision, said: Said) -> LogEntry:
    _refuse_while_marked(decision)
    _refuse_without_reason(said)
    return decision.record(State.REJECTED, Said(said.opinion, decision.row.grade or ""))


def approve(decision: Decision, said: Said) -> LogEntry:
    """批复 with 文号 and date. An approved adjustment takes the place of the table it adjusts: see ``TargetTable.is_superseded``."""
    table = decision.table
    _refuse_while_marked(decision)
    if not said.number or said.day is None:
        raise NotDone("请填写批复文号和批复日期")
    if said.day > timezone.localdate():
        raise NotDone("批复日期在今天之后，请核对")
    if table.adjusts_id:
        former = TargetTable.objects.select_for_update(of=("self",)).get(pk=table.adjusts_id)
        if former.is_superseded:
            raise NotDone("所调整的表已有另一份调整获得批复，不能再批复这一份，请办理“退回”或“未安排预算”")
    details = {"number": said.number, "day": said.day.isoformat()}
    return decision.record(State.APPROVED, said, details, approval_number=said.number, approved_on=said.day)


def leave_unfunded(decision: Decision, said: Said) -> LogEntry:
    _refuse_while_marked(decision)
    return decision.record(State.UNFUNDED, said)


def reopen(decision: Decision, said: Said) -> LogEntry:
    """To the author, to walk the whole road again."""
    _refuse_without_reason(said)
    return decision.record(State.DRAFTING, said)


def request_adjustment(decision: Decision, said: Said) -> LogEntry:
    """A new version beside the approved one, with the same rows under the same keys; the approved one stays as it is and valid."""
    _refuse_without_reason(said)
    table = decision.table
    if table.is_superseded:
        raise NotDone("这张表已被调整后的表取代，请在调整后的表上申请调整")
    if under_way := table.adjustments.filter(deleted_at__isnull=True).first():
        raise NotDone(f"这张表已有一份调整表，现在是“{under_way.get_state_display()}”，请在那份表上办理")
    adjustment = _begun_from(table, decision.user)
    return decision.record(State.APPROVED, said, {"table": adjustment.pk})


def _begun_from(table: TargetTable, by: User) -> TargetTable:
    told = f"调整已批复的{table.year}年度绩效目标表（第{table.version}版）"
    new = TargetTable(project=table.project, round=TargetTable.Round.ADJUSTMENT, adjusts=table, source=told)
    keyed = keyed_of(table)
    store(new, keyed.snapshot, by=by, act=Revision.Act.START, keys=keyed.keys, beside=keyed.beside)
    return new


def _refuse_while_marked(decision: Decision) -> None:
    """What was marked and not returned would be lost on the way."""
    if count := pending(decision.table).count():
        raise NotDone(f"标出的 {count} 条意见还没有退回，请退回这张表，或先删去这些意见再办理“{decision.act}”")


def _refuse_without_reason(said: Said) -> None:
    if not said.opinion:
        raise NotDone("请写明理由")


_FUNCTIONS: Mapping[str, Callable[[Decision, Said], LogEntry]] = {
    transitions.SUBMIT.code: submit,
    transitions.WITHDRAW.code: withdraw,
    transitions.PASS.code: pass_,
    transitions.SEND_BACK.code: send_back,
    transitions.REJECT.code: reject,
    transitions.APPROVE.code: approve,
    transitions.LEAVE_UNFUNDED.code: leave_unfunded,
    transitions.REOPEN.code: reopen,
    transitions.REQUEST_ADJUSTMENT.code: request_adjustment,
}
