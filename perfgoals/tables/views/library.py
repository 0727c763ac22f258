"""The 指标库: looked up while typing, browsed on a page of its own; and 同类项目参照 beside a table."""

from __future__ import annotations

import json
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from perfgoals.tables import access
from perfgoals.tables.keys import key_in
from perfgoals.tables.library import units
from perfgoals.tables.library.filters import LibraryFilters
from perfgoals.tables.library.reference import reference
from perfgoals.tables.library.searching import search, units_for
from perfgoals.tables.library.sectors import sector_of
from perfgoals.tables.models import LibraryEntry, TargetTable
from perfgoals.tables.views.for_scripts import answers_scripts
from perfgoals.tables.views.signed_in import SignedIn

PAGE_SIZE = 50
MOST_FOUND = 20
MOST_OFFERED = 40
_SHOWN = ("level1", "level2", "level3", "value", "comparator", "unit", "basis", "description", "sector", "uses")


@require_safe
@answers_scripts
def search_library(request: SignedIn) -> JsonResponse:
    """At most MOST_FOUND entries for ``text`` and ``level2``; of ``table``'s framework, those of its sector before their equals."""
    table = _table_asked_for(request)
    of_the_table: dict[str, Any] = {}
    if table:
        sector = sector_of(table.project_name or table.project.name, table.department_name)
        of_the_table = {"framework": table.framework, "prefer": sector}
    found = search(request.GET.get("text", ""), level2=request.GET.get("level2", ""), **of_the_table)
    return JsonResponse([_shown(entry) for entry in found[:MOST_FOUND]], safe=False)


def _table_asked_for(request: SignedIn) -> TargetTable | None:
    """Http404 for a table that the person may not see, or that is none."""
    asked = request.GET.get("table", "")
    return access.get_table(request.user, key_in(asked)) if asked else None


def _shown(entry: LibraryEntry) -> dict[str, Any]:
    offered = dict.fromkeys(unit for unit in (entry.unit, *units.suggest_units(entry.level2, entry.level3)) if unit)
    return {name: getattr(entry, name) for name in _SHOWN} | {"units": list(offered)}


@require_safe
@answers_scripts
def suggest_units(request: SignedIn) -> JsonResponse:
    """The units to offer for a 指标值, the likeliest first, as a list of texts."""
    return JsonResponse(units_for(request.GET.get("level2", ""), request.GET.get("level3", "")), safe=False)


@require_safe
@login_required
def list_library(request: SignedIn) -> HttpResponse:
    """The 指标库 to browse, the most used first. It names no unit and no project, so whoever signs in may see it."""
    filters = LibraryFilters(request.GET)
    wanted = filters.wanted
    page = Paginator(search(**wanted), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "tables/library.html", {"filters": filters, "page": page, "wanted": wanted})


@require_safe
@answers_scripts
def offer_library(request: SignedIn, pk: int) -> HttpResponse:
    """The 指标库 as a part of a table's editing page: entries of its framework, each to be taken over with one click."""
    table = access.get_table(request.user, pk)
    framework = table.framework
    level2 = request.GET.get("level2", "")
    sector = sector_of(table.project_name or table.project.name, table.department_name)
    found = search(request.GET.get("text", ""), level2=level2, framework=framework, prefer=sector)
    entries = [(entry, _adopted(entry)) for entry in sorted(found[:MOST_OFFERED], key=lambda entry: framework.place_of(entry.level2))]
    context = {"table": table, "entries": entries, "text": request.GET.get("text", ""), "level2": level2, "framework": framework}
    return render(request, "tables/editing/_library.html", context | {"may_write": access.may_write(request.user, table)})


def _adopted(entry: LibraryEntry) -> str:
    """What the editing page takes over, as JSON."""
    texts = {name: text for name in ("level3", "value", "description", "basis") if (text := getattr(entry, name))}
    return json.dumps({"side": "annual", "level2": entry.level2, "texts": texts}, ensure_ascii=False)


@require_safe
@answers_scripts
def view_reference(request: SignedIn, pk: int) -> HttpResponse:
    """同类项目参照 of a table, as a part of its editing page."""
    table = access.get_table(request.user, pk)
    context = {"table": table, "reference": reference(request.user, table), "may_write": access.may_write(request.user, table)}
    return render(request, "tables/editing/_reference.html", context)
