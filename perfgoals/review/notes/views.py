"""What a page tells of an opinion while it is written."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from perfgoals.review.deciding import Decided
from perfgoals.review.notes import opinions
from perfgoals.review.notes.forms import OpinionForm, first_error
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
