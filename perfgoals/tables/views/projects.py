"""Projects and the tables that begin in them: /projects/, and carrying a table over into the next year."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import IntegrityError, transaction
from django.db.models import Case, IntegerField, Prefetch, Q, QuerySet, When
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST, require_safe

from perfgoals.accounts.models import Department, Post
from perfgoals.official.layout_file import layout_ids
from perfgoals.tables import access, carrying
from perfgoals.tables.carrying import AlreadyThere, NotCarried
from perfgoals.tables.fitting import DoesNotFit
from perfgoals.tables.forms import EditProjectForm, ProjectForm, TableForm
from perfgoals.tables.models import Project, TargetTable
from perfgoals.tables.record import to_snapshot
from perfgoals.tables.renaming import Renamed, rename_tables
from perfgoals.tables.views.signed_in import SignedIn

PAGE_SIZE = 50


def link_to(error: AlreadyThere) -> SafeString:
    """The refusal with a link to the table that is there."""
    return format_html('{}，<a class="alert-link" href="{}">打开它</a>', str(error), reverse("view_table", args=[error.table.pk]))


@require_safe
@login_required
def list_projects(request: SignedIn) -> HttpResponse:
    """The projects of the units a person may see, each with its tables."""
    text = request.GET.get("text", "")[:100].strip()
    page = Paginator(_found(_projects(request), text), PAGE_SIZE).get_page(request.GET.get("page"))
    own = {unit.pk for unit in access.units_to_write_for(request.user)}
    return render(request, "tables/project_list.html", {"page": page, "text": text, "own": own})


def _projects(request: SignedIn) -> QuerySet[Project]:
    projects = access.projects_visible_to(request.user)
    if request.acting_for:
        units = Department.objects.filter(access.departments_of(request.user, acting_for=request.acting_for))
        projects = projects.filter(department__in=units)
    tables = access.visible_to(request.user).order_by("-year", "pk")
    return (
        projects.select_related("department")
        .prefetch_related(Prefetch("tables", tables))
        .order_by("department__code", "code", "name", "pk")
    )


def _found(projects: QuerySet[Project], text: str) -> QuerySet[Project]:
    for word in text.split():
        projects = projects.filter(Q(name__icontains=word) | Q(code__icontains=word) | Q(department__name__icontains=word))
    return projects


@login_required
def create_project(request: SignedIn) -> HttpResponse:
    """A new project of a unit in which the person is 经办岗."""
    units = access.units_to_write_for(request.user)
    if not units:
        raise PermissionDenied("您不是任何单位的经办岗，不能新建项目。")
    form = ProjectForm(request.POST or None, units=units, acting_for=request.acting_for)
    if form.is_valid() and form.is_confirmed and (project := _saved(form)):
        messages.success(request, f"项目“{project.name}”已建立。接着请选择版式，新建绩效目标表。")
        return redirect("create_table", pk=project.pk)
    return render(request, "tables/project_form.html", {"form": form, "asks": form.is_bound and not form.errors})


def _saved(form: ProjectForm) -> Project | None:
    """The project; None, told at the field, when somebody saved the same code a moment earlier."""
    try:
        with transaction.atomic():
            project: Project = form.save()
            return project
    except IntegrityError:
        form.add_error("code", "刚刚有人用这个项目编码建立了项目，请核对项目编码")
        return None


@login_required
def edit_project(request: SignedIn, pk: int) -> HttpResponse:
    """A project that there is; a new name or code goes into its tables that are with their author."""
    project = _project_to_write(request, pk, "不能修改它")
    form = EditProjectForm(instance=project)
    if request.method == "POST":
        with transaction.atomic():
            project = Project.objects.select_for_update(no_key=True).get(pk=pk)
            form = EditProjectForm(request.POST, instance=project)
            if form.is_valid() and form.is_confirmed and _saved(form):
                renamed = rename_tables(project, form.changed_data, by=request.user)
                messages.success(request, f"项目“{project.name}”已保存。{_told(renamed)}")
                return redirect("list_projects")
    return render(request, "tables/project_edit.html", {"form": form, "asks": form.is_bound and not form.errors})


def _told(renamed: Renamed) -> str:
    changed = f"{renamed.changed} 张填报中的绩效目标表已改用新的名称和编码。" if renamed.changed else ""
    kept = f"{renamed.kept} 张已提交的绩效目标表没有改，仍用原来的名称和编码。" if renamed.kept else ""
    return changed + kept


@login_required
def create_table(request: SignedIn, pk: int) -> HttpResponse:
    """An empty table for a project, in a chosen layout, year and round."""
    project = _project_to_write(request, pk, "不能为它新建表")
    tables = project.tables.filter(deleted_at__isnull=True).order_by("-year", "-pk")
    last = tables.first()
    initial = {"layout": last.layout if last else _usual_layout(project)} | _named_in(request)
    form = TableForm(request.POST or None, request.FILES or None, initial=initial, project=project, sources=_sources(request, project))
    if form.is_valid():
        try:
            table = _begun(project, form.cleaned_data, request)
        except AlreadyThere as error:
            form.add_error("year", link_to(error))
        except DoesNotFit as error:
            form.add_error("file", f"{error}，没有读入")
        else:
            messages.success(request, f"已新建{table.year}年度绩效目标表，可以填写了。")
            return redirect("edit_table", pk=table.pk)
    return render(request, "tables/table_form.html", {"form": form, "project": project, "tables": tables, "last": last})


def _named_in(request: SignedIn) -> dict[str, Any]:
    """The year and round that the address names, as a link to a round that is open does."""
    year, kind = request.GET.get("year", ""), request.GET.get("round", "")
    named = {"year": year} if re.fullmatch("[0-9]{4}", year) else {}
    return named | ({"round": kind} if kind in TargetTable.Round.values else {})


def _begun(project: Project, wished: dict[str, Any], request: SignedIn) -> TargetTable:
    """The new table, empty or from what was chosen."""
    new: dict[str, Any] = {name: wished[name] for name in ("layout", "year", "round")} | {"by": request.user}
    if wished["start"] == "table":
        source = TargetTable.objects.with_contents().get(pk=wished["source"].pk)
        return carrying.begin_from(to_snapshot(source), project, **new, told=f"从“{source}”开始填写")
    if wished["start"] == "file":
        recovered = wished["record"]
        told = f"从文件“{wished['file'].name}”开始填写"
        return carrying.begin_from(recovered.snapshot, project, **new, told=told, keep_amounts=True, problems=recovered.problems)
    return carrying.create_table(project, **new)


def _sources(request: SignedIn, project: Project) -> QuerySet[TargetTable]:
    """The tables one may begin with: those one may see, of the same unit, the project's own first."""
    tables = access.visible_to(request.user).filter(project__department=project.department, layout__in=layout_ids())
    is_own = Case(When(project=project, then=0), default=1, output_field=IntegerField())
    return tables.select_related("project").order_by(is_own, "-year", "project_name", "pk")


