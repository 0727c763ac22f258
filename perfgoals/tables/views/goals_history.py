"""The history of 部门整体绩效目标: /goals/<pk>/history/, a version of it, and back to it. As ``history`` for a table."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from perfgoals.accounts.models import Post
from perfgoals.grid.formats import html
from perfgoals.official.department_goals import layout_goals
from perfgoals.tables.access import get_goals, roles_in
from perfgoals.tables.editing import goals_history
from perfgoals.tables.editing.goals_history import goals_at, goals_between, tell_goals, told_goals
from perfgoals.tables.editing.goals_keyed import keyed_goals
from perfgoals.tables.editing.history import NotKept, sittings
from perfgoals.tables.editing.net_changes import net
from perfgoals.tables.goals_storing import StaleGoals, as_record
from perfgoals.tables.views.for_scripts import answers_scripts
from perfgoals.tables.views.history import PAGE_SIZE
from perfgoals.tables.views.signed_in import SignedIn


@require_safe
@never_cache
@vary_on_headers("HX-Request")
def view_goals_history(request: SignedIn, pk: int) -> HttpResponse:
    """The saved versions by day and sitting; for htmx the part that stands beside the document being written."""
    return _history_part(request, pk) if request.htmx else _history_page(request, pk)


@login_required
def _history_page(request: SignedIn, pk: int) -> HttpResponse:
    return render(request, "tables/goals_history.html", _history(request, pk, request.GET.get("page")))


@answers_scripts
def _history_part(request: SignedIn, pk: int) -> HttpResponse:
    return render(request, "tables/editing/_history.html", _history(request, pk, "1"))


def _history(request: SignedIn, pk: int, number: str | None) -> dict[str, Any]:
    goals = get_goals(request.user, pk)
    page = Paginator(sittings(goals), PAGE_SIZE).get_page(number)
    routes = {"history_route": "view_goals_history", "version_route": "view_goals_version"}
    return {"table": goals, "page": page, "told": tell_goals(goals, list(page)), **routes}


@require_safe
@login_required
def view_goals_version(request: SignedIn, pk: int, version: int) -> HttpResponse:
    """The document as it was printed then, and what is different now."""
    goals = get_goals(request.user, pk)
    try:
        then, now = goals_at(goals, version), keyed_goals(goals)
    except NotKept as error:
        messages.error(request, f"{error}。")
        return redirect("view_goals_history", pk)
    lines = {line.key: line for line in (*then.lines, *now.lines)}
    context = {
        "goals": goals,
        "version": version,
        "revision": goals.revisions.filter(version=version).select_related("saved_by").first(),
        "printed": mark_safe(html.table(layout_goals(as_record(goals, then)))),  # noqa: S308 - the writer escapes every text
        "differences": [told_goals(done, lines) for done in net(goals_between(then, now))],
        "may_restore": version != goals.version and Post.Role.AUTHOR in roles_in(request.user, goals.department),
    }
    return render(request, "tables/goals_version.html", context)


@login_required
@require_POST
def restore_goals(request: SignedIn, pk: int, version: int) -> HttpResponse:
    """An earlier version becomes the next one. The page sends the ``version`` that was the latest when it was shown."""
    get_goals(request.user, pk, to_write=True)
    based_on = request.POST.get("version", "")
    try:
        goals = goals_history.restore_goals(
            request.user, pk, version, based_on=int(based_on) if re.fullmatch("[0-9]{1,9}", based_on) else 0
        )
    except StaleGoals as error:
        messages.error(request, f"没有恢复：{error}。请看过现在的内容，再决定是否恢复。")
        return redirect("view_goals_version", pk, version)
    except NotKept as error:
        messages.error(request, f"没有恢复：{error}。")
        return redirect("view_goals_history", pk)
    messages.success(request, f"已恢复为第 {version} 版的内容，现在是第 {goals.version} 版。恢复前的内容仍在修改历史中，可以再恢复回来。")
    return redirect("view_goals", pk)
