"""PrintedCode: the 校验码 of what a table said at every act, so that a stamped paper can be looked up by it."""

from __future__ import annotations

from django.db import models

from perfgoals.review.models.log import LogEntry
from perfgoals.tables.models import TargetTable


class PrintedCode(models.Model):
    """The code that a print of the table carries which says what the table said when the act was logged."""

    entry = models.OneToOneField(LogEntry, models.PROTECT, primary_key=True, related_name="printed_code", verbose_name="审核日志")
    table = models.ForeignKey(TargetTable, models.PROTECT, related_name="printed_codes", verbose_name="绩效目标表")
    code = models.CharField("校验码", max_length=20, db_index=True)

    class Meta:
        verbose_name = "校验码"
        verbose_name_plural = "校验码"
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.code
