"""What is written around a decision and is none: Advice of an expert, OpinionDraft of a reviewer, Phrase to be used again."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from perfgoals.accounts.models import User
from perfgoals.tables.models import TargetTable


class Advice(models.Model):
    """What a 第三方/专家 says of a table under review: advice to whoever decides. It stays as it was written, with the names of the day."""

    table = models.ForeignKey(TargetTable, models.CASCADE, related_name="advice", verbose_name="绩效目标表")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="专家")
    by_name = models.CharField("姓名", max_length=150)
    version = models.PositiveIntegerField("版本")
    text = models.TextField("意见")
    at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = "专家意见"
        verbose_name_plural = "专家意见"
        ordering = ("pk",)
        constraints = (models.CheckConstraint(condition=~Q(text=""), name="advice_says_something"),)

    def __str__(self) -> str:
        return f"{self.by_name}：{self.text}"


class OpinionDraft(models.Model):
    """An opinion a reviewer has begun on a table: saved as it is typed, gone once they have decided. Nobody else sees it."""

    table = models.ForeignKey(TargetTable, models.CASCADE, related_name="+", verbose_name="绩效目标表")
    user = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name="审核人")
    text = models.TextField("意见", blank=True)
    grade = models.CharField("等级", max_length=2, blank=True)
    saved_at = models.DateTimeField("保存时间", auto_now=True)

    class Meta:
        verbose_name = "未发出的意见"
        verbose_name_plural = "未发出的意见"
        constraints = (models.UniqueConstraint(fields=["table", "user"], name="opinion_draft_once"),)

    def __str__(self) -> str:
        return self.text

    @property
    def opinion(self) -> str:
        """As the form of an act calls it."""
        return self.text


class Phrase(models.Model):
    """常用审核意见: a person's own, or with no owner the office's, which everybody who reviews may use."""

    owner = models.ForeignKey(User, models.CASCADE, null=True, blank=True, related_name="+", verbose_name="所有人")
    text = models.TextField("意见", max_length=500)
    order = models.PositiveSmallIntegerField("序号", default=0)

    class Meta:
        verbose_name = "常用审核意见"
        verbose_name_plural = "常用审核意见"
        ordering = ("order", "pk")
        constraints = (
            models.UniqueConstraint(fields=["owner", "text"], name="phrase_once", violation_error_message="已有这条意见"),
            models.UniqueConstraint(
                fields=["text"], condition=Q(owner__isnull=True), name="office_phrase_once", violation_error_message="已有这条意见"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="phrase_says_something"),
        )

    def __str__(self) -> str:
        return self.text
