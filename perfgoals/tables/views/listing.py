"""The list of tables: /"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from perfgoals.accounts.models import Department
from perfgoals.tables.access import departments_of, units_to_write_for, visible_to
from perfgoals.tables.filters import TableFilters
from perfgoals.tables.listing import COLUMNS, count_by_year, filtered, page_of
from perfgoals.tables.views.list_page import PART, address_of, heads, page_links
from perfgoals.tables.views.signed_in import SignedIn

ROUTE = "list_tables"


@require_safe
@login_required
@vary_on_headers("HX-Request")
def list_tables(request: SignedIn) -> HttpResponse:
    """The tables that the person may see: the whole page, or only its rows for htmx."""
    context = context_of(request)
    if request.htmx.target == PART:
        response = render(request, "tables/_rows.html", context)
        response["HX-Push-Url"] = address_of(request, ROUTE, page=request.GET.get("page"))
        return response
    return render(request, "tables/list.html", context)


def context_of(request: SignedIn) -> dict[str, Any]:
    """Everything that the page shows."""
    tables = visible_to(request.user, acting_for=request.acting_for)
    units = Department.objects.exclude(kind=Department.Kind.SECTION).filter(departments_of(request.user, acting_for=request.acting_for))
    years = count_by_year(tables)
    filters = TableFilters(request.GET, years, units)
    wanted, sort = filters.wanted, request.GET.get("sort", "")
    count = None if wanted else sum(years.values())
    page = page_of(filtered(tables, wanted), sort, request.GET.get("page", "1"), count=count)
    return {
        "filters": filters,
        "wanted": wanted,
        "is_filtered": bool(wanted),
        "page": page,
        "pages": list(page_links(request, ROUTE, page)),
        "sort": sort,
        "route": ROUTE,
        "columns": list(heads(request, ROUTE, COLUMNS)),
        "writes": bool(units_to_write_for(request.user)),
    }
