"""盖章页扫描件 of a package: uploaded, given out, deleted; never shown."""

from __future__ import annotations

import logging

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST, require_safe

from perfgoals.review.forms import first_error
from perfgoals.review.models import Package, Scan
from perfgoals.review.packages import scans
from perfgoals.review.packages.finding import get_package, packages_visible_to
from perfgoals.review.packages.forms import ScanForm
from perfgoals.tables.attaching import NotAttached
from perfgoals.tables.views.files import SizeLimit, to_be_saved
from perfgoals.tables.views.signed_in import SignedIn

log = logging.getLogger(__name__)


@csrf_exempt  # only here: the form's token is read after the limit is in place, and checked just below
@login_required
@require_POST
def upload_scan(request: SignedIn, pk: int) -> HttpResponseBase:
    """One file for a package that was reported."""
    limit = SizeLimit(request)
    request.upload_handlers.insert(0, limit)
    return _upload(request, pk, limit)


@csrf_protect
def _upload(request: SignedIn, pk: int, limit: SizeLimit) -> HttpResponse:
    package = get_package(request.user, pk)
    scans.refuse_strangers(request.user, package)
    form = ScanForm(request.POST, request.FILES)
    try:
        if limit.exceeded:
            raise NotAttached("文件超过每个盖章页扫描件 20 MB 的上限，没有上传，请压缩或拆分后再上传")
        if not form.is_valid():
            raise NotAttached(first_error(form))
        scan = scans.add_scan(package, form.cleaned_data["file"], by=request.user)
    except NotAttached as refusal:
        messages.error(request, f"没有上传：{refusal}。")
    else:
        messages.success(request, f"已上传“{scan.name}”。")
    return _back_to(package)


def _back_to(package: Package) -> HttpResponse:
    page = reverse("view_package", args=[package.department_id, package.year, package.round])
    return redirect(f"{page}#reported-{package.number}")


@require_safe
@login_required
def download_scan(request: SignedIn, pk: int) -> HttpResponseBase:
    """The file to be saved, under its name."""
    scan = _scan(request, pk)
    try:
        content = scan.content.open("rb")
    except FileNotFoundError:
        log.exception("The content of scan %s is missing", pk)
        messages.error(request, f"“{scan.name}”的内容不在存储中，无法下载。请告诉系统管理员，或请上传人重新上传。")
        return _back_to(scan.package)
    return to_be_saved(content, scan.name)


def _scan(request: SignedIn, pk: int) -> Scan:
    scan = Scan.objects.filter(package__in=packages_visible_to(request.user), pk=pk).select_related("package").first()
    if scan is None:
        raise Http404
    return scan


@require_POST
@login_required
def delete_scan(request: SignedIn, pk: int) -> HttpResponse:
    """Gone for good, row and content, while finance has decided on nothing in the package."""
    scan = _scan(request, pk)
    scans.refuse_strangers(request.user, scan.package)
    try:
        scans.delete_scan(scan)
    except NotAttached as refusal:
        messages.error(request, f"没有删除：{refusal}。")
    else:
        messages.success(request, f"盖章页扫描件“{scan.name}”已删除。")
    return _back_to(scan.package)
