"""ReviewSheet: the 绩效目标审核表 of one review of one table."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from perfgoals.accounts.models import User
from perfgoals.review.models.log import LogEntry
from perfgoals.review.transitions import Grade
from perfgoals.tables.models import TargetTable
from perfgoals.tables.models.target_table import state_choices


class ReviewSheet(models.Model):
    """A reviewer's sheet: a draft of the step until it is decided (``entry`` is empty), then kept as it was with the entry.

    ``points``: for each review point by its code ``{"grade": "优", "score": "9.5"}``; the score, a decimal as text, only for 重点项目.
    ``grade`` is 综合评定等级 and ``opinion`` 总体意见. ``version`` is the table's that was reviewed.
    """

    table = models.ForeignKey(TargetTable, models.CASCADE, related_name="review_sheets", verbose_name="绩效目标表")
    step = models.CharField("环节", max_length=20, choices=state_choices)
    entry = models.OneToOneField(LogEntry, models.PROTECT, null=True, blank=True, related_name="sheet", verbose_name="审核日志")
    version = models.PositiveIntegerField("版本")
    is_key = models.BooleanField("重点项目", default=False)
    points = models.JSONField("审核要点", default=dict, blank=True)
    grade = models.CharField("综合评定等级", max_length=2, blank=True, choices=[(grade, grade) for grade in Grade])
    opinion = models.TextField("总体意见", blank=True)
    saved_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="审核人")
    saved_at = models.DateTimeField("保存时间", auto_now=True)

    class Meta:
        verbose_name = "绩效目标审核表"
        verbose_name_plural = "绩效目标审核表"
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=["table", "step"], condition=Q(entry__isnull=True), name="sheet_once_a_step"),)

    def __str__(self) -> str:
        return f"{self.table} {self.grade}"
