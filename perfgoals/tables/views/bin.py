"""The bin (回收站): into it, out of it, and what is in it."""

from __future__ import annotations

import re

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.views.decorators.http import require_POST, require_safe

from perfgoals.tables import access, binning
from perfgoals.tables.binning import NotDeleted
from perfgoals.tables.carrying import AlreadyThere
from perfgoals.tables.storing import StaleVersion
from perfgoals.tables.views.projects import link_to
from perfgoals.tables.views.signed_in import SignedIn

PAGE_SIZE = 50


@require_safe
@login_required
def list_bin(request: SignedIn) -> HttpResponse:
    """The deleted tables of the units in which the person is 经办岗, the latest first."""
    tables = access.visible_to(request.user, acting_for=request.acting_for, in_bin=True)
    listed = tables.select_related("project__department", "changed_by").order_by("-deleted_at", "-pk")
    page = Paginator(listed, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "tables/bin.html", {"page": page})


@login_required
@require_POST
def delete_table(request: SignedIn, pk: int) -> HttpResponse:
    """Into the bin. The page sends the ``version`` it showed."""
    table = access.get_table(request.user, pk, to_write=True)
    based_on = request.POST.get("version", "")
    try:
        binning.delete_table(table, by=request.user, based_on=int(based_on) if re.fullmatch("[0-9]{1,9}", based_on) else 0)
    except StaleVersion as error:
        messages.error(request, f"没有删除：{error}。请看过现在的内容，再决定是否删除。")
        return redirect("view_table", pk=pk)
    except NotDeleted as error:
        messages.error(request, f"没有删除：{error}。")
        return redirect("list_tables")
    messages.success(request, f"“{table}”已移入回收站，需要时可以恢复。")
    return redirect("list_bin")


@login_required
@require_POST
def restore_table(request: SignedIn, pk: int) -> HttpResponse:
    """Out of the bin, unless another table has taken the place."""
    table = access.get_table(request.user, pk, in_bin=True, to_write=True)
    try:
        binning.restore_table(table, by=request.user)
    except AlreadyThere as error:
        messages.error(request, format_html("没有恢复：{}。要恢复回收站中的这张，请先删除那一张。", link_to(error)))
        return redirect("list_bin")
    messages.success(request, f"“{table}”已恢复。")
    return redirect("view_table", pk=pk)
