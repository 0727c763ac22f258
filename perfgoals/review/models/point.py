"""ReturnPoint: one point of a return, or one correction that finance proposes."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from perfgoals.accounts.models import User
from perfgoals.review.models.log import LogEntry
from perfgoals.tables.models import TargetTable
from perfgoals.tables.models.target_table import state_choices


class ReturnPoint(models.Model):
    """One point of a return, on a cell, a row or the whole table; until the table is sent back it is a reviewer's note (``entry`` is
    empty) that only the post in ``step`` sees.

    ``path`` is that of the record (``""`` for the whole table); for an indicator row or one of its cells ``row`` is the row's key and
    ``field`` the cell, empty for the whole row. ``place`` is how it was called then. A 财政代改 says in ``correction`` what is to
    stand in the cell once the unit has confirmed it; ``text`` is why.
    """

    class Kind(models.TextChoices):
        MUST = "must", "必须修改"
        EXPLAIN = "explain", "请说明"
        CORRECT = "correct", "财政代改"

    class Answer(models.TextChoices):
        CHANGED = "changed", "已修改"
        KEPT = "kept", "不修改"

    table = models.ForeignKey(TargetTable, models.CASCADE, related_name="return_points", verbose_name="绩效目标表")
    entry = models.ForeignKey(LogEntry, models.PROTECT, null=True, blank=True, related_name="points", verbose_name="退回")
    step = models.CharField("环节", max_length=20, choices=state_choices)
    path = models.CharField("位置", max_length=200, blank=True)
    row = models.UUIDField("指标行", null=True, blank=True)
    field = models.CharField("栏", max_length=20, blank=True)
    place = models.CharField("位置名称", max_length=200)
    kind = models.CharField("要求", max_length=10, choices=Kind.choices)
    text = models.TextField("意见")
    correction = models.TextField("改为", blank=True)
    marked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="审核人")
    marked_at = models.DateTimeField("标出时间", auto_now_add=True)
    answer = models.CharField("答复", max_length=10, blank=True, choices=Answer.choices)
    reason = models.TextField("说明", blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="答复人")
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)

    class Meta:
        verbose_name = "退回意见"
        verbose_name_plural = "退回意见"
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=~Q(answer="kept") | ~Q(reason=""), name="point_kept_for_a_reason", violation_error_message="请说明不修改的理由"
            ),
            models.CheckConstraint(condition=Q(answer="") | Q(answered_by__isnull=False), name="point_answered_by_somebody"),
            models.CheckConstraint(condition=~Q(text=""), name="point_says_something"),
            models.CheckConstraint(condition=Q(kind="correct") | Q(correction=""), name="point_corrects_only_as_such"),
        )

    def __str__(self) -> str:
        return f"{self.place}：{self.text}"
