"""The acts of the road, a short function each. ``perform`` is the only way to them: one transaction, one decision, one entry.

What the table itself has to say against an act stands in its function; who may act, and whether somebody was faster, in ``deciding``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from perfgoals.accounts import words
from perfgoals.accounts.models import Department, User
from perfgoals.official.snapshot import Snapshot
from perfgoals.review import sheets, transitions
from perfgoals.review.controls import above_control
from perfgoals.review.correcting import write_corrections
from perfgoals.review.deciding import Decision, NotDone, Said, Seen
from perfgoals.review.figures import declared_in, write_approved
from perfgoals.review.locking import places_left_open
from perfgoals.review.log import is_graded, last_return, sending
from perfgoals.review.models import LogEntry, ReturnPoint
from perfgoals.review.points import answers_told, attach_points, attachments_of, pending, points_told, refuse_unanswered
from perfgoals.review.road import following, returning_to
from perfgoals.review.transitions import ACTS, PASSING, STEPS, Grade, State
from perfgoals.review.windows import not_reported_because, round_of
from perfgoals.tables.editing.keyed import keyed_of
from perfgoals.tables.models import Revision, TargetTable
from perfgoals.tables.record import to_snapshot
from perfgoals.tables.storing import store


def perform(user: User, pk: int, act: str, *, seen: Seen, said: Said | None = None, package: int = 0) -> LogEntry:
    """Does the act of this code to the table, and returns its entry in the log.

    Http404 where the person may not see the table, PermissionDenied where they may not do this, Decided where somebody was faster,
    NotDone with a sentence for everything else; nothing is changed by any of them. A second call with the same ``save_id``
    does nothing and returns the entry of the first. ``package``: the 送审包 that it is part of.
    """
    with transaction.atomic():
        decision = Decision(user, pk, ACTS[act], seen, package)
        return decision.known or _done(decision, said or Said())


def _done(decision: Decision, said: Said) -> LogEntry:
    """The act, with the 审核表 it is based on."""
    sheet, said = sheets.judged(decision, said)
    entry = _FUNCTIONS[decision.act.code](decision, said)
    if sheet:
        sheets.keep(sheet, entry)
    return entry


def submit(decision: Decision, said: Said) -> LogEntry:
    """Forward: to the unit's next step, or after a correction to the post that returned it, through the 主管部门 if an amount changed."""
    table = decision.table
    returned = last_return(decision.entries) if table.state == State.RETURNED else None
    if returned is None:
        to = following(table.state, decision.steps)
        _refuse_to_report(decision, to)
        return decision.record(to, said)
    to = post = returning_to(returned.source, decision.steps)
    if returned.source == State.UNIT_REVIEW != to:  # it has never left its unit, and nobody there reviews any more
        _refuse_to_report(decision, to)
    _refuse_above_control(decision)
    refuse_unanswered(table, returned)
    supervisor = State.SUPERVISOR_REVIEW
    details: dict[str, Any] = {"answers": answers_told(returned)}
    if supervisor in decision.steps and _is_after(post, supervisor) and _amounts_changed(returned, to_snapshot(table)):
        to, details["back_to"] = supervisor, post
    return decision.record(to, said, details)


def _refuse_to_report(decision: Decision, to: State) -> None:
    """A table may leave its author, and its unit, only while the round is open, and its unit in the way the round wants it."""
    table = decision.table
    found = round_of(table.year, table.round)
    leaves_alone = to != State.UNIT_REVIEW and not decision.package
    if sentence := not_reported_because(found, table.project.department, leaves_alone=leaves_alone):
        raise NotDone(sentence)
    _refuse_above_control(decision)


def _refuse_above_control(decision: Decision) -> None:
    if sentence := above_control(decision.table, declared_in(to_snapshot(decision.table))):
        raise NotDone(sentence)


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
    grade = _grade(decision, said)
    if grade == Grade.GOOD:
        return _propose_corrections(decision, said)
    _refuse_while_marked(decision)
    sent = sending(decision.entries)
    back = sent.told.get("back_to") if sent and sent.to == table.state else None
    to = State(back) if back else following(table.state, decision.steps)
    if table.state == State.UNIT_REVIEW:
        _refuse_to_report(decision, to)
    return decision.record(to, Said(said.opinion, grade))


