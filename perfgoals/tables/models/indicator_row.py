"""IndicatorRow: one 三级指标 of one side of a table."""

from __future__ import annotations

import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from perfgoals.tables.models.money import SIDE_CHOICES, SIDE_KNOWN
from perfgoals.tables.models.target_table import TargetTable


class IndicatorRow(models.Model):
    """``key`` stays the same over versions and adjustments of a table. ``value`` is the text as printed and the authority;
    ``comparator``, ``number`` and ``unit`` are read from it (``official.values``) unless the form prints them apart (``is_apart``).
    ``is_misfit``: imported with a place that the form's framework does not have; it stays, flagged."""

    table = models.ForeignKey(TargetTable, models.CASCADE, related_name="indicator_rows", verbose_name="绩效目标表")
    key = models.UUIDField("标识", default=uuid.uuid4, editable=False)
    side = models.CharField("时段", max_length=6, choices=SIDE_CHOICES)
    order = models.PositiveSmallIntegerField("顺序")
    level1 = models.CharField("一级指标", max_length=200, blank=True)
    level2 = models.CharField("二级指标", max_length=200, blank=True)
    level3 = models.CharField("三级指标", max_length=1000, blank=True)
    description = models.TextField("绩效指标描述", blank=True)
    value = models.CharField("指标值", max_length=1000, blank=True)
    basis = models.TextField("指标值确定依据", blank=True)
    weight = models.CharField("分值", max_length=50, blank=True)
    comparator = models.CharField("指标性质", max_length=20, blank=True)
    number = models.CharField("数值", max_length=200, blank=True)
    unit = models.CharField("度量单位", max_length=200, blank=True)
    is_apart = models.BooleanField("分栏印出", default=False)
    is_misfit = models.BooleanField("不合指标框架", default=False, editable=False)

    class Meta:
        verbose_name = "绩效指标"
        verbose_name_plural = "绩效指标"
        ordering = ("side", "order")
        constraints = (
            models.UniqueConstraint(fields=["table", "side", "order"], name="indicator_order"),
            models.UniqueConstraint(fields=["table", "key"], name="indicator_key_once"),
            models.CheckConstraint(condition=SIDE_KNOWN, name="indicator_side_known"),
            models.CheckConstraint(
                condition=Q(is_misfit=True) | ~Q(level1="") & ~Q(level2=""),
                name="indicator_has_its_place",
                violation_error_message="三级指标须归入一级指标和二级指标",
            ),
        )

    def __str__(self) -> str:
        return self.level3 or self.level2

    @property
    def fits(self) -> bool:
        """Whether its 二级指标 belongs to its 一级指标 in the framework of the table's form."""
        return self.level1 != "" and self.table.framework.parent_of(self.level2) == self.level1

    def clean(self) -> None:
        """The framework binds new and moved rows; an imported misfit may stay where it is."""
        self.is_misfit = not self.fits
        if self.is_misfit and not self._stands_there_already():
            message = f"“{self.level2}”不是“{self.level1}”下的二级指标，请从本表指标框架中选择"
            raise ValidationError({"level2": message})

    def _stands_there_already(self) -> bool:
        place = {"table": self.table_id, "side": self.side, "level1": self.level1, "level2": self.level2}
        return IndicatorRow.objects.filter(pk=self.pk, is_misfit=True, **place).exists()
