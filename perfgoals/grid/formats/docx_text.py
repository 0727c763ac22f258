"""The text of Word paragraphs as the page shows it: changes accepted, fields calculated, text boxes and lists included."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from perfgoals.grid.formats.docx_numbering import Numbering
from perfgoals.grid.formats.docx_package import W

_W = f"{{{W}}}"
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
PARAGRAPH, TABLE, ROW, CELL = f"{_W}p", f"{_W}tbl", f"{_W}tr", f"{_W}tc"
_TEXTS = (f"{_W}t", "{http://schemas.openxmlformats.org/officeDocument/2006/math}t")
_TRANSPARENT = {f"{_W}{name}" for name in ("ins", "moveTo", "smartTag", "customXml", "sdtContent")}
# Deleted and moved text, the field's instruction and the reading of a 拼音指南 are not on the page.
_ABSENT = {f"{_W}{name}" for name in ("del", "moveFrom", "instrText", "rt", "pPr", "rPr", "sdtPr", "tblPr", "tcPr")}
_SIGNS = {f"{_W}tab": "\t", f"{_W}ptab": "\t", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_OFF = ("0", "false", "off")

# The places in fonts of signs that a form needs; w:sym names nothing but a place in a font.
_SYMBOLS = {
    "symbol": {0xA3: "≤", 0xB3: "≥", 0xB4: "×", 0xB8: "÷", 0xB1: "±", 0xB9: "≠", 0xBB: "≈", 0xB0: "°", 0xB7: "·", 0xD6: "√"},
    "wingdings": {0xA8: "□", 0x6F: "□", 0xFC: "√", 0xFE: "☑", 0xFD: "☒", 0xFB: "×", 0x6C: "●", 0x6E: "■"},
    "wingdings 2": {0x52: "☑", 0x54: "☒", 0xA3: "□", 0x50: "√", 0x4F: "×"},
}


def value_of(element: etree._Element | None, name: str = "val") -> str:
    """An attribute of Word's; "" where it or the element is missing."""
    return "" if element is None else str(element.get(f"{_W}{name}", ""))


def is_on(parent: etree._Element | None, path: str) -> bool:
    """Whether a switch like ``w:tblHeader`` is there and not turned off."""
    found = None if parent is None else parent.find("/".join(f"{_W}{name}" for name in path.split("/")))
    return found is not None and value_of(found) not in _OFF


def members(parent: etree._Element) -> Iterator[etree._Element]:
    """The children as the page shows them: what only wraps them is looked through, what was deleted is left out."""
    for child in parent:
        if child.tag in _ABSENT:
            continue
        if child.tag in _TRANSPARENT:
            yield from members(child)
        elif child.tag == f"{_W}sdt":
            yield from _controlled(child)
        elif child.tag == f"{_COMPATIBILITY}AlternateContent":
            # Every branch says the same, for older and newer programs.
            yield from members(child[0]) if len(child) else ()
        else:
            yield child


def _controlled(control: etree._Element) -> Iterator[etree._Element]:
    """What a content control holds. “单击此处输入文字” is a prompt of Word's, not a text; but a cell in it remains a cell."""
    prompts = is_on(control, "sdtPr/showingPlcHdr")
    for child in members(control):
        if child.tag in (ROW, CELL) or not prompts:
            yield child


class Story:
    """Reads paragraphs one after the other, for automatic numbers are counted on the way."""

    def __init__(self, numbering: Numbering) -> None:
        self._numbering = numbering

    def blocks(self, parent: etree._Element) -> Iterator[str | etree._Element]:
        """The text of each paragraph, and each table, in order."""
        begun: str | None = None
        for block in members(parent):
            if block.tag == PARAGRAPH:
                begun = (begun or "") + self._paragraph(block)
                # A deleted paragraph mark joins the paragraph with the next one.
                if block.find(f"{_W}pPr/{_W}rPr/{_W}del") is None:
                    yield begun
                    begun = None
            elif block.tag == TABLE:
                if begun is not None:
                    yield begun
                    begun = None
                yield block
        if begun is not None:
            yield begun

    def text(self, parent: etree._Element) -> str:
        """The paragraphs of a cell or text box as lines; a table within it as lines too, with tabs between its cells."""
        control = parent.getparent()
        if control is not None and control.tag == f"{_W}sdtContent" and is_on(control.getparent(), "sdtPr/showingPlcHdr"):
            return ""
        lines: list[str] = []
        owed = False
        for block in self.blocks(parent):
            # Word wants a paragraph behind a table that ends a cell: an empty one says nothing.
            if not (owed and block == ""):
                lines.append(block if isinstance(block, str) else self._nested(block))
            owed = not isinstance(block, str)
        return "\n".join(lines)

    def _nested(self, table: etree._Element) -> str:
        rows = (row for row in members(table) if row.tag == ROW)
        return "\n".join("\t".join(self.text(cell) for cell in members(row) if cell.tag == CELL) for row in rows)

    def _paragraph(self, paragraph: etree._Element) -> str:
        reading = _Reading(self)
        reading.take(paragraph)
        own = self._numbering.label(paragraph) + "".join(reading.pieces)
        return "\n".join(text for text in (own, *reading.boxes) if text)


class _Reading:
    """The pieces of one paragraph, and the texts of the boxes anchored in it."""

    def __init__(self, story: Story) -> None:
        self.pieces: list[str] = []
        self.boxes: list[str] = []
        self._story = story
        # For each field that we are in, whether we are past its instruction.
        self._fields: list[bool] = []

    def take(self, parent: etree._Element) -> None:
        for child in members(parent):
            if child.tag == f"{_W}fldChar":
                self._field(child)
            elif child.tag == f"{_W}txbxContent":
                self.boxes.append(self._story.text(child))
            elif child.tag == f"{_W}r" and is_on(child, "rPr/vanish"):
                continue
            elif (sign := _sign(child)) is None:
                self.take(child)
            elif all(self._fields):
                self.pieces.append(sign)

    def _field(self, mark: etree._Element) -> None:
        kind = value_of(mark, "fldCharType")
        if kind == "begin":
            self._fields.append(False)
            box = mark.find(f"{_W}ffData/{_W}checkBox")
            if box is not None:
                switch = "checked" if box.find(f"{_W}checked") is not None else "default"
                self.pieces.append("☑" if is_on(box, switch) else "□")
        elif self._fields and kind == "separate":
            self._fields[-1] = True
        elif self._fields and kind == "end":
            self._fields.pop()


def _sign(element: etree._Element) -> str | None:
    """What the element itself prints; None where it only holds what prints."""
    if element.tag in _TEXTS:
        return element.text or ""
    if element.tag == f"{_W}br":
        return "\n" if value_of(element, "type") in ("", "textWrapping") else ""
    if element.tag == f"{_W}sym":
        return _symbol(value_of(element, "font").casefold(), value_of(element, "char"))
    return _SIGNS.get(str(element.tag))


def _symbol(font: str, place: str) -> str:
    try:
        code = int(place, 16)
        # Fonts of signs have theirs in the private area, F000 on.
        known = _SYMBOLS.get(font, {}).get(code - 0xF000 if 0xF000 <= code <= 0xF0FF else code)
        return known or chr(code)
    except (ValueError, OverflowError):
        return ""
