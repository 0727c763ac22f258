"""审核意见反馈表: what the reviewers said of the tables of one unit in one round, and what the unit answered; from the log."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Q
from django.utils import timezone

from perfgoals.accounts.models import Department, User
from perfgoals.exchange.lists import ListColumn, Text, joined, list_grid
from perfgoals.grid.model import Grid
from perfgoals.review.models import LogEntry, ReturnPoint
from perfgoals.review.transitions import CONFIRM, DISPUTE, SEND_BACK, State
from perfgoals.tables.access import visible_to

TITLE = "审核意见反馈表"
_COLUMNS = (
    ListColumn("序号", 4, "value"),
    ListColumn("项目名称", 13),
    ListColumn("环节", 8, "value"),
    ListColumn("等级", 5.5, "value"),
    ListColumn("位置", 16),
    ListColumn("审核意见", 30),
    ListColumn("单位答复", 9, "value"),
    ListColumn("说明", 14),
)
_OF_THE_ENTRY = 4
"""So many of the columns tell of the table and of the decision, the others of one point."""

_NO_GRADE = "—"


@dataclass(frozen=True, slots=True)
class Decided:
    """A return or a graded decision, and what the unit said to the corrections of it, if it has."""

    entry: LogEntry
    answer: LogEntry | None


def decisions_on(user: User, department: Department, year: int, kind: str) -> list[list[Decided]]:
    """The returned and the graded of the tables that the person may see, a list a table, in the order of the log. Two queries."""
    tables = visible_to(user).filter(project__department=department, year=year, round=kind)
    wanted = Q(act__in=(SEND_BACK.code, CONFIRM.code, DISPUTE.code)) | ~Q(grade="")
    entries = LogEntry.objects.filter(wanted, table__in=tables).defer("snapshot").select_related("table").prefetch_related("points")
    ordered = entries.order_by("table__project_name", "table", "number")
    return [list(_paired(list(group))) for _, group in groupby(ordered, key=lambda entry: entry.table_id)]


def _paired(entries: Sequence[LogEntry]) -> Iterator[Decided]:
    for entry, following in zip(entries, [*entries[1:], None], strict=True):
        if entry.of not in (CONFIRM, DISPUTE):
            answered = following if entry.to == State.UNIT_CONFIRMATION and following and following.of in (CONFIRM, DISPUTE) else None
            yield Decided(entry, answered)


def feedback_grid(department: Department, year: int, kind: str, decided: Sequence[Sequence[Decided]]) -> Grid:
    """The list, an entry a few rows: its points, and 总体意见."""
    rows = [row for number, of_a_table in enumerate(decided, start=1) for row in _of_a_table(number, of_a_table)]
    note = f"单位：{department.name}　　{year}年　{kind}　　{timezone.localdate():%Y-%m-%d}"
    signs = ("审核单位（盖章）：　　　　　　　　　　　　单位签收：　　　　　　　　　　签收日期：　　　年　　月　　日",)
    return joined(list_grid(TITLE, _COLUMNS, rows, note=note, signs=signs, landscape=True), _OF_THE_ENTRY)


def _of_a_table(number: int, decided: Sequence[Decided]) -> Iterator[tuple[Text, ...]]:
    named: tuple[Text, Text] = (number, decided[0].entry.table.project_name)
    for each in decided:
        entry = each.entry
        step: tuple[Text, Text] = (entry.get_source_display().removeprefix("待"), entry.grade or _NO_GRADE)
        for said in _said(each):
            yield (*named, *step, *said)
            named, step = (None, None), (None, None)


def _said(decided: Decided) -> list[tuple[Text, ...]]:
    """Place, opinion, answer and reason of each point, and what was said of the whole; one empty row where nothing was."""
    entry = decided.entry
    points = list(entry.points.all())
    rows = [(point.place, _opinion(point), *_answer(point, decided.answer)) for point in points]
    if entry.opinion and entry.opinion not in [point.text for point in points]:
        rows.append(("总体意见", entry.opinion, "", ""))
    return list(rows) or [("", "", "", "")]


def _opinion(point: ReturnPoint) -> str:
    if point.kind == ReturnPoint.Kind.CORRECT:
        reason = "" if point.text == point.get_kind_display() else f"（{point.text}）"
        return f"财政代改 → 改为：{point.correction or '（空）'}{reason}"
    return f"{point.get_kind_display()}：{point.text}"


def _answer(point: ReturnPoint, answer: LogEntry | None) -> tuple[str, str]:
    if point.kind == ReturnPoint.Kind.CORRECT:
        return (answer.label, answer.opinion) if answer else ("", "")
    return point.get_answer_display() if point.answer else "", point.reason