def _propose_corrections(decision: Decision, said: Said) -> LogEntry:
    """良: what finance corrected goes to the unit to be confirmed, and is written into the table only then."""
    points = list(pending(decision.table))
    if not points:
        raise NotDone("评为良的要先标出财政代改，送单位确认：点表中要改的一格，选“财政代改”，写好改为什么，按“标出”")
    if others := sum(point.kind != ReturnPoint.Kind.CORRECT for point in points):
        raise NotDone(f"评为良的只能连同财政代改送单位确认，标出的意见中有 {others} 条不是，请先删去；要单位自己改的，请评为中退回")
    details = {"points": points_told(points)}
    entry = decision.record(State.UNIT_CONFIRMATION, Said(said.opinion, Grade.GOOD), details)
    attach_points(points, entry)
    return entry


def _grade(decision: Decision, said: Said) -> str:
    if not decision.row.wants_grade(is_graded=is_graded(decision.entries)):
        return ""
    if said.grade not in PASSING:
        raise NotDone("请选择综合评定等级：优或良可以通过；中请退回，差请办理“审核不通过”")
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
    stamps = {"open_places": places_left_open(table, keyed_of(table), points)}
    entry = decision.record(State.RETURNED, Said(said.opinion, _given(decision, said)), details, **stamps)
    attach_points(points, entry)
    return entry


def reject(decision: Decision, said: Said) -> LogEntry:
    _refuse_while_marked(decision)
    _refuse_without_reason(said)
    return decision.record(State.REJECTED, Said(said.opinion, _given(decision, said)))


def _given(decision: Decision, said: Said) -> str:
    """The grade that the act gives by itself, or that of the sheet: ``judged`` lets no other through."""
    return decision.row.grade or (said.grade if "sheet" in decision.kept else "")


def confirm(decision: Decision, said: Said) -> LogEntry:
    """The corrections are written into the table as a version of its own, and it goes to the step behind the one that made them."""
    sent = _corrected_in(decision)
    write_corrections(decision.table, list(sent.points.all()), by=decision.user)
    decision.table = TargetTable.objects.with_contents().get(pk=decision.table.pk)  # under the same lock
    return decision.record(following(sent.source, decision.steps), said)


def dispute(decision: Decision, said: Said) -> LogEntry:
    """Back to the post that corrected, for a reason; the table is as it was."""
    _refuse_without_reason(said)
    return decision.record(_corrected_in(decision).source, said)


def _corrected_in(decision: Decision) -> LogEntry:
    sent = sending(decision.entries)
    assert sent is not None, "nothing else leads to 待单位确认"
    return sent


def reassign(decision: Decision, said: Said) -> LogEntry:
    """To another 业务股室: the table alone, its unit stays where it is."""
    table = decision.table
    wanted = Department.objects.on(timezone.localdate()).filter(kind=Department.Kind.SECTION, pk=said.section).first()
    if wanted is None:
        raise NotDone(words.said("请选择要转往的业务股室"))
    if wanted.pk == (table.section_id or table.project.department.section_id):
        raise NotDone(f"这张表本来就由{wanted.name}审核，{words.said('请选择另一个业务股室')}")
    _refuse_while_marked(decision)
    return decision.record(table.state, said, {"section": wanted.name}, section=wanted)


def publish(decision: Decision, said: Said) -> LogEntry:
    """The day on which it is made public; 不宜公开 keeps a table out for good."""
    table = decision.table
    if table.project.is_withheld:
        raise NotDone("这个项目标为不宜公开，不能公开；标错的请先在项目中改正")
    if table.published_on:
        raise NotDone(f"这张表已于 {table.published_on:%Y-%m-%d} 公开")
    if table.is_superseded:
        raise NotDone("这张表已被调整后的表取代，请公开调整后的表")
    return decision.record(State.APPROVED, said, published_on=timezone.localdate())


def approve(decision: Decision, said: Said) -> LogEntry:
    """批复 with 文号, date and 批复数. An approved adjustment takes the place of the table it adjusts: see
    ``TargetTable.is_superseded``."""
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
    details = {"number": said.number, "day": said.day.isoformat(), **write_approved(table, said.approved)}
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
    transitions.CONFIRM.code: confirm,
    transitions.DISPUTE.code: dispute,
    transitions.REASSIGN.code: reassign,
    transitions.APPROVE.code: approve,
    transitions.LEAVE_UNFUNDED.code: leave_unfunded,
    transitions.REOPEN.code: reopen,
    transitions.PUBLISH.code: publish,
    transitions.REQUEST_ADJUSTMENT.code: request_adjustment,
}
