"""Attachments of a table: uploaded, given out, deleted. How one is shown is said in exchange/viewing.py."""

from __future__ import annotations

import logging

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST, require_safe

from perfgoals.tables import access, attaching
from perfgoals.tables.attaching import NotAttached
from perfgoals.tables.forms import AttachmentForm
from perfgoals.tables.models import TargetTable
from perfgoals.tables.views.files import SizeLimit, to_be_saved
from perfgoals.tables.views.signed_in import SignedIn

log = logging.getLogger(__name__)


@csrf_exempt  # only here: the form's token is read after the limit is in place, and checked just below
@login_required
@require_POST
def upload_attachment(request: SignedIn, pk: int) -> HttpResponseBase:
    """One file for a table."""
    limit = SizeLimit(request)
    request.upload_handlers.insert(0, limit)
    return _upload(request, pk, limit)


@csrf_protect
def _upload(request: SignedIn, pk: int, limit: SizeLimit) -> HttpResponse:
    table = access.get_table(request.user, pk, to_write=True)
    form = AttachmentForm(request.POST, request.FILES)
    if form.is_valid() and _attached(form, table, request):
        return _back_to(table)
    if limit.exceeded:
        form.errors.pop("file", None)
        form.add_error("file", "文件超过每个附件 20 MB 的上限，没有上传，请压缩或拆分后再上传")
    return render(request, "tables/attachments.html", {"table": table, "attachment_form": form, "may_write": True})


def _attached(form: AttachmentForm, table: TargetTable, request: SignedIn) -> bool:
    try:
        attachment = attaching.attach(table, form.cleaned_data["file"], kind=form.cleaned_data["kind"], by=request.user)
    except NotAttached as error:
        form.add_error("file", str(error))
        return False
    messages.success(request, f"已上传“{attachment.name}”。")
    return True


def _back_to(table: TargetTable) -> HttpResponse:
    return redirect(reverse("view_table", args=[table.pk]) + "#attachments")


@require_safe
@login_required
def download_attachment(request: SignedIn, pk: int) -> HttpResponseBase:
    """The file to be saved, under its name; no browser is to show it or guess what it is."""
    attachment = access.get_attachment(request.user, pk)
    try:
        content = attachment.content.open("rb")
    except FileNotFoundError:
        log.exception("The content of attachment %s is missing", pk)
        messages.error(request, f"“{attachment.name}”的内容不在存储中，无法下载。请告诉系统管理员，或请上传人重新上传。")
        return _back_to(attachment.table)
    return to_be_saved(content, attachment.name)


@login_required
@require_POST
def delete_attachment(request: SignedIn, pk: int) -> HttpResponse:
    """Gone for good, row and content."""
    attachment = access.get_attachment(request.user, pk)
    table = access.get_table(request.user, attachment.table_id, to_write=True)
    try:
        attaching.delete_attachment(attachment)
    except NotAttached as error:
        messages.error(request, f"没有删除：{error}。")
    else:
        messages.success(request, f"附件“{attachment.name}”已删除。")
    return _back_to(table)
