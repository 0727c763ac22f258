"""审核表 of a review: saved as it is filled in by whoever decides, and kept with the decision that it was made for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from perfgoals.accounts.models import User
from perfgoals.official.review_sheet import Mark, SheetRecord, points_told, problems_of, review_form
from perfgoals.review.deciding import Decided, Decision, NotDone, Said, who_was_faster
from perfgoals.review.log import entries_of, is_graded
from perfgoals.review.models import LogEntry, ReviewSheet
from perfgoals.review.road import post_of
from perfgoals.review.separating import separation
from perfgoals.review.transitions import AT_FINANCE, PASS, PASSING, REJECT, SEND_BACK, STEPS, TRANSITIONS, Act, Grade, State
from perfgoals.tables.access import get_table
from perfgoals.tables.models import TargetTable

_GIVEN_BY: Mapping[Act, tuple[Grade, ...]] = {PASS: PASSING, SEND_BACK: (Grade.FAIR,), REJECT: (Grade.POOR,)}
"""The grades that go with the acts of a review at finance."""


def draft_of(table: TargetTable) -> ReviewSheet | None:
    """The sheet begun in the step the table is in, not decided upon yet."""
    return table.review_sheets.filter(entry__isnull=True, step=table.state).select_related("saved_by").first()


def kept_of(table: TargetTable) -> list[ReviewSheet]:
    """The sheets kept with decisions, the latest first, without the records of those days."""
    kept = table.review_sheets.filter(entry__isnull=False).select_related("entry").defer("entry__snapshot")
    return list(kept.order_by("-entry_id"))


def is_at_finance(user: User | AnonymousUser, table: TargetTable) -> bool:
    """Whether a person reviews this table at finance, and so may see a sheet that is not decided upon yet."""
    return any(post_of(user, STEPS[step], table) for step in AT_FINANCE)


def not_filling(user: User, table: TargetTable, entries: list[LogEntry]) -> str:
    """Why somebody may not fill in the sheet now; empty where they may."""
    row = TRANSITIONS.get((PASS.code, State(table.state)))
    if row is None or not row.wants_grade(is_graded=is_graded(entries)):
        return f"这张表现在是“{table.get_state_display()}”，不用填审核表。"
    role = STEPS[row.source]
    if post_of(user, role, table) is None:
        return f"这张表现在是“{table.get_state_display()}”，只有{role.label}可以填审核表。"
    return separation(user, table, entries, row)


def save_sheet(user: User, pk: int, *, version: int, based_on: str, filled: SheetRecord) -> ReviewSheet:
    """Keeps what has been filled in, complete or not: marks, 总体意见 and 综合评定等级, which for 重点项目 follows from the total.

    ``version`` and ``based_on`` (``stamp_of``) are those of the page: Decided where table or sheet were changed by somebody since.
    Http404 and PermissionDenied as for the acts. The same once more is kept once.
    """
    with transaction.atomic():
        table = get_table(user, pk, locked=True)
        entries = entries_of(table)
        if sentence := not_filling(user, table, entries):
            raise PermissionDenied(sentence)
        if table.version != version:
            raise Decided(who_was_faster(table, entries, version))
        sheet = draft_of(table) or ReviewSheet(table=table, step=table.state)
        wanted = _columns(filled, table)
        if all(getattr(sheet, name) == value for name, value in wanted.items()) and sheet.pk:
            return sheet
        if sheet.pk and stamp_of(sheet) != based_on:
            at = timezone.localtime(sheet.saved_at)
            raise Decided(f"他人已修改，请核对：{sheet.saved_by}已于 {at:%H:%M} 改过这份审核表，请刷新页面，看过现在的内容再填")
        for name, value in wanted.items():
            setattr(sheet, name, value)
        sheet.saved_by = user
        sheet.save()
    return sheet


def _columns(filled: SheetRecord, table: TargetTable) -> dict[str, Any]:
    is_key = table.project.is_key
    points = {
        point.code: {"grade": mark.grade} | ({"score": mark.score} if is_key else {})
        for point in review_form().points
        if (mark := filled.mark(point)).grade or (mark.score and is_key)
    }
    total = replace(filled, is_key=is_key).total
    grade = filled.grade if not is_key else review_form().grade_of(total) if total is not None else ""
    return {"version": table.version, "is_key": is_key, "points": points, "grade": grade, "opinion": filled.opinion}


def stamp_of(sheet: ReviewSheet | None) -> str:
    """By which a page tells the sheet it was made from."""
    return sheet.saved_at.isoformat() if sheet else ""


def stale_because(sheet: ReviewSheet, table: TargetTable) -> str:
    """Why a draft has to be looked at once more; empty where it has not."""
    if sheet.version != table.version:
        return f"审核表是按第 {sheet.version} 版填的，表已改动，请重新核对"
    if sheet.is_key != table.project.is_key:
        return "这个项目的“重点项目”标记改过了，请重新核对"
    return ""


def filled_in(sheet: ReviewSheet) -> SheetRecord:
    """What is judged by it, without names."""
    marks = {code: Mark(each.get("grade", ""), each.get("score", "")) for code, each in sheet.points.items()}
    return SheetRecord(is_key=sheet.is_key, marks=marks, grade=sheet.grade, opinion=sheet.opinion)


def record_of(sheet: ReviewSheet) -> SheetRecord:
    """As it is printed: with the names of the day on which it was decided, or those of today in a draft."""
    entry, table = sheet.entry, sheet.table
    if entry is None:
        unit, reviewer = table.department_name or table.project.department.name, f"{sheet.saved_by}"
        return replace(filled_in(sheet), project=table.project_name, unit=unit, year=table.year, reviewer=reviewer)
    was, day = entry.record.snapshot, timezone.localdate(entry.at)
    names = replace(filled_in(sheet), project=was.project.name, unit=was.department.name, year=was.year)
    return replace(names, reviewer=entry.actor_name, day=day)


def judged(decision: Decision, said: Said) -> tuple[ReviewSheet | None, Said]:
    """The sheet that the decision is based on, and what is said with its grade and its 总体意见.

    NotDone where a 重点项目 has none, where it is not complete or not of this version, and where its grade is not that of the act.
    None where no grade is given here, and where one of an 一般性项目 was not begun.
    """
    row = TRANSITIONS.get((PASS.code, State(decision.table.state)))
    if decision.act not in _GIVEN_BY or row is None or not row.wants_grade(is_graded=is_graded(decision.entries)):
        return None, said
    sheet = draft_of(decision.table)
    if sheet is None:
        if decision.table.project.is_key:
            raise NotDone(f"这是重点项目，请先填审核表（八项审核要点逐项评等级、打分），再办理“{decision.act}”")
        return None, said
    _refuse_unfitting(decision, sheet, said)
    sheet.grade = sheet.grade or said.grade or (decision.row.grade or "")
    sheet.opinion = sheet.opinion or said.opinion
    decision.kept["sheet"] = _told(sheet)
    return sheet, replace(said, grade=sheet.grade, opinion=said.opinion or sheet.opinion)


def _refuse_unfitting(decision: Decision, sheet: ReviewSheet, said: Said) -> None:
    if sentence := stale_because(sheet, decision.table):
        raise NotDone(f"{sentence}审核表，再办理“{decision.act}”")
    if sheet.is_key and (found := problems_of(filled_in(sheet))):
        more = f"（还有 {len(found) - 1} 处）" if found[1:] else ""
        raise NotDone(f"审核表还没有填好：{found[0]}{more}")
    wanted = (said.grade,) if said.grade and decision.act == PASS else _GIVEN_BY[decision.act]
    if sheet.grade and sheet.grade not in wanted:
        due = next(act for act, grades in _GIVEN_BY.items() if sheet.grade in grades)
        chosen = f"“{decision.act}”选的是{said.grade}" if due == decision.act else f"应办理“{due}”"
        raise NotDone(f"审核表评为{sheet.grade}，{chosen}，两者要一致，请核对审核表")


def _told(sheet: ReviewSheet) -> dict[str, Any]:
    """What the entry of the decision keeps of it."""
    record = filled_in(sheet)
    total = {} if record.total is None else {"total": str(record.total)}
    return {"points": list(points_told(record)), "grade": sheet.grade, **total}


def keep(sheet: ReviewSheet, entry: LogEntry) -> None:
    """From now on it is the decision's, and nobody changes it."""
    sheet.entry = entry
    sheet.save(update_fields=["entry", "grade", "opinion", "saved_at"])
