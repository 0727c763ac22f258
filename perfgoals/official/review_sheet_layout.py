"""The 审核表 as a printed form: 一般性项目 without 得分, 重点项目 with the most of every point, 得分 and 总分."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from perfgoals.grid.model import Cell, Grid
from perfgoals.official.review_sheet import Group, SheetRecord, review_form, ticked

_SHARES = (14.5, 54.5, 22.0, 9.0)
_ROOM_TO_WRITE = "\n" * 2
"""Where nothing is printed somebody writes by hand."""


def layout_sheet(record: SheetRecord) -> Grid:
    """The sheet in its official form; an empty record gives the empty form, to be filled in by hand."""
    cells = [*_head(record)]
    for group in review_form().groups:
        cells += _group(record, group, max(cell.bottom for cell in cells))
    cells += _foot(record, max(cell.bottom for cell in cells))
    return Grid(tuple(cells), _SHARES if record.is_key else (*_SHARES[:2], _SHARES[2] + _SHARES[3]), (4, 5))


def _wide(record: SheetRecord) -> int:
    return 4 if record.is_key else 3


def _head(record: SheetRecord) -> Iterator[Cell]:
    wide = _wide(record)
    yield Cell(0, 0, review_form().title, columns=wide, role="title")
    yield Cell(1, 0, f"（{record.year or '　　　　'}年度）", columns=wide, role="subtitle")
    for row, label, value in ((2, "项目名称", record.project), (3, "实施单位", record.unit)):
        yield Cell(row, 0, label, role="label")
        yield Cell(row, 1, value, columns=wide - 1)
    for column, head in enumerate(("审核内容", "审核要点", "审核意见", "得分")[:wide]):
        yield Cell(4, column, head, role="head")


def _group(record: SheetRecord, group: Group, top: int) -> Iterator[Cell]:
    yield Cell(top, 0, f"{group.name}（{group.maximum}分）" if record.is_key else group.name, columns=_wide(record))
    for row, point in enumerate(group.points, start=top + 1):
        mark = record.mark(point)
        yield Cell(row, 0, f"{point.name}\n（{point.maximum}分）" if record.is_key else point.name, role="label")
        yield Cell(row, 1, point.asks)
        yield Cell(row, 2, ticked(mark.grade), role="value", path=f"points.{point.code}.grade")
        if record.is_key:
            yield _score_cell(row, mark.number, mark.score, f"points.{point.code}.score")


def _foot(record: SheetRecord, top: int) -> Iterator[Cell]:
    wide, row = _wide(record), top
    if record.is_key:
        yield Cell(row, 0, "总分", role="label")
        yield Cell(row, 1, columns=2)
        yield _score_cell(row, record.total, "", "total")
        row += 1
    yield Cell(row, 0, "综合评定等级", role="label")
    yield Cell(row, 1, ticked(record.grade), columns=wide - 1, role="value", path="grade")
    yield Cell(row + 1, 0, "总体意见", role="label")
    yield Cell(row + 1, 1, record.opinion or _ROOM_TO_WRITE, columns=wide - 1, path="opinion")
    yield Cell(row + 2, 0, f"审核人：{record.reviewer or '　' * 8}　　　　审核日期：{_day(record)}", columns=wide, role="sign")


def _score_cell(row: int, number: Decimal | None, text: str, path: str) -> Cell:
    """``text`` is what stands there while it is no number."""
    if number is None:
        return Cell(row, 3, text, role="amount", path=path)
    return Cell(row, 3, str(number), role="amount", path=path, number=number, number_format="0.0" if "." in str(number) else "0")


def _day(record: SheetRecord) -> str:
    day = record.day
    return f"{day.year}年{day.month}月{day.day}日" if day else "　　　年　　月　　日"
