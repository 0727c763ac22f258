"""Packages as files: as they were reported, and before that as they stand."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from perfgoals.exchange.giving_out import file_response, kept_nowhere
from perfgoals.exchange.package_prints import PACKAGE_FORMATS, SUMMARY, Printed, not_yet_reported, print_package, reported
from perfgoals.exchange.print_choices import choices_of
from perfgoals.exchange.variants import NotPrinted
from perfgoals.review.packages.finding import get_package, get_unit_round
from perfgoals.review.packages.reporting import to_be_printed
from perfgoals.tables.models import TargetTable
from perfgoals.tables.views.signed_in import SignedIn


@require_safe
@login_required
@kept_nowhere
def download_package(request: SignedIn, pk: int, file_format: str) -> HttpResponse:
    """A package as it was reported: all of it as PDF, or its 汇总表 as Excel."""
    _refuse_unknown(file_format)
    package = get_package(request.user, pk)
    page = ("view_package", package.department_id, package.year, package.round)
    try:
        return _file(request, reported(package), file_format)
    except NotPrinted as refusal:
        return _told(request, page, refusal)


@require_safe
@login_required
@kept_nowhere
def preview_package(request: SignedIn, department: int, year: int, round: str, file_format: str) -> HttpResponse:
    """What is still to be reported, as it stands, marked 送审稿."""
    _refuse_unknown(file_format)
    unit = get_unit_round(request.user, department, year, round)
    going = to_be_printed(request.user, unit)
    page = ("view_package", department, year, round)
    try:
        if not going:
            raise NotPrinted("没有还没上报的表；已上报的请在上报记录中下载")
        return _file(request, not_yet_reported(unit, going), file_format)
    except NotPrinted as refusal:
        return _told(request, page, refusal)


def _refuse_unknown(file_format: str) -> None:
    if file_format not in PACKAGE_FORMATS:
        raise Http404


def _file(request: SignedIn, printed: Printed, file_format: str) -> HttpResponse:
    what = "送审包" if file_format == "pdf" else SUMMARY
    times = f"第{printed.number}次上报" if printed.number else printed.mark
    name = f"{printed.unit_name[:40]}{printed.year}年度{TargetTable.Round(printed.round).label}{what}（{times}）"
    return file_response(print_package(printed, file_format, choices_of(request.GET)), name, file_format)


def _told(request: SignedIn, page: tuple[str, int, int, str], refusal: NotPrinted) -> HttpResponse:
    messages.error(request, f"{refusal}。")
    return redirect(*page)
