"""/units/…/merge/: an administrator merges a unit into another."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from perfgoals.accounts.models import Department
from perfgoals.accounts.posts import is_administrator
from perfgoals.tables.merging import NotMerged
from perfgoals.tables.merging import merge_unit as merge
from perfgoals.tables.views.signed_in import SignedIn


class MergeForm(forms.Form):
    """Into which unit, from when, and whether the people go with it."""

    into = forms.ModelChoiceField(
        Department.objects.none(), label="并入", empty_label="请选择", error_messages={"required": "请选择并入哪个单位"}
    )
    last_day = forms.DateField(
        label="停用日期", help_text="原单位的最后一天", widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    with_posts = forms.BooleanField(label="人员的岗位一并转过去", required=False, initial=True)

    def __init__(self, data: Any, unit: Department) -> None:
        super().__init__(data, initial={"last_day": timezone.localdate()})
        choice = self.fields["into"]
        assert isinstance(choice, forms.ModelChoiceField)
        choice.queryset = Department.objects.on(timezone.localdate()).exclude(pk=unit.pk)

    def clean_last_day(self) -> Any:
        if self.cleaned_data["last_day"] > timezone.localdate():
            raise ValidationError("合并当即生效，日期不能晚于今天")
        return self.cleaned_data["last_day"]


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def merge_unit(request: SignedIn, pk: int) -> HttpResponse:
    """What would go over, and the act. To everybody but administrators there is no such page."""
    if not is_administrator(request.user):
        raise Http404
    unit = get_object_or_404(Department, pk=pk)
    form = MergeForm(request.POST if request.method == "POST" else None, unit)
    if form.is_valid():
        wished = form.cleaned_data
        try:
            done = merge(unit, wished["into"], last_day=wished["last_day"], by=request.user, with_posts=wished["with_posts"])
        except NotMerged as refusal:
            form.add_error(None, str(refusal))
        else:
            told = f"项目 {done.projects} 个、岗位 {done.posts} 个转了过去，{done.drafts} 张没有提交的表改印新单位"
            messages.success(request, f"{unit.name}已并入{wished['into'].name}：{told}。")
            return redirect("admin:accounts_department_changelist")
    counts = {"projects": unit.projects.count(), "posts": unit.posts.count()}
    return render(request, "tables/unit_merge.html", {"unit": unit, "form": form, "counts": counts})
