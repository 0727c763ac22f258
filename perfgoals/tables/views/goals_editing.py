"""The editing page of 部门整体绩效目标: /goals/<pk>/edit/, and what its scripts ask."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from perfgoals.accounts.models import Post
from perfgoals.tables import access
from perfgoals.tables.editing import goals_saving
from perfgoals.tables.editing.goals_keyed import keyed_goals
from perfgoals.tables.editing.goals_page import FORM, goals_record, lines_shown
from perfgoals.tables.editing.record import clock
from perfgoals.tables.models import DepartmentGoals
from perfgoals.tables.views.for_scripts import answers_scripts
from perfgoals.tables.views.presence import answer_presence
from perfgoals.tables.views.saves import answer_save
from perfgoals.tables.views.signed_in import SignedIn

_ROUTES = {"save": "save_goals", "read": "read_goals", "presence": "note_goals_presence"}
_ABOVE = (("part", "部分"), ("title", "标题"))
_TABS = (("panel-said", "提示", ""), ("panel-history", "历史", "view_goals_history"), ("panel-preview", "预览", "preview_goals"))
"""What opens beside the document, as on the editing page of a table."""


@require_safe
@login_required
@never_cache
def edit_goals(request: SignedIn, pk: int) -> HttpResponse:
    """The document as it is printed, every line of it an input."""
    goals = access.get_goals(request.user, pk, to_write=True)
    keyed = keyed_goals(goals)
    context = {
        "goals": goals,
        "above": [{"path": path, "label": label, "text": keyed.texts[path]} for path, label in _ABOVE],
        "lines": list(lines_shown(keyed)),
        "blank": {"role": "paragraph"},
        "tabs": [(id, name, reverse(route, args=[goals.pk]) if route else "") for id, name, route in _TABS],
        "data": _page_data(request, goals) | {"form": FORM, "record": goals_record(goals, keyed)},
    }
    return render(request, "tables/editing/goals.html", context)


def _page_data(request: SignedIn, goals: DepartmentGoals) -> dict[str, Any]:
    """What the scripts need beside the record."""
    urls = {name: reverse(route, args=[goals.pk]) for name, route in _ROUTES.items()}
    return {
        "goals": goals.pk,
        "user": request.user.pk,
        "urls": urls | {"signIn": reverse("sign_in_again")},
        "csrfCookie": settings.CSRF_COOKIE_NAME,
    }


@require_safe
@answers_scripts
@never_cache
def read_goals(request: SignedIn, pk: int) -> HttpResponse:
    """What stands in the document now, for a page that learns of somebody else's save."""
    return JsonResponse(_record_now(request, pk))


def _record_now(request: SignedIn, pk: int) -> dict[str, Any]:
    goals = access.get_goals(request.user, pk)
    return goals_record(goals, keyed_goals(goals))


@require_POST
@answers_scripts
@never_cache
def save_goals(request: SignedIn, pk: int) -> HttpResponse:
    """A page's changes saved: see ``answer_save``."""
    return answer_save(request.body, partial(goals_saving.save_goals, request.user, pk), partial(_record_now, request, pk))


@require_POST
@answers_scripts
@never_cache
def note_goals_presence(request: SignedIn, pk: int) -> HttpResponse:
    """As ``note_presence``, from a page that has 部门整体绩效目标 open."""
    goals = access.get_goals(request.user, pk)
    return answer_presence(request, goals, lambda: _state(request, goals))


def _state(request: SignedIn, goals: DepartmentGoals) -> dict[str, Any]:
    latest = goals.revisions.select_related("saved_by").order_by("-version").first()
    return {
        "version": goals.version,
        "changed_by": latest.saved_by.name if latest and latest.saved_by else "",
        "changed_at": clock(goals.changed_at),
        "may_write": Post.Role.AUTHOR in access.roles_in(request.user, goals.department),
    }
