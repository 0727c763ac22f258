"""登记导入: choose what, upload, see what would change, confirm; and the registers as files."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST, require_safe

from perfgoals.accounts.models import User
from perfgoals.accounts.posts import is_administrator
from perfgoals.exchange.giving_out import file_response, kept_nowhere
from perfgoals.exchange.models import ColumnMapping
from perfgoals.exchange.register.carried import LARGEST, Carried, Expired, sealed, unsealed
from perfgoals.exchange.register.confirming import ChangedMeanwhile, Consent, NotImported, plan_register, write_register
from perfgoals.exchange.register.fields import KINDS, Kind
from perfgoals.exchange.register.forms import MappingForm, example_of
from perfgoals.exchange.register.giving import register_file
from perfgoals.exchange.register.mapping import options_for, saved_mapping
from perfgoals.exchange.register.planning import Options, Plan
from perfgoals.exchange.register.reading import MOST_ROWS, register_in
from perfgoals.exchange.register.values import readable
from perfgoals.exchange.uploads import is_too_large
from perfgoals.grid.formats.package import MAX_FILE, MEGABYTE, Unreadable
from perfgoals.review.campaign import may_run_campaign
from perfgoals.tables.forms import EARLIEST, LATEST, default_year
from perfgoals.tables.views.signed_in import SignedIn


def kinds_for(user: User) -> list[Kind]:
    """Units and people are the administrator's; projects and 控制数 also those of 绩效审核岗."""
    if is_administrator(user):
        return [*KINDS.values()]
    return [KINDS["projects"]] if may_run_campaign(user) else []


def _kind(user: User, code: str) -> Kind:
    """The register, if the person may import it: to those who may import none there is no such page."""
    mine = kinds_for(user)
    if not mine or code not in KINDS:
        raise Http404
    if KINDS[code] not in mine:
        raise PermissionDenied("只有系统管理员可以导入单位和人员。")
    return KINDS[code]


@require_safe
@login_required
@kept_nowhere
def choose_register(request: SignedIn) -> HttpResponse:
    """What may be imported, what is there as a file, and the mappings kept."""
    if not kinds_for(request.user):
        raise Http404
    return _choosing(request)


def _choosing(request: SignedIn, kind: Kind | None = None, error: str = "", status: int = 200) -> HttpResponse:
    mine = kinds_for(request.user)
    context = {
        "kinds": mine,
        "wrong": kind.code if kind else "",
        "error": error,
        "year": default_year(timezone.localdate()),
        "mappings": ColumnMapping.objects.filter(kind__in=[each.code for each in mine]).select_related("saved_by"),
        "most": MAX_FILE // MEGABYTE,
        "most_rows": MOST_ROWS,
    }
    return render(request, "exchange/register.html", context, status=status)


@csrf_exempt  # only here: a body too large is refused before anything of it, the form's token too, is read
@require_POST
@login_required
@kept_nowhere
def read_register(request: SignedIn, kind: str) -> HttpResponse:
    """The file is read and shown as what it would do; nothing is saved by this."""
    if is_too_large(request):
        return _choosing(
            request, _kind(request.user, kind), f"文件超过 {MAX_FILE // MEGABYTE} MB，没有读入，请删去其中的图片等无关内容后再上传"
        )
    return _read(request, kind)


@csrf_protect
def _read(request: SignedIn, code: str) -> HttpResponse:
    kind = _kind(request.user, code)
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        return _choosing(request, kind, "请选择要上传的文件")
    name = str(file.name)
    try:
        register = register_in(file.read(), kind)
    except Unreadable as refusal:
        return _choosing(request, kind, f"“{name}”没有读入：{refusal}")
    page = sealed(request.user, kind, Carried(name, register))
    if len(page) > LARGEST:
        return _choosing(request, kind, f"“{name}”的内容太多，一页放不下，没有读入，请分成几个文件后再上传")
    saved = saved_mapping(kind, register.heads)
    options = options_for(kind, register, default_year(timezone.localdate()), saved)
    shown = MappingForm(None, kind, register, options)
    asked = MappingForm({name: shown[name].initial for name in shown.fields}, kind, register, options)
    return _showing(request, kind, Carried(name, register), page, asked, saved=saved)


