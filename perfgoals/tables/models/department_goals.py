"""DepartmentGoals: 部门整体绩效目标, sections of headed items."""

from __future__ import annotations

import uuid

from django.db import models

from perfgoals.accounts.models import Department


class DepartmentGoals(models.Model):
    """One unit's overall goals for a year."""

    department = models.ForeignKey(Department, models.PROTECT, related_name="overall_goals", verbose_name="单位")
    year = models.PositiveSmallIntegerField("年度")
    part = models.CharField("部分", max_length=100, blank=True)
    title = models.CharField("标题", max_length=200, blank=True)
    version = models.PositiveIntegerField("版本", default=1)
    changed_at = models.DateTimeField("修改时间", auto_now=True)

    class Meta:
        verbose_name = "部门整体绩效目标"
        verbose_name_plural = "部门整体绩效目标"
        ordering = ("-year", "department__code")
        constraints = (
            models.UniqueConstraint(
                fields=["department", "year"], name="goals_once_a_year", violation_error_message="该单位这一年度已有部门整体绩效目标"
            ),
        )

    def __str__(self) -> str:
        return f"{self.department}（{self.year}年度）"


class GoalSection(models.Model):
    """``key`` stays the same over versions, as that of an item does."""

    goals = models.ForeignKey(DepartmentGoals, models.CASCADE, related_name="sections", verbose_name="部门整体绩效目标")
    key = models.UUIDField("标识", default=uuid.uuid4, editable=False)
    order = models.PositiveSmallIntegerField("顺序")
    heading = models.CharField("标题", max_length=300, blank=True)

    class Meta:
        verbose_name = "分节"
        verbose_name_plural = "分节"
        ordering = ("order",)
        constraints = (models.UniqueConstraint(fields=["goals", "order"], name="section_order"),)

    def __str__(self) -> str:
        return self.heading


class GoalItem(models.Model):
    section = models.ForeignKey(GoalSection, models.CASCADE, related_name="items", verbose_name="分节")
    key = models.UUIDField("标识", default=uuid.uuid4, editable=False)
    order = models.PositiveSmallIntegerField("顺序")
    text = models.TextField("内容")

    class Meta:
        verbose_name = "目标"
        verbose_name_plural = "目标"
        ordering = ("order",)
        constraints = (models.UniqueConstraint(fields=["section", "order"], name="item_order"),)

    def __str__(self) -> str:
        return self.text
