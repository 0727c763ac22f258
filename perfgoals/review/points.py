"""Points of a return: marked by a reviewer on cells, rows or the whole table, sent back with it, answered by the author."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from perfgoals.accounts.models import User
from perfgoals.official.paths import PathError, value_at
from perfgoals.official.place_names import place_name
from perfgoals.official.snapshot import Indicator, Side
from perfgoals.review.correcting import refuse_uncorrectable
from perfgoals.review.deciding import NotDone, whose_turn
from perfgoals.review.log import entries_of, last_return
from perfgoals.review.models import LogEntry, ReturnPoint
from perfgoals.review.road import post_of
from perfgoals.review.sealing import canonical
from perfgoals.review.separating import separation
from perfgoals.review.transitions import SEND_BACK, TRANSITIONS, State
from perfgoals.tables.access import get_table
from perfgoals.tables.contents import read_contents
from perfgoals.tables.editing.keyed import Keyed, keyed_of, text_of, to_data
from perfgoals.tables.models import TargetTable

MOST_POINTS = 100
"""Of one return; what needs more is not a list of points."""

_IN_A_ROW = re.compile(r"indicators\.(period|annual)\[(\d{1,6})\](?:\.(\w{1,20}))?")
_NAMED = 24


@dataclass(frozen=True, slots=True)
class Shown:
    """A point as a page shows it, with the text that stood there when it was returned and the one that stands there now; for 财政代改
    the one that stands there and the one that is to."""

    point: ReturnPoint
    path: str
    before: str | None
    now: str | None
    is_gone: bool

    @property
    def is_changed(self) -> bool:
        return self.before != self.now


def pending(table: TargetTable) -> QuerySet[ReturnPoint]:
    """What reviewers have marked in the step the table is in, and not sent back yet."""
    return table.return_points.filter(entry__isnull=True, step=table.state)


def mark_point(user: User, pk: int, *, path: str, kind: str, text: str, correction: str = "") -> ReturnPoint:
    """Notes a point at a place of the form, or what finance wants to stand there instead (财政代改, with ``correction``).

    Whoever may send the table back may mark it; NotDone for a place it does not have, or that cannot be corrected.
    """
    with transaction.atomic():
        table = _for_marking(user, pk)
        if pending(table).count() >= MOST_POINTS:
            raise NotDone(f"一次退回最多 {MOST_POINTS} 条意见，请合并后再标")
        read_contents(table)
        keyed = keyed_of(table)
        said = {"kind": kind, "text": text, "correction": correction if kind == ReturnPoint.Kind.CORRECT else ""}
        point = ReturnPoint(table=table, step=table.state, marked_by=user, **said, **_place(keyed, path))
        if kind == ReturnPoint.Kind.CORRECT:
            refuse_uncorrectable(table, keyed, point)
        point.save()
    return point


def unmark_point(user: User, pk: int) -> TargetTable:
    """Takes a point back that has not been sent; Http404 for any other."""
    with transaction.atomic():
        found = ReturnPoint.objects.filter(pk=pk, entry__isnull=True).values_list("table", "step").first()
        if found is None:
            raise Http404
        table = _for_marking(user, found[0])
        if table.state != found[1]:
            raise Http404
        pending(table).filter(pk=pk).delete()
    return table


def _for_marking(user: User, pk: int) -> TargetTable:
    """The table, locked, for somebody who may send it back now; else as ``get_table``."""
    table = get_table(user, pk, locked=True)
    if sentence := not_marking(user, table):
        raise PermissionDenied(sentence)
    return table


def not_marking(user: User, table: TargetTable) -> str:
    """Why somebody may not mark points in a table; empty where they may."""
    row = TRANSITIONS.get((SEND_BACK.code, State(table.state)))
    role = whose_turn(table)
    if row is None:
        return f"这张表现在是“{table.get_state_display()}”，不能标出退回意见。"
    if post_of(user, role, table) is None:
        return f"这张表现在是“{table.get_state_display()}”，只有{role.label}可以标出退回意见。"
    return separation(user, table, entries_of(table), row)


def _place(keyed: Keyed, path: str) -> dict[str, Any]:
    """Where a path of the form leads: rows by their keys, for a row's number changes when its author moves it."""
    try:
        value_at(keyed.snapshot, path) if path else None
    except PathError as error:
        raise NotDone("这张表没有您选的位置，请重新选择") from error
    row = _IN_A_ROW.fullmatch(path)
    if row is None:
        return {"path": path, "place": place_name(path)}
    side: Side = "period" if row[1] == "period" else "annual"
    index = int(row[2])
    name = keyed.rows(side)[index].level3[:_NAMED]
    place = place_name(path) + (f"“{name}”" if name else "")
    return {"path": "", "row": UUID(keyed.keys[side][index]), "field": row[3] or "", "place": place}


