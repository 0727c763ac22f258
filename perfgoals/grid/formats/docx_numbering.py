"""The numbers that Word puts before paragraphs by itself: 1. （一） ① …

They stand nowhere in the text. A form whose paragraphs were numbered by Word would lose the numbers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from lxml import etree

from perfgoals.grid.formats.docx_package import W

_W = f"{{{W}}}"
_PLACEHOLDER = re.compile("%([1-9])")
_LEVELS = 9


class _Level(NamedTuple):
    start: int
    format: str
    text: str
    style: str


@dataclass(frozen=True, slots=True)
class _List:
    """A ``w:num``: an appearance of the list ``counted_as``, with which it shares the count."""

    counted_as: str
    levels: Mapping[int, _Level]
    restarts: Mapping[int, int]


class Numbering:
    """Counts while the document's paragraphs go by. ``numbering`` and ``styles`` are the parts of those names, if any."""

    def __init__(self, numbering: etree._Element | None, styles: etree._Element | None) -> None:
        self._lists = {} if numbering is None else dict(_lists(numbering))
        self._styles = {} if styles is None else {_value(style, "styleId"): style for style in styles.iterfind(f"{_W}style")}
        self._counts: dict[str, dict[int, int]] = {}
        self._restarted: set[tuple[str, int]] = set()

    def label(self, paragraph: etree._Element) -> str:
        """What Word prints before this paragraph, counting it; "" for none, for bullets and for numerals not known here.

        To be asked once for every paragraph, in the document's order.
        """
        name, depth = self._place(paragraph)
        found = self._lists.get(name)
        if found is None or depth not in found.levels:
            return ""
        counts = self._count(name, found, depth)
        return _printed(found.levels, depth, counts)

    def _place(self, paragraph: etree._Element) -> tuple[str, int]:
        """The list and the level of a paragraph: its own, or its style's."""
        properties = paragraph.find(f"{_W}pPr")
        if properties is None:
            return "", 0
        name, depth = _own_place(properties)
        style = _child_value(properties, "pStyle")
        if not name and style:
            name, depth_of_style = self._place_of_style(style)
            depth = depth_of_style if depth is None else depth
        return name, depth or 0

    def _place_of_style(self, style: str) -> tuple[str, int]:
        seen: set[str] = set()
        named = style
        while named in self._styles and named not in seen:
            seen.add(named)
            properties = self._styles[named].find(f"{_W}pPr")
            name, depth = ("", None) if properties is None else _own_place(properties)
            if name:
                return name, self._linked_level(name, style) if depth is None else depth
            named = _child_value(self._styles[named], "basedOn")
        return "", 0

    def _linked_level(self, name: str, style: str) -> int:
        levels = self._lists[name].levels if name in self._lists else {}
        return next((depth for depth, level in levels.items() if level.style == style), 0)

    def _count(self, name: str, found: _List, depth: int) -> Mapping[int, int]:
        counts = self._counts.setdefault(found.counted_as, {})
        if depth in found.restarts and (name, depth) not in self._restarted:
            self._restarted.add((name, depth))
            counts[depth] = found.restarts[depth]
        else:
            counts[depth] = counts[depth] + 1 if depth in counts else found.levels[depth].start
        for deeper in range(depth + 1, _LEVELS):
            counts.pop(deeper, None)
        return counts


def _printed(levels: Mapping[int, _Level], depth: int, counts: Mapping[int, int]) -> str:
    def numeral(match: re.Match[str]) -> str:
        level = levels.get(int(match.group(1)) - 1)
        if level is None:
            return ""
        return _NUMERALS[level.format](counts.get(int(match.group(1)) - 1, level.start))

    needed = [levels[int(number) - 1].format for number in _PLACEHOLDER.findall(levels[depth].text) if int(number) - 1 in levels]
    if not needed or any(form not in _NUMERALS for form in needed):
        return ""
    label = _PLACEHOLDER.sub(numeral, levels[depth].text)
    # Between a bare number and the text Word shows a gap: 1 万元 is not 1万元.
    return label + " " if label[-1:].isdecimal() or label[-1:].isalpha() else label


def _lists(numbering: etree._Element) -> list[tuple[str, _List]]:
    patterns = {_value(pattern, "abstractNumId"): pattern for pattern in numbering.iterfind(f"{_W}abstractNum")}
    lists = []
    for number in numbering.iterfind(f"{_W}num"):
        key = _child_value(number, "abstractNumId")
        if key in patterns:
            lists.append((_value(number, "numId"), _list(number, key, patterns[key])))
    return lists


def _list(number: etree._Element, key: str, pattern: etree._Element) -> _List:
    overrides = list(number.iterfind(f"{_W}lvlOverride"))
    levels = dict(map(_level, pattern.iterfind(f"{_W}lvl")))
    levels.update(_level(level) for override in overrides for level in override.iterfind(f"{_W}lvl"))
    restarts = {
        _integer(_value(override, "ilvl")): _integer(_child_value(override, "startOverride"))
        for override in overrides
        if override.find(f"{_W}startOverride") is not None
    }
    return _List(key, levels, restarts)


def _level(level: etree._Element) -> tuple[int, _Level]:
    start = _integer(_child_value(level, "start") or "0")
    form = _child_value(level, "numFmt") or "decimal"
    return _integer(_value(level, "ilvl")), _Level(start, form, _child_value(level, "lvlText"), _child_value(level, "pStyle"))


def _own_place(properties: etree._Element) -> tuple[str, int | None]:
    place = properties.find(f"{_W}numPr")
    if place is None:
        return "", None
    depth = _child_value(place, "ilvl")
    return _child_value(place, "numId"), _integer(depth) if depth else None


def _value(element: etree._Element, name: str) -> str:
    return str(element.get(f"{_W}{name}", ""))


def _child_value(element: etree._Element, name: str) -> str:
    child = element.find(f"{_W}{name}")
    return "" if child is None else _value(child, "val")


def _integer(text: str) -> int:
    return int(text) if re.fullmatch("[0-9]{1,6}", text) else 0


def _chinese(number: int) -> str:
    digits = "〇一二三四五六七八九"
    tens, ones = divmod(number, 10)
    if not 0 < number < 100:
        return str(number)
    return (digits[tens] if tens > 1 else "") + ("十" if tens else "") + (digits[ones] if ones else "")


def _letter(number: int) -> str:
    # After Z come AA, BB, …
    return chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1) if 0 < number <= 780 else str(number)


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    signs = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"))
    printed = ""
    for value, sign in (*signs, (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        printed += sign * (number // value)
        number %= value
    return printed


def _circled(number: int) -> str:
    return chr(ord("①") + number - 1) if 0 < number <= 20 else str(number)


_NUMERALS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02}",
    "decimalFullWidth": lambda number: str(number).translate({ord("0") + digit: ord("０") + digit for digit in range(10)}),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "japaneseCounting": _chinese,
    "upperLetter": _letter,
    "lowerLetter": lambda number: _letter(number).lower(),
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
}
