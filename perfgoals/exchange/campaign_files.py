"""The lists of a campaign as grids: 进度, 催报名单, 一上二上比较. Amounts in 万元, exact; telephones are text."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from perfgoals.exchange.lists import ListColumn, Text, list_grid
from perfgoals.grid.model import Grid
from perfgoals.review.rounds.comparing import Compared, compared, totals_of
from perfgoals.review.rounds.progress import Progress, RoundProgress
from perfgoals.review.rounds.task import Tabled, Task
from perfgoals.review.windows import shown_minute
from perfgoals.tables.states import GROUPS

_PROGRESS = (
    ListColumn("单位编码", 3, "value"),
    ListColumn("单位", 9),
    ListColumn("项目数", 2, "amount"),
    ListColumn("未建表", 2, "amount"),
    *(ListColumn(group.label, 2, "amount") for group in GROUPS),
    ListColumn("申报数", 3.5, "amount"),
    ListColumn("控制数", 3.5, "amount"),
    ListColumn("批复数", 3.5, "amount"),
    ListColumn("不是数字的申报数", 2.5, "amount"),
    ListColumn("截止时间", 5, "value"),
)
_REMINDERS = (
    ListColumn("单位编码", 2.5, "value"),
    ListColumn("单位", 8.5),
    ListColumn("联系人", 3, "value"),
    ListColumn("联系电话", 4.5, "value"),
    ListColumn("未建表", 2, "amount"),
    ListColumn("未上报", 2, "amount"),
    ListColumn("退回待改", 2.5, "amount"),
    ListColumn("还差", 6.5),
    ListColumn("截止时间", 5.5, "value"),
)
_COMPARISON = (
    ListColumn("单位", 5),
    ListColumn("项目编码", 4, "value"),
    ListColumn("项目名称", 8),
    ListColumn("一上申报数", 3, "amount"),
    ListColumn("控制数", 3, "amount"),
    ListColumn("二上申报数", 3, "amount"),
    ListColumn("二上比一上", 3, "amount"),
    ListColumn("批复数", 3, "amount"),
    ListColumn("一上状态", 3, "value"),
    ListColumn("二上状态", 3, "value"),
)


def progress_grid(progress: RoundProgress) -> Grid:
    """进度: a row a unit and the last that sums them up."""
    rows = [(row.unit.code, row.unit.name, *_numbers(row)) for row in progress.rows if row.unit]
    total = ("", "合计", *_numbers(progress.total))
    return list_grid(f"{progress.name}进度", _PROGRESS, rows, note=_note(), total=total, landscape=True)


def _numbers(row: Progress) -> tuple[Text, ...]:
    counts = tuple(number for _, number in row.cells)
    return (row.projects, row.unbegun, *counts, row.asked, row.control, row.approved, row.no_numbers or None, _moment(row.closes_at))


def reminder_grid(progress: RoundProgress) -> Grid:
    """催报名单: a row a person to be called."""
    rows = [
        (
            each.unit.code,
            each.unit.name,
            f"{each.person}" if each.person else "没有经办人",
            each.person.telephone if each.person else "",
            each.row.unbegun,
            each.row.missing - each.row.unbegun,
            each.row.returned,
            each.wanting,
            _moment(each.row.closes_at),
        )
        for each in progress.reminders
    ]
    return list_grid(f"{progress.name}催报名单", _REMINDERS, rows, note=f"制表时间：{shown_minute(timezone.now())}", landscape=True)


def comparison_grid(task: Task) -> Grid:
    """一上二上比较: a row a project and the last that sums them up."""
    rows = compared(task)
    sums = totals_of(rows)
    total = ("合计", "", f"{sums.projects} 个项目", sums.first, sums.control, sums.second, sums.difference, sums.approved, "", "")
    title = f"{task.year}年度一上二上比较"
    return list_grid(title, _COMPARISON, [_compared(row) for row in rows], note=_note(), total=total, landscape=True)


def _compared(row: Compared) -> tuple[Text, ...]:
    amounts = (_asked(row.first), row.figures.control, _asked(row.second), row.difference, row.figures.approved)
    return (row.unit.name, row.project.code, row.project.name, *amounts, _state(row.first), _state(row.second))


def _asked(table: Tabled | None) -> Text:
    """The amount; what is no number as it was entered."""
    if table is None:
        return None
    return table.entry if table.is_no_number else table.asked


def _state(table: Tabled | None) -> str:
    return table.state.label if table else ""


def _moment(moment: datetime | None) -> str:
    return shown_minute(moment) if moment else ""


def _note() -> str:
    return f"金额单位：万元　制表时间：{shown_minute(timezone.now())}"
