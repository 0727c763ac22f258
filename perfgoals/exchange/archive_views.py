"""归档: which years there are, and the zip of one."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from perfgoals.accounts.posts import holds
from perfgoals.exchange.archiving import streamed, tables_of
from perfgoals.exchange.giving_out import kept_nowhere
from perfgoals.tables.access import EVERYWHERE
from perfgoals.tables.models import TargetTable
from perfgoals.tables.views.signed_in import SignedIn


def _refuse_others(request: SignedIn) -> None:
    """PermissionDenied also for a superuser without a post, who sees no table."""
    if not holds(request.user, EVERYWHERE):
        raise PermissionDenied("只有绩效审核岗和系统管理员可以归档。")


@require_safe
@login_required
def list_archives(request: SignedIn) -> HttpResponse:
    """The years, with how much each has."""
    _refuse_others(request)
    tables = TargetTable.objects.filter(deleted_at__isnull=True).order_by("-year").values("year")
    counts = {"tables": Count("pk", distinct=True), "units": Count("project__department", distinct=True)}
    years = tables.annotate(**counts, files=Count("attachments", distinct=True), acts=Count("log_entries", distinct=True))
    return render(request, "exchange/archives.html", {"years": years})


@require_safe
@login_required
@kept_nowhere
def download_archive(request: SignedIn, year: int) -> StreamingHttpResponse:
    """The zip, given out as it is made: it begins at once, and nothing of it is kept on the server."""
    _refuse_others(request)
    tables = tables_of(year)
    if not tables.exists():
        raise Http404
    response = StreamingHttpResponse(streamed(year, tables), content_type="application/zip")
    response["Content-Disposition"] = str(content_disposition_header(True, f"{year}年度绩效目标归档.zip"))
    return response
