"""Prints of the 审核表: kept with a decision, still a draft, or empty, to be filled in by hand."""

from __future__ import annotations

from typing import Literal

from django.http import Http404

from perfgoals.accounts.models import User
from perfgoals.grid.formats.pdf_booklet import Sheet
from perfgoals.official.review_sheet import SheetRecord
from perfgoals.official.review_sheet_layout import layout_sheet
from perfgoals.review.sheets import draft_of, is_at_finance, kept_of, record_of
from perfgoals.tables.models import TargetTable

SheetFormat = Literal["pdf", "xlsx", "docx"]
_DRAFT = "草稿"


def sheet_print(user: User, table: TargetTable, entry: int = 0) -> Sheet:
    """The sheet kept with this entry; without one that which is being filled in, for those who may see it, or the latest.

    Who reviews at finance gets the empty form where there is neither; everybody else Http404.
    """
    kept = [sheet for sheet in kept_of(table) if entry in (0, sheet.entry_id)]
    draft = draft_of(table) if not entry and is_at_finance(user, table) else None
    if draft:
        return Sheet(layout_sheet(record_of(draft)), table.project_name, mark=_DRAFT)
    if kept:
        return Sheet(layout_sheet(record_of(kept[0])), table.project_name)
    if entry or not is_at_finance(user, table):
        raise Http404
    return Sheet(layout_sheet(_empty(table)), table.project_name)


def _empty(table: TargetTable) -> SheetRecord:
    unit = table.department_name or table.project.department.name
    return SheetRecord(table.project_name, unit, table.year, table.project.is_key)
