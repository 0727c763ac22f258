"""盖章页扫描件 of a package: kept like an attachment, and for good once finance has decided on anything in the package."""

from __future__ import annotations

from functools import partial

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import F, QuerySet

from perfgoals.accounts.models import User
from perfgoals.accounts.posts import posts_of
from perfgoals.review.models import Package, Scan
from perfgoals.review.models.package import scan_name
from perfgoals.review.transitions import AT_FINANCE, DECISIONS, Role
from perfgoals.tables.attaching import KINDS, MAX_COUNT, NotAttached, described, keep

SCAN_KINDS = {extension: KINDS[extension] for extension in ("pdf", "jpg", "jpeg", "png")}
WHAT = "盖章页扫描件"


def may_scan(user: User, package: Package) -> bool:
    """Whether the person may add and delete scans: 经办岗 and 单位审核岗 of the unit."""
    posts = {post.role for post in posts_of(user) if post.department_id == package.department_id}
    return bool(posts & {Role.AUTHOR, Role.UNIT_REVIEWER})


def refuse_strangers(user: User, package: Package) -> None:
    if not may_scan(user, package):
        raise PermissionDenied("您可以查看盖章页扫描件，但不能上传或删除：由本单位经办岗或单位审核岗办理。")


def is_decided(package: Package) -> bool:
    """Whether finance has passed, returned or rejected any of the tables since they were reported in this package."""
    return _decided().filter(pk=package.pk).exists()


def decided_among(packages: list[Package]) -> set[int]:
    """The keys of those on which finance has decided anything."""
    return set(_decided().filter(pk__in=[package.pk for package in packages]).values_list("pk", flat=True))


def _decided() -> QuerySet[Package]:
    return Package.objects.filter(
        tables__table__log_entries__source__in=AT_FINANCE,
        tables__table__log_entries__act__in=[act.code for act in DECISIONS],
        tables__table__log_entries__version__gt=F("tables__version"),
    )


def add_scan(package: Package, upload: UploadedFile[bytes], *, by: User) -> Scan:
    """The file as a scan of the package; NotAttached, and nothing kept, when it may not be one. Opens the outermost transaction."""
    scan = Scan(package=package, uploaded_by=by, **described(upload, SCAN_KINDS, WHAT))
    keep(scan, upload, scan_name(scan, scan.name), partial(_refuse_in_this_package, scan))
    return scan


def _refuse_in_this_package(scan: Scan) -> None:
    """Under the package's lock, so that two uploads at once do not both find the last place free."""
    package = Package.objects.select_for_update().get(pk=scan.package_id)
    if package.scans.count() >= MAX_COUNT:
        raise NotAttached(f"每个送审包最多 {MAX_COUNT} 个{WHAT}，没有上传，请合并成一个文件")
    if same := package.scans.filter(sha256=scan.sha256).first():
        raise NotAttached(f"这个文件已经上传过，名为“{same.name}”，不必再传")


def delete_scan(scan: Scan) -> None:
    """The row away, and the content once that is committed; NotAttached once finance has decided on anything in the package."""
    storage, place = scan.content.storage, str(scan.content.name)
    with transaction.atomic():
        list(scan.package.tables.order_by("table").select_for_update(of=("table",)).select_related("table"))  # nobody decides meanwhile
        if is_decided(scan.package):
            raise NotAttached("财政已办理这个包中的表，盖章页扫描件不能再删除")
        scan.delete()
        transaction.on_commit(lambda: storage.delete(place))
