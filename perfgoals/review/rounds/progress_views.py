"""How far the units are: /progress/; 一上 and 二上 side by side: /progress/comparison/."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from perfgoals.review.campaign import refuse_unless_overseer
from perfgoals.review.rounds.calendar import Calendar
from perfgoals.review.rounds.comparing import compared, totals_of
from perfgoals.review.rounds.progress import RoundProgress
from perfgoals.review.rounds.task import Task
from perfgoals.tables.access import visible_to
from perfgoals.tables.filters import year_name
from perfgoals.tables.listing import Round, count_by_year
from perfgoals.tables.views.signed_in import SignedIn

PAGE_SIZE = 100
_SORTS = (("unit", "单位编码"), ("missing", "未上报多的在前"))


class RoundChoice(forms.Form):
    """Year and round, from the address of the page; what is no choice is the one that is likely meant."""

    year = forms.TypedChoiceField(label="年度", coerce=int, required=False)
    round = forms.ChoiceField(label="轮次", choices=Round.choices, required=False)
    sort = forms.ChoiceField(label="排序", choices=_SORTS, required=False)

    def __init__(self, request: SignedIn, calendar: Calendar) -> None:
        self.likely = calendar.likely(timezone.now())
        years = {*(year for year, _ in calendar.rounds), *count_by_year(visible_to(request.user, acting_for=request.acting_for))}
        super().__init__({"year": str(self.likely[0]), "round": self.likely[1], "sort": "unit"} | request.GET.dict())
        self.fields["year"].choices = [  # type: ignore[attr-defined]
            (year, year_name(year)) for year in sorted({*years, self.likely[0]} - {0}, reverse=True)
        ]
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-select form-select-sm"

    def chosen(self, name: str) -> Any:
        self.is_valid()
        usual = {"year": self.likely[0], "round": self.likely[1], "sort": "unit"}
        return self.cleaned_data.get(name) or usual[name]


def progress_of(request: SignedIn) -> tuple[RoundChoice, RoundProgress]:
    """The progress that the address asks for, of the units that the person sees."""
    calendar = Calendar()
    choice = RoundChoice(request, calendar)
    task = Task(request.user, choice.chosen("year"), calendar, acting_for=request.acting_for)
    return choice, RoundProgress(task, choice.chosen("round"), sort=choice.chosen("sort"))


@require_safe
@login_required
def view_progress(request: SignedIn) -> HttpResponse:
    """A row a unit, and the units that have to be reminded."""
    refuse_unless_overseer(request.user)
    choice, progress = progress_of(request)
    address = urlencode({"year": progress.task.year, "round": progress.kind})
    return render(request, "review/rounds/progress.html", {"choice": choice, "progress": progress, "address": address})


class ComparisonChoice(RoundChoice):
    """Year and unit."""

    unit = forms.TypedChoiceField(label="单位", coerce=int, empty_value=None, required=False)

    def __init__(self, request: SignedIn, calendar: Calendar) -> None:
        super().__init__(request, calendar)
        del self.fields["round"], self.fields["sort"]


def comparison_of(request: SignedIn) -> tuple[ComparisonChoice, Task]:
    """The year and the unit that the address asks for; a unit that the person does not see is no choice."""
    calendar = Calendar()
    choice = ComparisonChoice(request, calendar)
    task = Task(request.user, choice.chosen("year"), calendar, acting_for=request.acting_for)
    choice.fields["unit"].choices = [("", "全部"), *((unit.pk, unit.name) for unit in task.all_units)]  # type: ignore[attr-defined]
    choice.full_clean()
    task.unit = choice.cleaned_data.get("unit")
    return choice, task


@require_safe
@login_required
def compare_rounds(request: SignedIn) -> HttpResponse:
    """A row a project: 一上, 控制数, 二上, 批复数."""
    choice, task = comparison_of(request)
    rows = compared(task)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    address = urlencode({name: value for name, value in (("year", task.year), ("unit", task.unit)) if value})
    context = {"choice": choice, "task": task, "page": page, "totals": totals_of(rows), "address": address}
    return render(request, "review/rounds/comparison.html", context)
