"""Package (送审包): what a unit reported together, as it was then; and the scan of its stamped page."""

from __future__ import annotations

import uuid

from django.db import models

from perfgoals.accounts.models import Department, User, role_choices
from perfgoals.tables.models import TargetTable
from perfgoals.tables.models.amount_field import AmountField


class Package(models.Model):
    """One 上报 of a unit in a round: made by the act and never changed. What is reported later is a package of its own, the next
    ``number``. ``code`` is the 校验码 of its 汇总表. ``not_asked``: the projects without a table in it, by name: what the unit does not ask
    money for this time. Names are those of the day."""

    department = models.ForeignKey(Department, models.PROTECT, related_name="packages", verbose_name="单位")
    department_name = models.CharField("单位名称", max_length=300)
    year = models.PositiveSmallIntegerField("年度")
    round = models.CharField("轮次", max_length=10, choices=TargetTable.Round.choices)
    number = models.PositiveSmallIntegerField("第几次上报")
    save_id = models.UUIDField("保存标识", unique=True, editable=False)
    reported_at = models.DateTimeField("上报时间")
    reported_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="上报人")
    reporter_name = models.CharField("上报人姓名", max_length=150)
    role = models.CharField("岗位", max_length=20, choices=role_choices)
    code = models.CharField("校验码", max_length=20, db_index=True)
    not_asked = models.JSONField("本轮不申报的项目", default=list, blank=True)

    class Meta:
        verbose_name = "送审包"
        verbose_name_plural = "送审包"
        ordering = ("-reported_at", "pk")
        constraints = (models.UniqueConstraint(fields=["department", "year", "round", "number"], name="package_numbered"),)

    def __str__(self) -> str:
        return f"{self.department_name} {self.year}年度{self.get_round_display()}第{self.number}次上报"


class PackagedTable(models.Model):
    """A table in a package: the version that was reported, its 校验码, and its line of the 汇总表 as it was then: project, 申报数
    (年度资金总额) and, in 二上, 控制数."""

    package = models.ForeignKey(Package, models.CASCADE, related_name="tables", verbose_name="送审包")
    table = models.ForeignKey(TargetTable, models.PROTECT, related_name="packaged", verbose_name="绩效目标表")
    order = models.PositiveSmallIntegerField("序号")
    version = models.PositiveIntegerField("版本")
    project_code = models.CharField("项目编码", max_length=40, blank=True)
    project_name = models.CharField("项目名称", max_length=1000, blank=True)
    is_key = models.BooleanField("重点项目", default=False)
    control = AmountField("控制数（万元）", null=True, blank=True)
    amount = AmountField("申报数（万元）", null=True, blank=True)
    code = models.CharField("校验码", max_length=20)

    class Meta:
        verbose_name = "送审包中的表"
        verbose_name_plural = "送审包中的表"
        ordering = ("order",)
        constraints = (models.UniqueConstraint(fields=["package", "table"], name="packaged_once"),)

    def __str__(self) -> str:
        return f"{self.table}"


def scan_name(scan: Scan, filename: str) -> str:
    """Where the content lies: a name of our own, as for attachments."""
    return f"scans/{uuid.uuid4().hex}"


class Scan(models.Model):
    """盖章页扫描件 of a package: kept like an attachment, and given out like one."""

    package = models.ForeignKey(Package, models.PROTECT, related_name="scans", verbose_name="送审包")
    name = models.CharField("文件名", max_length=255)
    content = models.FileField("内容", upload_to=scan_name)
    size = models.PositiveBigIntegerField("大小（字节）")
    sha256 = models.CharField("校验值", max_length=64)
    uploaded_at = models.DateTimeField("上传时间", auto_now_add=True)
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="上传人")

    class Meta:
        verbose_name = "盖章页扫描件"
        verbose_name_plural = "盖章页扫描件"
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=["package", "sha256"], name="scan_once"),)

    def __str__(self) -> str:
        return self.name
