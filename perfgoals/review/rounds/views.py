"""The rounds of a year: /rounds/. Everybody sees them; they are set, and opened late, by whoever runs the campaign."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import IntegrityError, transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from perfgoals.accounts.log import note
from perfgoals.accounts.models import Department
from perfgoals.review.campaign import get_extension, get_round, may_run_campaign, refuse_unless_campaigner
from perfgoals.review.deciding import NotDone
from perfgoals.review.models import ReportingRound
from perfgoals.review.rounds.forms import EditRoundForm, ExtensionForm, RoundForm
from perfgoals.review.rounds.issuing import issue_controls as give_out
from perfgoals.review.rounds.issuing import weigh_controls, why_not_issued
from perfgoals.review.rounds.setting import changes_of, rounds_by_year, unit_of
from perfgoals.review.rounds.setting import extend_round as grant
from perfgoals.review.rounds.setting import revoke_extension as end
from perfgoals.review.windows import shown_minute
from perfgoals.tables.access import departments_of
from perfgoals.tables.forms import default_year
from perfgoals.tables.models import TargetTable
from perfgoals.tables.views.signed_in import SignedIn

_asked_or_sent = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@login_required
def list_rounds(request: SignedIn) -> HttpResponse:
    """A block a year; of late opening each sees what concerns the units they see."""
    runs = may_run_campaign(request.user)
    units = None if runs else Department.objects.filter(departments_of(request.user)).values_list("pk", flat=True)
    years = [default_year(timezone.localdate())] if runs else []
    return render(request, "review/rounds/list.html", {"blocks": rounds_by_year(years, units), "runs": runs})


@_asked_or_sent
@login_required
def create_round(request: SignedIn) -> HttpResponse:
    """A new round; the address may name its year and kind."""
    refuse_unless_campaigner(request.user, "设置轮次")
    form = RoundForm(request.POST or None, initial=_likely(request))
    if form.is_valid() and (found := _created(request, form)):
        messages.success(request, f"{found}已设置。")
        return redirect("list_rounds")
    return render(request, "review/rounds/round.html", {"form": form})


def _likely(request: SignedIn) -> dict[str, Any]:
    year, kind = request.GET.get("year", ""), request.GET.get("kind", "")
    likely: dict[str, Any] = {"kind": kind} if kind in TargetTable.Round.values else {}
    return likely | ({"year": int(year)} if year.isdecimal() and len(year) == 4 else {})


def _created(request: SignedIn, form: RoundForm) -> ReportingRound | None:
    """The round; None, told in the form, when somebody set the same one a moment earlier."""
    try:
        with transaction.atomic():
            found: ReportingRound = form.save()
            note(request, [found], "设置轮次")
            return found
    except IntegrityError:
        form.add_error(None, "刚刚有人设置了这一年度的这个轮次，请在“轮次”一页修改它")
        return None


@_asked_or_sent
@login_required
def edit_round(request: SignedIn, pk: int) -> HttpResponse:
    """A round that there is; what was changed is noted with its old and new words."""
    found = get_round(request.user, pk, to="修改轮次")
    form = EditRoundForm(instance=found)
    if request.method == "POST":
        with transaction.atomic():
            found = ReportingRound.objects.select_for_update().get(pk=pk)
            form = EditRoundForm(request.POST, instance=found)
            if form.is_valid():
                _edited(request, form)
                return redirect("list_rounds")
    return render(request, "review/rounds/edit.html", {"form": form, "round": found, "changes": changes_of(found)})


def _edited(request: SignedIn, form: EditRoundForm) -> None:
    if not form.told:
        messages.info(request, f"{form.instance}没有改动。")
        return
    note(request, [form.save()], form.told)
    messages.success(request, f"{form.instance}已保存。")


@_asked_or_sent
@login_required
def extend_round(request: SignedIn, pk: int) -> HttpResponse:
    """Late opening of a round, for one unit or for all."""
    found = get_round(request.user, pk, to="延期")
    form = ExtensionForm(request.POST or None)
    if form.is_valid() and _extended(request, found, form):
        return redirect("extend_round", pk)
    extensions = found.extensions.select_related("department", "granted_by")
    context = {"form": form, "round": found, "extensions": extensions, "now": timezone.now(), "changes": changes_of(found)}
    return render(request, "review/rounds/extend.html", context)


def _extended(request: SignedIn, found: ReportingRound, form: ExtensionForm) -> bool:
    try:
        with transaction.atomic():
            granted = grant(found.pk, form.wished, by=request.user)
            told = f"{unit_of(granted)}延期至 {shown_minute(granted.until)}"
            note(request, [found], f"{told}：{granted.reason}")
    except NotDone as refusal:
        form.add_error(None, f"没有延期：{refusal}")
        return False
    messages.success(request, f"{found}：{told}。")
    return True


@require_POST
@login_required
def revoke_extension(request: SignedIn, pk: int) -> HttpResponse:
    """Ends a late opening now."""
    extension = get_extension(request.user, pk, to="结束延期")
    try:
        with transaction.atomic():
            ended = end(extension)
            note(request, [ended.round], f"结束{unit_of(ended)}的延期")
        messages.success(request, f"{ended.round}：已结束{unit_of(ended)}的延期。")
    except NotDone as refusal:
        messages.error(request, f"没有办理：{refusal}。")
    return redirect("extend_round", extension.round_id)


@_asked_or_sent
@login_required
def issue_controls(request: SignedIn, pk: int) -> HttpResponse:
    """一下: shows what the 控制数 come to, and gives them out."""
    found = get_round(request.user, pk, to="下达控制数")
    if found.kind != TargetTable.Round.SECOND:
        raise Http404
    if request.method == "POST":
        is_issued = _issued(request, found)
        return redirect("list_rounds") if is_issued else redirect("issue_controls", pk)
    context = {"round": found, "weighed": weigh_controls(found.year), "hindrance": why_not_issued(found)}
    return render(request, "review/rounds/controls.html", context)


def _issued(request: SignedIn, found: ReportingRound) -> bool:
    try:
        with transaction.atomic():
            issued = give_out(found.pk, seen=request.POST.get("seen", ""), by=request.user)
            note(request, [issued], "下达控制数")
    except NotDone as refusal:
        messages.error(request, f"没有下达：{refusal}。")
        return False
    messages.success(request, f"{issued.year}年度的控制数已下达，各单位现在可以看到。")
    return True
