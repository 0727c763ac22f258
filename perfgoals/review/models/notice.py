"""Notice: who is told of an act."""

from __future__ import annotations

from django.db import models

from perfgoals.accounts.models import User
from perfgoals.review.models.log import LogEntry
from perfgoals.tables.models import TargetTable


class Notice(models.Model):
    """One sentence to one person about one act. Whether they may still see the table is asked whenever it is shown."""

    to = models.ForeignKey(User, models.CASCADE, related_name="notices", verbose_name="收件人")
    table = models.ForeignKey(TargetTable, models.CASCADE, related_name="+", verbose_name="绩效目标表")
    entry = models.ForeignKey(LogEntry, models.PROTECT, related_name="notices", verbose_name="审核日志")
    sentence = models.TextField("内容")
    sent_at = models.DateTimeField("时间", auto_now_add=True)
    read_at = models.DateTimeField("已读时间", null=True, blank=True)
    mailed_at = models.DateTimeField("发出邮件时间", null=True, blank=True)

    class Meta:
        verbose_name = "通知"
        verbose_name_plural = "通知"
        ordering = ("-pk",)
        indexes = (models.Index(fields=["to", "read_at"]),)
        constraints = (models.UniqueConstraint(fields=["entry", "to"], name="notice_once"),)

    def __str__(self) -> str:
        return self.sentence