def _project_to_write(request: SignedIn, pk: int, refusal: str) -> Project:
    project = access.projects_visible_to(request.user).select_related("department__supervisor").filter(pk=pk).first()
    if project is None:
        raise Http404
    if Post.Role.AUTHOR not in access.roles_in(request.user, project.department):
        raise PermissionDenied(f"您可以查看这个项目，但{refusal}：只有本单位经办岗可以。")
    return project


def _usual_layout(project: Project) -> str | None:
    """The form that the unit used last: units of one place use one form."""
    tables = TargetTable.objects.filter(project__department=project.department, deleted_at__isnull=True)
    return tables.order_by("-pk").values_list("layout", flat=True).first()


@login_required
@require_POST
def carry_over(request: SignedIn, pk: int) -> HttpResponse:
    """Next year's table from this one, whatever state this one is in."""
    table = access.get_table(request.user, pk)
    if Post.Role.AUTHOR not in access.roles_on(request.user, table):
        raise PermissionDenied("您可以查看这张表，但不能沿用它：只有本单位经办岗可以。")
    try:
        carried = carrying.carry_over(table, by=request.user)
    except AlreadyThere as error:
        messages.error(request, format_html("没有沿用：{}。", link_to(error)))
        return redirect("view_table", pk=pk)
    except NotCarried as error:
        messages.error(request, f"没有沿用：{error}。")
        return redirect("view_table", pk=pk)
    flagged = len(carried.source_problems)
    messages.success(
        request,
        f"已从{table.year}年度的表沿用为{carried.year}年度：指标和文字照旧，金额已清空。"
        + (f"有 {flagged} 处写着以前的年份，没有改动，已标出，请逐处核对。" if flagged else ""),
    )
    return redirect("edit_table", pk=carried.pk)
