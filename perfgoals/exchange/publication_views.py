"""The public set of a year: the 公开版 tables as one PDF, and their list with the sentence that goes into the document."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from perfgoals.exchange.giving_out import MOST_AT_ONCE, file_response, kept_nowhere
from perfgoals.exchange.lists import ListColumn, list_grid
from perfgoals.exchange.print_choices import choices_of
from perfgoals.exchange.printing import write
from perfgoals.exchange.variants import NotPrinted, print_booklet
from perfgoals.grid.model import Grid
from perfgoals.official.money import total_of
from perfgoals.review.publishing import Row, sentence_of, valid_rows
from perfgoals.tables.access import visible_to
from perfgoals.tables.keys import key_in
from perfgoals.tables.models import TargetTable
from perfgoals.tables.views.signed_in import SignedIn

_CONTENTS = (("tables", "pdf"), ("list", "xlsx"))
_COLUMNS = (ListColumn("序号", 7, "value"), ListColumn("单位", 28), ListColumn("项目", 48), ListColumn("金额（万元）", 17, "amount"))


@require_safe
@login_required
@kept_nowhere
def download_publications(request: SignedIn, year: int, content: str, file_format: str) -> HttpResponse:
    """What is public of the tables of a year that the person may see, of one ``unit`` or of all; 404 where there is none."""
    if (content, file_format) not in _CONTENTS:
        raise Http404
    rows = _rows(request, year)
    if content == "list":
        name = f"{year}年度公开的绩效目标表目录"
        return file_response(write([_list(year, rows)], "xlsx", title=name), name, "xlsx")
    if len(rows) > MOST_AT_ONCE:
        messages.error(request, f"共有 {len(rows)} 张表，一次最多打印 {MOST_AT_ONCE} 张，请按单位筛选后分别打印")
        return redirect("list_publications")
    return _booklet(request, year, rows)


def _rows(request: SignedIn, year: int) -> list[Row]:
    tables = visible_to(request.user).filter(year=year, published_on__isnull=False, project__is_withheld=False)
    if unit := request.GET.get("unit", ""):
        tables = tables.filter(project__department=key_in(unit))
    rows = valid_rows(tables)
    if not rows:
        raise Http404
    return rows


def _list(year: int, rows: list[Row]) -> Grid:
    lines = [[number, row.unit, row.project, row.amount] for number, row in enumerate(rows, 1)]
    total = ["", "", "合计", total_of(row.amount for row in rows)]
    return list_grid(f"{year}年度公开的绩效目标表目录", _COLUMNS, lines, note="金额单位：万元", total=total, signs=[sentence_of(rows)])


def _booklet(request: SignedIn, year: int, rows: list[Row]) -> HttpResponse:
    found = {table.pk: table for table in TargetTable.objects.with_contents().filter(pk__in=[row.pk for row in rows])}
    name = f"{year}年度绩效目标表公开版（{len(rows)}张）"
    try:
        data = print_booklet([found[row.pk] for row in rows], "public", title=name, choices=choices_of(request.GET))
    except NotPrinted as refusal:
        messages.error(request, str(refusal))
        return redirect("list_publications")
    return file_response(data, name, "pdf")
