"""What is filled in for a round and for a late opening, with sentences that say what to do. Times are those of the wall clock here."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from perfgoals.accounts.models import Department
from perfgoals.review.models import Extension, ReportingRound
from perfgoals.review.windows import shown_minute
from perfgoals.tables.forms import EARLIEST, LATEST, year_field
from perfgoals.tables.models import Attachment, TargetTable

ALL_UNITS = "all"
_MINUTE = "%Y-%m-%dT%H:%M"
_ALSO_READ = [_MINUTE, "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M", "%Y年%m月%d日 %H:%M", "%Y年%m月%d日%H:%M"]


class MinuteField(forms.DateTimeField):
    """A moment to the minute, picked or typed."""

    def __init__(self, label: str, **kwargs: Any) -> None:
        wrong = f"{label}请写成 2026-10-20 18:00 的样子"
        widget = forms.DateTimeInput(format=_MINUTE, attrs={"type": "datetime-local"})
        errors = {"invalid": wrong, "required": f"请填写{label}"}
        super().__init__(label=label, widget=widget, input_formats=_ALSO_READ, error_messages=errors, **kwargs)

    def to_python(self, value: Any) -> datetime | None:
        text = str(value or "").translate(str.maketrans("０１２３４５６７８９：－", "0123456789:-"))
        moment = super().to_python(text)
        if moment is None:
            return None
        if not EARLIEST - 1 <= timezone.localtime(moment).year <= LATEST:
            raise ValidationError(f"{self.label}的年份请核对")
        return moment.replace(second=0, microsecond=0)


class RoundForm(forms.ModelForm):
    """A new round of a year."""

    year = year_field()
    kind = forms.ChoiceField(
        label="轮次",
        choices=[("", "请选择"), *TargetTable.Round.choices],
        error_messages={"required": "请选择轮次", "invalid_choice": "没有这个轮次，请从列表中选择"},
    )
    opens_at = MinuteField("开始时间", required=False, help_text="不填则随时可以上报")
    closes_at = MinuteField("截止时间", required=False, help_text="到这一分钟就不能再上报；不填则没有截止")
    in_packages = forms.BooleanField(label="整包上报", required=False, help_text="一个单位的表须一次上报，不能单张上报")
    locks_others = forms.BooleanField(
        label="退回后只能改标出的格", required=False, help_text="退回的表其余各格不能改；用于二上等只作个别修改的时候"
    )
    required_kinds = forms.MultipleChoiceField(
        label="必须上传的附件",
        choices=Attachment.Kind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "没有这一类附件，请在列出的各类中勾选"},
    )
    instructions = forms.CharField(
        label="填报要求",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": "填报要求最多 2000 个字，请精简"},
    )

    class Meta:
        model = ReportingRound
        fields = ("year", "kind", "opens_at", "closes_at", "in_packages", "locks_others", "required_kinds", "instructions")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        opens, closes = cleaned.get("opens_at"), cleaned.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_at", f"截止时间应在开始时间（{shown_minute(opens)}）之后")
        return cleaned


class EditRoundForm(RoundForm):
    """A round that there is; its year and kind stay. ``seen`` comes back from the page, so that nobody writes over what somebody
    else set meanwhile."""

    def __init__(self, *args: Any, instance: ReportingRound, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"instance": instance})
        del self.fields["year"], self.fields["kind"]
        self.seen = hashlib.sha256(repr(sorted(self._kept().items())).encode()).hexdigest()

    def _kept(self) -> dict[str, Any]:
        return {name: self.initial[name] for name in self.fields}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.data.get("seen") != self.seen:
            raise ValidationError("他人已修改这个轮次，请核对：下面是您填的内容，现在的内容在“轮次”一页")
        return cleaned

    @property
    def told(self) -> str:
        """What was changed, from what to what; empty where nothing was."""
        return "；".join(self._change(name) for name in self.changed_data)

    def _change(self, name: str) -> str:
        return f"{self.fields[name].label}：{_said(self.initial[name])} → {_said(self.cleaned_data[name])}"


def _said(value: Any) -> str:
    match value:
        case bool():
            return "是" if value else "否"
        case datetime():
            return shown_minute(value)
        case list():
            return "、".join(Attachment.Kind(each).label for each in value) or "无"
        case _:
            return f"“{value}”" if value else "无"


class ExtensionForm(forms.Form):
    """Late opening of a round: for whom, until when, and why."""

    department = forms.ChoiceField(
        label="单位", error_messages={"required": "请选择延期的单位", "invalid_choice": "没有这个单位，请从列表中选择"}
    )
    until = MinuteField("延期至")
    reason = forms.CharField(
        label="理由",
        max_length=500,
        error_messages={"required": "请写明延期的理由", "max_length": "理由最多 500 个字，请精简"},
    )

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Department.objects.on(timezone.localdate()).exclude(kind=Department.Kind.SECTION)
        offered = [(str(pk), f"{code} {name}".strip()) for pk, code, name in units.values_list("pk", "code", "name")]
        self.fields["department"].choices = [("", "请选择"), (ALL_UNITS, "全部单位"), *offered]  # type: ignore[attr-defined]

    @property
    def wished(self) -> Extension:
        """The extension as it was filled in; whose it is and whether it may be is not known yet."""
        chosen = self.cleaned_data["department"]
        unit = None if chosen == ALL_UNITS else int(chosen)
        return Extension(department_id=unit, until=self.cleaned_data["until"], reason=self.cleaned_data["reason"])
