"""What every page shows of the person who is signed in, and the menu."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from perfgoals.accounts.models import Post
from perfgoals.accounts.posts import holds, is_administrator, posts_of, units_of


@dataclass(frozen=True, slots=True)
class Entry:
    """A page in the menu: for everybody, or for those who hold one of these posts anywhere. ``is_more``: under 更多."""

    route: str
    text: str
    roles: frozenset[str] = frozenset()
    is_more: bool = False

    def is_for(self, request: HttpRequest) -> bool:
        if Post.Role.ADMINISTRATOR in self.roles and is_administrator(request.user):
            return True
        return not self.roles or holds(request.user, self.roles)


_ADMINISTRATORS = frozenset({Post.Role.ADMINISTRATOR})
_AUTHORS = frozenset({Post.Role.AUTHOR})
_PERFORMANCE_REVIEWERS = frozenset({Post.Role.PERFORMANCE_REVIEWER})
_REVIEWERS = frozenset(Post.Role) - {Post.Role.AUTHOR, Post.Role.READER}
_CAMPAIGNERS = frozenset({Post.Role.PERFORMANCE_REVIEWER, Post.Role.ADMINISTRATOR})

_ACTING = frozenset(
    {
        Post.Role.AUTHOR,
        Post.Role.UNIT_REVIEWER,
        Post.Role.SUPERVISOR_REVIEWER,
        Post.Role.SECTION_REVIEWER,
        Post.Role.PERFORMANCE_REVIEWER,
    }
)
"""The posts that tables wait for."""
_IN_THE_UNIT = frozenset({Post.Role.AUTHOR, Post.Role.UNIT_REVIEWER})

_OVERSEERS = frozenset({Post.Role.SUPERVISOR_REVIEWER, Post.Role.SECTION_REVIEWER, Post.Role.PERFORMANCE_REVIEWER, Post.Role.ADMINISTRATOR})

_MENU = (
    Entry("view_desk", "待我办理", _ACTING),
    Entry("list_tables", "绩效目标表"),
    Entry("list_packages", "送审包", _IN_THE_UNIT),
    Entry("list_projects", "项目"),
    Entry("list_goals", "部门整体绩效目标"),
    Entry("list_library", "指标库"),
    Entry("view_progress", "进度", _OVERSEERS),
    Entry("upload_offline", "离线填写", _AUTHORS),
    Entry("list_rounds", "轮次", is_more=True),
    Entry("list_approvals", "批复", _PERFORMANCE_REVIEWERS),
    Entry("list_publications", "公开", is_more=True),
    Entry("look_up_code", "校验码查询", is_more=True),
    Entry("list_phrases", "常用审核意见", _REVIEWERS, is_more=True),
    Entry("list_packages", "送审包", _OVERSEERS, is_more=True),
    Entry("list_packages", "送审包", is_more=True),
    Entry("list_archives", "归档", _CAMPAIGNERS, is_more=True),
    Entry("list_bin", "回收站", is_more=True),
    Entry("list_layouts", "版式", is_more=True),
    Entry("choose_register", "登记导入", _CAMPAIGNERS, is_more=True),
    Entry("admin:index", "管理", _ADMINISTRATORS, is_more=True),
)
"""In the order of the bar, which has room for seven on the screen of an office; what is used once a year is under 更多."""


@dataclass(frozen=True)
class MenuItem:
    route: str
    url: str
    text: str
    is_current: bool
    is_more: bool


def office(request: HttpRequest) -> dict[str, Any]:
    """``posts``, ``units``, ``acting_for``, ``section_word``, ``menu`` and ``more``, the rest of it.

    Asked for only where a page shows them, so that a fragment costs no query.
    """
    user = getattr(request, "user", None)
    if user is None:
        return {}
    return {
        "posts": SimpleLazyObject(lambda: posts_of(user)),
        "units": SimpleLazyObject(lambda: units_of(user)),
        "section_word": settings.SECTION_WORD,
        "acting_for": getattr(request, "acting_for", None),
        "menu": SimpleLazyObject(lambda: [item for item in _menu(request) if not item.is_more]),
        "more": SimpleLazyObject(lambda: [item for item in _menu(request) if item.is_more]),
    }


def _menu(request: HttpRequest) -> Iterator[MenuItem]:
    """Each page once: where it first stands for this person."""
    met: set[str] = set()
    for entry in _MENU:
        if entry.route in met or not entry.is_for(request):
            continue
        met.add(entry.route)
        url = reverse(entry.route)
        below = "/tables/" if entry.route == "list_tables" else url
        yield MenuItem(entry.route, url, entry.text, request.path == url or request.path.startswith(below), entry.is_more)
