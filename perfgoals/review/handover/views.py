"""/people/…/hand-over/: an administrator gives one person's work to another."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from perfgoals.accounts.models import User
from perfgoals.accounts.posts import is_administrator
from perfgoals.review.deciding import NotDone
from perfgoals.review.handover.forms import HandOverForm
from perfgoals.review.handover.handing_over import hand_over as give
from perfgoals.review.handover.holding import holding_of
from perfgoals.tables.views.signed_in import SignedIn


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def hand_over(request: SignedIn, pk: int) -> HttpResponse:
    """What there is to hand over, and the act. To everybody but administrators there is no such page."""
    if not is_administrator(request.user):
        raise Http404
    person = get_object_or_404(User, pk=pk)
    form = HandOverForm(request.POST if request.method == "POST" else None, person)
    if form.is_valid():
        wished = form.cleaned_data
        try:
            done = give(person, wished["to"], wished["posts"], by=request.user, day=wished["day"], reason=wished["reason"])
        except NotDone as refusal:
            form.add_error(None, str(refusal))
        else:
            more = f"，连同 {done.notices} 条未读通知、{done.drafts} 张草稿上的填报人和电话" if done.notices or done.drafts else ""
            messages.success(request, f"已把{person}的 {done.posts} 个岗位移交给{wished['to']}{more}。")
            return redirect("admin:accounts_user_change", wished["to"].pk)
    chosen = {str(key) for key in request.POST.getlist("posts")} if form.is_bound else None
    return render(
        request, "review/handover/hand_over.html", {"person": person, "form": form, "holding": holding_of(person), "chosen": chosen}
    )
