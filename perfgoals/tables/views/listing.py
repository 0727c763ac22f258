"""The list of tables: /"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.paginator import Page
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers
from django_htmx.middleware import HtmxDetails

from perfgoals.accounts.models import Department
from perfgoals.tables.access import departments_of, units_to_write_for, visible_to
from perfgoals.tables.filters import TableFilters
from perfgoals.tables.listing import COLUMNS, count_by_year, filtered, page_of
from perfgoals.tables.views.signed_in import SignedIn

PART = "tables"
"""The element of the page that is fetched anew when only the rows change."""


class Listed(SignedIn):
    htmx: HtmxDetails


@dataclass(frozen=True, slots=True)
class Head:
    """A column's head, with the address that sorts by it: again the other way round."""

    key: str
    title: str
    address: str
    is_rising: bool
    is_falling: bool


@dataclass(frozen=True, slots=True)
class PageLink:
    text: str
    address: str
    is_here: bool = False


@require_safe
@login_required
@vary_on_headers("HX-Request")
def list_tables(request: Listed) -> HttpResponse:
    """The tables that the person may see: the whole page, or only its rows for htmx."""
    context = context_of(request)
    if request.htmx.target == PART:
        response = render(request, "tables/_rows.html", context)
        response["HX-Push-Url"] = _address(request, page=request.GET.get("page"))
        return response
    return render(request, "tables/list.html", context)


def context_of(request: Listed) -> dict[str, Any]:
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
        "is_filtered": bool(wanted),
        "page": page,
        "pages": list(_page_links(request, page)),
        "sort": sort,
        "columns": list(_heads(request, sort)),
        "writes": bool(units_to_write_for(request.user)),
    }


def _address(request: Listed, **changes: Any) -> str:
    """The page's address with these changes and without what is left open: to be kept and passed on."""
    chosen = {name: value for name, value in (request.GET.dict() | {"page": None} | changes).items() if value}
    return reverse("list_tables") + (f"?{urlencode(chosen)}" if chosen else "")


def _heads(request: Listed, sort: str) -> Iterator[Head]:
    for column in COLUMNS:
        rising, falling = sort == column.key, sort == f"-{column.key}"
        yield Head(column.key, column.title, _address(request, sort=f"-{column.key}" if rising else column.key), rising, falling)


def _page_links(request: Listed, page: Page[Any]) -> Iterator[PageLink]:
    for number in page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1):
        if isinstance(number, int):
            yield PageLink(str(number), _address(request, page=number), number == page.number)
        else:
            yield PageLink(str(number), "")
