"""LogEntry: what was done on the road, for good."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NoReturn

from django.db import models
from django.db.models import Q

from perfgoals.accounts.models import User, role_choices
from perfgoals.review.sealing import seal
from perfgoals.review.transitions import ACTS, Act, Grade, label_of
from perfgoals.tables.editing.keyed import Keyed, from_data
from perfgoals.tables.models import TargetTable
from perfgoals.tables.models.target_table import state_choices


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
    role = models.CharField("岗位", max_length=20, choices=role_choices)
    unit = models.CharField("所在单位", max_length=300)
    at = models.DateTimeField("时间")
    act = models.CharField("办理", max_length=20)
    source = models.CharField("办理前", max_length=20, choices=state_choices)
    to = models.CharField("办理后", max_length=20, choices=state_choices)
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
