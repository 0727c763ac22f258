"""Opening zip packages and XML that strangers send: bounded in memory and time whatever the file claims about itself."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from struct import error as StructError

from lxml import etree

MEGABYTE = 1024 * 1024

MAX_FILE = 20 * MEGABYTE
"""Bytes of an uploaded file."""
MAX_UNPACKED = 200 * MEGABYTE
"""Bytes of all parts of a package together, unpacked."""
MAX_RATIO = 200
"""Unpacked bytes for one byte of the file, once more than ``RATIO_FROM`` bytes are unpacked."""
RATIO_FROM = 8 * MEGABYTE
MAX_ENTRIES = 5_000
"""Parts of a package."""
MAX_PART = 32 * MEGABYTE
"""Bytes of one part that is read."""
MAX_MARKUP = 2_500_000
"""``<`` and ``=`` in the XML that is parsed: each becomes a node of some hundred bytes, so this bounds the tree in memory."""
MAX_SHEETS = 200
MAX_ROWS = 20_000
"""Rows of a sheet, down to the last that says something."""
MAX_COLUMNS = 1_000
"""Columns of a sheet, up to the last that says something."""
MAX_CELLS = 200_000
"""Places (rows × columns) of a sheet or table."""
MAX_CELLS_IN_FILE = 400_000
"""Places of all sheets of a file together."""

CHUNK = 256 * 1024

RESAVE = "请用 Word、Excel 或 WPS 打开，另存为新的 .docx 或 .xlsx 文件后再上传"

_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    StructError,
    EOFError,
    KeyError,
    ValueError,
    OverflowError,
    OSError,
    NotImplementedError,
)


class Unreadable(Exception):
    """The file cannot be read. ``str()`` is one Chinese sentence for the user: what is wrong and what to do, without the file's name."""


def open_package(data: bytes) -> zipfile.ZipFile:
    """The zip package, its directory checked. Its parts are to be read by ``read_part`` only.

    Raises Unreadable for what is too large, damaged, locked with a password or packed in an unusual way.
    """
    refuse_too_large(data)
    # Counted in the bytes, before zipfile makes an object of each: the count the file declares may lie.
    if data.count(b"PK\x01\x02") > MAX_ENTRIES:
        raise Unreadable(f"文件内部的部件超过 {MAX_ENTRIES} 个，不像正常的办公文件，{RESAVE}")
    with _damage_said():
        package = zipfile.ZipFile(BytesIO(data))
    for entry in package.infolist():
        if entry.flag_bits & 0x1:
            raise Unreadable("文件已加密，请取消密码后再上传")
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Unreadable(f"文件内部使用了办公文件不用的压缩方式，{RESAVE}")
    return package


def read_part(package: zipfile.ZipFile, name: str) -> bytes:
    """The bytes of one part. Raises Unreadable where it is missing, damaged or larger than ``MAX_PART``."""
    if name not in package.NameToInfo:
        raise Unreadable(f"文件不完整：缺少内部部件 {name}，{RESAVE}")
    with _damage_said(), package.open(name) as stream:
        content = stream.read(MAX_PART + 1)
    if len(content) > MAX_PART:
        raise Unreadable(f"文件内部的 {name} 解压后超过 {MAX_PART // MEGABYTE} MB，请删去无关的内容后再上传")
    return content


def check_package(data: bytes) -> None:
    """Unpack the whole package once, keeping nothing, so that a library that opens it by itself meets no bomb.

    Raises Unreadable for what ``open_package`` refuses, for a part that unpacks to too much, and for a DOCTYPE.
    """
    unpacked = markup = 0
    with open_package(data) as package:
        for entry in package.infolist():
            drawing = entry.filename.lower().endswith(".svg")
            size = 0
            for chunk, seen in _chunks(package, entry):
                size += len(chunk)
                unpacked += len(chunk)
                _refuse_bomb(unpacked, len(data))
                # Drawing programs put a DOCTYPE into every SVG; without an ENTITY it does nothing.
                _refuse_declarations(seen, b"<!ENTITY" if drawing else b"<!DOCTYPE")
                # In every part, for a workbook may call its sheet anything; a picture has few of either sign.
                markup += chunk.count(b"<") + chunk.count(b"=")
                _refuse_markup(markup, size)


def parse_xml(data: bytes) -> etree._Element:
    """The root element. No entity is resolved, nothing is fetched, comments and processing instructions are left out.

    Raises Unreadable for XML that is not well-formed, has a DOCTYPE or would fill the memory.
    """
    _refuse_declarations(data, b"<!DOCTYPE")
    _refuse_markup(data.count(b"<") + data.count(b"="), len(data))
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable(f"文件内部的 XML 已损坏，{RESAVE}") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise _declared()
    return root


def refuse_too_large(data: bytes) -> None:
    """Raises Unreadable where the file is larger than ``MAX_FILE``."""
    if len(data) > MAX_FILE:
        raise Unreadable(f"文件超过 {MAX_FILE // MEGABYTE} MB，请删去其中的图片等无关内容，或拆分成几个文件后再上传")


def refuse_too_many(rows: int, columns: int) -> None:
    """Raises Unreadable where a sheet or table has more rows, columns or places than are read."""
    if rows > MAX_ROWS or columns > MAX_COLUMNS or rows * columns > MAX_CELLS:
        raise Unreadable(
            f"表格过大（{rows} 行、{columns} 列），最多读取 {MAX_ROWS} 行、{MAX_COLUMNS} 列、共 {MAX_CELLS} 个单元格，"
            "请删去多余的行和列后再上传"
        )


def _chunks(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[tuple[bytes, bytes]]:
    """Each chunk of a part, and the same with the end of the one before, so that no word is cut in two."""
    with _damage_said(), package.open(entry) as stream:
        before = b""
        while chunk := stream.read(CHUNK):
            yield chunk, before + chunk
            before = chunk[-64:]


def _refuse_bomb(unpacked: int, packed: int) -> None:
    if unpacked > MAX_UNPACKED or (unpacked > RATIO_FROM and unpacked > MAX_RATIO * packed):
        raise Unreadable(f"文件解压后异常庞大，不像正常的办公文件，{RESAVE}")


def _refuse_markup(markup: int, size: int) -> None:
    if markup > MAX_MARKUP or size > MAX_PART:
        raise Unreadable("文件内容过多，无法读取，请删去无关的工作表、行和列后再上传")


def _refuse_declarations(data: bytes, word: bytes) -> None:
    # Without its zero bytes UTF-16 and UTF-32 read like ASCII.
    if word in data or word in data.replace(b"\0", b""):
        raise _declared()


def _declared() -> Unreadable:
    return Unreadable(f"文件内部含有办公文件不应有的 DOCTYPE 或实体声明，{RESAVE}")


@contextmanager
def _damage_said() -> Iterator[None]:
    try:
        yield
    except _BROKEN as error:
        raise Unreadable(f"文件已损坏或不完整，无法解压，请重新下载，或{RESAVE.removeprefix('请')}") from error
