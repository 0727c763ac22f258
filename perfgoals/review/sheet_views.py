"""审核表 of a table: filled in beside the form, saved by itself, and shown as it was decided upon."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST, require_safe

from perfgoals.grid.formats.html import table as html_table
from perfgoals.official.layout_file import layout_ids, load
from perfgoals.official.review_sheet_layout import layout_sheet
from perfgoals.review import sheets
from perfgoals.review.deciding import Decided
from perfgoals.review.desk.place import place_carried
from perfgoals.review.forms import SheetForm, first_error
from perfgoals.review.models import ReviewSheet
from perfgoals.review.standing import Standing
from perfgoals.tables.access import get_table
from perfgoals.tables.contents import table_with_contents
from perfgoals.tables.form_page import form_html
from perfgoals.tables.models import TargetTable
from perfgoals.tables.record import to_snapshot
from perfgoals.tables.views.signed_in import SignedIn


@require_safe
@login_required
def view_sheet(request: SignedIn, pk: int) -> HttpResponse:
    """The sheet to be filled in by whoever decides now, with the form beside it; for everybody else those that were decided upon."""
    table = table_with_contents(request.user, pk)
    standing = Standing(request.user, table)
    context: dict[str, Any] = {"table": table, "standing": standing, "sheet": standing.sheet, "kept": _printed(sheets.kept_of(table))}
    if standing.sheet:
        context["place"] = place_carried(request.user, pk, request.GET, request.acting_for)
        return render(request, "review/sheet.html", context | {"form_html": _form(table)})
    draft = sheets.draft_of(table) if sheets.is_at_finance(request.user, table) else None
    return render(request, "review/sheet.html", context | {"draft": _printed([draft])[0] if draft else None})


def _printed(kept: list[ReviewSheet]) -> list[tuple[ReviewSheet, str]]:
    # html.table escapes every text it writes
    return [(sheet, mark_safe(html_table(layout_sheet(sheets.record_of(sheet))))) for sheet in kept]  # noqa: S308


def _form(table: TargetTable) -> str:
    if table.layout not in layout_ids():
        return ""
    return mark_safe(form_html(to_snapshot(table), load(table.layout), table.source_problems)[0])  # noqa: S308  # as above


@require_POST
@login_required
def save_sheet(request: SignedIn, pk: int) -> HttpResponse:
    """Keeps the sheet. A page that asks by htmx gets what follows from it (total, grade, what is missing); 409 for what is stale."""
    get_table(request.user, pk)
    form = SheetForm(request.POST)
    if not form.is_valid():
        return _not_saved(request, pk, first_error(form), 422)
    seen = {name: form.cleaned_data[name] for name in ("version", "based_on")}
    try:
        sheets.save_sheet(request.user, pk, filled=form.filled, **seen)
    except Decided as decided:
        return _not_saved(request, pk, str(decided), 409)
    if request.htmx:
        return _state(request, pk, "")
    messages.success(request, "审核表已保存。")
    place = place_carried(request.user, pk, request.POST, request.acting_for)
    return redirect(reverse("view_sheet", args=[pk]) + (f"?{place.carried}" if place else ""))


def _not_saved(request: SignedIn, pk: int, sentence: str, status: int) -> HttpResponse:
    """htmx shows answers of success only, and this one has to be shown."""
    if request.htmx:
        return _state(request, pk, sentence)
    return render(request, "review/sheet_refused.html", {"table": get_table(request.user, pk), "sentence": sentence}, status=status)


def _state(request: SignedIn, pk: int, sentence: str) -> HttpResponse:
    """``based_on`` stays that of the page where nothing was saved, so that it goes on being refused."""
    standing = Standing(request.user, get_table(request.user, pk))
    context = {"sheet": standing.sheet, "table": standing.table, "sentence": sentence, "based_on": request.POST.get("based_on", "")[:40]}
    return render(request, "review/_sheet_state.html", context)
