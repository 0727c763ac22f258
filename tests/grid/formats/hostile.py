"""Builders of files that mean harm, or merely look as if, and of the smallest honest ones they are compared with."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO

TABLES = "application/vnd.oasis.opendocument.spreadsheet"
_OPENXML = "application/vnd.openxmlformats-officedocument"
_DEFAULTS = (("rels", "vnd.openxmlformats-package.relationships+xml"), ("xml", "xml"))
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_ODF = "".join(f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text", "drawing"))

LAUGHS = (
    '<!DOCTYPE lolz [<!ENTITY lol "lol">'
    + "".join(f'<!ENTITY lol{n} "{f"&lol{n - 1};" * 10}">'.replace("lol0", "lol") for n in range(1, 10))
    + "]>"
)
"""A thousand million laughs, for ``&lol9;``."""

QUADRATIC = f'<!DOCTYPE q [<!ENTITY lol9 "{"x" * 100_000}">]>'
"""One long entity, harmful when called often."""


def packed(parts: Mapping[str, bytes | str]) -> bytes:
    """A zip package of these parts."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def changed(data: bytes, **parts: bytes | None) -> bytes:
    """The package with parts replaced or, for None, left out; ``__`` in a name stands for ``/``, ``_`` for a point."""
    given = {name.replace("__", "/").replace("_", "."): content for name, content in parts.items()}
    return packed({name: content for name, content in (parts_of(data) | given).items() if content is not None})


def with_prolog(xml: bytes, doctype: str, encoding: str = "utf-8") -> bytes:
    """The XML with a DOCTYPE in front of its root, which says ``&lol9;`` if it says anything."""
    text = re.sub(r"^﻿?\s*<\?xml.*?\?>\s*", "", xml.decode())
    text = re.sub(r">([^<>&]+)<", ">&lol9;<", text, count=1)
    return f'<?xml version="1.0" encoding="{encoding}"?>{doctype}{text}'.encode(encoding)


def ods(tables: str, mimetype: str = TABLES) -> bytes:
    """A spreadsheet of the ``<table:table>`` elements given."""
    book = f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
    return packed({"mimetype": mimetype, "content.xml": f"<office:document-content{_ODF}>{book}</office:document-content>"})


def ods_rows(rows: str) -> bytes:
    return ods(f'<table:table table:name="一">{rows}</table:table>')


def ooxml(main: str, content_type: str, parts: Mapping[str, str]) -> bytes:
    types = [f'<Default Extension="{name}" ContentType="application/{kind}"/>' for name, kind in _DEFAULTS]
    types.append(f'<Override PartName="/{main}" ContentType="{content_type}"/>')
    sheets = (name for name in parts if name.startswith("xl/worksheets/"))
    types += (f'<Override PartName="/{name}" ContentType="{_OPENXML}.spreadsheetml.worksheet+xml"/>' for name in sheets)
    listed = f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{"".join(types)}</Types>'
    return packed({"[Content_Types].xml": listed, "_rels/.rels": _relations(("officeDocument", main)), **parts})


def xlsx(sheet: str, content_type: str = f"{_OPENXML}.spreadsheetml.sheet.main+xml") -> bytes:
    """A workbook of one sheet, given what stands inside its ``<worksheet>``."""
    namespaces = f'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{_RELATIONS}"'
    return ooxml(
        "xl/workbook.xml",
        content_type,
        {
            "xl/workbook.xml": f'<workbook {namespaces}><sheets><sheet name="一" sheetId="1" r:id="rId1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": _relations(("worksheet", "worksheets/sheet1.xml")),
            "xl/worksheets/sheet1.xml": f"<worksheet {namespaces}>{sheet}</worksheet>",
        },
    )


def docx(body: str, content_type: str = f"{_OPENXML}.wordprocessingml.document.main+xml") -> bytes:
    """A Word document, given what stands inside its ``<w:body>``."""
    namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    document = f'<w:document xmlns:w="{namespace}"><w:body>{body}</w:body></w:document>'
    return ooxml("word/document.xml", content_type, {"word/document.xml": document})


def _relations(*targets: tuple[str, str]) -> str:
    listed = "".join(f'<Relationship Id="rId{n}" Type="{_RELATIONS}/{kind}" Target="{to}"/>' for n, (kind, to) in enumerate(targets, 1))
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{listed}</Relationships>'


def zeros(megabytes: int) -> bytes:
    """A deflate stream that unpacks to so many megabytes of zeros, made without ever holding them."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = deflate.compress(bytes(1024 * 1024)) + deflate.flush(zlib.Z_FULL_FLUSH)
    return block * megabytes + deflate.flush()


def zip_by_hand(name: str, deflated: bytes, declared: int, times: int = 1) -> bytes:
    """A zip file whose directory names one deflated part ``times`` over and declares any size for it."""
    encoded = name.encode()
    sizes = struct.pack("<LLLHH", 0, len(deflated), declared, len(encoded), 0)
    local = b"PK\x03\x04" + struct.pack("<HHHHH", 20, 0, 8, 0, 0x21) + sizes + encoded + deflated
    entry = b"PK\x01\x02" + struct.pack("<HHHHHH", 20, 20, 0, 8, 0, 0x21) + sizes + struct.pack("<HHHLL", 0, 0, 0, 0, 0) + encoded
    directory = entry * times
    count = min(times, 0xFFFF)
    end = b"PK\x05\x06" + struct.pack("<HHHHLLH", 0, 0, count, count, len(directory), len(local), 0)
    return local + directory + end


def ole(streams: Mapping[str, bytes]) -> bytes:
    """An OLE2 container of these streams, each padded to the 4096 bytes below which streams live elsewhere."""
    bodies = {name: content + bytes(max(4096 - len(content), -len(content) % 512)) for name, content in streams.items()}
    sectors = b"".join(bodies.values())
    directory_sectors = -(-(len(bodies) + 1) // 4)
    fat: list[int] = []
    starts = []
    for size in (*(len(body) // 512 for body in bodies.values()), directory_sectors):
        starts.append(len(fat))
        fat += [*range(len(fat) + 1, len(fat) + size), 0xFFFFFFFE]
    fat_sectors = -(-(len(fat) + 1) // 127)
    first_fat = len(fat)
    fat += [0xFFFFFFFD] * fat_sectors
    fat += [0xFFFFFFFF] * (fat_sectors * 128 - len(fat))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<LLLLLLLLL", 0, fat_sectors, starts[-1], 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    listed = [*range(first_fat, first_fat + fat_sectors)]
    header += struct.pack("<109L", *listed, *[0xFFFFFFFF] * (109 - len(listed)))
    entries = [_ole_entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1)]
    for number, (name, body) in enumerate(bodies.items(), 1):
        entries.append(_ole_entry(name, 2, starts[number - 1], len(body), right=number + 1 if number < len(bodies) else None))
    directory = b"".join(entries).ljust(directory_sectors * 512, b"\0")
    return header + sectors + directory + struct.pack(f"<{len(fat)}L", *fat)


def _ole_entry(name: str, kind: int, start: int, size: int, child: int | None = None, right: int | None = None) -> bytes:
    nothing = 0xFFFFFFFF
    encoded = name.encode("utf-16-le") + b"\0\0"
    links = struct.pack("<LLL", nothing, nothing if right is None else right, nothing if child is None else child)
    return encoded.ljust(64, b"\0") + struct.pack("<HBB", len(encoded), kind, 1) + links + bytes(36) + struct.pack("<LQ", start, size)
