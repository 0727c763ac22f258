"""TargetTable: a department's table for one project, year and round."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from perfgoals.accounts.models import Department, User
from perfgoals.accounts.words import SaidChoices
from perfgoals.official.hierarchy import Hierarchy, hierarchy
from perfgoals.official.layout_file import layout_ids, load
from perfgoals.tables.models.project import Project


def layout_choices() -> list[tuple[str, str]]:
    """The forms there are; a function, so that a new layout file is no migration."""
    return [(id, load(id).name) for id in layout_ids()]


def state_choices() -> list[tuple[str, str]]:
    """A function for the same reason: 待股室审核 is called otherwise elsewhere."""
    return TargetTable.State.choices


CONTENTS = ("funding_splits__parts", "disbursement_stages", "indicator_rows")
"""What is in a table, to be read before a snapshot is made of it."""


class TargetTableQuerySet(models.QuerySet["TargetTable"]):
    def with_contents(self) -> TargetTableQuerySet:
        """Everything a snapshot needs, in as many queries whatever the number of tables."""
        return self.select_related("project__department").prefetch_related(*CONTENTS)


class TargetTable(models.Model):
    """A 绩效目标表. ``version`` goes up with every write, and every write carries the version it is based on.

    Names of unit and 主管部门 are kept as they were printed: units are renamed, prints keep the name of their day.
    ``is_mirrored``: the project lasts one year, and what is written on one side stands on the other too.
    ``adjusts``: the approved table that this one is to take the place of once it is approved itself; until then that one is valid.
    ``section``: the 业务股室 it was passed on to (转办), where that is not the one that looks after its unit. ``open_places``: what
    alone may be changed of it while it is returned (``editing.opening``); null where everything may be.
    """

    class Round(models.TextChoices):
        FIRST = "first", "一上"
        SECOND = "second", "二上"
        ADJUSTMENT = "adjustment", "调整"
        ADDITION = "addition", "追加"

    class State(SaidChoices):
        DRAFTING = "drafting", "填报中"
        UNIT_REVIEW = "unit_review", "待单位审核"
        SUPERVISOR_REVIEW = "supervisor_review", "待主管部门审核"
        SECTION_REVIEW = "section_review", "待股室审核"
        PERFORMANCE_REVIEW = "performance_review", "待绩效审核"
        UNIT_CONFIRMATION = "unit_confirmation", "待单位确认"
        PASSED = "passed", "审核通过，待批复"
        APPROVED = "approved", "已批复"
        RETURNED = "returned", "已退回"
        REJECTED = "rejected", "审核不通过"
        UNFUNDED = "unfunded", "未安排预算"

    project = models.ForeignKey(Project, models.PROTECT, related_name="tables", verbose_name="项目")
    year = models.PositiveSmallIntegerField("年度")
    round = models.CharField("轮次", max_length=10, choices=Round.choices, default=Round.FIRST)
    layout = models.CharField("版式", max_length=40, choices=layout_choices)
    state = models.CharField("状态", max_length=20, choices=state_choices, default=State.DRAFTING)
    version = models.PositiveIntegerField("版本", default=1)
    changed_at = models.DateTimeField("修改时间", auto_now=True)
    changed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="修改人")
    deleted_at = models.DateTimeField("删除时间", null=True, blank=True)

    department_code = models.CharField("单位编码（印）", max_length=40, blank=True)
    department_name = models.CharField("单位名称（印）", max_length=300, blank=True)
    supervisor_name = models.CharField("主管部门（印）", max_length=300, blank=True)
    project_name = models.CharField("项目名称（印）", max_length=1000, blank=True)
    project_code = models.CharField("项目编码（印）", max_length=40, blank=True)
    project_attribute = models.CharField("项目属性", max_length=200, blank=True)
    project_period = models.CharField("项目期", max_length=200, blank=True)
    project_start = models.CharField("开始日期（印）", max_length=100, blank=True)
    project_end = models.CharField("完成日期（印）", max_length=100, blank=True)
    number = models.CharField("册中序号", max_length=20, blank=True)
    money_unit = models.CharField("金额单位（印）", max_length=20, blank=True)
    purpose = models.TextField("资金用途", blank=True)
    period_label = models.CharField("实施期目标标签", max_length=200, blank=True)
    period_goal = models.TextField("实施期目标", blank=True)
    annual_goal = models.TextField("年度目标", blank=True)
    is_mirrored = models.BooleanField("一年期项目同年度", default=False)

    author_name = models.CharField("填报人", max_length=50, blank=True)
    head_name = models.CharField("负责人", max_length=50, blank=True)
    telephone = models.CharField("联系电话", max_length=50, blank=True)
    filled_on = models.DateField("填报日期", null=True, blank=True)

    adjusts = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="adjustments", verbose_name="所调整的表")
    approval_number = models.CharField("批复文号", max_length=100, blank=True)
    approved_on = models.DateField("批复日期", null=True, blank=True)
    published_on = models.DateField("公开日期", null=True, blank=True)
    section = models.ForeignKey(Department, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="转办股室")
    open_places = models.JSONField("可修改之处", null=True, blank=True)

    source = models.CharField("来源文件", max_length=300, blank=True)
    source_problems = models.JSONField("来源问题", default=list, blank=True)

    objects = TargetTableQuerySet.as_manager()

    class Meta:
        verbose_name = "绩效目标表"
        verbose_name_plural = "绩效目标表"
        ordering = ("-year", "project__department__code", "pk")
        indexes = (models.Index(fields=["year", "state"]), models.Index(fields=["deleted_at", "year", "project"]))
        constraints = (
            models.UniqueConstraint(
                fields=["project", "year", "round"],
                condition=Q(deleted_at__isnull=True) & ~Q(round__in=["adjustment", "addition"]),
                name="table_once_a_round",
                violation_error_message="这个项目在这一年度、这一轮次已有绩效目标表",
            ),
            models.CheckConstraint(condition=Q(year__gte=1949, year__lte=2999) | Q(year=0), name="table_year_plausible"),
            models.CheckConstraint(condition=Q(version__gte=1), name="table_version_counts_up"),
        )

    def __str__(self) -> str:
        return f"{self.project_name or self.project}（{self.year}年度）"

    @property
    def is_superseded(self) -> bool:
        """Whether an adjustment of it has been approved, so that it is valid no more; asks the database for an approved table."""
        return self.state == self.State.APPROVED and self.adjustments.filter(state=self.State.APPROVED).exists()

    @property
    def framework(self) -> Hierarchy:
        """The 一级 and 二级指标 of its form."""
        return load(self.layout).hierarchy if self.layout in layout_ids() else hierarchy("2015")

    def clean(self) -> None:
        if self.layout not in layout_ids():
            raise ValidationError({"layout": f"没有版式“{self.layout}”"})
