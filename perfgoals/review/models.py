"""LogEntry: what was done on the road, for good; ReturnPoint: one point of a return; Notice: who is told of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NoReturn

from django.db import models
from django.db.models import Q

from perfgoals.accounts.models import Post, User
from perfgoals.review.sealing import seal
from perfgoals.review.transitions import ACTS, Act, Grade, label_of
from perfgoals.tables.editing.keyed import Keyed, from_data
from perfgoals.tables.models import TargetTable


class AppendOnly(Exception):
    """Somebody tried to change or remove what was logged."""

    def __init__(self) -> None:
        super().__init__("审核日志只能追加，不能修改或删除")


class LogQuerySet(models.QuerySet["LogEntry"]):
    """Only adds, one entry at a time. The database refuses the same by triggers, whoever asks."""

    def _refused(self, *args: object, **kwargs: object) -> NoReturn:
        raise AppendOnly

    update = _refused
    delete = _refused
    bulk_create = _refused
    bulk_update = _refused


class LogEntry(models.Model):
    """One act on one table. ``actor_name``, ``role`` and ``unit`` are those of the day; ``version`` is the table's that the act made.

    ``details`` and ``snapshot`` are canonical JSON, kept as text so that every byte counts: the points of a return, the answers
    of a resubmission, the 文号; and the whole record as it was (``editing.keyed.to_data``). ``hash`` is over all of it and
    ``previous``, the hash of the entry before.
    """

    number = models.BigIntegerField("序号", primary_key=True)
    table = models.ForeignKey(TargetTable, models.PROTECT, related_name="log_entries", verbose_name="绩效目标表")
    actor = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="办理人")
    actor_name = models.CharField("姓名", max_length=150)
    role = models.CharField("岗位", max_length=20, choices=Post.Role.choices)
    unit = models.CharField("所在单位", max_length=300)
    at = models.DateTimeField("时间")
    act = models.CharField("办理", max_length=20)
    source = models.CharField("办理前", max_length=20, choices=TargetTable.State.choices)
    to = models.CharField("办理后", max_length=20, choices=TargetTable.State.choices)
    version = models.PositiveIntegerField("版本")
    opinion = models.TextField("意见", blank=True)
    grade = models.CharField("等级", max_length=2, blank=True, choices=[(grade, grade) for grade in Grade])
    details = models.TextField("详情")
    snapshot = models.TextField("当时的内容")
    previous = models.CharField("上一条校验值", max_length=64, unique=True)
    hash = models.CharField("校验值", max_length=64)

    objects = LogQuerySet.as_manager()

    class Meta:
        verbose_name = "审核日志"
        verbose_name_plural = "审核日志"
        ordering = ("number",)
        constraints = (
            models.CheckConstraint(condition=Q(act__in=sorted(ACTS)), name="log_act_known"),
            models.UniqueConstraint(fields=["table", "version"], name="log_once_a_version"),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.actor_name} {self.label}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnly
        super().save(*args, **(kwargs | {"force_insert": True}))

    def delete(self, *args: object, **kwargs: object) -> NoReturn:
        raise AppendOnly

    @property
    def of(self) -> Act:
        return ACTS[self.act]

    @property
    def label(self) -> str:
        """What the act is called, as its button was."""
        return label_of(self.of, self.source, self.to)

    @property
    def told(self) -> Mapping[str, Any]:
        """What ``details`` says."""
        read: Mapping[str, Any] = json.loads(self.details)
        return read

    @property
    def record(self) -> Keyed:
        """The table as it was."""
        return from_data(json.loads(self.snapshot))

    def sealed(self) -> str:
        """The hash that the entry must have."""
        return seal([getattr(self, name) for name in SEALED], self.previous)


SEALED = (
    "number",
    "table_id",
    "actor_id",
    "actor_name",
    "role",
    "unit",
    "at",
    "act",
    "source",
    "to",
    "version",
    "opinion",
    "grade",
    "details",
    "snapshot",
)
"""The columns that the hash is over, in its order; ``previous`` goes in with them."""


class ReturnPoint(models.Model):
    """One point of a return, on a cell, a row or the whole table; until the table is sent back it is a reviewer's note (``entry`` is
    empty) that only the post in ``step`` sees.

    ``path`` is that of the record (``""`` for the whole table); for an indicator row or one of its cells ``row`` is the row's key and
    ``field`` the cell, empty for the whole row. ``place`` is how it was called then.
    """

    class Kind(models.TextChoices):
        MUST = "must", "必须修改"
        EXPLAIN = "explain", "请说明"

    class Answer(models.TextChoices):
        CHANGED = "changed", "已修改"
        KEPT = "kept", "不修改"

    table = models.ForeignKey(TargetTable, models.CASCADE, related_name="return_points", verbose_name="绩效目标表")
    entry = models.ForeignKey(LogEntry, models.PROTECT, null=True, blank=True, related_name="points", verbose_name="退回")
    step = models.CharField("环节", max_length=20, choices=TargetTable.State.choices)
    path = models.CharField("位置", max_length=200, blank=True)
    row = models.UUIDField("指标行", null=True, blank=True)
    field = models.CharField("栏", max_length=20, blank=True)
    place = models.CharField("位置名称", max_length=200)
    kind = models.CharField("要求", max_length=10, choices=Kind.choices)
    text = models.TextField("意见")
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
        )

    def __str__(self) -> str:
        return f"{self.place}：{self.text}"


class Notice(models.Model):
    """One sentence to one person about one act. Whether they may still see the table is asked whenever it is shown."""

    to = models.ForeignKey(User, models.CASCADE, related_name="notices", verbose_name="收件人")
    table = models.ForeignKey(TargetTable, models.CASCADE, related_name="+", verbose_name="绩效目标表")
    entry = models.ForeignKey(LogEntry, models.PROTECT, related_name="notices", verbose_name="审核日志")
    sentence = models.TextField("内容")
    sent_at = models.DateTimeField("时间", auto_now_add=True)
    read_at = models.DateTimeField("已读时间", null=True, blank=True)

    class Meta:
        verbose_name = "通知"
        verbose_name_plural = "通知"
        ordering = ("-pk",)
        indexes = (models.Index(fields=["to", "read_at"]),)
        constraints = (models.UniqueConstraint(fields=["entry", "to"], name="notice_once"),)

    def __str__(self) -> str:
        return self.sentence
