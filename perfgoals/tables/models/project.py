"""Project: what money is asked for; and its amounts over a year's rounds. Amounts are in 万元; six places hold a 分."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from perfgoals.accounts.models import Department
from perfgoals.tables.models.amount_field import AmountField


class Project(models.Model):
    """One 项目. The code may be empty, or be given later; a project parted among units (分解) has one child a unit."""

    department = models.ForeignKey(Department, models.PROTECT, related_name="projects", verbose_name="单位")
    code = models.CharField("项目编码", max_length=40, blank=True)
    former_code = models.CharField("原项目编码", max_length=40, blank=True)
    name = models.CharField("项目名称", max_length=1000)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name="上级项目")
    is_key = models.BooleanField("重点项目", default=False)
    is_procurement = models.BooleanField("政府采购", default=False)
    procurement_amount = AmountField("政府采购金额（万元）", null=True, blank=True)
    is_withheld = models.BooleanField("不宜公开", default=False)
    starts_on = models.DateField("开始日期", null=True, blank=True)
    ends_on = models.DateField("结束日期", null=True, blank=True)

    class Meta:
        verbose_name = "项目"
        verbose_name_plural = "项目"
        ordering = ("code", "name")
        constraints = (
            models.UniqueConstraint(
                fields=["code"], condition=~Q(code=""), name="project_code_once", violation_error_message="已有项目用这个项目编码"
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=models.F("starts_on")),
                name="project_ends_after_it_starts",
                violation_error_message="结束日期早于开始日期",
            ),
            models.CheckConstraint(
                condition=Q(procurement_amount__isnull=True) | Q(is_procurement=True),
                name="procurement_amount_of_procurement",
                violation_error_message="不是政府采购项目，不应填写政府采购金额",
            ),
        )

    def __str__(self) -> str:
        return self.name


class BudgetFigures(models.Model):
    """控制数 and 批复数 of a project in a year, in 万元. The 申报数 is in the table itself."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="figures", verbose_name="项目")
    year = models.PositiveSmallIntegerField("年度")
    control = AmountField("控制数（万元）", null=True, blank=True)
    approved = AmountField("批复数（万元）", null=True, blank=True)

    class Meta:
        verbose_name = "控制数与批复数"
        verbose_name_plural = "控制数与批复数"
        constraints = (models.UniqueConstraint(fields=["project", "year"], name="figures_once_a_year"),)

    def __str__(self) -> str:
        return f"{self.project}（{self.year}年度）"
