"""批复 given out: the list of what one 文号 approved for a unit, alone or with its tables."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from perfgoals.accounts.models import Department
from perfgoals.exchange.approval_prints import print_list, print_tables
from perfgoals.exchange.giving_out import MOST_AT_ONCE, file_response, kept_nowhere
from perfgoals.exchange.print_choices import choices_of
from perfgoals.grid.faces import MissingPart
from perfgoals.review.approved import approved_of, latest_approvals, superseded
from perfgoals.tables.access import visible_to
from perfgoals.tables.views.signed_in import SignedIn

CONTENTS = (("list", "pdf"), ("list", "xlsx"), ("tables", "pdf"))


@require_safe
@login_required
@kept_nowhere
def download_approval(request: SignedIn, department: int, year: int, content: str, file_format: str) -> HttpResponse:
    """What was approved for the unit in the year, by the 文号 in ``number`` or by all of them; 404 where the person sees none."""
    if (content, file_format) not in CONTENTS:
        raise Http404
    tables = visible_to(request.user).filter(project__department=get_object_or_404(Department, pk=department), year=year)
    if number := request.GET.get("number", ""):
        tables = tables.filter(approval_number=number)
    entries = latest_approvals(tables)
    count = entries.count()
    if not count:
        raise Http404
    if content == "tables" and count > MOST_AT_ONCE:
        messages.error(request, f"共有 {count} 张表，一次最多打印 {MOST_AT_ONCE} 张，请按文号分别打印，或只打印清单")
        return redirect("list_approvals")
    approved = list(approved_of(entries, superseded(tables)))
    unit = approved[0].snapshot.department.name or entries[0].table.project.department.name
    choices = choices_of(request.GET)
    try:
        if content == "list":
            data = print_list(unit, year, approved, "pdf" if file_format == "pdf" else "xlsx", choices)
        else:
            data = print_tables(unit, year, approved, choices)
    except (ValueError, MissingPart) as error:  # both say in Chinese what is in the way
        messages.error(request, f"印不出来：{error}")
        return redirect("list_approvals")
    name = "批复表清单" if content == "list" else "批复版"
    return file_response(data, f"{unit[:60]}{year}年度{name}{number[:40]}", file_format)
