"""The editing page of a table: /tables/<pk>/edit/, and what its scripts ask."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from perfgoals.official.layout_file import Layout, layout_ids, load
from perfgoals.tables.access import get_table
from perfgoals.tables.contents import table_with_contents
from perfgoals.tables.editing.keyed import Keyed, keyed_of
from perfgoals.tables.editing.opening import EVERYTHING, opening_of
from perfgoals.tables.editing.record import form_data, record_of, values_of
from perfgoals.tables.editing.saving import save
from perfgoals.tables.editing.sheet import SIDE_NAMES, sheet_html
from perfgoals.tables.filters import year_name
from perfgoals.tables.models import TargetTable
from perfgoals.tables.models.target_table import CONTENTS
from perfgoals.tables.states import STATE_COLOURS
from perfgoals.tables.views.for_scripts import answers_scripts
from perfgoals.tables.views.saves import answer_save
from perfgoals.tables.views.signed_in import SignedIn

_ROUTES = {"save": "save_table", "read": "read_table", "presence": "note_presence", "paste": "paste_block"}
"""What the scripts ask of the table, by the name they have for it."""

_ROUTES_OF_ALL = {"signIn": "sign_in_again", "library": "search_library", "units": "suggest_units"}

_TABS = (
    ("panel-said", "提示", ""),
    ("panel-library", "指标库", "offer_library"),
    ("panel-reference", "参照", "view_reference"),
    ("panel-history", "历史", "view_history"),
    ("panel-preview", "预览", "preview_table"),
)
"""What opens beside the form: id, name and the route it is fetched from, if any."""

_CONTACTS = (("contacts.head", "单位负责人："), ("contacts.author", "填报人："), ("contacts.telephone", "联系电话："))


@require_safe
@login_required
@never_cache
def edit_table(request: SignedIn, pk: int) -> HttpResponse:
    """The table in its official form with inputs in the cells."""
    table = get_table(request.user, pk, to_write=True)
    if table.layout not in layout_ids():
        messages.error(request, f"这张表用的版式“{table.layout}”已不在本系统，不能修改，请联系系统管理员。")
        return redirect("view_table", pk)
    prefetch_related_objects([table], *CONTENTS, "changed_by")
    keyed, form = keyed_of(table), load(table.layout)
    context = {
        "table": table,
        "year": year_name(table.year),
        "colour": STATE_COLOURS[table.state],
        "form": form,
        "is_locked": opening_of(table) != EVERYTHING,
        "is_twin": len(form.sides) > 1,
        "sheet": mark_safe(sheet_html(keyed, form, opening_of(table))),  # noqa: S308 - every text in it is escaped where it is written
        "texts": keyed.beside,
        "sides": [(side, SIDE_NAMES[side]) for side in form.sides],
        "signs": [(path, label, keyed.beside[path]) for path, label in _CONTACTS] + _number(keyed, form),
        "signs_of_values": "≥≤=><",
        "tabs": [(id, name, reverse(route, args=[table.pk]) if route else "") for id, name, route in _TABS],
        "data": _page_data(request, table) | {"form": form_data(form), "record": record_of(table, keyed, form), "values": values_of(keyed)},
    }
    return render(request, "tables/editing/edit.html", context)


def _number(keyed: Keyed, form: Layout) -> list[tuple[str, str, str]]:
    """The number in a volume, which a form prints in its heading, where no input fits."""
    return [("number", "册中序号：", keyed.snapshot.number)] if "number" in form.bound else []


def _page_data(request: SignedIn, table: TargetTable) -> dict[str, Any]:
    """What the scripts need beside the form and the record."""
    urls = {name: reverse(route, args=[table.pk]) for name, route in _ROUTES.items()}
    urls |= {name: reverse(route) for name, route in _ROUTES_OF_ALL.items()}
    return {
        "table": table.pk,
        "user": request.user.pk,
        "name": request.user.name,
        "urls": urls,
        "problems": table.source_problems,
        "open": table.open_places if opening_of(table) != EVERYTHING else None,
        "csrfCookie": settings.CSRF_COOKIE_NAME,
    }


@require_safe
@answers_scripts
@never_cache
def read_table(request: SignedIn, pk: int) -> HttpResponse:
    """What stands in the table now, for a page that learns of somebody else's save."""
    table = table_with_contents(request.user, pk)
    if table.layout not in layout_ids():
        raise Http404
    return JsonResponse(_record(table))


def _record(table: TargetTable) -> dict[str, Any]:
    return record_of(table, keyed_of(table), load(table.layout))


@require_POST
@answers_scripts
@never_cache
def save_table(request: SignedIn, pk: int) -> HttpResponse:
    """A page's changes saved: see ``answer_save``."""
    return answer_save(request.body, partial(save, request.user, pk), lambda: _record(table_with_contents(request.user, pk)))
