"""What a person says of an uploaded register: the field of each column, the money unit, the year."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from perfgoals.exchange.register.fields import Kind
from perfgoals.exchange.register.planning import Options, doubled_columns, missing_columns
from perfgoals.exchange.register.reading import Register
from perfgoals.exchange.register.values import Wrong, amount, readable
from perfgoals.official.money import in_yuan
from perfgoals.tables.forms import year_field

UNITS = (("万元", "万元"), ("元", "元"))


class MappingForm(forms.Form):
    """``columns`` of the page are its fields column-0, column-1, …"""

    def __init__(self, data: Any, kind: Kind, register: Register, options: Options | None = None) -> None:
        super().__init__(data)
        self.kind, self.register = kind, register
        choices = [("", "不导入"), *((field.code, field.label) for field in kind.fields)]
        for place in range(len(register.heads)):
            self.fields[f"column-{place}"] = forms.ChoiceField(required=False, choices=choices, initial=options and options.columns[place])
        if kind.has_money:
            self.fields["money_unit"] = forms.ChoiceField(label="金额单位", required=False, choices=UNITS, widget=forms.RadioSelect)
            self.fields["money_unit"].initial = options and options.money_unit
            self.fields["year"] = year_field()
            self.fields["year"].initial = options and options.year

    def clean(self) -> dict[str, Any]:
        """What has to be told before the rows can be read."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        said = [f"请选择哪一列是{label}" for label in missing_columns(self.kind, self._columns)]
        said += [f"{label}选了两列，请只留一列" for label in doubled_columns(self.kind, self._columns)]
        if self._has_amounts and not cleaned.get("money_unit"):
            said.append("文件中没有写明金额单位，请选择是元还是万元")
        if said:
            raise ValidationError(said)
        return cleaned

    @property
    def _columns(self) -> Sequence[str]:
        return [self.cleaned_data.get(f"column-{place}", "") for place in range(len(self.register.heads))]

    @property
    def _has_amounts(self) -> bool:
        return any(self.kind.field(code).is_money for code in self._columns if code)

    @property
    def options(self) -> Options:
        """What was said; to be asked once the form is valid."""
        return Options(tuple(self._columns), self.cleaned_data.get("money_unit", ""), self.cleaned_data.get("year") or 0)

    @property
    def columns(self) -> list[tuple[str, str, Any, list[str]]]:
        """For the page: where each column stands, what it is called, what it is, what stands in it."""
        letters = [said.address.rstrip("0123456789") for said in self.register.rows[0].cells]
        heads = self.register.heads
        return [(letters[place], head, self[f"column-{place}"], self.register.samples(place)) for place, head in enumerate(heads)]


def example_of(register: Register, kind: Kind, options: Options) -> str:
    """1,200,000 元 = 120 万元, with the first amount of the file; empty where there is none."""
    places = [place for place, code in enumerate(options.columns) if code and kind.field(code).is_money]
    for said in (row.cells[place] for row in register.rows for place in places):
        try:
            found = amount(said, options.money_unit or "万元") if said.text else Decimal(0)
        except Wrong:
            continue
        if found:
            yuan, wan = f"{readable(in_yuan(found))} 元", f"{readable(found)} 万元"
            return f"{yuan} = {wan}" if options.money_unit == "元" else f"{wan} = {yuan}"
    return ""
