"""What a workbook keeps beside its sheets: which part is which, shared texts, number formats, properties."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping

from lxml import etree

from perfgoals.grid.formats.number_format import GENERAL, builtin
from perfgoals.grid.formats.package import Unreadable, parse_xml, read_part
from perfgoals.grid.formats.xlsx_text import unescaped

Relations = Mapping[str, tuple[str, str]]
"""A part's relations by their id: the last word of the kind, and the part it leads to."""

_RELATION_ID = re.compile(r"\{[^}]*/relationships\}id$")


def relations(package: zipfile.ZipFile, part: str) -> Relations:
    """The relations of a part of the package; those of the package itself for an empty name."""
    folder, name = posixpath.split(part)
    source = posixpath.join(folder, "_rels", f"{name}.rels")
    if source not in package.NameToInfo:
        return {}
    return {
        element.get("Id", ""): (
            posixpath.basename(element.get("Type", "")),
            posixpath.normpath(posixpath.join("/", folder, element.get("Target", "")))[1:],
        )
        for element in parse_xml(read_part(package, source))
        if element.get("TargetMode") != "External"
    }


def worksheets(book: etree._Element, of_book: Relations) -> Iterator[tuple[str, str]]:
    """The name and the part of each worksheet, in the order of their tabs; sheets that are charts are none."""
    for element in book.iterfind("{*}sheets/{*}sheet"):
        key = next((value for name, value in element.attrib.items() if _RELATION_ID.match(str(name))), "")
        if str(key) not in of_book:
            raise Unreadable("工作簿缺少其中一张工作表的内容，请用 Excel 或 WPS 打开，另存为新的 .xlsx 文件后再上传")
        kind, part = of_book[str(key)]
        if kind == "worksheet":
            yield element.get("name", ""), part


def is_1904(book: etree._Element) -> bool:
    """Whether the days of this workbook are counted from 1904, as Excel for the Macintosh once did."""
    setting = book.find("{*}workbookPr")
    return setting is not None and setting.get("date1904", "") in ("1", "true")


def shared_texts(package: zipfile.ZipFile, part: str) -> list[str]:
    return [text_of(element) for element in parse_xml(read_part(package, part)).iterfind("{*}si")] if part else []


def text_of(element: etree._Element) -> str:
    """The text of a string item, its differently formatted pieces joined; phonetic guides are no part of it.

    An escape is looked for in each piece: put together, two pieces that say ``_`` and ``x0041_`` are none.
    """
    pieces = []
    for child in element:
        name = etree.QName(child).localname
        if name == "t":
            pieces.append(unescaped(child.text or ""))
        elif name == "r":
            pieces.extend(unescaped(piece.text or "") for piece in child.iterfind("{*}t"))
    return "".join(pieces)


def formats(package: zipfile.ZipFile, part: str) -> list[str]:
    """The number format of each cell style."""
    if not part:
        return []
    styles = parse_xml(read_part(package, part))
    spelled = {element.get("numFmtId"): element.get("formatCode", "") for element in styles.iterfind("{*}numFmts/{*}numFmt")}
    return [_code(element.get("numFmtId", "0"), spelled) for element in styles.iterfind("{*}cellXfs/{*}xf")]


def _code(key: str, spelled: Mapping[str | None, str]) -> str:
    known = spelled.get(key) or (builtin(int(key)) if key.isdecimal() else None)
    return known or GENERAL


def properties(package: zipfile.ZipFile, part: str) -> tuple[tuple[str, str], ...]:
    """The workbook's own properties, pairs of name and value, as they were written."""
    if not part:
        return ()
    elements = parse_xml(read_part(package, part)).iterfind("{*}property")
    return tuple((element.get("name", ""), unescaped("".join(str(text) for text in element.itertext()))) for element in elements)
