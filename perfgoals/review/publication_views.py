"""公开: what may be made public, looked at once more and published; and what is public."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from perfgoals.accounts.models import Department
from perfgoals.review.approval_filters import ApprovalFilters
from perfgoals.review.approval_forms import Posted
from perfgoals.review.approval_views import decided, is_performance_reviewer, refuse_others, refuse_unseen
from perfgoals.review.publishing import doubts_in, sentence_of, shares, valid_rows
from perfgoals.review.transitions import PUBLISH, State
from perfgoals.tables.access import departments_of, visible_to
from perfgoals.tables.listing import filtered
from perfgoals.tables.views.signed_in import SignedIn


@require_safe
@login_required
def list_publications(request: SignedIn) -> HttpResponse:
    """What of the tables that the person may see is public; and for 绩效审核岗 what may be made so."""
    return render(request, "review/publications.html", _page(request))


def _page(request: SignedIn, posted: Posted | None = None) -> dict[str, Any]:
    tables = visible_to(request.user, acting_for=request.acting_for)
    units = Department.objects.exclude(kind=Department.Kind.SECTION).filter(departments_of(request.user, acting_for=request.acting_for))
    years = tables.filter(state=State.APPROVED).order_by("-year").values_list("year", flat=True).distinct()
    filters = ApprovalFilters(request.GET, years, units)
    wanted = filters.wanted
    rows = valid_rows(filtered(tables, wanted))
    public = [row for row in rows if row.published_on and not row.is_withheld]
    chosen = posted.keys if posted else []
    return {
        "filters": filters,
        "is_filtered": bool(wanted),
        "decides": is_performance_reviewer(request),
        "open": [replace(row, is_chosen=row.pk in chosen) for row in rows if not row.published_on and not row.is_withheld],
        "withheld": [row for row in rows if row.is_withheld],
        "public": public,
        "years": sorted({row.year for row in public}, reverse=True),
        "said": sentence_of(public),
        "shares": shares(rows),
        "sentence": posted.sentence if posted else "",
    }


@require_POST
@login_required
def preview_publications(request: SignedIn) -> HttpResponse:
    """What was chosen, with what in its texts should be looked at. Changes nothing."""
    posted = Posted(request.POST, PUBLISH)
    refuse_others(request, PUBLISH)
    refuse_unseen(request, posted)
    if posted.sentence:
        return render(request, "review/publications.html", _page(request, posted), status=422)
    tables = visible_to(request.user).filter(pk__in=posted.keys)
    doubts = doubts_in(tables)
    seen = {choice.pk: choice.seen for choice in posted.choices}
    rows = [row for row in valid_rows(tables) if not row.published_on and not row.is_withheld]
    lines = [(replace(row, version=seen[row.pk].version, save_id=seen[row.pk].save_id), doubts.get(row.pk, [])) for row in rows]
    gone = len(posted.keys) - len(lines)
    context = {"lines": lines, "gone": gone, "doubtful": sum(bool(said) for _, said in lines)}
    return render(request, "review/publications_preview.html", context)


@require_POST
@login_required
def publish_tables(request: SignedIn) -> HttpResponse:
    """公开 of every table that was confirmed."""
    return decided(request, PUBLISH, "list_publications")
