"""What a person may choose in the list of tables, from the address of the page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet

from perfgoals.accounts.models import Department
from perfgoals.tables.listing import Round, State, layout_names
from perfgoals.tables.states import CHOSEN_TOGETHER

NO_SUCH = {"invalid_choice": "没有这一项，请从列表中另选"}

STATES = (*State.choices, *((code, group.label) for code, group in CHOSEN_TOGETHER.items()))
"""The single states, and those that are counted together."""


def year_name(year: int) -> str:
    """2027年; 0 is a year that nobody knows."""
    return f"{year}年" if year else "年度不明"


class TableFilters(forms.Form):
    """Year, round, unit, layout, state and a text. A choice that is none is told at its field and left out."""

    year = forms.TypedChoiceField(label="年度", required=False, coerce=int, empty_value=None, error_messages=NO_SUCH)
    round = forms.ChoiceField(label="轮次", required=False, error_messages=NO_SUCH)
    unit = forms.TypedChoiceField(label="单位", required=False, coerce=int, empty_value=None, error_messages=NO_SUCH)
    layout = forms.ChoiceField(label="版式", required=False, error_messages=NO_SUCH)
    state = forms.ChoiceField(label="状态", required=False, error_messages=NO_SUCH)
    text = forms.CharField(label="查找", required=False, max_length=100)

    use_required_attribute = False

    def __init__(self, data: Any, years: Iterable[int], units: QuerySet[Department], states: Iterable[tuple[str, str]] = STATES) -> None:
        """``years`` and ``units``: those of which the person may see tables; no other is offered or accepted."""
        super().__init__(data)
        offered: dict[str, list[tuple[Any, str]]] = {
            "year": [(year, year_name(year)) for year in years],
            "round": [*Round.choices],
            "unit": [(pk, name) for pk, name in units.values_list("pk", "name")],
            "layout": [*layout_names().items()],
            "state": [*states],
        }
        for name in self.fields.keys() & offered.keys():
            choices = offered[name]
            self.fields[name].choices = [("", "全部"), *choices]  # type: ignore[attr-defined]
            self.fields[name].widget.attrs["class"] = "form-select form-select-sm"
        self.fields["text"].widget = forms.TextInput(attrs={"class": "form-control form-control-sm", "placeholder": "项目名称、编码或单位"})

    @property
    def wanted(self) -> dict[str, Any]:
        """What was chosen and is a choice, as ``listing.filtered`` takes it."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}
