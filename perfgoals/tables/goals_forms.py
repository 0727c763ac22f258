"""The forms of 部门整体绩效目标: its unit and year, its lines, and one form a section."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms

from perfgoals.accounts.models import Department
from perfgoals.official.department_goals import DepartmentGoals, Section, mend_goals
from perfgoals.official.problem import Problem
from perfgoals.tables.forms import writable_units, year_field

MOST_LINES = 500
"""Paragraphs of one section."""

MOST_SECTIONS = 50
"""Sections of one document; a published one has three."""


class BeginGoalsForm(forms.Form):
    """The unit and year of a new document."""

    year = year_field()

    def __init__(self, *args: Any, units: Sequence[Department], acting_for: Department | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"] = writable_units(units, acting_for)
        self.order_fields(["department", "year"])


class GoalsForm(forms.Form):
    """The lines above the sections, and the version that the writer saw."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    part = forms.CharField(label="部分", max_length=100, required=False)
    title = forms.CharField(label="标题", max_length=200, error_messages={"required": "请填写标题，一般是“部门整体绩效目标”"})


class SectionForm(forms.Form):
    """One section: its heading, and its paragraphs one a line, so that a text is pasted in one go."""

    heading = forms.CharField(label="标题", max_length=300, required=False)
    items = forms.CharField(label="内容", required=False, max_length=50_000, widget=forms.Textarea(attrs={"rows": 6}))

    def clean_items(self) -> str:
        items: str = self.cleaned_data["items"]
        if (lines := len(items.splitlines())) > MOST_LINES:
            raise forms.ValidationError(f"这一节有 {lines} 行，最多 {MOST_LINES} 行，请检查是否粘贴了别的内容")
        return items


class Sections(forms.BaseFormSet):
    """In the order of the numbers; what is marked for deletion, or says nothing, is left out."""

    @property
    def sections(self) -> tuple[Section, ...]:
        """After validation: the sections as they are to be."""
        kept = [form.cleaned_data for form in self.ordered_forms]
        return tuple(Section(data.get("heading", ""), tuple(data.get("items", "").splitlines())) for data in kept)


SectionFormSet = cast(
    type[Sections],
    forms.formset_factory(
        SectionForm,
        formset=Sections,
        extra=1,
        can_order=True,
        can_delete=True,
        max_num=MOST_SECTIONS,
        absolute_max=MOST_SECTIONS + 10,
        validate_max=True,
    ),
)


def initial_of(goals: DepartmentGoals) -> list[dict[str, str]]:
    """What the formset begins with."""
    return [{"heading": section.heading, "items": "\n".join(section.items)} for section in goals.sections]


def written(goals: DepartmentGoals, heads: Mapping[str, str], sections: Sequence[Section]) -> tuple[DepartmentGoals, list[Problem]]:
    """The document with these lines and sections, pasted markup taken out, and what was taken out."""
    data = {
        "department": {"code": goals.department.code, "name": goals.department.name},
        "year": goals.year,
        "part": heads["part"],
        "title": heads["title"],
        "sections": [{"heading": section.heading, "items": list(section.items)} for section in sections],
    }
    return mend_goals(data)
