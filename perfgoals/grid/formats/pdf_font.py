"""The faces of a PDF: characters become glyphs while pages are drawn, and each face is embedded with just those glyphs.

Nothing is shaped: Chinese, Latin and signs are one glyph a character, set side by side, as the geometry measured them.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pydyf
import uharfbuzz as hb

from perfgoals.grid.faces import hei, song, subset
from perfgoals.grid.style import Family

MISSING = 0
"""The glyph of a character that no face has: an empty box."""


class Typeface:
    """A font file, opened once a process. Widths are in thousandths of an em."""

    def __init__(self, path: Path, index: int, name: str) -> None:
        self.name = name
        self.face = hb.Face(hb.Blob.from_file_path(str(path)), index)
        self._font = hb.Font(self.face)
        self._glyphs: dict[str, int] = {}
        self._widths: dict[int, float] = {}

    def glyph(self, char: str) -> int:
        if char not in self._glyphs:
            self._glyphs[char] = self._font.get_nominal_glyph(ord(char)) or MISSING
        return self._glyphs[char]

    def width(self, glyph: int) -> float:
        if glyph not in self._widths:
            self._widths[glyph] = self._font.get_glyph_h_advance(glyph) * 1000 / self.face.upem
        return self._widths[glyph]

    @property
    def height(self) -> tuple[float, float]:
        """Ascender and descender."""
        extents = self._font.get_font_extents("ltr")
        return extents.ascender * 1000 / self.face.upem, extents.descender * 1000 / self.face.upem


@cache
def everyday(family: Family) -> Typeface:
    """The face cut down to the characters of everyday forms: most PDFs need no other."""
    font = song() if family == "宋体" else hei()
    return Typeface(subset(font), 0, font.family.replace(" ", "") + "-Everyday")


@cache
def whole(family: Family) -> Typeface:
    """The face with every character it has, for rare ones (㐂 𠮷 䶮): slow to cut down, so only where one occurs."""
    font = song() if family == "宋体" else hei()
    return Typeface(font.path, font.index, font.family.replace(" ", "") + "-Whole")


class Fonts:
    """The faces that one PDF uses, under the names its pages call them by."""

    def __init__(self) -> None:
        self._names: dict[Typeface, str] = {}
        self._used: dict[Typeface, dict[int, str]] = {}
        self.resources = pydyf.Dictionary()

    def runs(self, text: str, family: Family) -> Iterator[tuple[str, str, str]]:
        """The text in stretches of one face each: the face's name, the glyphs in hexadecimal, the characters."""
        start = 0
        while start < len(text):
            face = _face_for(text[start], family)
            stop = start + 1
            while stop < len(text) and face.glyph(text[stop]) and face.glyph(text[start]):
                stop += 1
            part = text[start:stop]
            glyphs = [face.glyph(char) for char in part]
            self._used.setdefault(face, {}).update(zip(glyphs, part, strict=True))
            yield self._name(face), "".join(f"{glyph:04x}" for glyph in glyphs), part
            start = stop

    def _name(self, face: Typeface) -> str:
        return self._names.setdefault(face, f"F{len(self._names)}")

    def embed(self, pdf: pydyf.PDF) -> None:
        """Puts the faces into the file, each with the glyphs that were used."""
        for face, name in self._names.items():
            self.resources[name] = _embedded(pdf, face, self._used[face])
        pdf.add_object(self.resources)


def width_of(text: str, family: Family) -> float:
    """The width of a line in ems."""
    faces = [(_face_for(char, family), char) for char in text]
    return sum(face.width(face.glyph(char)) for face, char in faces) / 1000


def _face_for(char: str, family: Family) -> Typeface:
    face = everyday(family)
    if face.glyph(char) or not whole(family).glyph(char):
        return face
    return whole(family)


