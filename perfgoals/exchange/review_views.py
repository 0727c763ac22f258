"""Files of the review: 审核表, 审核意见反馈表."""

from __future__ import annotations

from typing import get_args

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from perfgoals.accounts.models import Department
from perfgoals.exchange.feedback import TITLE, decisions_on, feedback_grid
from perfgoals.exchange.giving_out import file_response, kept_nowhere
from perfgoals.exchange.printing import write
from perfgoals.exchange.sheet_prints import SheetFormat, sheet_print
from perfgoals.exchange.variants import write_print
from perfgoals.grid.faces import MissingPart
from perfgoals.tables.access import departments_of, get_table
from perfgoals.tables.models import TargetTable
from perfgoals.tables.views.signed_in import SignedIn


@require_safe
@login_required
@kept_nowhere
def download_sheet(request: SignedIn, pk: int, file_format: str, entry: int = 0) -> HttpResponse:
    """A 审核表 as a file: that of one decision, or the one that is being filled in, or the latest."""
    if file_format not in get_args(SheetFormat):
        raise Http404
    table = get_table(request.user, pk)
    found = sheet_print(request.user, table, entry)
    try:
        data = write_print(found, file_format)  # type: ignore[arg-type]
    except MissingPart as refusal:
        messages.error(request, f"审核表印不出来：{refusal}")
        return redirect("view_sheet", pk)
    return file_response(data, f"{table.project_name[:60]}（审核表{found.mark}）", file_format)


@require_safe
@login_required
@kept_nowhere
def download_feedback(request: SignedIn, department: int, year: int, kind: str, file_format: str) -> HttpResponse:
    """审核意见反馈表 of a unit, a year and a round, as far as the person may see its tables."""
    if file_format not in get_args(SheetFormat) or kind not in TargetTable.Round.values:
        raise Http404
    unit = get_object_or_404(Department, pk=department)
    decided = decisions_on(request.user, unit, year, kind)
    if not decided and not Department.objects.filter(departments_of(request.user), pk=department).exists():
        raise Http404
    if not decided:
        messages.warning(request, f"{unit.name} {year}年{TargetTable.Round(kind).label}的表还没有审核意见。")
        return redirect("list_tables")
    name = f"{TITLE}（{unit.name}{year}年{TargetTable.Round(kind).label}）"
    grid = feedback_grid(unit, year, TargetTable.Round(kind).label, decided)
    return file_response(write([grid], file_format, title=name), name, file_format)  # type: ignore[arg-type]
