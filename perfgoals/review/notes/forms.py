"""What is posted beside a decision: bounded, and text is text."""

from __future__ import annotations

from django import forms

from perfgoals.review.forms import PassingGrade, Version, Words
from perfgoals.review.notes.phrases import LONGEST


class AdviceForm(forms.Form):
    """What an expert writes."""

    version = Version()
    text = Words("专家意见", required=True)


class OpinionForm(forms.Form):
    """What an act's form sends while it is being filled in."""

    version = Version()
    opinion = Words("意见")
    grade = PassingGrade()


class PhraseForm(forms.Form):
    """One phrase, and whether it is the office's."""

    text = Words("常用意见", longest=LONGEST, required=True)
    shared = forms.BooleanField(required=False)
