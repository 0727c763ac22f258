"""What is typed into a cell, cleaned and understood. Nothing here keeps a draft from being saved but what no column can hold.

Every cell is answered for itself: ``remark`` says what is to be put right, ``mended`` what was taken out or how it was read,
``refused`` why this one cell could not be kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from django import forms
from django.db import models

from perfgoals.official.layout_file import Layout
from perfgoals.official.mending import PARAGRAPHS
from perfgoals.official.money import MoneyUnit, in_yuan, moved, parse_amount, plain, without_idle_zeros
from perfgoals.official.snapshot import amount_of
from perfgoals.official.texts import clean
from perfgoals.tables.models import DisbursementStage, IndicatorRow, TargetTable
from perfgoals.tables.models.amount_field import DIGITS, PLACES, fits

MOST_PARAGRAPH_CHARACTERS = 20_000
"""Of a goal or a purpose: ten times what any form asks for."""

_EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u2604\u2607-\u263f\u2641\u2643-\u26ff\u2702-\u27b0\ufe0f]")
"""But for ★ ☆ ♀ ♂, which every Chinese font has."""

_TABLE_COLUMNS = {
    "number": "number",
    "department.supervisor": "supervisor_name",
    "project.attribute": "project_attribute",
    "project.period": "project_period",
    "project.start": "project_start",
    "project.end": "project_end",
    "goals.period_label": "period_label",
    "contacts.head": "head_name",
    "contacts.author": "author_name",
    "contacts.telephone": "telephone",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """``text`` is what is kept. At most one sentence each for the cell; all empty when nothing is to be said."""

    text: str
    mended: str = ""
    remark: str = ""
    refused: str = ""


class CellField(forms.CharField):
    """One cell of a form: ``limit`` is what the official form has room for, ``longest`` what can be kept at all."""

    def __init__(self, *, paragraphs: bool, limit: int | None, longest: int) -> None:
        super().__init__(required=False, strip=False)
        self.paragraphs, self.limit, self.longest = paragraphs, limit, longest

    def to_python(self, value: object) -> str:
        return clean(str(value or ""), paragraphs=self.paragraphs)[0]

    def validate(self, value: str) -> None:
        if len(value) > self.longest:
            said = f"有 {len(value)} 个字，最多能存 {self.longest} 个字，这一格没有保存，请精简或分到附件中"
            raise forms.ValidationError(said, code="refused")
        if self.limit and len(value) > self.limit:
            raise forms.ValidationError(f"有 {len(value)} 个字，最多 {self.limit} 个字，请精简", code="remark")
        if emoji := _EMOJI.search(value):
            raise forms.ValidationError(f"有表情符号“{emoji[0]}”，打印时可能印不出，请删去", code="remark")

    def read(self, text: str) -> Reading:
        """What becomes of the text."""
        kept = self.to_python(text)
        mended = clean(text, paragraphs=self.paragraphs)[1]
        try:
            self.validate(kept)
        except forms.ValidationError as error:
            said = error.messages[0]
            return Reading(kept, mended, refused=said) if error.code == "refused" else Reading(kept, mended, remark=said)
        return Reading(kept, mended)


class AmountCell(CellField):
    """An amount; what it says is kept in 万元, what is no amount as it was typed."""

    def __init__(self, unit: MoneyUnit) -> None:
        super().__init__(paragraphs=False, limit=None, longest=200)
        self.unit = unit

    def read(self, text: str) -> Reading:
        reading = super().read(text)
        if reading.refused:
            return reading
        amount = parse_amount(reading.text, unit=self.unit)
        if amount.number is None:
            return _not_an_amount(reading, self.unit)
        kept = plain(amount.number)
        if len(kept) > self.longest:  # 亿 and 元 may add places to what was typed
            return Reading(
                kept, reading.mended, refused=f"换算成万元有 {len(kept)} 位，最多能存 {self.longest} 位，这一格没有保存，请核对金额"
            )
        mended = "；".join(filter(None, (reading.mended, amount.mended)))
        return Reading(kept, mended, remark=_odd(amount.number))


class StageCell(CellField):
    """累计支出计划 of one stage: what is printed is what stands there; a percent sign is printed by the head already."""

    def read(self, text: str) -> Reading:
        reading = super().read(text)
        if not reading.text or reading.refused:
            return reading
        share = re.fullmatch(r"([0-9]+(?:\.[0-9]+)?)\s*[%％]", reading.text)
        if share:
            said = f"「{reading.text}」读作 {share[1]}，百分号已印在栏目中"
            return Reading(share[1], said, reading.remark)
        if not re.fullmatch(r"-?[0-9]+(?:\.[0-9]+)?", reading.text):
            return Reading(reading.text, reading.mended, f"“{reading.text}”不是数字，已按原文保存，请填累计百分比，如 25")
        number = Decimal(reading.text)
        wrong = "" if 0 <= number <= 100 else f"{reading.text} 不在 0 与 100 之间，请填累计百分比；要按金额填写请用“按金额填”"
        return Reading(reading.text, reading.mended, wrong)


def _not_an_amount(reading: Reading, unit: MoneyUnit) -> Reading:
    if not reading.text:
        return reading
    return Reading(reading.text, reading.mended, f"看不懂“{reading.text}”是多少{unit}，已按原文保存，请改为数字，如 35 或 35.5")


def _odd(number: Decimal) -> str:
    if number < 0:
        return f"金额不能是负数（{plain(number)}），请核对"
    if number >= 10 ** (DIGITS - PLACES):
        return f"金额过大（整数超过 {DIGITS - PLACES} 位），请核对单位是不是万元"
    if not fits(number):
        places = len(plain(number).partition(".")[2].rstrip("0"))
        return f"金额最多到分，即万元后 {PLACES} 位小数，现在是 {places} 位，请核对"
    return f"{plain(number)} 万元就是 {plain(moved(number, -4).normalize())} 亿元，请核对单位是不是万元" if number >= 10_000 else ""


@cache
def open_paths(form: Layout) -> frozenset[str]:
    """The cells of the fixed part that are filled in by hand; rows of lists as ``disbursement[].value``."""
    own = {path for path in form.bound if path.split(".")[0] in ("funding", "goals", "purpose")} | form.bound & {"disbursement[].value"}
    named = {"department.supervisor", "project.attribute", "project.period", "project.start", "project.end", "number"} & form.bound
    parts = {f"funding.{side}.parts[].amount" for side in ("period", "annual") if f"funding.{side}.total" in form.bound}
    return frozenset(own | named | parts | {"contacts.head", "contacts.author", "contacts.telephone", "mirrored"})


@cache
def open_fields(form: Layout, side: str) -> tuple[str, ...]:
    """The columns of an indicator row that are filled in by hand, in the order of the form; none for a side it does not print."""
    columns = (column for block in form.blocks for column in block.columns if column.side == side)
    return tuple(dict.fromkeys(column.field for column in columns if column.field not in ("level1", "level2")))


@cache
def field_at(form: Layout, general: str) -> CellField:
    """The field of a cell, by its path with ``[]`` for every index; shared, for it holds nothing of what is typed."""
    last = general.rpartition(".")[2]
    if general.startswith("funding."):
        return AmountCell("元" if form.money_unit == "元" else "万元")
    if general == "disbursement[].value":
        return StageCell(paragraphs=False, limit=None, longest=_longest(DisbursementStage, "value"))
    in_a_row = general.startswith("indicators.")
    paragraphs = (last if in_a_row else general) in PARAGRAPHS
    longest = _longest(IndicatorRow, last) if in_a_row else _longest(TargetTable, _TABLE_COLUMNS.get(general, ""))
    return CellField(paragraphs=paragraphs, limit=form.limits.get(general), longest=longest)


def _longest(model: type[models.Model], name: str) -> int:
    column = next((each for each in model._meta.concrete_fields if each.name == name), None)
    return getattr(column, "max_length", None) or MOST_PARAGRAPH_CHARACTERS


def as_filled_in(form: Layout, path: str, text: str) -> str:
    """A text as it stands in its cell: an amount is kept in 万元, and filled in in the unit that the form prints."""
    if form.money_unit == "万元" or not path.startswith("funding."):
        return text
    amount = amount_of(text)
    return plain(without_idle_zeros(in_yuan(amount))) if isinstance(amount, Decimal) else text


def read_cell(form: Layout, path: str, text: str) -> Reading:
    """What becomes of a text typed at a path, such as ``funding.annual.total`` or ``indicators.annual[].value``."""
    return field_at(form, re.sub(r"\[\d+\]", "[]", path)).read(text)