def _showing(
    request: SignedIn, kind: Kind, carried: Carried, page: str, form: MappingForm, *, plan: Plan | None = None, **more: Any
) -> HttpResponse:
    """What would happen, and above it how the columns were understood: open to be corrected where something is missing."""
    options: Options | None = None
    if form.is_valid():
        options = form.options
        plan = plan or plan_register(carried.register, kind, options)
    context = {
        "kind": kind,
        "carried": carried,
        "page": page,
        "form": form,
        "plan": plan,
        "options": options,
        "asks_secrecy": kind.has_money and plan is not None and plan.counts["new"],
        "amount": readable(plan.amount) if plan else "",
        "example": example_of(carried.register, kind, options) if options and kind.has_money else "",
    }
    return render(request, "exchange/register_preview.html", context | more)


@require_POST
@login_required
@kept_nowhere
def preview_register(request: SignedIn, kind: str) -> HttpResponse:
    """The same file with its columns mapped another way; nothing is saved by this either."""
    register = _kind(request.user, kind)
    page = request.POST.get("page", "")
    try:
        carried = unsealed(request.user, register, page)
    except Expired as refusal:
        return _choosing(request, register, str(refusal), status=400)
    return _showing(request, register, carried, page, MappingForm(request.POST, register, carried.register))


@require_POST
@login_required
@kept_nowhere
def import_register(request: SignedIn, kind: str) -> HttpResponse:
    """What was shown is done, or shown anew where it is no longer what would happen."""
    register = _kind(request.user, kind)
    page = request.POST.get("page", "")
    try:
        carried = unsealed(request.user, register, page)
    except Expired as refusal:
        return _choosing(request, register, str(refusal), status=400)
    form = MappingForm(request.POST, register, carried.register)
    if not form.is_valid():
        return _showing(request, register, carried, page, form)
    said = Consent(request.POST.get("seen", ""), "skip_errors" in request.POST, "not_secret" in request.POST)
    try:
        done = write_register(request.user, carried.register, register, form.options, said, source=carried.name)
    except ChangedMeanwhile as refusal:
        return _showing(request, register, carried, page, form, plan=refusal.plan, refusal=str(refusal))
    except NotImported as refused:
        return _showing(request, register, carried, page, form, refusal=str(refused))
    counts = done.plan.counts
    left = f"有错误的 {done.left_out} 行没有导入。" if done.left_out else ""
    messages.success(request, f"已导入{register.name}：新建 {counts['new']} 行，修改 {counts['changed']} 行。{left}")
    if done.accounts:  # shown this once, and so not after a redirect
        return render(request, "exchange/register_passwords.html", {"accounts": done.accounts})
    return redirect("choose_register")


@require_safe
@login_required
@kept_nowhere
def download_register(request: SignedIn, kind: str) -> HttpResponse:
    """The register as it is, in the form in which it can be imported again."""
    register = _kind(request.user, kind)
    year = request.GET.get("year", "")
    wanted = int(year) if year.isascii() and year.isdigit() and len(year) == 4 else default_year(timezone.localdate())
    if not EARLIEST <= wanted <= LATEST:
        raise Http404
    name = f"{wanted}年{register.name}" if register.has_money else f"{register.name}登记"
    return file_response(register_file(register, wanted), name, "xlsx")


@require_POST
@login_required
def delete_mapping(request: SignedIn, pk: int) -> HttpResponse:
    """The next file of these heads is mapped by what its heads are called."""
    mine = [kind.code for kind in kinds_for(request.user)]
    deleted, _ = ColumnMapping.objects.filter(pk=pk, kind__in=mine).delete()
    if not deleted:
        raise Http404
    messages.success(request, "已删除这个列的对应。下次导入同样表头的文件时，按列名重新对应。")
    return redirect("choose_register")
