"""Rounds as they are set and shown: a block a year, late opening granted and ended."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.admin.models import LogEntry as AdminEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from perfgoals.accounts.models import User
from perfgoals.review.deciding import NotDone
from perfgoals.review.models import Extension, ReportingRound
from perfgoals.review.windows import shown_minute
from perfgoals.tables.models import Attachment, TargetTable

Round = TargetTable.Round
MOST_CHANGES = 50
"""Of what was changed in a round, the latest first."""


@dataclass(frozen=True, slots=True)
class ShownExtension:
    """A late opening as the page shows it."""

    extension: Extension
    is_running: bool


@dataclass(frozen=True, slots=True)
class ShownRound:
    """A round of a year as somebody sees it; ``found`` is None where it was not set. ``extensions``: those that concern them."""

    year: int
    kind: str
    found: ReportingRound | None
    extensions: Sequence[ShownExtension]
    now: datetime

    @property
    def label(self) -> str:
        return Round(self.kind).label

    @property
    def standing(self) -> str:
        """未开始, 上报中, 延期中, 已截止; 未设置 is open at any time."""
        if self.found is None:
            return "未设置"
        if self.found.opens_at and self.now < self.found.opens_at:
            return "未开始"
        if self.found.closes_at is None or self.now < self.found.closes_at:
            return "上报中"
        return "延期中" if any(each.is_running for each in self.extensions) else "已截止"

    @property
    def required(self) -> list[str]:
        """The kinds of attachment that a table must have."""
        kinds = dict(Attachment.Kind.choices)
        return [kinds.get(kind, kind) for kind in (self.found.required_kinds if self.found else [])]

    @property
    def gives_controls(self) -> bool:
        """Whether 控制数 are given out on this round."""
        return self.found is not None and self.kind == Round.SECOND


def rounds_by_year(years: Iterable[int], units: Iterable[int] | None) -> list[tuple[int, list[ShownRound]]]:
    """Every round of every year that has one, and of these ``years``, the latest year first. ``units``: the keys of those whose late
    opening is to be seen; None for all."""
    found = {(each.year, each.kind): each for each in ReportingRound.objects.select_related("controls_issued_by")}
    wanted = None if units is None else set(units)
    late: dict[int, list[Extension]] = {}
    for extension in Extension.objects.select_related("department", "granted_by"):
        if wanted is None or extension.department_id is None or extension.department_id in wanted:
            late.setdefault(extension.round_id, []).append(extension)
    now = timezone.now()

    def shown(year: int, kind: str) -> ShownRound:
        one = found.get((year, kind))
        extensions = late.get(one.pk, []) if one else []
        return ShownRound(year, kind, one, [ShownExtension(each, each.until > now) for each in extensions], now)

    ordered = sorted({*years, *(year for year, _ in found)}, reverse=True)
    return [(year, [shown(year, kind) for kind in Round.values]) for year in ordered]


def extend_round(pk: int, wished: Extension, *, by: User) -> Extension:
    """Grants a late opening; NotDone where it would open nothing or is there already."""
    with transaction.atomic():
        found = ReportingRound.objects.select_for_update().get(pk=pk)
        now = timezone.now()
        if found.closes_at is None:
            raise NotDone(f"{found}没有截止时间，不用延期")
        if wished.until <= now:
            raise NotDone(f"延期至 {shown_minute(wished.until)} 已经过去，请填写以后的时间")
        if wished.until <= found.closes_at:
            raise NotDone(f"延期至的时间应在截止时间 {shown_minute(found.closes_at)} 之后")
        same = found.extensions.filter(department=wished.department_id, until=wished.until)
        if same.exists():
            raise NotDone("已有同样的延期，没有再加一次")
        wished.round, wished.granted_by = found, by
        wished.save()
        return wished


def revoke_extension(extension: Extension) -> Extension:
    """Ends a late opening now; NotDone where it has ended."""
    with transaction.atomic():
        locked = Extension.objects.select_for_update(of=("self",)).select_related("round", "department").get(pk=extension.pk)
        now = timezone.now()
        if locked.until <= now:
            raise NotDone(f"这次延期已于 {shown_minute(locked.until)} 结束")
        locked.until = now
        locked.save(update_fields=["until"])
        return locked


def unit_of(extension: Extension) -> str:
    """For whom a round is opened late."""
    return extension.department.name if extension.department else "全部单位"


def changes_of(found: ReportingRound) -> list[AdminEntry]:
    """Who set what of a round, the latest first."""
    kind = ContentType.objects.get_for_model(ReportingRound)
    entries = AdminEntry.objects.filter(content_type=kind, object_id=str(found.pk)).select_related("user")
    return list(entries.order_by("-action_time", "-pk")[:MOST_CHANGES])
