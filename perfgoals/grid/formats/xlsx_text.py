"""How a workbook spells characters that XML cannot hold: ``_x000D_``; and what it does to texts that look like that."""

from __future__ import annotations

import re

MAX_TEXT = 32_767
"""UTF-16 units a cell of Excel holds."""

_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_UNPRINTABLE = re.compile("[\0-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")


def escaped(text: str) -> str:
    """``text`` as it is written; a text such as ``_x0041_`` is kept from being taken for an escape."""
    return _LOOKS_ESCAPED.sub("_x005F_", text) if "_x" in text else text


def unescaped(text: str) -> str:
    """What is displayed of a text as it is written: line ends are ``\\n``, control characters are dropped."""
    if "_x" in text:
        text = _ESCAPED.sub(_character, text)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text


def length(text: str) -> int:
    """How long Excel counts a text: a character beyond the first plane, such as 𠮷, is two."""
    return len(text) + sum(character > "\uffff" for character in text)


def unprintable(text: str) -> str:
    """The first character of ``text`` that cannot stand in a workbook, as ``U+0007``; empty where there is none."""
    found = _UNPRINTABLE.search(text)
    return f"U+{ord(found[0]):04X}" if found else ""


def _character(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    if 0xD800 <= code < 0xE000:
        return match[0]
    return "" if _UNPRINTABLE.match(chr(code)) and code != 0x0D else chr(code)
