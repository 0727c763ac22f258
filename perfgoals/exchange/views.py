"""Files that the site gives out: a table in each variant and format, several as one PDF, empty forms."""

from __future__ import annotations

import re
from collections.abc import Collection

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from perfgoals.exchange.giving_out import FRAMED, MOST_AT_ONCE, file_response, kept_nowhere
from perfgoals.exchange.print_choices import choices_of
from perfgoals.exchange.printing import FORMATS, blank_grid, name_of, write
from perfgoals.exchange.variants import TABLE_FORMATS, VARIANT_NAMES, VARIANTS, NotPrinted, print_booklet, print_table
from perfgoals.grid.faces import MissingPart
from perfgoals.official.layout_file import GOALS_ID, all_layouts, layout_ids, load_goals
from perfgoals.tables.access import Role, roles_on, visible_to
from perfgoals.tables.contents import table_with_contents
from perfgoals.tables.keys import keys_in
from perfgoals.tables.listing import ordered
from perfgoals.tables.models import TargetTable
from perfgoals.tables.views.signed_in import SignedIn


@require_safe
@login_required
@kept_nowhere
def download_table(request: SignedIn, pk: int, variant: str, file_format: str) -> HttpResponse:
    """One table as a file."""
    if variant not in VARIANTS or file_format not in TABLE_FORMATS:
        raise Http404
    table = table_with_contents(request.user, pk)
    try:
        data = print_table(table, variant, file_format, choices=choices_of(request.GET), early=_looks_early(request, table))
    except NotPrinted as refusal:
        messages.error(request, str(refusal))
        return redirect("view_table", pk)
    return file_response(data, f"{table.project_name[:60]}（{VARIANT_NAMES[variant]}）", file_format)


@require_safe
@login_required
@kept_nowhere
@xframe_options_sameorigin
def preview_table(request: SignedIn, pk: int) -> HttpResponse:
    """The 送审稿 as PDF to be looked at beside the form that is being filled in, in a frame of the site's own pages only."""
    table = table_with_contents(request.user, pk)
    try:
        data = print_table(table, "draft", "pdf")
        response = file_response(data, f"{table.project_name[:60]}（{VARIANT_NAMES['draft']}）", "pdf", inline=True)
    except NotPrinted as refusal:  # said in the frame, where the print was to be
        response = HttpResponse(str(refusal), content_type="text/plain; charset=utf-8")
    response["Content-Security-Policy"] = FRAMED
    return response


@require_POST
@login_required
@kept_nowhere
def print_tables(request: SignedIn) -> HttpResponse:
    """The chosen tables as one PDF, in the order of the list; 404 for all of them when one may not be seen."""
    variant = request.POST.get("variant", "draft")
    keys = keys_in(request.POST.getlist("id"))
    if variant not in VARIANTS:
        raise Http404
    if refusal := _refusal(keys):
        messages.error(request, refusal)
        return redirect("list_tables")
    tables = ordered(visible_to(request.user).filter(pk__in=keys).with_contents(), request.POST.get("sort", ""))
    chosen = list(tables)
    if len(chosen) < len(keys):
        raise Http404
    name = f"绩效目标表{VARIANT_NAMES[variant]}（{len(chosen)}张）"
    try:
        return file_response(print_booklet(chosen, variant, title=name, choices=choices_of(request.POST)), name, "pdf", inline=True)
    except NotPrinted as refused:
        messages.error(request, str(refused))
        return redirect("list_tables")


def _looks_early(request: SignedIn, table: TargetTable) -> bool:
    """Whoever publishes sees the 公开版 before."""
    return Role.PERFORMANCE_REVIEWER in roles_on(request.user, table)


def _refusal(keys: Collection[int]) -> str:
    if not keys:
        return "没有选中任何表，请在列表左侧勾选要打印的表，再点打印"
    if len(keys) > MOST_AT_ONCE:
        return f"选中了 {len(keys)} 张表，一次最多打印 {MOST_AT_ONCE} 张，请分几次打印"
    return ""


@require_safe
@login_required
def list_layouts(request: SignedIn) -> HttpResponse:
    """The official forms of this site, with their sources and empty prints, of the year given or of none."""
    year = request.GET.get("year", "").strip()
    context = {"year": year, "wrong_year": not _YEAR.fullmatch(year)}
    return render(request, "exchange/layouts.html", context | {"layouts": all_layouts(), "goals": load_goals(), "formats": _BLANKS})


_BLANKS = (("docx", "Word"), ("xlsx", "Excel"), ("pdf", "PDF"))
_YEAR = re.compile("([12][0-9]{3})?", re.ASCII)


@require_safe
@login_required
def download_blank(request: SignedIn, layout_id: str, file_format: str) -> HttpResponse:
    """An empty form, for the year given or for any."""
    year = request.GET.get("year", "")
    if layout_id not in (*layout_ids(), GOALS_ID) or file_format not in FORMATS or not _YEAR.fullmatch(year):
        raise Http404
    name = f"{name_of(layout_id)}（{f'{year}年度' if year else ''}空白表）"
    try:
        data = write([blank_grid(layout_id, int(year or 0))], file_format, title=name)
    except MissingPart as refusal:
        messages.error(request, str(refusal))
        return redirect("list_layouts")
    return file_response(data, name, file_format)
