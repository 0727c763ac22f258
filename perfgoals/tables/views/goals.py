"""部门整体绩效目标: the list, a new one, one as it is printed, and its editing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
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
from perfgoals.tables.goals_forms import BeginGoalsForm, GoalsForm, SectionFormSet, initial_of, written
from perfgoals.tables.goals_storing import StaleGoals, replace_goals, to_record
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
            goals = begin_goals(**form.cleaned_data)
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


@login_required
def edit_goals(request: SignedIn, pk: int) -> HttpResponse:
    """The document as a form. Somebody else's change meanwhile is shown beside what was written here, and neither is lost."""
    goals = access.get_goals(request.user, pk, to_write=True)
    record = to_record(goals)
    if request.method != "POST":
        heads = GoalsForm(initial={"version": goals.version, "part": record.part, "title": record.title})
        return _form(request, goals, heads, SectionFormSet(initial=initial_of(record)))
    heads, sections = GoalsForm(request.POST), SectionFormSet(request.POST)
    if not (heads.is_valid() and sections.is_valid()):
        return _form(request, goals, heads, sections)
    text, problems = written(record, heads.cleaned_data, sections.sections)
    try:
        replace_goals(goals, text, based_on=heads.cleaned_data["version"])
    except StaleGoals:
        theirs = access.get_goals(request.user, pk)
        data = request.POST.copy()
        data["version"] = str(theirs.version)  # to be sent again knowingly, by whoever has read the other text
        return _form(request, theirs, GoalsForm(data), sections, theirs=_printed(theirs))
    if problems:
        messages.warning(request, f"有 {len(problems)} 处去除了粘贴带来的网页标记或控制字符，请核对。")
    messages.success(request, "部门整体绩效目标已保存。")
    return redirect("view_goals", pk=pk)


def _form(request: SignedIn, goals: DepartmentGoals, heads: GoalsForm, sections: Any, **stale: Any) -> HttpResponse:
    return render(request, "tables/goals_form.html", {"goals": goals, "form": heads, "sections": sections, **stale})