def attach_points(points: Sequence[ReturnPoint], entry: LogEntry) -> None:
    """From now on they are the return's."""
    ReturnPoint.objects.filter(pk__in=[point.pk for point in points]).update(entry=entry)


def points_told(points: Sequence[ReturnPoint]) -> list[dict[str, str]]:
    """What the entry of a return keeps of its points."""
    return [{"place": point.place, "kind": point.kind, "text": point.text} for point in points]


def answers_told(returned: LogEntry) -> list[dict[str, str]]:
    """What the entry of a resubmission keeps of the answers."""
    return [{"place": point.place, "answer": point.answer, "reason": point.reason} for point in returned.points.all()]


def attachments_of(table: TargetTable) -> list[str]:
    """What the attachments are, whatever they are called."""
    return sorted(table.attachments.values_list("sha256", flat=True))


def refuse_unanswered(table: TargetTable, returned: LogEntry) -> None:
    """NotDone when a point is unanswered and nothing at all was changed: no cell, no answer, no attachment. ``table`` has its contents."""
    answered = [bool(point.answer) for point in returned.points.all()]
    if all(answered) or any(answered):
        return
    was = LogEntry.objects.only("snapshot", "details").get(pk=returned.pk)
    if is_untouched(table, was, attachments_of(table)):
        raise NotDone(untouched(len(answered)))


def is_untouched(table: TargetTable, returned: LogEntry, attachments: Sequence[str]) -> bool:
    """Whether no cell and no attachment was changed since this return. ``table`` has its contents."""
    return returned.snapshot == canonical(to_data(keyed_of(table))) and returned.told["attachments"] == list(attachments)


def untouched(points: int) -> str:
    """The sentence on a return of so many points to which nothing was done."""
    return f"退回后还没有修改，{points} 条退回意见也没有答复，请修改或逐条答复后再上报"


def answer_points(user: User, pk: int, answers: Mapping[int, tuple[str, str]]) -> TargetTable:
    """The author's answers to the points of the latest return, by their keys: 已修改, or 不修改 with a reason; "" takes one back.

    As ``get_table``; NotDone, and nothing changed, for one without its reason. Keys of other points are no answers to these.
    """
    with transaction.atomic():
        table = get_table(user, pk, to_write=True, locked=True)
        returned = last_return(entries_of(table)) if table.state == State.RETURNED else None
        if returned is None:
            raise NotDone("这张表没有等待答复的退回意见")
        for number, point in enumerate(returned.points.all(), start=1):
            if point.pk in answers:
                _answer(point, number, user, *answers[point.pk])
    return table


def _answer(point: ReturnPoint, number: int, user: User, answer: str, reason: str) -> None:
    if answer == ReturnPoint.Answer.KEPT and not reason:
        raise NotDone(f"第 {number} 条（{point.place}）答复了“不修改”，请说明理由")
    if (point.answer, point.reason) == (answer, reason):
        return
    point.answer, point.reason = answer, reason
    point.answered_by, point.answered_at = (user, timezone.now()) if answer else (None, None)
    point.save(update_fields=["answer", "reason", "answered_by", "answered_at"])


def path_now(keyed: Keyed, point: ReturnPoint) -> str | None:
    """Where the point's place is in this record; None for a row that is gone."""
    if point.row is None:
        return point.path
    found = keyed.find(str(point.row))
    if found is None:
        return None
    return f"indicators.{found[0]}[{found[1]}]" + (f".{point.field}" if point.field else "")


def text_at(keyed: Keyed, point: ReturnPoint) -> str | None:
    """What stands at the point's place in this record; None where it is gone, or is no cell or row."""
    path = path_now(keyed, point)
    if not path:
        return None
    try:
        value = value_at(keyed.snapshot, path)
    except PathError:
        return None
    if isinstance(value, Indicator):
        return "，".join(filter(None, (value.level3, value.value)))
    return None if isinstance(value, tuple) or hasattr(value, "__dataclass_fields__") else text_of(value if value is not None else "")
