"""What is posted beside a decision: bounded, and text is text."""

from __future__ import annotations

from django import forms

from perfgoals.review.forms import Words, first_error
from perfgoals.review.notes.phrases import LONGEST
from perfgoals.review.transitions import PASSING

__all__ = ["AdviceForm", "OpinionForm", "PhraseForm", "first_error"]

_GRADES = [("", ""), *((grade.value, grade.value) for grade in PASSING)]
_STALE = "这一页的内容不完整，请刷新页面"


class _OfAVersion(forms.Form):
    version = forms.IntegerField(
        min_value=0, max_value=10**9, error_messages=dict.fromkeys(("required", "invalid", "max_value", "min_value"), _STALE)
    )


class AdviceForm(_OfAVersion):
    """What an expert writes."""

    text = Words("专家意见", required=True)


class OpinionForm(_OfAVersion):
    """What an act's form sends while it is being filled in."""

    opinion = Words("意见")
    grade = forms.ChoiceField(choices=_GRADES, required=False, error_messages={"invalid_choice": _STALE})


class PhraseForm(forms.Form):
    """One phrase, and whether it is the office's."""

    text = Words("常用意见", longest=LONGEST, required=True)
    shared = forms.BooleanField(required=False)
