"""What a person may choose on the desk, from the address of the page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from perfgoals.tables.filters import NO_SUCH, TableFilters
from perfgoals.tables.listing import filtered
from perfgoals.tables.models import TargetTable

_AMOUNT = {
    "invalid": "请填写数字，单位是万元",
    **dict.fromkeys(("max_digits", "max_decimal_places", "max_whole_digits"), "数字太长，请核对"),
}


def _amount(label: str) -> forms.DecimalField:
    attrs = {"class": "form-control form-control-sm", "inputmode": "decimal", "placeholder": "万元"}
    widget = forms.TextInput(attrs=attrs)
    return forms.DecimalField(label=label, required=False, max_digits=20, decimal_places=6, error_messages=_AMOUNT, widget=widget)


class DeskFilters(TableFilters):
    """Step, unit, year, round, 重点项目, the 申报数 from and to, and a text."""

    layout = None  # type: ignore[assignment]
    key = forms.ChoiceField(
        label="重点",
        required=False,
        choices=[("", "全部"), ("yes", "重点项目"), ("no", "一般性项目")],
        error_messages=NO_SUCH,
        widget=forms.Select(attrs={"class": "form-select form-select-sm"}),
    )
    least = _amount("申报数从")
    most = _amount("到")

    field_order = ("state", "unit", "year", "round", "key", "least", "most", "text")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"].label = "环节"


def chosen(tables: QuerySet[TargetTable], wanted: dict[str, Any]) -> QuerySet[TargetTable]:
    """Those of the tables that meet everything that ``DeskFilters`` found wanted."""
    tables = filtered(tables, wanted)
    if key := wanted.get("key"):
        tables = tables.filter(project__is_key=key == "yes")
    least, most = wanted.get("least"), wanted.get("most")
    within = {"gte": least, "lte": most}
    amounts = {f"funding_splits__total__{name}": amount for name, amount in within.items() if amount is not None}
    return tables.filter(funding_splits__side="annual", **amounts) if amounts else tables
