"""The lists of a campaign as Excel files, of what the page shows: the same address, the same units."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from perfgoals.exchange.campaign_files import comparison_grid, progress_grid, reminder_grid
from perfgoals.exchange.giving_out import file_response, kept_nowhere
from perfgoals.exchange.printing import write
from perfgoals.grid.model import Grid
from perfgoals.review.campaign import refuse_unless_overseer
from perfgoals.review.rounds.progress_views import comparison_of, progress_of
from perfgoals.tables.views.signed_in import SignedIn


@require_safe
@login_required
@kept_nowhere
def download_progress(request: SignedIn) -> HttpResponse:
    """进度 of a round."""
    refuse_unless_overseer(request.user)
    _, progress = progress_of(request)
    return _workbook(progress_grid(progress), f"{progress.name}进度")


@require_safe
@login_required
@kept_nowhere
def download_reminders(request: SignedIn) -> HttpResponse:
    """催报名单 of a round."""
    refuse_unless_overseer(request.user)
    _, progress = progress_of(request)
    return _workbook(reminder_grid(progress), f"{progress.name}催报名单")


@require_safe
@login_required
@kept_nowhere
def download_comparison(request: SignedIn) -> HttpResponse:
    """一上二上比较 of a year."""
    _, task = comparison_of(request)
    return _workbook(comparison_grid(task), f"{task.year}年度一上二上比较")


def _workbook(grid: Grid, name: str) -> HttpResponse:
    return file_response(write([grid], "xlsx", title=name), name, "xlsx")
