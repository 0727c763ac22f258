"""ColumnMapping: which column of a register is which field, kept for the next file of the same heads."""

from __future__ import annotations

from django.db import models

from perfgoals.accounts.models import User


class ColumnMapping(models.Model):
    """``heads`` as the file has them and ``columns``, the field of each ("" for none). ``digest`` finds it by its heads."""

    class Kind(models.TextChoices):
        UNITS = "units", "单位"
        PEOPLE = "people", "人员"
        PROJECTS = "projects", "项目与控制数"

    kind = models.CharField("登记", max_length=10, choices=Kind.choices)
    digest = models.CharField("表头校验值", max_length=64, editable=False)
    heads = models.JSONField("表头")
    columns = models.JSONField("对应的项目")
    money_unit = models.CharField("金额单位", max_length=2, blank=True)
    saved_at = models.DateTimeField("保存时间", auto_now=True)
    saved_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="保存人")

    class Meta:
        verbose_name = "列的对应"
        verbose_name_plural = "列的对应"
        ordering = ("kind", "-saved_at")
        constraints = (models.UniqueConstraint(fields=["kind", "digest"], name="mapping_once_for_heads"),)

    def __str__(self) -> str:
        return "、".join(head for head, column in zip(self.heads, self.columns, strict=True) if column)
