"""The form that begins 部门整体绩效目标; they are filled in on a page of their own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from perfgoals.accounts.models import Department
from perfgoals.tables.forms import writable_units, year_field


class BeginGoalsForm(forms.Form):
    """The unit and year of a new document."""

    year = year_field()

    def __init__(self, *args: Any, units: Sequence[Department], acting_for: Department | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"] = writable_units(units, acting_for)
        self.order_fields(["department", "year"])
