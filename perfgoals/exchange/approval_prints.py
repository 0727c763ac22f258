"""批复 to a unit on paper: the list of what one 文号 approved, alone or with the 批复版 tables behind it.

Everything is printed from what was kept on the day of the 批复, so a later print is the same paper.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from perfgoals.exchange.lists import ListColumn, list_grid
from perfgoals.exchange.print_choices import PrintChoices
from perfgoals.exchange.printing import Format, write
from perfgoals.exchange.variants import approval_line, approved_sheet
from perfgoals.grid.formats.pdf_booklet import Sheet, write_booklet
from perfgoals.grid.model import Grid
from perfgoals.official.money import total_of
from perfgoals.review.approved import Approved

_COLUMNS = (
    ListColumn("序号", 6, "value"),
    ListColumn("项目编码", 20, "value"),
    ListColumn("项目名称", 35),
    ListColumn("批复数", 15, "amount"),
    ListColumn("校验码", 24, "value"),
)


def approval_list(unit: str, year: int, approved: Sequence[Approved]) -> Grid:
    """批复表清单 of one 文号."""
    rows = [
        [number, each.snapshot.project.code, each.snapshot.project.name, each.amount, each.code] for number, each in enumerate(approved, 1)
    ]
    total = ["", "", "合计", total_of(each.amount for each in approved), ""]
    first = approved[0]
    signs = [approval_line(first.number, first.day), *_superseded(approved)]
    return list_grid(f"{unit}{year}年度项目支出绩效目标批复表清单", _COLUMNS, rows, note="金额单位：万元", total=total, signs=signs)


def _superseded(approved: Sequence[Approved]) -> Iterator[str]:
    numbers = [str(number) for number, each in enumerate(approved, 1) if each.is_superseded]
    if numbers:
        yield f"第 {'、'.join(numbers)} 项批复后已调整，以调整后的批复为准。"


def print_list(unit: str, year: int, approved: Sequence[Approved], file_format: Format, choices: PrintChoices) -> bytes:
    """The lists, one for each 文号."""
    grids = [choices.of(approval_list(unit, year, each)) for each in _by_document(approved)]
    return write(grids, file_format, title=_title(unit, year))


def print_tables(unit: str, year: int, approved: Sequence[Approved], choices: PrintChoices) -> bytes:
    """One PDF: each list with its tables behind it, each found by its name."""
    sheets = [sheet for each in _by_document(approved) for sheet in _bound(unit, year, each)]
    return write_booklet([replace(sheet, grid=choices.of(sheet.grid)) for sheet in sheets], title=_title(unit, year))


def _bound(unit: str, year: int, approved: Sequence[Approved]) -> Iterator[Sheet]:
    yield Sheet(approval_list(unit, year, approved), f"批复表清单 {approved[0].number}")
    for each in approved:
        yield approved_sheet(each.snapshot, each.number, each.day, each.code, is_superseded=each.is_superseded)


def _by_document(approved: Sequence[Approved]) -> list[list[Approved]]:
    ordered = sorted(approved, key=lambda each: (each.day, each.number))
    return [list(group) for _, group in groupby(ordered, key=lambda each: (each.day, each.number))]


def _title(unit: str, year: int) -> str:
    return f"{unit}{year}年度批复"
