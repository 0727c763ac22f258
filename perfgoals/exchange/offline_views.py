"""The offline file: downloaded for a table or for a unit's year, uploaded again, compared, accepted."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Count, F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from perfgoals.accounts.models import Department, User
from perfgoals.exchange.giving_out import file_response, kept_nowhere
from perfgoals.exchange.offline.accepting import LARGEST, Expired, Outcome, accept, sealed
from perfgoals.exchange.offline.reading import read_offline
from perfgoals.exchange.offline.receiving import Received, receive
from perfgoals.exchange.offline.writing import MOST_TABLES, OfflineTable, write_offline
from perfgoals.exchange.uploads import is_too_large
from perfgoals.grid.formats.package import MAX_FILE, MEGABYTE, Unreadable
from perfgoals.tables.access import OPEN_TO_THE_AUTHOR, departments_of, get_table, units_to_write_for, visible_to
from perfgoals.tables.editing.keyed import keyed_of
from perfgoals.tables.models import TargetTable
from perfgoals.tables.models.target_table import TargetTableQuerySet
from perfgoals.tables.views.signed_in import SignedIn


@require_safe
@login_required
@kept_nowhere
def download_offline(request: SignedIn, pk: int) -> HttpResponse:
    """One table to be filled in offline, for whoever may fill it in."""
    get_table(request.user, pk, to_write=True)
    table = TargetTable.objects.with_contents().get(pk=pk)
    try:
        return _workbook([table], f"{table.project_name[:60]}（离线填写）")
    except ValueError as refusal:  # says in Chinese what is in the way
        messages.error(request, f"不能下载离线表：{refusal}")
        return redirect("view_table", pk)


@require_safe
@login_required
@kept_nowhere
def download_offline_unit(request: SignedIn, department: int, year: int) -> HttpResponse:
    """All tables of a unit's year that the person may fill in, in one workbook."""
    unit = _unit(request.user, department)
    tables = list(_open_tables(request.user).filter(project__department=unit, year=year).with_contents().order_by("pk")[: MOST_TABLES + 1])
    refusal = _refusal(len(tables), unit, year)
    try:
        if not refusal:
            return _workbook(tables, f"{unit.name[:60]}{year}年度绩效目标表（离线填写，{len(tables)}张）")
    except ValueError as error:
        refusal = f"不能下载离线表：{error}"
    messages.error(request, refusal)
    return redirect("upload_offline")


def _unit(user: User, pk: int) -> Department:
    """The unit, if the person may write for it; 404 where they may not even see its tables."""
    unit = Department.objects.filter(departments_of(user), pk=pk).first()
    if unit is None:
        raise Http404
    if unit not in units_to_write_for(user):
        raise PermissionDenied("您可以查看这个单位的绩效目标表，但不能填写：只有本单位经办岗可以下载离线表填写。")
    return unit


def _open_tables(user: User) -> TargetTableQuerySet:
    return visible_to(user).filter(project__department__in=units_to_write_for(user), state__in=OPEN_TO_THE_AUTHOR)


def _refusal(count: int, unit: Department, year: int) -> str:
    if not count:
        return f"“{unit.name}”{year}年度没有填报中或已退回的绩效目标表，没有可以离线填写的"
    if count > MOST_TABLES:
        return f"“{unit.name}”{year}年度的表超过 {MOST_TABLES} 张，一个文件放不下，请到各表的页面分别下载"
    return ""


def _workbook(tables: list[TargetTable], name: str) -> HttpResponse:
    data = write_offline([OfflineTable(keyed_of(table), table.pk, table.version) for table in tables], title=name)
    return file_response(data, name, "xlsx")


@csrf_exempt  # only here: a body too large is refused before anything of it, the form's token too, is read
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@kept_nowhere
def upload_offline(request: SignedIn) -> HttpResponse:
    """The file is chosen, and then compared; nothing is saved by this."""
    if not units_to_write_for(request.user):
        raise PermissionDenied("您没有经办岗，不能填写绩效目标表，也就不用上传离线表。")
    if is_too_large(request):
        return _asking(request, f"文件超过 {MAX_FILE // MEGABYTE} MB，没有读入，请删去其中的图片等无关内容，或按表分成几个文件后再上传")
    return _upload(request)


@csrf_protect
def _upload(request: SignedIn) -> HttpResponse:
    if request.method != "POST":
        return _asking(request)
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        return _asking(request, "请选择要上传的离线表文件")
    try:
        tables = read_offline(file.read())
    except Unreadable as refusal:
        return _asking(request, f"“{file.name}”没有读入：{refusal}")
    if len(tables) > MOST_TABLES:
        return _asking(request, f"文件中有 {len(tables)} 张表，一次最多比较 {MOST_TABLES} 张，请分成几个文件后再上传")
    return _comparison(request, receive(request.user, tables), str(file.name))


def _asking(request: SignedIn, error: str = "", status: int = 200) -> HttpResponse:
    """The page with the file to choose, and the workbooks there are to download."""
    units = {unit.pk: unit for unit in units_to_write_for(request.user)}
    counted = _open_tables(request.user).values("year", unit=F("project__department")).annotate(count=Count("pk")).order_by("-year", "unit")
    offers = [{"unit": units[each["unit"]], "year": each["year"], "count": each["count"]} for each in counted if each["year"]]
    return render(request, "exchange/offline.html", {"error": error, "offers": offers, "most": MAX_FILE // MEGABYTE}, status=status)


def _comparison(request: SignedIn, received: list[Received], name: str) -> HttpResponse:
    page = sealed(request.user, received)
    if len(page) > LARGEST:
        return _asking(request, f"“{name}”中的表太多、太长，一页放不下，没有比较，请按表分成几个文件后再上传")
    count = sum(len(each.comparison.differences) for each in received)
    context: dict[str, Any] = {"received": received, "page": page, "name": name, "count": count}
    return render(request, "exchange/offline_comparison.html", context)


@require_POST
@login_required
@kept_nowhere
def accept_offline(request: SignedIn) -> HttpResponse:
    """The chosen differences are saved, table by table; what has been changed meanwhile is compared anew, and not saved."""
    if not units_to_write_for(request.user):
        raise PermissionDenied("您没有经办岗，不能填写绩效目标表。")
    try:
        outcomes = accept(request.user, request.POST.get("page", ""), set(request.POST.getlist("take")))
    except Expired as refusal:
        return _asking(request, str(refusal), status=400)
    for outcome in outcomes:
        _tell(request, outcome)
    anew = [outcome.anew for outcome in outcomes if outcome.anew]
    if anew:
        return _comparison(request, anew, "")
    alone = outcomes[0] if len(outcomes) == 1 and outcomes[0].accepted else None
    return redirect("view_table", alone.table) if alone else redirect("upload_offline")


def _tell(request: HttpRequest, outcome: Outcome) -> None:
    if outcome.refusal:
        messages.error(request, f"“{outcome.name}”没有保存：{outcome.refusal}")
    elif outcome.accepted:
        messages.success(request, f"“{outcome.name}”采用了 {outcome.accepted} 处修改，现在是第 {outcome.version} 版。")
    else:
        messages.info(request, f"“{outcome.name}”没有采用任何修改，仍是第 {outcome.version} 版。")
