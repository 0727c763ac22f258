"""Attachments: what may be uploaded, under which name it is given out, and how its content never lies about alone.

The content lies under a random name; its kind is told by its first bytes and its extension together. What else is in it is looked
at only where it is shown: exchange/viewing.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import PurePosixPath
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from perfgoals.accounts.models import User
from perfgoals.tables.access import OPEN_TO_THE_AUTHOR
from perfgoals.tables.models import Attachment, TargetTable
from perfgoals.tables.models.attachment import stored_name

MEGABYTE = 1024 * 1024
MAX_SIZE = 20 * MEGABYTE
MAX_COUNT = 20

_PACKAGE, _CONTAINER = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OFFICE = (_PACKAGE, _CONTAINER)  # old programs save either under either extension; a locked .docx is a container
KINDS: dict[str, tuple[bytes, ...]] = {
    "pdf": (b"%PDF-",),
    "docx": _OFFICE,
    "xlsx": _OFFICE,
    "doc": _OFFICE,
    "xls": _OFFICE,
    "wps": _OFFICE,
    "et": _OFFICE,
    "ods": (_PACKAGE,),
    "odt": (_PACKAGE,),
    "ofd": (_PACKAGE,),
    "zip": (_PACKAGE,),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "jpg": (b"\xff\xd8\xff",),
    "jpeg": (b"\xff\xd8\xff",),
}
"""The extensions that may be uploaded, and what such a file begins with."""

_UNSAFE = re.compile(r'[<>:"/\\|?*]+')
_LONGEST_NAME = 120


class NotAttached(Exception):
    """str: one sentence on why the file was not taken, and what to do."""


def clean_name(name: str) -> str:
    """The name without folders, control and direction characters and signs that a file system forbids; its extension is kept."""
    last = name.replace("\\", "/").rpartition("/")[2]
    visible = "".join(" " if unicodedata.category(sign)[0] in "CZ" else sign for sign in last)
    path = PurePosixPath(" ".join(_UNSAFE.sub(" ", visible).split()).strip(" .") or "附件")
    suffix = path.suffix[:10]
    return f"{path.stem.strip(' .')[: _LONGEST_NAME - len(suffix)] or '附件'}{suffix}"


def attach(table: TargetTable, upload: UploadedFile[bytes], *, kind: str, by: User) -> Attachment:
    """The file as an attachment of the table, row and content both; NotAttached, and neither, when it may not be one.

    Opens its own outermost transaction: only so can the content be taken away again when the row is not committed.
    """
    attachment = Attachment(table=table, kind=kind, uploaded_by=by, **described(upload))
    keep(attachment, upload, stored_name(attachment, attachment.name), partial(_refuse_in_this_table, attachment))
    return attachment


def described(upload: UploadedFile[bytes], kinds: Mapping[str, tuple[bytes, ...]] = KINDS, what: str = "附件") -> dict[str, Any]:
    """Name, size and sha256 of the file, for its row; NotAttached as ``refuse_unfit``."""
    name = clean_name(upload.name or "")
    return {"name": name, "size": refuse_unfit(name, upload, kinds, what), "sha256": _sha256(upload)}


def keep(record: Any, upload: UploadedFile[bytes], place: str, refuse: Callable[[], None]) -> None:
    """Row and content both, or neither: ``record`` has a ``content``, ``refuse`` says in the same transaction why it may not be.

    The outermost transaction: only so can the content be taken away again when the row is not committed.
    """
    storage = record.content.storage
    try:
        with transaction.atomic(durable=True):
            refuse()
            record.content.name = storage.save(place, upload)
            record.save()
    except BaseException:
        storage.delete(place)
        raise


def refuse_unfit(name: str, upload: UploadedFile[bytes], kinds: Mapping[str, tuple[bytes, ...]] = KINDS, what: str = "附件") -> int:
    """The size; NotAttached for a file that is never taken: too large, empty, of another kind, or other than its extension says."""
    if not upload.size:
        raise NotAttached(f"“{name}”是空文件，没有上传，请检查原文件")
    if upload.size > MAX_SIZE:
        raise NotAttached(f"“{name}”有 {upload.size / MEGABYTE:.1f} MB，超过每个{what} 20 MB 的上限，没有上传，请压缩或拆分后再上传")
    extension = PurePosixPath(name).suffix.lower().removeprefix(".")
    if extension not in kinds:
        said = f" .{extension} 文件" if extension else "没有扩展名的文件"
        raise NotAttached(f"{what}不接受{said}（{name}），请另存为 {'、'.join(kinds)} 中的一种再上传")
    upload.seek(0)
    if not upload.read(8).startswith(kinds[extension]):
        raise NotAttached(f"“{name}”的内容不是 .{extension} 文件，没有上传，请用原来的程序打开并另存后再上传")
    return upload.size


def _refuse_in_this_table(attachment: Attachment) -> None:
    """Under the table's lock, so that two uploads at once do not both find the last place free."""
    table = TargetTable.objects.select_for_update().get(pk=attachment.table_id)
    if table.deleted_at or table.state not in OPEN_TO_THE_AUTHOR:
        raise NotAttached("这张表现在不能增加附件，请刷新页面查看它的状态")
    if table.attachments.count() >= MAX_COUNT:
        raise NotAttached(f"每张表最多 {MAX_COUNT} 个附件，没有上传，请先删除不需要的附件或合并成一个文件")
    if same := table.attachments.filter(sha256=attachment.sha256).first():
        raise NotAttached(f"这个文件已经上传过，名为“{same.name}”（{same.get_kind_display()}），不必再传")


def _sha256(upload: UploadedFile[bytes]) -> str:
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    return digest.hexdigest()


def delete_attachment(attachment: Attachment) -> None:
    """The row away, and the content once that is committed; NotAttached when the table has left its author meanwhile."""
    storage, place = attachment.content.storage, str(attachment.content.name)
    with transaction.atomic():
        table = TargetTable.objects.select_for_update().get(pk=attachment.table_id)
        if table.deleted_at or table.state not in OPEN_TO_THE_AUTHOR:
            raise NotAttached("这张表现在不能删除附件，请刷新页面查看它的状态")
        attachment.delete()
        transaction.on_commit(lambda: storage.delete(place))
