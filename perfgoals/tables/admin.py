"""Projects, budget figures and, only to look at, tables and 部门整体绩效目标 in 系统管理."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import admin
from django.db.models import BooleanField, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from perfgoals.accounts.admin_base import PlainRelations, ReadOnlyAdmin
from perfgoals.official.money import plain
from perfgoals.tables.models import BudgetFigures, DepartmentGoals, Project, TargetTable


class FiguresForm(ModelForm):
    """Amounts as people write them: 60, not 60.000000."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("control", "approved"):
            if isinstance(amount := self.initial.get(name), Decimal):
                self.initial[name] = plain(amount.normalize())


class BudgetFiguresInline(admin.TabularInline):
    model = BudgetFigures
    form = FiguresForm
    extra = 1


@admin.register(Project)
class ProjectAdmin(PlainRelations, admin.ModelAdmin):
    list_display = ("name", "code", "department", "parent", "marks")
    list_select_related = ("department", "parent")
    list_filter = ("is_key", "is_procurement", "is_withheld", ("department", admin.RelatedOnlyFieldListFilter))
    search_fields = ("code", "former_code", "name", "department__name")
    search_help_text = "项目编码、项目名称或单位名称"
    autocomplete_fields = ("department", "parent")
    inlines = (BudgetFiguresInline,)
    list_per_page = 100
    fieldsets = (
        (None, {"fields": ("department", "name", ("code", "former_code"), "parent"), "description": "涉密项目不得录入本系统。"}),
        ("时间", {"fields": (("starts_on", "ends_on"),)}),
        ("标记", {"fields": ("is_key", ("is_procurement", "procurement_amount"), "is_withheld")}),
    )

    @admin.display(description="标记")
    def marks(self, project: Project) -> str:
        marked = (field.verbose_name for field in Project._meta.fields if isinstance(field, BooleanField) and getattr(project, field.name))
        return "、".join(str(name) for name in marked)


@admin.register(BudgetFigures)
class BudgetFiguresAdmin(PlainRelations, admin.ModelAdmin):
    """The figures of many projects on one page, for finance to fill in."""

    form = FiguresForm
    list_display = ("project", "department", "year", "control", "approved")
    list_editable = ("control", "approved")
    list_select_related = ("project__department",)
    list_filter = ("year", ("project__department", admin.RelatedOnlyFieldListFilter))
    search_fields = ("project__code", "project__name", "project__department__name")
    search_help_text = "项目编码、项目名称或单位名称"
    autocomplete_fields = ("project",)
    ordering = ("-year", "project__code", "project__name")
    list_per_page = 100

    def get_changelist_form(self, request: HttpRequest, **kwargs: Any) -> Any:
        return super().get_changelist_form(request, **{"form": FiguresForm} | kwargs)

    @admin.display(description="单位", ordering="project__department__code")
    def department(self, figures: BudgetFigures) -> str:
        return figures.project.department.name


@admin.register(TargetTable)
class TargetTableAdmin(ReadOnlyAdmin):
    """Only to look at: every change of a table goes through the site, which compares versions."""

    list_display = ("name", "department_name", "year", "round", "state", "changed_at", "deleted_at")
    list_select_related = ("project",)
    list_filter = ("year", "round", "state", "layout", ("deleted_at", admin.EmptyFieldListFilter))
    search_fields = ("project_name", "project_code", "department_name", "source")
    search_help_text = "项目名称、项目编码、单位名称或来源文件"
    list_per_page = 100
    fields = ("page", "project", "year", "round", "layout", "state", "version", "changed_at", "changed_by", "deleted_at", "source")
    readonly_fields = ("page",)

    @admin.display(description="项目名称", ordering="project_name")
    def name(self, table: TargetTable) -> str:
        return table.project_name or table.project.name

    @admin.display(description="绩效目标表")
    def page(self, table: TargetTable) -> str:
        if table.deleted_at:
            return "在回收站中，由本单位经办岗恢复"
        return format_html('<a href="{}">按官方版式查看</a>', reverse("view_table", args=[table.pk]))


@admin.register(DepartmentGoals)
class DepartmentGoalsAdmin(ReadOnlyAdmin):
    """Only to look at, for the same reason."""

    list_display = ("department", "year", "part", "version", "changed_at")
    list_select_related = ("department",)
    list_filter = ("year",)
    search_fields = ("department__code", "department__name")
    search_help_text = "单位编码或名称"
    fields = ("department", "year", "part", "title", "contents", "version", "changed_at")
    readonly_fields = ("contents",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[DepartmentGoals]:
        return super().get_queryset(request).prefetch_related("sections__items")

    @admin.display(description="内容")
    def contents(self, goals: DepartmentGoals) -> str:
        lines = [line for section in goals.sections.all() for line in (section.heading, *(item.text for item in section.items.all()))]
        return format_html_join("", "<p>{}</p>", ((line,) for line in lines))
