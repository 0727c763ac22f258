"""One table's place among those that wait, and which come before and after it: by the desk's own choice and order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from perfgoals.accounts.models import Department, User
from perfgoals.review.desk.listing import Desk

FIELD = "desk"
"""What a form or a link on the page of a table under review carries, so that its act leads back here: the query of the desk."""

_LONGEST = 2000
_KEPT = ("state", "unit", "year", "round", "key", "least", "most", "text", "sort", "aside")


@dataclass(frozen=True, slots=True)
class Place:
    """``number`` is 0 for a table that does not wait (any more); ``before`` and ``after`` are keys, None at the ends."""

    pk: int
    number: int
    count: int
    before: int | None
    after: int | None
    query: str

    @property
    def desk(self) -> str:
        """Where the desk is, as it was left."""
        return _with(reverse("view_desk"), self.query)

    @property
    def here(self) -> str:
        """The table's own page on the desk."""
        return self.address_of(self.pk)

    @property
    def carried(self) -> str:
        """What a link appends to its address."""
        return urlencode({FIELD: self.query})

    @property
    def previous(self) -> str:
        return self.address_of(self.before) if self.before else ""

    @property
    def next(self) -> str:
        return self.address_of(self.after) if self.after else ""

    @property
    def onward(self) -> str:
        """Where one goes once this table is decided: to the next, and behind the last back to the desk."""
        return self.next or self.desk

    def address_of(self, pk: int) -> str:
        return _with(reverse("review_table", args=[pk]), self.query)


def place_of(user: User, pk: int, query: Mapping[str, Any], acting_for: Department | None = None) -> Place:
    """A table that has left the queue meanwhile still has its place between the others."""
    desk = Desk(user, query, acting_for)
    keys = list(desk.keys_around(pk))
    at, waits = keys.index(pk), desk.chosen.filter(pk=pk).exists()
    before = keys[at - 1] if at else None
    after = keys[at + 1] if at + 1 < len(keys) else None
    return Place(pk, at + 1 if waits else 0, len(keys) - (not waits), before, after, kept(query))


def kept(query: Mapping[str, Any]) -> str:
    """What of an address is the desk's choice."""
    return urlencode({name: value for name in _KEPT if (value := query.get(name))})


def review_address(pk: int, query: Mapping[str, Any]) -> str:
    """Where this table is reviewed, among those of the desk."""
    return _with(reverse("review_table", args=[pk]), kept(query))


def place_carried(user: User, pk: int, carried: Mapping[str, Any], acting_for: Department | None) -> Place | None:
    """The table's place on the desk, for a page or a form that was opened from there."""
    query = query_in(carried)
    return None if query is None else place_of(user, pk, query, acting_for)


def query_in(carried: Mapping[str, Any]) -> QueryDict | None:
    """The desk's query that a form or an address carried; None where it came from elsewhere."""
    text = carried.get(FIELD)
    return None if text is None else QueryDict(str(text)[:_LONGEST])


def _with(address: str, query: str) -> str:
    return address + (f"?{query}" if query else "")
