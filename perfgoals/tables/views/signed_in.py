"""What a request is once ``login_required`` let it through and the middleware has been at it; for the type checker."""

from __future__ import annotations

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from perfgoals.accounts.models import Department, User


class SignedIn(HttpRequest):
    """A request of somebody; ``acting_for`` is the unit they chose to work for, None for all of theirs, ``htmx`` whether a page asks
    for a part of itself."""

    user: User
    acting_for: Department | None
    htmx: HtmxDetails
