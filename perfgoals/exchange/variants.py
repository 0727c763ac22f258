"""The prints of a stored table: 送审稿 with its mark while it has not passed, 申报版 with lines to sign and its 校验码, 批复版 with
文号, date and 校验码 once it is approved, 公开版 with none of these once it is public."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from html import escape
from typing import Literal, get_args

from perfgoals.exchange.print_choices import AS_IT_IS, PrintChoices
from perfgoals.exchange.printing import FORMATS, Format, grid_of
from perfgoals.exchange.printing import write as write_grids
from perfgoals.grid.faces import MissingPart
from perfgoals.grid.formats.pdf_booklet import Sheet, write_booklet
from perfgoals.grid.model import Cell
from perfgoals.official.check_code import check_code
from perfgoals.official.snapshot import Snapshot, to_json
from perfgoals.tables.models import TargetTable
from perfgoals.tables.record import to_snapshot

Variant = Literal["draft", "filed", "approved", "public"]
VARIANTS: tuple[Variant, ...] = get_args(Variant)
VARIANT_NAMES: dict[Variant, str] = {"draft": "送审稿", "filed": "申报版", "approved": "批复版", "public": "公开版"}
TABLE_FORMATS: tuple[str, ...] = (*FORMATS, "json")

_State = TargetTable.State
_PASSED = (_State.PASSED, _State.APPROVED)
SUPERSEDED = "已调整"
"""On the 批复版 of a table whose adjustment has been approved: that paper is valid no more."""


class NotPrinted(Exception):
    """str: one sentence on why there is no print, and what to do."""


def sheet_of(table: TargetTable, variant: Variant, *, choices: PrintChoices = AS_IT_IS, early: bool = False) -> Sheet:
    """The table, read ``with_contents``, in its form as this variant prints it; NotPrinted where its form is not known here, and for
    a 公开版 of what is not public, unless it is looked at ``early``."""
    sheet = _sheet(table, variant, early)
    return replace(sheet, grid=choices.of(sheet.grid))


def _sheet(table: TargetTable, variant: Variant, early: bool) -> Sheet:
    snapshot = to_snapshot(table)
    try:
        if variant == "draft":
            mark = "" if table.state in _PASSED else VARIANT_NAMES["draft"]
            return Sheet(grid_of(snapshot), table.project_name, mark=mark)
        if variant == "public":
            _refuse_what_is_not_public(table, early)
            return Sheet(grid_of(snapshot), table.project_name)
        code = check_code(snapshot, table.pk)
        if variant == "approved":
            return approved_sheet(snapshot, *_approval(table), code, is_superseded=table.is_superseded)
        return filed_sheet(snapshot, contacts_of(table), code)
    except ValueError as error:
        raise NotPrinted(f"“{table.project_name}”印不出来：{error}") from error


def _approval(table: TargetTable) -> tuple[str, date]:
    day = table.approved_on
    if table.state != _State.APPROVED or day is None:
        raise ValueError("还没有批复，没有批复版")
    return table.approval_number, day


def _refuse_what_is_not_public(table: TargetTable, early: bool) -> None:
    if table.project.is_withheld:
        raise ValueError("这个项目标为不宜公开")
    if table.state != _State.APPROVED:
        raise ValueError("还没有批复，没有公开版")
    if table.published_on is None and not early:
        raise ValueError("还没有公开，没有公开版")


def approval_line(number: str, day: date) -> str:
    """By which document, and when."""
    return f"批复文号：{number}　批复日期：{day.year}年{day.month}月{day.day}日"


def filed_sheet(snapshot: Snapshot, contacts: Mapping[str, str], code: str, *, mark: str = "") -> Sheet:
    """The 申报版 of a record. ValueError where its form is not known here."""
    return Sheet(grid_of(snapshot, contacts=contacts), snapshot.project.name, mark=mark, foot=code_line(code))


def approved_sheet(snapshot: Snapshot, number: str, day: date, code: str, *, is_superseded: bool) -> Sheet:
    """The 批复版 of a record. ValueError where its form is not known here."""
    grid = grid_of(snapshot)
    below = Cell(grid.rows, 0, approval_line(number, day), 1, grid.columns, "sign")  # the foot has room for the 校验码 only
    mark = SUPERSEDED if is_superseded else ""
    return Sheet(replace(grid, cells=(*grid.cells, below)), snapshot.project.name, mark=mark, foot=code_line(code))


def code_line(code: str) -> str:
    """As it stands in the foot of a page."""
    return f"校验码：{code}"


def contacts_kept(beside: Mapping[str, str]) -> dict[str, str]:
    """As ``contacts_of``, from what the log kept beside a record."""
    return {name: beside.get(f"contacts.{name}", "") for name in ("head", "author", "telephone")}


def contacts_of(table: TargetTable) -> dict[str, str]:
    """What is known for the lines below the form; the rest is filled by hand."""
    day = table.filled_on
    date = f"{day.year}年{day.month}月{day.day}日" if day else ""
    return {"head": table.head_name, "author": table.author_name, "telephone": table.telephone, "date": date}


def print_table(table: TargetTable, variant: Variant, file_format: str, *, choices: PrintChoices = AS_IT_IS, early: bool = False) -> bytes:
    """The table as one file of one of TABLE_FORMATS; NotPrinted where that cannot be. JSON is the record alone in every variant."""
    if file_format == "json":
        return (json.dumps(to_json(to_snapshot(table)), ensure_ascii=False, indent=1) + "\n").encode()
    sheet = sheet_of(table, variant, choices=choices, early=early)
    try:
        return write_print(sheet, file_format)  # type: ignore[arg-type]
    except (ValueError, MissingPart) as error:  # both say in Chinese what is in the way
        raise NotPrinted(f"“{table.project_name}”印不出来：{error}") from error


def print_booklet(tables: Iterable[TargetTable], variant: Variant, *, title: str, choices: PrintChoices = AS_IT_IS) -> bytes:
    """The tables as one PDF in the order given, each counting its own pages and found by its project's name."""
    try:
        return write_booklet([sheet_of(table, variant, choices=choices) for table in tables], title=title)
    except MissingPart as error:
        raise NotPrinted(str(error)) from error


def write_print(sheet: Sheet, file_format: Format) -> bytes:
    """The print as one file of this format, with its mark and its foot."""
    match file_format:
        case "pdf":
            return write_booklet([sheet], title=sheet.name)
        case "xlsx":  # a workbook has no watermark: the mark stands in the foot
            from perfgoals.grid.formats import xlsx

            return xlsx.write(
                [sheet.grid], title=sheet.name, foot="　".join(filter(None, (sheet.mark, sheet.foot))), sheet_names=[sheet.name]
            )
        case "docx":
            from perfgoals.grid.formats import docx

            return docx.write([sheet.grid], title=sheet.name, foot=sheet.foot, mark=sheet.mark)
        case "html":
            return _with_lines(write_grids([sheet.grid], "html", title=sheet.name), sheet.mark, sheet.foot)


def _with_lines(document: bytes, mark: str, foot: str) -> bytes:
    """A web page has neither watermark nor foot: the mark stands above the form and the code below it."""
    above, below = (f'<p class="note">{escape(line)}</p>\n'.encode() if line else b"" for line in (mark, foot))
    return document.replace(b"<body>\n", b"<body>\n" + above, 1).replace(b"\n</body>", b"\n" + below + b"</body>", 1)
