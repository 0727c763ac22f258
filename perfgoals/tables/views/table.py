"""One table: /tables/<pk>/"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from perfgoals.accounts.models import User
from perfgoals.official.check_code import check_code
from perfgoals.official.layout_file import layout_ids, load
from perfgoals.tables.access import Role, may_write, roles_on
from perfgoals.tables.contents import table_with_contents
from perfgoals.tables.filters import year_name
from perfgoals.tables.form_page import form_html
from perfgoals.tables.models import TargetTable
from perfgoals.tables.record import to_snapshot
from perfgoals.tables.states import STATE_COLOURS
from perfgoals.tables.views.signed_in import SignedIn

DOWNLOADS = (("pdf", "PDF"), ("xlsx", "Excel"), ("docx", "Word"), ("json", "JSON"))
VARIANTS = (("draft", "送审稿", "审核通过前带“送审稿”标记"), ("filed", "申报版", "带签章栏和校验码"))


@require_safe
@login_required
def view_table(request: SignedIn, pk: int) -> HttpResponse:
    """The table in its official form, with what is doubtful in it, its attachments, and what the person may do."""
    return render(request, "tables/table.html", page_of_table(request.user, table_with_contents(request.user, pk)))


def page_of_table(user: User, table: TargetTable, former: Iterable[tuple[str, str]] = ()) -> dict[str, Any]:
    """Everything that the page shows; ``former``: cells in which something else stood, and what, to be marked in the form."""
    context = {
        "table": table,
        "year": year_name(table.year),
        "colour": STATE_COLOURS[table.state],
        "downloads": DOWNLOADS,
        "variants": VARIANTS,
        "may_write": may_write(user, table),
        "may_carry_over": Role.AUTHOR in roles_on(user, table),
    }
    return context | _form(table, former)


def _form(table: TargetTable, former: Iterable[tuple[str, str]]) -> dict[str, Any]:
    snapshot = to_snapshot(table)
    if table.layout not in layout_ids():
        return {"form_html": "", "layout_name": table.layout, "check_code": check_code(snapshot, table.pk)}
    form = load(table.layout)
    html, notes = form_html(snapshot, form, table.source_problems, former)
    # html.table escapes every text it writes
    return {"form_html": mark_safe(html), "layout_name": form.name, "check_code": check_code(snapshot, table.pk), "notes": notes}  # noqa: S308
