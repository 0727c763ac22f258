"""Amounts of a table: its 资金 by side and source, and its 资金支出计划. All in 万元; an empty cell is not zero.

What does not parse (约50万) is kept as text beside the empty number: ``*_text`` holds the entry, the number is None.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from perfgoals.tables.models.amount_field import AmountField
from perfgoals.tables.models.target_table import TargetTable

SIDE_CHOICES = (("period", "实施期"), ("annual", "年度"))
SIDE_KNOWN = Q(side__in=["period", "annual"])


class FundingSplit(models.Model):
    """总额, 财政拨款 and 其他资金 of one side. ``*_text`` is the entry as printed: 19.00 and 19 are the same number."""

    table = models.ForeignKey(TargetTable, models.CASCADE, related_name="funding_splits", verbose_name="绩效目标表")
    side = models.CharField("时段", max_length=6, choices=SIDE_CHOICES)
    total = AmountField("总额", null=True, blank=True)
    fiscal = AmountField("财政拨款", null=True, blank=True)
    other = AmountField("其他资金", null=True, blank=True)
    total_text = models.CharField("总额（原文）", max_length=200, blank=True)
    fiscal_text = models.CharField("财政拨款（原文）", max_length=200, blank=True)
    other_text = models.CharField("其他资金（原文）", max_length=200, blank=True)

    class Meta:
        verbose_name = "资金"
        verbose_name_plural = "资金"
        constraints = (
            models.UniqueConstraint(fields=["table", "side"], name="funding_once_a_side"),
            models.CheckConstraint(condition=SIDE_KNOWN, name="funding_side_known"),
        )

    def __str__(self) -> str:
        return f"{self.get_side_display()} {self.total_text}"


class FundingPart(models.Model):
    """A finer split of an amount by source, such as 上年结转."""

    class Source(models.TextChoices):
        OWN = "own", "本级"
        SUPERIOR = "superior", "上级"
        BOND = "bond", "债券"
        CARRIED = "carried", "结转"
        OTHER = "other", "其他"

    split = models.ForeignKey(FundingSplit, models.CASCADE, related_name="parts", verbose_name="资金")
    order = models.PositiveSmallIntegerField("顺序")
    source = models.CharField("来源", max_length=10, choices=Source.choices, default=Source.OTHER)
    name = models.CharField("名称（印）", max_length=100)
    amount = AmountField("金额", null=True, blank=True)
    amount_text = models.CharField("金额（原文）", max_length=200, blank=True)

    class Meta:
        verbose_name = "资金明细"
        verbose_name_plural = "资金明细"
        ordering = ("order",)
        constraints = (models.UniqueConstraint(fields=["split", "order"], name="funding_part_order"),)

    def __str__(self) -> str:
        return f"{self.name} {self.amount_text}"


class DisbursementStage(models.Model):
    """One stage of the cumulative 资金支出计划: ``by`` 3月底; ``value`` as entered, ``number`` where that is a number."""

    table = models.ForeignKey(TargetTable, models.CASCADE, related_name="disbursement_stages", verbose_name="绩效目标表")
    order = models.PositiveSmallIntegerField("顺序")
    by = models.CharField("截止", max_length=50)
    value = models.CharField("累计（原文）", max_length=200, blank=True)
    number = AmountField("累计", null=True, blank=True)

    class Meta:
        verbose_name = "支出计划"
        verbose_name_plural = "支出计划"
        ordering = ("order",)
        constraints = (models.UniqueConstraint(fields=["table", "order"], name="stage_order"),)

    def __str__(self) -> str:
        return f"{self.by} {self.value}"
