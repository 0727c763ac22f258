"""The forms of projects, new tables, attachments and 部门整体绩效目标, with sentences that say what to do."""

from __future__ import annotations

import datetime
import hashlib
import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.html import format_html

from perfgoals.accounts.models import Department
from perfgoals.grid.formats.package import Unreadable
from perfgoals.official.money import moved, parse_amount, plain
from perfgoals.official.texts import printable
from perfgoals.tables.attaching import KINDS, NotAttached, clean_name, refuse_unfit
from perfgoals.tables.models import Attachment, Project, TargetTable
from perfgoals.tables.models.target_table import layout_choices
from perfgoals.tables.reading import record_for

CODE = re.compile(r"[0-9]{8}[A-Z0-9]{13}")
"""6 digits 行政区划, 2 of the first year, a letter of the class and the sequence."""

EARLIEST, LATEST = 2010, 2099
STARTS = (("", "空白表"), ("table", "另一张表"), ("file", "Word 或 Excel 文件"))
_DATES = ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d"]
_NO_SUCH = "没有这一项，请在列出的各项中选择"
_NOT_SAID = "涉密项目不得录入本系统。请确认本项目不涉密并勾选；涉密的请退出，按保密规定办理"


def default_year(today: datetime.date) -> int:
    """The budget year one is likely to write for: the next one once 一上 has begun, which is after September."""
    return today.year + (today.month > 9)


def writable_units(units: Sequence[Department], acting_for: Department | None) -> forms.ModelChoiceField[Department]:
    """A choice among these units, those left out that no longer exist. The one worked for, or the only one, is chosen already."""
    open_units = Department.objects.on(timezone.localdate()).filter(pk__in=[unit.pk for unit in units])
    missing = "请选择单位：没有这个单位，或者您不是它的经办岗"
    field = forms.ModelChoiceField(open_units, label="单位", empty_label="请选择", error_messages={"invalid_choice": missing})
    likely = [unit.pk for unit in units if unit == acting_for] or [unit.pk for unit in units]
    field.initial = likely[0] if len(likely) == 1 else None
    return field


def year_field() -> forms.IntegerField:
    wrong = f"请填写四位数的预算年度，从 {EARLIEST} 到 {LATEST}"
    field = forms.IntegerField(
        label="年度",
        min_value=EARLIEST,
        max_value=LATEST,
        help_text="预算年度，不是填表的年份",
        error_messages={"invalid": wrong, "min_value": wrong, "max_value": wrong},
    )
    field.initial = lambda: default_year(timezone.localdate())
    return field


def _date_field(label: str) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    wrong = "没有这个日期，请写成 2027-01-31 的样子"
    return forms.DateField(label=label, required=False, widget=widget, input_formats=_DATES, error_messages={"invalid": wrong})


