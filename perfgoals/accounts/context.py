"""What every page shows of the person who is signed in, and the menu."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from perfgoals.accounts.models import Post
from perfgoals.accounts.posts import is_administrator, posts_of, units_of

_MENU = (
    ("list_tables", "绩效目标表"),
    ("list_projects", "项目"),
    ("list_goals", "部门整体绩效目标"),
    ("list_library", "指标库"),
    ("list_bin", "回收站"),
    ("list_layouts", "版式"),
)


@dataclass(frozen=True)
class MenuItem:
    url: str
    text: str
    is_current: bool


def office(request: HttpRequest) -> dict[str, Any]:
    """``posts``, ``units``, ``acting_for`` and ``menu``; asked for only where a page shows them, so that a fragment costs no query."""
    user = getattr(request, "user", None)
    if user is None:
        return {}
    return {
        "posts": SimpleLazyObject(lambda: posts_of(user)),
        "units": SimpleLazyObject(lambda: units_of(user)),
        "acting_for": getattr(request, "acting_for", None),
        "menu": SimpleLazyObject(lambda: list(_menu(request))),
    }


def _menu(request: HttpRequest) -> Iterator[MenuItem]:
    for route, text in [*_MENU, *_menu_of_posts(request)]:
        url = reverse(route)
        below = "/tables/" if route == "list_tables" else url
        yield MenuItem(url, text, is_current=request.path == url or request.path.startswith(below))


def _menu_of_posts(request: HttpRequest) -> Iterator[tuple[str, str]]:
    """What only some have a use for."""
    if any(post.role == Post.Role.AUTHOR for post in posts_of(request.user)):
        yield "upload_offline", "离线填写"
    if is_administrator(request.user):
        yield "admin:index", "管理"
