"""Between every request and its view: whose work it is, and what has to be done first."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from perfgoals.accounts.models import Department, User
from perfgoals.accounts.one_time import has_one_time_password
from perfgoals.accounts.posts import units_of

Answer = Callable[[HttpRequest], HttpResponse]

SESSION_KEY = "acting_for"
"""Where the session keeps the unit a person chose to work for."""

_POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data:",  # Bootstrap draws its arrows and crosses this way
        "style-src 'self' 'unsafe-inline'",  # column widths of the official forms
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)


class PlainText:
    """Refuses what no browser sends and no database keeps: NUL in an address, and another encoding than UTF-8.

    Django would follow it, and UTF-7 smuggles half characters into every field.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        charset = (request.content_params or {}).get("charset", "utf-8")
        if charset.lower() not in ("utf-8", "utf8"):
            request.encoding = "utf-8"  # for the page that says so
            raise SuspiciousOperation("the request is not in UTF-8")
        if "%00" in request.META.get("QUERY_STRING", ""):
            raise SuspiciousOperation("NUL in the address")
        return self.get_response(request)


class ContentSecurityPolicy:
    """Nothing runs in a page but the site's own files. A view that needs less strictness or more sets the header itself."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", _POLICY)
        return response


class ActingFor:
    """Sets ``request.acting_for``: the unit a person chose to work for, or None for all of theirs.

    What the session remembers counts only while the person still holds a post there.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.acting_for = _chosen(request)  # type: ignore[attr-defined]
        return self.get_response(request)


def _chosen(request: HttpRequest) -> Department | None:
    key = request.session.get(SESSION_KEY)
    if key is None:
        return None
    return next((unit for unit in units_of(request.user) if unit.pk == key), None)


class OneTimePassword:
    """Whoever signed in with a one-time password sets their own before anything else."""

    OPEN = frozenset({"change_password", "sign_out"})

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> HttpResponse | None:
        match = request.resolver_match
        if match is None or match.url_name in self.OPEN or not isinstance(request.user, User):
            return None
        if not has_one_time_password(request.user):
            return None
        messages.warning(request, "您用的是管理员给的一次性密码。请先设置自己的密码，然后继续。")
        return redirect("change_password")
