"""What is written beside the form of a table under review: opinions while they are typed, and the advice of experts."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from perfgoals.review.deciding import Decided, NotDone
from perfgoals.review.forms import first_error
from perfgoals.review.notes import advising, opinions
from perfgoals.review.notes.forms import AdviceForm, OpinionForm
from perfgoals.tables.access import get_table
from perfgoals.tables.views.for_scripts import answers_scripts
from perfgoals.tables.views.signed_in import SignedIn


@require_POST
@answers_scripts
def save_opinion(request: SignedIn, pk: int) -> HttpResponse:
    """Keeps what is in the form of an act. Answers what stands beside the field: 已保存, or why not."""
    get_table(request.user, pk)
    form = OpinionForm(request.POST)
    if not form.is_valid():
        return _answer(request, first_error(form), status=422)
    said = form.cleaned_data
    try:
        draft = opinions.save_opinion(request.user, pk, version=said["version"], text=said["opinion"], grade=said["grade"])
    except Decided as decided:
        return _answer(request, str(decided), status=409)
    return render(request, "review/notes/_saved.html", {"typed": draft})


def _answer(request: SignedIn, sentence: str, status: int) -> HttpResponse:
    return render(request, "review/notes/_saved.html", {"sentence": sentence}, status=status)


@require_POST
@login_required
def advise_table(request: SignedIn, pk: int) -> HttpResponse:
    """Keeps an expert's advice. Where it cannot be, why not, and the text to be copied."""
    table = get_table(request.user, pk)
    form = AdviceForm(request.POST)
    sentence, status = "" if form.is_valid() else first_error(form), 422
    try:
        if not sentence:
            advising.advise_table(request.user, pk, **form.cleaned_data)
    except Decided as decided:
        sentence, status = str(decided), 409
    except NotDone as refusal:
        sentence = str(refusal)
    if sentence:
        typed = {"opinion": request.POST.get("text", "")}
        return render(
            request, "review/refused.html", {"table": table, "act": "写专家意见", "sentence": sentence, "typed": typed}, status=status
        )
    messages.success(request, "专家意见已提交，审核人可以看到。")
    return redirect(f"{reverse('view_table', args=[pk])}#advice")
