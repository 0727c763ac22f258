"""批复 of many tables: what waits, what was chosen looked at once more, done, and what became of each."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from perfgoals.accounts.models import Department
from perfgoals.accounts.posts import holds
from perfgoals.review.approval_filters import ApprovalFilters
from perfgoals.review.approval_forms import Posted
from perfgoals.review.approved import documents
from perfgoals.review.approving import MOST_AT_ONCE, Group, Line, decide_many, grouped, waiting
from perfgoals.review.transitions import APPROVE, LEAVE_UNFUNDED, Act, Role, State
from perfgoals.tables.access import departments_of, visible_to
from perfgoals.tables.listing import filtered
from perfgoals.tables.views.signed_in import SignedIn

RESULT = "decided_many"
"""Where the session keeps what became of the tables, for the page that tells it."""


def is_performance_reviewer(request: SignedIn) -> bool:
    return holds(request.user, {Role.PERFORMANCE_REVIEWER})


def refuse_others(request: SignedIn, act: Act) -> None:
    """PermissionDenied for everybody but 绩效审核岗."""
    if not is_performance_reviewer(request):
        raise PermissionDenied(f"只有绩效审核岗可以办理“{act}”。")


@require_safe
@login_required
def list_approvals(request: SignedIn) -> HttpResponse:
    """What waits for 批复, for 绩效审核岗; and what was approved by which document, for whoever may see it."""
    return render(request, "review/approvals.html", _page(request))


def _page(request: SignedIn, posted: Posted | None = None) -> dict[str, Any]:
    tables = visible_to(request.user, acting_for=request.acting_for)
    units = Department.objects.exclude(kind=Department.Kind.SECTION).filter(departments_of(request.user, acting_for=request.acting_for))
    settled = tables.filter(state__in=[State.PASSED, State.APPROVED]).order_by("-year")
    filters = ApprovalFilters(request.GET, settled.values_list("year", flat=True).distinct(), units)
    wanted = filters.wanted
    decides = is_performance_reviewer(request)
    rows = waiting(filtered(tables, wanted), posted.typed() if posted else None) if decides else []
    if posted:
        rows = [replace(row, is_chosen=row.pk in posted.keys) for row in rows]
    shown = rows[:MOST_AT_ONCE]
    return {
        "filters": filters,
        "is_filtered": bool(wanted),
        "decides": decides,
        "rows": shown,
        "left_out": len(rows) - len(shown),
        "most": MOST_AT_ONCE,
        "typed": posted.data if posted else {},
        "sentence": posted.sentence if posted else "",
        "documents": documents(filtered(tables, wanted)),
    }


@require_POST
@login_required
def preview_approvals(request: SignedIn) -> HttpResponse:
    """What was chosen, unit by unit with its sums and doubts, before it is confirmed. Changes nothing."""
    posted = Posted(request.POST)
    if posted.act not in (APPROVE, LEAVE_UNFUNDED):
        raise Http404
    refuse_others(request, posted.act)
    refuse_unseen(request, posted)
    if posted.sentence:
        return render(request, "review/approvals.html", _page(request, posted), status=422)
    rows = waiting(visible_to(request.user).filter(pk__in=posted.keys))
    groups = grouped(rows, posted.choices)
    return render(request, "review/approvals_preview.html", _preview(posted, groups))


def _preview(posted: Posted, groups: list[Group]) -> dict[str, Any]:
    lines: list[Line] = [line for group in groups for line in group.lines]
    return {
        "act": posted.act,
        "is_approval": posted.act == APPROVE,
        "said": posted.said,
        "groups": groups,
        "whole": Group("", lines).sums if lines else None,
        "count": len(lines),
        "gone": len(posted.keys) - len(lines),
        "doubtful": sum(bool(line.doubts) for line in lines),
    }


def refuse_unseen(request: SignedIn, posted: Posted) -> None:
    """Http404 for all of them when one may not be seen."""
    if visible_to(request.user).filter(pk__in=posted.keys).count() < len(posted.keys):
        raise Http404


@require_POST
@login_required
def approve_tables(request: SignedIn) -> HttpResponse:
    """批复 of every table that was confirmed."""
    return decided(request, APPROVE, "list_approvals")


@require_POST
@login_required
def leave_tables_unfunded(request: SignedIn) -> HttpResponse:
    """未安排预算 for every table that was confirmed."""
    return decided(request, LEAVE_UNFUNDED, "list_approvals")


def decided(request: SignedIn, act: Act, back: str) -> HttpResponse:
    """The act on every table of the form, and on to the page that tells what became of each."""
    refuse_others(request, act)
    return carried_out(request, act, back)


def carried_out(request: SignedIn, act: Act, back: str) -> HttpResponse:
    """As ``decided``, by whoever has the post for each of the tables."""
    posted = Posted(request.POST, act)
    refuse_unseen(request, posted)
    if posted.sentence:
        return render(request, "review/not_decided.html", {"act": act, "sentence": posted.sentence, "back": back}, status=422)
    results = decide_many(request.user, act, posted.choices, posted.said)
    request.session[RESULT] = {"act": str(act), "back": back, "results": [asdict(result) for result in results]}
    return redirect("view_result")


@require_safe
@login_required
def view_result(request: SignedIn) -> HttpResponse:
    """What became of each table that this person decided about last."""
    kept = request.session.get(RESULT)
    if kept is None:
        return redirect("list_approvals")
    results = kept["results"]
    refused = [result for result in results if result["sentence"]]
    done = [result for result in results if not result["sentence"]]
    return render(request, "review/result.html", {"act": kept["act"], "back": kept["back"], "done": done, "refused": refused})
