"""部门整体绩效目标: the list, a new one, and one as it is printed."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from perfgoals.accounts.models import Post
from perfgoals.grid.formats import html
from perfgoals.official.department_goals import layout_goals
from perfgoals.tables import access
from perfgoals.tables.goals_beginning import GoalsThere, begin_goals
from perfgoals.tables.goals_forms import BeginGoalsForm
from perfgoals.tables.goals_storing import to_record
from perfgoals.tables.models import DepartmentGoals
from perfgoals.tables.views.signed_in import SignedIn

PAGE_SIZE = 50
DOWNLOADS = (("pdf", "PDF"), ("docx", "Word"), ("xlsx", "Excel"), ("json", "JSON"))


@require_safe
@login_required
def list_goals(request: SignedIn) -> HttpResponse:
    """One line a unit and year, for the units the person may see."""
    goals = access.goals_visible_to(request.user, acting_for=request.acting_for).select_related("department")
    text = request.GET.get("text", "")[:100].strip()
    for word in text.split():
        goals = goals.filter(department__name__icontains=word)
    page = Paginator(goals.order_by("-year", "department__code", "pk"), PAGE_SIZE).get_page(request.GET.get("page"))
    own = {unit.pk for unit in access.units_to_write_for(request.user)}
    return render(request, "tables/goals_list.html", {"page": page, "text": text, "own": own})


@login_required
def create_goals(request: SignedIn) -> HttpResponse:
    """The empty document of a unit in which the person is 经办岗, for a year; then to its editing."""
    units = access.units_to_write_for(request.user)
    if not units:
        raise PermissionDenied("您不是任何单位的经办岗，不能新建部门整体绩效目标。")
    form = BeginGoalsForm(request.POST or None, units=units, acting_for=request.acting_for)
    if form.is_valid():
        try:
            goals = begin_goals(**form.cleaned_data, by=request.user)
        except GoalsThere as error:
            address = reverse("view_goals", args=[error.goals.pk])
            form.add_error("year", format_html('{}，<a class="alert-link" href="{}">打开它</a>', str(error), address))
        else:
            return redirect("edit_goals", pk=goals.pk)
    return render(request, "tables/goals_begin.html", {"form": form})


@require_safe
@login_required
def view_goals(request: SignedIn, pk: int) -> HttpResponse:
    """The document as it is printed."""
    goals = access.get_goals(request.user, pk)
    context = {
        "goals": goals,
        "printed": _printed(goals),
        "downloads": DOWNLOADS,
        "may_write": Post.Role.AUTHOR in access.roles_in(request.user, goals.department),
    }
    return render(request, "tables/goals.html", context)


def _printed(goals: DepartmentGoals) -> str:
    return mark_safe(html.table(layout_goals(to_record(goals))))  # noqa: S308 - the writer escapes every text
