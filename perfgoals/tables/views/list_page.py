"""What pages with a list of tables have in common: the heads that sort, the links to further pages, the address that keeps a choice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page
from django.urls import reverse

from perfgoals.tables.listing import Column
from perfgoals.tables.views.signed_in import SignedIn

PART = "tables"
"""The element of the page that is fetched anew when only the rows change."""


@dataclass(frozen=True, slots=True)
class Head:
    """A column's head, with the address that sorts by it, if it can: again the other way round."""

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


def query_of(request: SignedIn, **changes: Any) -> str:
    """What was chosen on the page, with these changes and without what is left open: to be kept and passed on."""
    return urlencode({name: value for name, value in (request.GET.dict() | {"page": None} | changes).items() if value})


def address_of(request: SignedIn, route: str, **changes: Any) -> str:
    query = query_of(request, **changes)
    return reverse(route) + (f"?{query}" if query else "")


def heads(request: SignedIn, route: str, columns: Sequence[Column]) -> Iterator[Head]:
    sort = request.GET.get("sort", "")
    for column in columns:
        rising, falling = sort == column.key, sort == f"-{column.key}"
        address = address_of(request, route, sort=f"-{column.key}" if rising else column.key) if column.order else ""
        yield Head(column.key, column.title, address, rising, falling)


def page_links(request: SignedIn, route: str, page: Page[Any]) -> Iterator[PageLink]:
    for number in page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1):
        if isinstance(number, int):
            yield PageLink(str(number), address_of(request, route, page=number), number == page.number)
        else:
            yield PageLink(str(number), "")
