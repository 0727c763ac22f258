"""常用审核意见: the page on which they are kept, and the list beside every field in which an opinion is written."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from perfgoals.review.campaign import may_run_campaign
from perfgoals.review.deciding import NotDone
from perfgoals.review.forms import first_error
from perfgoals.review.notes import phrases
from perfgoals.review.notes.forms import PhraseForm
from perfgoals.tables.views.signed_in import SignedIn


@require_safe
@login_required
@never_cache
@vary_on_headers("HX-Request")
def list_phrases(request: SignedIn) -> HttpResponse:
    """The person's and the office's; for htmx the list from which one is put into a field."""
    return _choice(request) if request.htmx else _page(request)


def _choice(request: SignedIn, status: int = 200, **said: Any) -> HttpResponse:
    return render(request, "review/notes/_choice.html", {"phrases": list(phrases.phrases_for(request.user)), **said}, status=status)


def _page(request: SignedIn, status: int = 200, **said: Any) -> HttpResponse:
    found = list(phrases.phrases_for(request.user))
    keeps = may_run_campaign(request.user)
    lists = [
        {"name": "我的", "is_shared": False, "phrases": [each for each in found if each.owner_id], "may_change": True},
        {"name": "公用", "is_shared": True, "phrases": [each for each in found if not each.owner_id], "may_change": keeps},
    ]
    context = {"lists": lists, "keeps_shared": keeps, "longest": phrases.LONGEST}
    return render(request, "review/notes/phrases.html", context | said, status=status)


@require_POST
@login_required
def create_phrase(request: SignedIn) -> HttpResponse:
    """One more; a page that asks by htmx gets its list again."""
    phrases.phrases_for(request.user)
    form = PhraseForm(request.POST)
    sentence = _created(request, form)
    if request.htmx:
        return _choice(request, 422 if sentence else 200, sentence=sentence, is_kept=not sentence)
    if sentence:
        return _page(request, 422, sentence=sentence, typed=request.POST)
    return redirect("list_phrases")


def _created(request: SignedIn, form: PhraseForm) -> str:
    """Why nothing was kept; empty where it was."""
    if not form.is_valid():
        return first_error(form)
    try:
        phrases.create_phrase(request.user, form.cleaned_data["text"], is_shared=form.cleaned_data["shared"])
    except NotDone as refusal:
        return str(refusal)
    return ""


@require_POST
@login_required
def edit_phrase(request: SignedIn, pk: int) -> HttpResponse:
    """Other words for one; what was written stays on the page where it cannot be."""
    phrases.phrase_to_change(request.user, pk)
    form = PhraseForm(request.POST)
    try:
        sentence = "" if form.is_valid() else first_error(form)
        if not sentence:
            phrases.edit_phrase(request.user, pk, form.cleaned_data["text"])
    except NotDone as refusal:
        sentence = str(refusal)
    if sentence:
        return _page(request, 422, sentence=sentence, changing=pk, typed=request.POST)
    return redirect("list_phrases")


@require_POST
@login_required
def delete_phrase(request: SignedIn, pk: int) -> HttpResponse:
    phrases.delete_phrase(request.user, pk)
    messages.success(request, "已删除。")
    return redirect("list_phrases")


@require_POST
@login_required
def move_phrase(request: SignedIn, pk: int) -> HttpResponse:
    """One place up, or down where nothing else is said."""
    phrases.move_phrase(request.user, pk, up=request.POST.get("to") == "up")
    return redirect("list_phrases")
