"""Revision: what one write changed in a table or in 部门整体绩效目标; and Presence: who has it open now."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from perfgoals.accounts.models import User
from perfgoals.tables.models.department_goals import DepartmentGoals
from perfgoals.tables.models.target_table import TargetTable

_OF_ONE = Q(table__isnull=False, goals__isnull=True) | Q(table__isnull=True, goals__isnull=False)


class Revision(models.Model):
    """One write. ``version`` is the one it made; ``changes`` hold before and after of everything it touched, so that any
    earlier version can be had by going back (``editing.changes``). ``save_id`` is the writer's own name for the write: sent
    again after a lost answer, it is known and not done twice."""

    class Act(models.TextChoices):
        START = "start", "新建"
        EDIT = "edit", "填写"
        IMPORT = "import", "导入"
        RESTORE = "restore", "恢复旧版"
        DELETE = "delete", "删除到回收站"
        UNDELETE = "undelete", "从回收站恢复"
        CORRECT = "correct", "财政代改"
        ROAD = "road", "送审办理"

    table = models.ForeignKey(TargetTable, models.CASCADE, null=True, blank=True, related_name="revisions", verbose_name="绩效目标表")
    goals = models.ForeignKey(
        DepartmentGoals, models.CASCADE, null=True, blank=True, related_name="revisions", verbose_name="部门整体绩效目标"
    )
    version = models.PositiveIntegerField("版本")
    act = models.CharField("办理", max_length=10, choices=Act.choices, default=Act.EDIT)
    changes = models.JSONField("修改", default=list)
    save_id = models.UUIDField("保存标识", null=True, blank=True, editable=False)
    saved_at = models.DateTimeField("保存时间", auto_now_add=True)
    saved_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="修改人")

    class Meta:
        verbose_name = "修改记录"
        verbose_name_plural = "修改记录"
        ordering = ("version",)
        constraints = (
            models.CheckConstraint(condition=_OF_ONE, name="revision_of_one"),
            models.UniqueConstraint(fields=["table", "version"], name="revision_once_a_version"),
            models.UniqueConstraint(fields=["goals", "version"], name="revision_once_a_goals_version"),
            models.UniqueConstraint(fields=["table", "save_id"], name="revision_once_a_save"),
            models.UniqueConstraint(fields=["goals", "save_id"], name="revision_once_a_goals_save"),
        )

    def __str__(self) -> str:
        return f"{self.table or self.goals} 第 {self.version} 版"


class Presence(models.Model):
    """Somebody's open page. ``tab`` is the page's own name; it is gone when it has not been heard of for a while."""

    table = models.ForeignKey(TargetTable, models.CASCADE, null=True, blank=True, related_name="presences", verbose_name="绩效目标表")
    goals = models.ForeignKey(
        DepartmentGoals, models.CASCADE, null=True, blank=True, related_name="presences", verbose_name="部门整体绩效目标"
    )
    user = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name="用户")
    tab = models.UUIDField("页面")
    seen_at = models.DateTimeField("最近")

    class Meta:
        verbose_name = "在线"
        verbose_name_plural = "在线"
        constraints = (
            models.CheckConstraint(condition=_OF_ONE, name="presence_of_one"),
            models.UniqueConstraint(fields=["user", "tab"], name="presence_once_a_tab"),
        )

    def __str__(self) -> str:
        return f"{self.user} {self.table or self.goals}"