class ProjectForm(forms.ModelForm):
    """A new project. What is unusual but possible becomes a note beside its field, and is saved once the notes were seen:
    the page carries them back in ``confirmed``."""

    procurement_amount = forms.CharField(
        label="政府采购金额（万元）", required=False, max_length=100, help_text="也可写明单位，如 350,000元"
    )
    starts_on = _date_field("开始日期")
    ends_on = _date_field("结束日期")
    not_secret = forms.BooleanField(label="本项目不涉及国家秘密、工作秘密", error_messages={"required": _NOT_SAID})

    class Meta:
        model = Project
        fields = (
            "department",
            "code",
            "name",
            "is_key",
            "is_procurement",
            "procurement_amount",
            "is_withheld",
            "starts_on",
            "ends_on",
        )
        widgets = {"name": forms.TextInput}
        help_texts = {
            "code": "21 位；还没有编码可以不填，以后再补",
            "is_withheld": "不进入公开的绩效目标，与涉密是两回事",
        }

    def __init__(self, *args: Any, units: Sequence[Department], acting_for: Department | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"] = writable_units(units, acting_for)
        self.order_fields(["department", *self.fields])
        self.notes: dict[str, str] = {}

    @property
    def signature(self) -> str:
        """All notes in one line: what the page sends back as seen."""
        return "；".join(self.notes.values())

    @property
    def is_confirmed(self) -> bool:
        return bool(self.data.get("confirmed", "") == self.signature)

    def _note(self, field: str, sentence: str) -> None:
        self.notes[field] = sentence
        self[field].help_text = format_html('<span class="text-warning-emphasis fw-semibold">请核实：{}</span>', sentence)

    def clean_name(self) -> str:
        return " ".join(printable(self.cleaned_data["name"]).split())

    def clean_code(self) -> str:
        code = "".join(unicodedata.normalize("NFKC", self.cleaned_data["code"]).upper().split())
        if code and Project.objects.filter(code=code).exclude(pk=self.instance.pk).exists():
            raise ValidationError("已有项目用这个项目编码，请核对；如果就是那个项目，请到项目列表中找到它")
        if code and "code" in self.changed_data and not CODE.fullmatch(code):
            self._note("code", f"项目编码一般是 21 位（8 位数字加 13 位字母或数字），“{code}”是 {len(code)} 位")
        return code

    def clean_procurement_amount(self) -> Decimal | None:
        amount = parse_amount(self.cleaned_data["procurement_amount"])
        if not amount.text:
            return None
        if amount.number is None:
            raise ValidationError(f"看不懂“{amount.text}”是多少，请只填数字（万元），如 35 或 35.5")
        _refuse_odd(amount.number)
        told = "，".join(filter(None, (amount.mended, _in_yi(amount.number))))
        if told and "procurement_amount" in self.changed_data:
            self._note("procurement_amount", told)
        return amount.number

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        start, end = cleaned.get("starts_on"), cleaned.get("ends_on")
        if start and end and end < start:
            self.add_error("ends_on", f"结束日期早于开始日期（{start:%Y-%m-%d}），请核对这两个日期")
        if cleaned.get("procurement_amount") is not None and not cleaned.get("is_procurement"):
            self.add_error("procurement_amount", "填写了政府采购金额，请勾选“政府采购”；不是政府采购的，请清空金额")
        unit = cleaned.get("department", self.instance.department_id)
        same = Project.objects.filter(department=unit, name=cleaned.get("name", "")).exclude(pk=self.instance.pk).first()
        if same and "name" in self.changed_data:
            self._note("name", f"本单位已有同名项目（项目编码：{same.code or '未填'}），确是另一个项目再保存")
        return cleaned


class EditProjectForm(ProjectForm):
    """A project that there is. Its unit stays, and that it is no secret was said when it was made. What was unusual already is not
    asked about again. ``seen`` comes back from the page, so that nobody writes over what somebody else wrote meanwhile."""

    def __init__(self, *args: Any, instance: Project, **kwargs: Any) -> None:
        super().__init__(*args, instance=instance, units=[], acting_for=None, **kwargs)
        del self.fields["department"], self.fields["not_secret"]
        amount = instance.procurement_amount
        self.initial["procurement_amount"] = "" if amount is None else plain(amount.normalize())
        self.seen = hashlib.sha256(repr(sorted(self.initial.items())).encode()).hexdigest()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.data.get("seen") != self.seen:
            now = [f"{self.fields[name].label}“{self._in_words(name)}”" for name in self.changed_data]
            said = f"，现在是：{'，'.join(now)}" if now else ""
            raise ValidationError(f"他人已修改这个项目{said}。下面是您填的内容，请核对后再保存")
        if self.initial["is_key"] and not cleaned.get("is_key"):
            self.add_error("is_key", "重点项目的审核更严，单位不能自行取消；标错的请联系财政局绩效审核岗改正")
        return cleaned

    def _in_words(self, name: str) -> str:
        value = self.initial[name]
        return str({True: "是", False: "否", None: ""}.get(value, value))


def _in_yi(number: Decimal) -> str:
    """A large amount said again in 亿元: so large that 元 may have been meant."""
    return f"{plain(number)} 万元就是 {plain(moved(number, -4).normalize())} 亿元" if number >= 10_000 else ""


def _refuse_odd(number: Decimal) -> None:
    if number < 0:
        raise ValidationError("金额不能是负数")
    if -int(number.as_tuple().exponent) > 6:
        raise ValidationError("金额最多到分，即万元后 6 位小数，请核对")
    if number >= 10**9:
        raise ValidationError("金额过大，请核对单位是不是万元")


class TableForm(forms.Form):
    """The form, year and round of a new table."""

    layout = forms.ChoiceField(label="版式", choices=layout_choices, widget=forms.RadioSelect, error_messages={"invalid_choice": _NO_SUCH})
    year = year_field()
    round = forms.ChoiceField(label="轮次", choices=TargetTable.Round.choices, error_messages={"invalid_choice": _NO_SUCH})
    start = forms.ChoiceField(label="从什么开始", choices=STARTS, required=False, error_messages={"invalid_choice": _NO_SUCH})
    source = forms.ModelChoiceField(
        TargetTable.objects.none(),
        label="另一张表",
        required=False,
        empty_label="请选择",
        help_text="取它的目标和指标，金额清空，期间改到新的年度；写着以前年份的文字会标出",
        error_messages={"invalid_choice": "没有这张表，或您不能查看，请重新选择"},
    )
    file = forms.FileField(
        label="Word 或 Excel 文件",
        required=False,
        allow_empty_file=True,  # refused with a sentence of our own
        help_text="docx、xlsx、xls、ods；其中的文字、指标和金额都读入，读时改动的地方会标出",
        widget=forms.FileInput(attrs={"accept": ".docx,.xlsx,.xls,.ods"}),
    )

    def __init__(self, *args: Any, project: Project, sources: QuerySet[TargetTable], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.project = project
        self.fields["source"].queryset = sources  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        start = cleaned.get("start")
        if start == "table" and not cleaned.get("source") and "source" not in self.errors:
            self.add_error("source", "请选择从哪一张表开始")
        if start == "file":
            self._read_file(cleaned)
        return cleaned

    def _read_file(self, cleaned: dict[str, Any]) -> None:
        """Puts what the file says into ``record``."""
        file = cleaned.get("file")
        if not file:
            self.add_error("file", "请选择要读入的文件")
            return
        try:
            cleaned["record"] = record_for(self.project.name, file)
        except Unreadable as error:
            self.add_error("file", str(error))


class AttachmentForm(forms.Form):
    """One file and what it is. The 类别 stands first: what is sent after a file too large is never read."""

    kind = forms.ChoiceField(label="类别", choices=Attachment.Kind.choices, error_messages={"invalid_choice": _NO_SUCH})
    file = forms.FileField(
        label="文件",
        allow_empty_file=True,  # refused with a sentence of our own
        widget=forms.FileInput(attrs={"accept": ",".join(f".{extension}" for extension in KINDS)}),
        error_messages={"required": "请选择要上传的文件", "invalid": "没有收到文件，请重新选择后再上传"},
    )

    def clean_file(self) -> UploadedFile[bytes]:
        upload: UploadedFile[bytes] = self.cleaned_data["file"]
        try:
            refuse_unfit(clean_name(upload.name or ""), upload)
        except NotAttached as error:
            raise ValidationError(str(error)) from error
        return upload
