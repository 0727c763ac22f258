"""送审包: the list, a unit in a round, and what is done there with all of its tables at once."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from perfgoals.review.deciding import Decided, NotDone
from perfgoals.review.forms import first_error
from perfgoals.review.packages import reporting
from perfgoals.review.packages.beginning import SECOND
from perfgoals.review.packages.beginning import begin_second as begin
from perfgoals.review.packages.finding import get_unit_round, refuse_unknown
from perfgoals.review.packages.forms import PackageForm
from perfgoals.review.packages.listing import PackageFilters, own_lines, page_of
from perfgoals.review.packages.page import PackagePage
from perfgoals.review.packages.reporting import SeenPackage
from perfgoals.tables.access import get_unit
from perfgoals.tables.views.signed_in import SignedIn


@require_safe
@login_required
def list_packages(request: SignedIn) -> HttpResponse:
    """What the person's own units have to report and have reported; and the packages of all units they see."""
    filters = PackageFilters(request.GET, request.user, request.acting_for)
    context = {"lines": own_lines(request.user, request.acting_for), "filters": filters, "page": page_of(filters, request.GET.get("page"))}
    return render(request, "review/packages/list.html", context)


@require_safe
@login_required
def view_package(request: SignedIn, department: int, year: int, round: str) -> HttpResponse:
    """A unit in a round: its tables, what they lack, and what was reported."""
    return _page(request, department, year, round)


def _page(request: SignedIn, department: int, year: int, round: str, refusal: str = "", status: int = 200) -> HttpResponse:
    unit = get_unit_round(request.user, department, year, round)
    context = {"unit": unit, "page": PackagePage(request.user, unit), "refusal": refusal}
    return render(request, "review/packages/package.html", context, status=status)


@require_POST
@login_required
def report_package(request: SignedIn, department: int, year: int, round: str) -> HttpResponse:
    """All tables upwards as one package. 409 where anything is no longer as the page showed it, 422 for what cannot be."""

    def act(seen: SeenPackage) -> str:
        package = reporting.report_package(request.user, department, year, round, seen)
        return f"已上报 {package.tables.count()} 张表，是{package}，校验码 {package.code}。请打印、盖章后上传盖章页扫描件。"

    return _act(request, department, year, round, act)


@require_POST
@login_required
def submit_package(request: SignedIn, department: int, year: int, round: str) -> HttpResponse:
    """All tables of the author to the unit's 单位审核岗; answers as ``report_package``."""

    def act(seen: SeenPackage) -> str:
        return f"已提交 {reporting.submit_package(request.user, department, year, round, seen)} 张表，请本单位审核岗审核上报。"

    return _act(request, department, year, round, act)


def _act(request: SignedIn, department: int, year: int, round: str, act: Callable[[SeenPackage], str]) -> HttpResponse:
    get_unit(request.user, department)
    refuse_unknown(year, round)
    form = PackageForm(request.POST)
    if not form.is_valid():
        return _page(request, department, year, round, first_error(form), status=422)
    try:
        messages.success(request, act(form.seen))
    except NotDone as refusal:
        return _page(request, department, year, round, str(refusal), status=409 if isinstance(refusal, Decided) else 422)
    return redirect("view_package", department, year, round)


@require_POST
@login_required
def begin_second(request: SignedIn, department: int, year: int) -> HttpResponse:
    """二上 begun from 一上 for every project with a 控制数."""
    get_unit(request.user, department)
    refuse_unknown(year, SECOND)
    try:
        begun = begin(request.user, department, year)
    except NotDone as refusal:
        return _page(request, department, year, SECOND, str(refusal), status=422)
    messages.success(request, f"已开始二上 {len(begun)} 张，请在控制数以内修改后上报。" if begun else "有控制数的项目都已有二上的表。")
    return redirect("view_package", department, year, SECOND)
