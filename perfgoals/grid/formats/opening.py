"""What stands at the door of every reader: which kind of file this is, and why it cannot be read if it cannot.

The name a file bears is never asked: a web page saved as ``.xls`` and a workbook renamed ``.docx`` are everyday guests.
"""

from __future__ import annotations

import posixpath
import struct
import zipfile
from collections.abc import Iterator
from io import BytesIO
from itertools import takewhile
from typing import Literal

import olefile
from lxml import etree

from perfgoals.grid.formats import signatures
from perfgoals.grid.formats.package import RESAVE, Unreadable, open_package, parse_xml, read_part, refuse_too_large

Kind = Literal["docx", "xlsx", "xls", "ods"]

_SPREADSHEET = "application/vnd.oasis.opendocument.spreadsheet"
SAMPLE = 4096
"""Bytes looked at to tell what a text is."""

EOF = 0x0A
_FILEPASS = 0x2F


def kind_of(data: bytes) -> Kind:
    """The kind of office file, by its content. Raises Unreadable for everything that no reader reads, saying what it is."""
    refuse_too_large(data)
    if not data:
        raise Unreadable(signatures.EMPTY)
    if data.startswith(b"PK"):
        return _kind_of_package(data)
    if data.startswith(olefile.MAGIC):
        return _kind_of_container(data)
    raise Unreadable(_foreign(data))


def workbook_stream(data: bytes) -> bytes:
    """The BIFF records of an old Excel workbook, out of their OLE2 container. Raises Unreadable where it holds no open workbook."""
    try:
        with olefile.OleFileIO(BytesIO(data)) as container:
            names = {"/".join(path).lower() for path in container.listdir()}
            name = next((name for name in ("workbook", "book") if name in names), "")
            stream = container.openstream(name).read() if name else b""
    except (OSError, ValueError, LookupError, TypeError, AttributeError, struct.error, RecursionError) as error:
        raise Unreadable(f"文件已损坏或不完整，{RESAVE}") from error
    if not name:
        found = (sentence for name, sentence in signatures.OLE_STREAMS if name.lower() in names)
        raise Unreadable(next(found, signatures.UNKNOWN))
    if not stream:
        raise Unreadable(f"文件已损坏：工作簿内容为空，{RESAVE}")
    if any(kind == _FILEPASS for kind, _ in _globals(stream)):
        raise Unreadable(signatures.LOCKED)
    return stream


def records(stream: bytes, position: int = 0) -> Iterator[tuple[int, int]]:
    """The kind of each BIFF record from ``position`` on, and where the next one begins."""
    while position + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, position)
        position += 4 + length
        yield kind, position


def _kind_of_package(data: bytes) -> Kind:
    with open_package(data) as package:
        names = set(package.namelist())
        if "[Content_Types].xml" in names:
            return _kind_of_ooxml(package)
        if "mimetype" in names or "META-INF/manifest.xml" in names:
            return _kind_of_odf(package)
    raise Unreadable(next((sentence for name, sentence in signatures.OTHER_MEMBERS if name in names), signatures.OTHER_PACKAGE))


def _kind_of_ooxml(package: zipfile.ZipFile) -> Kind:
    media_type = _main_content_type(package)
    for word, sentence in signatures.OOXML_KINDS:
        if word in media_type:
            raise Unreadable(sentence)
    # Templates and files with macros have types of their own and are read alike; macros are never run.
    if "wordprocessingml" in media_type or "ms-word" in media_type:
        return "docx"
    if "spreadsheetml" in media_type or "ms-excel" in media_type:
        return "xlsx"
    raise Unreadable(signatures.UNKNOWN)


def _main_content_type(package: zipfile.ZipFile) -> str:
    """The content type, in lower case, of the part that the package's relationships name as its document."""
    types: dict[str, str] = {}
    for element in parse_xml(read_part(package, "[Content_Types].xml")):
        key = element.get("PartName") or "." + element.get("Extension", "")
        types[key.lower()] = element.get("ContentType", "").lower()
    for relation in parse_xml(read_part(package, "_rels/.rels")):
        if relation.get("Type", "").endswith("/officeDocument"):
            part = posixpath.join("/", relation.get("Target", "")).lower()
            return types.get(part) or types.get(posixpath.splitext(part)[1], "")
    return ""


def _kind_of_odf(package: zipfile.ZipFile) -> Kind:
    media_type = ""
    if "mimetype" in package.NameToInfo:
        media_type = read_part(package, "mimetype").decode("ascii", "replace").strip()
    if "META-INF/manifest.xml" in package.NameToInfo:
        manifest = parse_xml(read_part(package, "META-INF/manifest.xml"))
        if manifest.find(".//{*}encryption-data") is not None:
            raise Unreadable(signatures.LOCKED)
        media_type = media_type or _root_media_type(manifest)
    if media_type in (_SPREADSHEET, _SPREADSHEET + "-template"):
        return "ods"
    found = (sentence for beginning, sentence in signatures.ODF_KINDS if media_type.startswith(beginning))
    raise Unreadable(next(found, signatures.OTHER_PACKAGE))


def _root_media_type(manifest: etree._Element) -> str:
    for entry in manifest:
        named = {etree.QName(name).localname: value for name, value in entry.attrib.items()}
        if named.get("full-path") == "/":
            return str(named.get("media-type", ""))
    return ""


def _kind_of_container(data: bytes) -> Kind:
    workbook_stream(data)
    return "xls"


def _globals(stream: bytes) -> Iterator[tuple[int, int]]:
    """The records before the first sheet. A FILEPASS among them says that all that follows is encrypted."""
    return takewhile(lambda record: record[0] != EOF, records(stream))


def _foreign(data: bytes) -> str:
    """What to say of a file that is neither a zip package nor an OLE2 container."""
    for magic, sentence in signatures.MAGIC:
        if data.startswith(magic):
            return sentence
    for offset, magic, sentence in signatures.MAGIC_INSIDE:
        if data.startswith(magic, offset):
            return sentence
    text = _text(data[:SAMPLE])
    if text is None:
        return signatures.UNKNOWN
    if text.startswith("mime-version:"):
        return signatures.WEB_ARCHIVE
    if not text.startswith("<"):
        return signatures.PLAIN_TEXT
    return next((sentence for word, sentence in signatures.MARKUP if word in text), signatures.OTHER_MARKUP)


def _text(sample: bytes) -> str | None:
    """The beginning of a text file in lower case; None for bytes that are no text."""
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return sample.decode("utf-16", "replace").lstrip("\ufeff \t\r\n").lower()
    if any(byte < 0x20 and byte not in b"\t\n\r\f" for byte in sample):
        return None
    # Every sign looked for is ASCII, so it does not matter that a 国标 text is read as UTF-8.
    return sample.decode("utf-8", "replace").lstrip("\ufeff \t\r\n").lower()
