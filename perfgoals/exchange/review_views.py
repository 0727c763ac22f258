"""Files of the review: 审核表."""

from __future__ import annotations

from typing import get_args

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from perfgoals.exchange.sheet_prints import SheetFormat, sheet_print
from perfgoals.exchange.variants import write_print
from perfgoals.exchange.views import file_response
from perfgoals.grid.faces import MissingPart
from perfgoals.tables.access import get_table
from perfgoals.tables.views.signed_in import SignedIn

_kept_nowhere = cache_control(private=True, no_store=True)  # offices share machines


@require_safe
@login_required
@_kept_nowhere
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
