"""Attachment: a file that supports a project's table."""

from __future__ import annotations

import uuid

from django.db import models

from perfgoals.accounts.models import User
from perfgoals.tables.models.target_table import TargetTable


def stored_name(attachment: Attachment, filename: str) -> str:
    """Where the content lies: a name of our own, for nothing uploaded is trusted, least of all its name."""
    return f"attachments/{uuid.uuid4().hex}"


class Attachment(models.Model):
    """``name`` is what the file was called and is given out as; ``sha256`` tells that it is the same still."""

    class Kind(models.TextChoices):
        GROUNDS = "grounds", "立项依据"
        PLAN = "plan", "实施方案"
        CALCULATION = "calculation", "测算明细"
        OTHER = "other", "其他"

    table = models.ForeignKey(TargetTable, models.CASCADE, related_name="attachments", verbose_name="绩效目标表")
    kind = models.CharField("类别", max_length=20, choices=Kind.choices)
    name = models.CharField("文件名", max_length=255)
    content = models.FileField("内容", upload_to=stored_name)
    size = models.PositiveBigIntegerField("大小（字节）")
    sha256 = models.CharField("校验值", max_length=64)
    uploaded_at = models.DateTimeField("上传时间", auto_now_add=True)
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="上传人")

    class Meta:
        verbose_name = "附件"
        verbose_name_plural = "附件"
        ordering = ("kind", "uploaded_at")

    def __str__(self) -> str:
        return self.name
