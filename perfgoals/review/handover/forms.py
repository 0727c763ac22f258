"""Who takes over, which posts, from which day, and why."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from perfgoals.accounts.models import User


class HandOverForm(forms.Form):
    """All posts are chosen until somebody takes one out."""

    to = forms.ModelChoiceField(
        User.objects.none(),
        label="移交给",
        empty_label="请选择",
        error_messages={"required": "请选择移交给谁", "invalid_choice": "没有这个人"},
    )
    posts = forms.TypedMultipleChoiceField(
        coerce=int,
        error_messages={"required": "没有选中任何岗位，请勾选要移交的岗位", "invalid_choice": "岗位刚才有变动，请重新核对"},
    )
    day = forms.DateField(label="移交日期", widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    reason = forms.CharField(label="原因", max_length=200, error_messages={"required": "请写明原因，如：调离、休假"})

    def __init__(self, data: Any, person: User) -> None:
        super().__init__(data, initial={"day": timezone.localdate()})
        choice, posts = self.fields["to"], self.fields["posts"]
        assert isinstance(choice, forms.ModelChoiceField)
        assert isinstance(posts, forms.TypedMultipleChoiceField)
        choice.queryset = User.objects.filter(is_active=True).exclude(pk=person.pk).order_by("name", "username")
        choice.label_from_instance = lambda obj: f"{obj}（{obj.get_username()}）"  # type: ignore[method-assign]
        posts.choices = [(pk, pk) for pk in person.posts.values_list("pk", flat=True)]

    def clean_day(self) -> Any:
        if self.cleaned_data["day"] > timezone.localdate():
            raise ValidationError("移交当即生效，日期不能晚于今天")
        return self.cleaned_data["day"]
