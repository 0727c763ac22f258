"""The history of a table: who changed what on which day, how it was then, and back to it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from perfgoals.official.layout_file import layout_ids, load
from perfgoals.tables.access import get_table, may_write
from perfgoals.tables.contents import table_with_contents
from perfgoals.tables.editing import history
from perfgoals.tables.editing.changes import Done
from perfgoals.tables.editing.history import NotKept, record_at, sittings, tell
from perfgoals.tables.editing.keyed import Keyed, keyed_of
from perfgoals.tables.editing.net_changes import between
from perfgoals.tables.editing.wording import Line, names_of, path_in, told
from perfgoals.tables.filters import year_name
from perfgoals.tables.form_page import form_html
from perfgoals.tables.models import Revision, TargetTable
from perfgoals.tables.storing import StaleVersion
from perfgoals.tables.views.for_scripts import answers_scripts
from perfgoals.tables.views.signed_in import SignedIn

PAGE_SIZE = 50


@require_safe
@never_cache
@vary_on_headers("HX-Request")
def view_history(request: SignedIn, pk: int) -> HttpResponse:
    """The saved versions by day and sitting, the newest first; for htmx the part that stands beside the form being filled in."""
    return _history_part(request, pk) if request.htmx else _history_page(request, pk)


@login_required
def _history_page(request: SignedIn, pk: int) -> HttpResponse:
    return render(request, "tables/history.html", _history(request, pk, request.GET.get("page")))


@answers_scripts
def _history_part(request: SignedIn, pk: int) -> HttpResponse:
    return render(request, "tables/editing/_history.html", _history(request, pk, "1"))


def _history(request: SignedIn, pk: int, number: str | None) -> dict[str, Any]:
    table = table_with_contents(request.user, pk)
    page = Paginator(sittings(table), PAGE_SIZE).get_page(number)
    routes = {"history_route": "view_history", "version_route": "view_version"}
    return {"table": table, "year": year_name(table.year), "page": page, "told": tell(table, list(page)), **routes}


@dataclass(frozen=True, slots=True)
class Difference:
    """A change since the version that is shown, and the id of the cell in which it is to be seen; empty if in none."""

    line: Line
    target: str


@require_safe
@login_required
def view_version(request: SignedIn, pk: int, version: int) -> HttpResponse:
    """The form as it was, with what is different now marked."""
    table = table_with_contents(request.user, pk)
    try:
        then = record_at(table, version)
    except NotKept as error:
        messages.error(request, f"{error}。")
        return redirect("view_history", pk)
    html, differences = _then_and_now(then, keyed_of(table))
    context = {
        "table": table,
        "year": year_name(table.year),
        "version": version,
        "revision": Revision.objects.filter(table=table, version=version).select_related("saved_by").first(),
        "form_html": html,
        "differences": differences,
        "may_restore": version != table.version and may_write(request.user, table),
    }
    return render(request, "tables/version.html", context)


def _then_and_now(then: Keyed, now: Keyed) -> tuple[str, list[Difference]]:
    """The form of the earlier record, empty where its layout is not known here, and what has changed since."""
    names = names_of(now) | names_of(then)
    dones = between(then, now)
    html, targets = _marked_form(then, dones)
    return html, [Difference(told(done, names), target) for done, target in zip(dones, targets, strict=True)]


def _marked_form(then: Keyed, dones: Sequence[Done]) -> tuple[str, list[str]]:
    if then.snapshot.layout not in layout_ids():
        return "", [""] * len(dones)
    # a row that is only there now has no path in the form of then, and "" would be the whole table
    marks = [{"path": path_in(then, done) or "-", "message": ""} for done in dones]
    html, notes = form_html(then.snapshot, load(then.snapshot.layout), marks)
    return mark_safe(html), [note.target for note in notes[: len(marks)]]  # noqa: S308 - html.table escapes every text it writes


@login_required
@require_POST
def restore_version(request: SignedIn, pk: int, version: int) -> HttpResponse:
    """An earlier version becomes the next one. The page sends the ``version`` that was the latest when it was shown."""
    get_table(request.user, pk, to_write=True)
    based_on = request.POST.get("version", "")
    try:
        table = history.restore_version(request.user, pk, version, based_on=int(based_on) if re.fullmatch("[0-9]{1,9}", based_on) else 0)
    except StaleVersion as error:
        messages.error(request, f"没有恢复：{error}。请看过现在的内容，再决定是否恢复。")
        return redirect("view_version", pk, version)
    except NotKept as error:
        messages.error(request, f"没有恢复：{error}。")
        return redirect("view_history", pk)
    messages.success(request, _restored(table, version))
    return redirect("view_table", pk)


def _restored(table: TargetTable, version: int) -> str:
    return f"已恢复为第 {version} 版的内容，现在是第 {table.version} 版。恢复前的内容仍在修改历史中，可以再恢复回来。"
