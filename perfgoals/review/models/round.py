"""ReportingRound: when units may report in one round of a year's task; Extension: late opening for one unit or for all."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from perfgoals.accounts.models import Department, User
from perfgoals.tables.models import TargetTable


class ReportingRound(models.Model):
    """一上, 二上, 调整 or 追加 of a year. Reporting is open from ``opens_at`` until just before ``closes_at``; an empty end is open.

    ``in_packages``: a unit reports all its projects in one act. ``locks_others``: of a returned table only what was marked may be
    changed. ``required_kinds``: the kinds of attachment without which a table is not complete. ``controls_issued_at``: of 二上, when
    the 控制数 were given out to the units (一下); before that they do not see them.
    """

    year = models.PositiveSmallIntegerField("年度")
    kind = models.CharField("轮次", max_length=10, choices=TargetTable.Round.choices)
    opens_at = models.DateTimeField("开始时间", null=True, blank=True)
    closes_at = models.DateTimeField("截止时间", null=True, blank=True)
    in_packages = models.BooleanField("整包上报", default=False)
    locks_others = models.BooleanField("退回后只能改标出的格", default=False)
    required_kinds = models.JSONField("必须上传的附件", default=list, blank=True)
    instructions = models.TextField("填报要求", blank=True, max_length=2000)
    controls_issued_at = models.DateTimeField("控制数下达时间", null=True, blank=True)
    controls_issued_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="控制数下达人")

    class Meta:
        verbose_name = "轮次"
        verbose_name_plural = "轮次"
        ordering = ("-year", "kind")
        constraints = (
            models.UniqueConstraint(fields=["year", "kind"], name="round_once_a_year", violation_error_message="这一年度已有这个轮次"),
            models.CheckConstraint(
                condition=Q(opens_at__isnull=True) | Q(closes_at__isnull=True) | Q(closes_at__gt=F("opens_at")),
                name="round_closes_after_it_opens",
                violation_error_message="截止时间应在开始时间之后",
            ),
        )

    def __str__(self) -> str:
        return f"{self.year}年度{self.get_kind_display()}"


class Extension(models.Model):
    """Late opening (延期), for one unit or, with none named, for all: from when it is granted until just before ``until``."""

    round = models.ForeignKey(ReportingRound, models.CASCADE, related_name="extensions", verbose_name="轮次")
    department = models.ForeignKey(Department, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="单位")
    until = models.DateTimeField("延期至")
    reason = models.TextField("理由", max_length=500)
    granted_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="批准人")
    granted_at = models.DateTimeField("批准时间", auto_now_add=True)

    class Meta:
        verbose_name = "延期"
        verbose_name_plural = "延期"
        ordering = ("-pk",)
        constraints = (models.CheckConstraint(condition=~Q(reason=""), name="extension_for_a_reason"),)

    def __str__(self) -> str:
        return f"{self.round} {self.department or '全部单位'}"