def _embedded(pdf: pydyf.PDF, face: Typeface, used: dict[int, str]) -> bytes:
    """The composite font (PDF 32000-1, 9.7): codes are glyph numbers, and a map says which characters they stand for."""

    def added(thing: pydyf.Object) -> bytes:
        pdf.add_object(thing)
        reference: bytes = thing.reference
        return reference

    name = pydyf.name(f"{_tag(used)}+{face.name}")
    program = added(pydyf.Stream([_cut_down(face, used)], pydyf.Dictionary({"Subtype": "/OpenType"}), compress=True))
    descendant = added(_descendant(name, face, used, added(_descriptor(name, face, program))))
    font = {
        "Type": "/Font",
        "Subtype": "/Type0",
        "BaseFont": name,
        "Encoding": "/Identity-H",
        "DescendantFonts": pydyf.Array([descendant]),
        "ToUnicode": added(pydyf.Stream(_to_unicode(used), compress=True)),
    }
    return added(pydyf.Dictionary(font))


def _descriptor(name: bytes, face: Typeface, program: bytes) -> pydyf.Dictionary:
    ascent, descent = (round(each) for each in face.height)
    return pydyf.Dictionary(
        {
            "Type": "/FontDescriptor",
            "FontName": name,
            "Flags": 4,
            "FontBBox": pydyf.Array([-1000, descent, 3000, ascent]),
            "ItalicAngle": 0,
            "Ascent": ascent,
            "Descent": descent,
            "CapHeight": 733,
            "StemV": 80,
            "FontFile3": program,
        }
    )


def _descendant(name: bytes, face: Typeface, used: dict[int, str], descriptor: bytes) -> pydyf.Dictionary:
    identity = pydyf.Dictionary({"Registry": pydyf.String("Adobe"), "Ordering": pydyf.String("Identity"), "Supplement": 0})
    return pydyf.Dictionary(
        {
            "Type": "/Font",
            "Subtype": "/CIDFontType0",
            "BaseFont": name,
            "CIDSystemInfo": identity,
            "FontDescriptor": descriptor,
            "DW": 1000,
            "W": _widths(face, used),
        }
    )


def _tag(used: dict[int, str]) -> str:
    """Six capitals that differ with the glyphs, as the name of a subset begins."""
    number = sum((index + 1) * glyph for index, glyph in enumerate(sorted(used)))
    return "".join(chr(65 + number // 26**place % 26) for place in range(6))


def _cut_down(face: Typeface, used: dict[int, str]) -> bytes:
    wanted = hb.SubsetInput()
    wanted.glyph_set.update(used)
    wanted.layout_feature_tag_set.clear()
    # A PDF's codes are glyph numbers: they must stay, and be the character numbers of the font program too.
    wanted.flags = hb.SubsetFlags.RETAIN_GIDS | hb.SubsetFlags.CFF_IDENTITY_CHARSET | hb.SubsetFlags.NO_HINTING
    wanted.flags |= hb.SubsetFlags.DESUBROUTINIZE | hb.SubsetFlags.NOTDEF_OUTLINE
    data: bytes = hb.subset(face.face, wanted).blob.data
    return data


def _widths(face: Typeface, used: dict[int, str]) -> pydyf.Array:
    widths = pydyf.Array()
    for glyph in sorted(used):
        if (width := face.width(glyph)) != 1000:
            widths += [glyph, pydyf.Array([width])]
    return widths


def _to_unicode(used: dict[int, str]) -> list[bytes]:
    """Which character each glyph stands for, so that the text can be searched and copied (Adobe Technical Note 5411)."""
    pairs = [f"<{glyph:04x}> <{char.encode('utf-16-be').hex()}>" for glyph, char in sorted(used.items()) if glyph != MISSING]
    blocks = [pairs[start : start + 100] for start in range(0, len(pairs), 100)]
    mapping = [line for block in blocks for line in (f"{len(block)} beginbfchar", *block, "endbfchar")]
    opening = "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapType 2 def\n/CMapName /Characters def"
    space = "1 begincodespacerange\n<0000> <ffff>\nendcodespacerange"
    closing = "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
    return [line.encode("ascii") for line in (opening, space, *mapping, closing)]
