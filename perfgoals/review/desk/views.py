"""The desk, one table after the other, and many passed at once: /desk/, /desk/<pk>/, /desk/pass/"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers

from perfgoals.review.approval_views import carried_out
from perfgoals.review.approving import MOST_AT_ONCE
from perfgoals.review.desk.batch import chosen_for_passing
from perfgoals.review.desk.comparing import comparisons
from perfgoals.review.desk.facts import waiting_rows
from perfgoals.review.desk.listing import COLUMNS, Desk
from perfgoals.review.desk.place import place_of
from perfgoals.review.standing import Standing
from perfgoals.review.transitions import PASS
from perfgoals.tables.access import visible_to
from perfgoals.tables.contents import table_with_contents
from perfgoals.tables.keys import keys_in
from perfgoals.tables.listing import paged
from perfgoals.tables.views.list_page import PART, address_of, heads, page_links, query_of
from perfgoals.tables.views.signed_in import SignedIn
from perfgoals.tables.views.table import page_of_table

ROUTE = "view_desk"

WAYS = {"last": "与上次比", "year": "与上年比"}
"""What a table under review may be compared with, by its word in the address."""


@require_safe
@login_required
@vary_on_headers("HX-Request")
def view_desk(request: SignedIn) -> HttpResponse:
    """What waits for the person: the whole page, or only its rows for htmx."""
    context = context_of(request)
    if request.htmx.target == PART:
        response = render(request, "review/desk/_rows.html", context)
        response["HX-Push-Url"] = address_of(request, ROUTE, page=request.GET.get("page"))
        return response
    return render(request, "review/desk/desk.html", context)


def context_of(request: SignedIn) -> dict[str, Any]:
    """Everything that the page shows."""
    desk = Desk(request.user, request.GET, request.acting_for)
    page = paged(desk.keys, request.GET.get("page", "1"), lambda keys: waiting_rows(request.user, keys), count=desk.count)
    return {
        "desk": desk,
        "filters": desk.filters,
        "is_filtered": desk.is_filtered,
        "page": page,
        "pages": list(page_links(request, ROUTE, page)),
        "sort": desk.sort,
        "columns": list(heads(request, ROUTE, COLUMNS)),
        "route": ROUTE,
        "query": query_of(request),
    }


@require_safe
@login_required
def review_table(request: SignedIn, pk: int) -> HttpResponse:
    """One table of the desk: its page, its place in the queue, and what changed in it."""
    table = table_with_contents(request.user, pk)
    standing = Standing(request.user, table)
    comparison, ways = comparisons(request.user, standing, request.GET.get("against", ""))
    place = place_of(request.user, pk, request.GET, request.acting_for)
    context = {
        "standing": standing,
        "comparison": comparison,
        "ways": [(WAYS[way], f"{place.address_of(pk)}{'&' if place.query else '?'}against={way}", way) for way in ways],
        "place": place,
    }
    return render(request, "review/desk/table.html", page_of_table(request.user, table, comparison.former if comparison else ()) | context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def pass_tables(request: SignedIn) -> HttpResponse:
    """The chosen tables looked at once more; sent from there, each of them passed, and on to what became of each."""
    if not Desk(request.user, {}).reviews:
        raise PermissionDenied(f"只有审核岗可以办理“{PASS}”。")
    if request.method == "POST":
        return carried_out(request, PASS, ROUTE)
    keys = keys_in(request.GET.getlist("id"))
    if not 0 < len(keys) <= MOST_AT_ONCE:
        messages.error(
            request, f"一次最多审核通过 {MOST_AT_ONCE} 张，请分几次办理。" if keys else "没有选中任何表，请先勾选要审核通过的表。"
        )
        return redirect(ROUTE)
    if visible_to(request.user).filter(pk__in=keys).count() < len(keys):
        raise Http404
    chosen = chosen_for_passing(request.user, keys)
    context = {
        "possible": [each for each in chosen if not each.hindrance],
        "hindered": [each for each in chosen if each.hindrance],
        "graded": any(each.grade for each in chosen if not each.hindrance),
    }
    return render(request, "review/desk/pass.html", context)
