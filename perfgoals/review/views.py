"""What is posted on the road of a table: acts, points and answers; and the notices of a person."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from perfgoals.review import points
from perfgoals.review.actions import perform
from perfgoals.review.deciding import Decided, NotDone
from perfgoals.review.desk.place import Place, place_carried, query_in, review_address
from perfgoals.review.forms import ActForm, AnswerForm, PointForm, first_error
from perfgoals.review.noticing import notices_of
from perfgoals.review.standing import Standing
from perfgoals.review.transitions import ACTS, REQUEST_ADJUSTMENT
from perfgoals.tables.access import get_table
from perfgoals.tables.keys import is_key
from perfgoals.tables.views.signed_in import SignedIn

PAGE_SIZE = 50


@require_POST
@login_required
def perform_act(request: SignedIn, pk: int, act: str) -> HttpResponse:
    """One act. 409 with who decided what where somebody was faster, 422 with a sentence for what cannot be."""
    if act not in ACTS:
        raise Http404
    table = get_table(request.user, pk)
    place = _place(request, pk)
    form = ActForm(request.POST)
    if not form.is_valid():
        return _refused(request, table.pk, first_error(form), form, act)
    try:
        entry = perform(request.user, pk, act, seen=form.seen, said=form.said)
    except Decided as decided:
        return _refused(request, table.pk, str(decided), form, act, status=409)
    except NotDone as refusal:
        return _refused(request, table.pk, str(refusal), form, act)
    if place:
        messages.success(request, f"“{table.project_name}”已办理“{entry.label}”。")
        return redirect(place.onward)
    messages.success(request, f"已办理“{entry.label}”。")
    return redirect("view_table", entry.told["table"] if act == REQUEST_ADJUSTMENT.code else pk)


def _refused(request: SignedIn, pk: int, sentence: str, form: ActForm, act: str, status: int = 422) -> HttpResponse:
    """Why not, and the form once more with what was written in it, where it can still be sent."""
    table = get_table(request.user, pk)
    standing = Standing(request.user, table)
    offers = standing.offers if status == 422 else []
    context = {
        "table": table,
        "sentence": sentence,
        "act": ACTS[act],
        "typed": form.again(),
        "standing": standing,
        "place": _place(request, pk),
        "back": _page_of(request, pk),
        "offer": next((offer for offer in offers if offer.act.code == act), None),
    }
    return render(request, "review/refused.html", context, status=status)


@require_POST
@login_required
def mark_point(request: SignedIn, pk: int) -> HttpResponse:
    """Marks one point in a table that the person may send back."""
    form = PointForm(request.POST)
    get_table(request.user, pk)
    if not form.is_valid():
        return _back(request, pk, "没有标出", first_error(form))
    try:
        points.mark_point(request.user, pk, **form.cleaned_data)
    except NotDone as refusal:
        return _back(request, pk, "没有标出", str(refusal))
    return redirect(f"{_page_of(request, pk)}#marked")


def _place(request: SignedIn, pk: int) -> Place | None:
    """The table's place on the desk, for a form that was sent from there."""
    return place_carried(request.user, pk, request.POST, request.acting_for)


def _page_of(request: SignedIn, pk: int) -> str:
    """Where the table was open: on its page, or on the desk."""
    query = query_in(request.POST)
    return reverse("view_table", args=[pk]) if query is None else review_address(pk, query)


def _back(request: SignedIn, pk: int, what: str, sentence: str) -> HttpResponse:
    messages.error(request, f"{what}：{sentence}。")
    return redirect(_page_of(request, pk))


@require_POST
@login_required
def unmark_point(request: SignedIn, pk: int) -> HttpResponse:
    """Takes a marked point back."""
    table = points.unmark_point(request.user, pk)
    return redirect(f"{_page_of(request, table.pk)}#marked")


@require_POST
@login_required
def answer_points(request: SignedIn, pk: int) -> HttpResponse:
    """The author's answers. A page that asks by htmx gets its points again, any other is led back to the table."""
    table = get_table(request.user, pk, to_write=True)
    sentence = _answered(request, pk)
    if request.htmx:
        context = {"standing": Standing(request.user, table), "table": table, "sentence": sentence, "typed": request.POST}
        return render(request, "review/_points.html", context | {"is_answered": not sentence})
    if sentence:
        return _back(request, pk, "答复没有保存", sentence)
    messages.success(request, "答复已保存。")
    return redirect(f"{reverse('view_table', args=[pk])}#points")


def _answered(request: SignedIn, pk: int) -> str:
    """Keeps the answers that were posted; the sentence of why not, and nothing kept, or empty."""
    answers: dict[int, tuple[str, str]] = {}
    for name in request.POST:
        field, _, key = name.partition("-")
        if field != "answer" or not is_key(key):
            continue
        form = AnswerForm({"answer": request.POST[name], "reason": request.POST.get(f"reason-{key}", "")})
        if not form.is_valid():
            return first_error(form)
        answers[int(key)] = form.cleaned_data["answer"], form.cleaned_data["reason"]
    try:
        points.answer_points(request.user, pk, answers)
    except NotDone as refusal:
        return str(refusal)
    return ""


@require_safe
@login_required
def list_notices(request: SignedIn) -> HttpResponse:
    """A person's notices, the newest first."""
    page = Paginator(notices_of(request.user).select_related("table"), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "review/notices.html", {"page": page})


@require_POST
@login_required
def read_notices(request: SignedIn) -> HttpResponse:
    """All of them read."""
    _read(notices_of(request.user))
    return redirect("list_notices")


@require_POST
@login_required
def read_notice(request: SignedIn, pk: int) -> HttpResponse:
    """One read, and on to its table."""
    notice = get_object_or_404(notices_of(request.user), pk=pk)
    _read(notices_of(request.user).filter(pk=pk))
    return redirect("view_table", notice.table_id)


def _read(notices: Any) -> None:
    notices.filter(read_at__isnull=True).order_by().update(read_at=timezone.now())
