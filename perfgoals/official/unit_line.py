"""A 单位 with its code in one cell, as offices write it: 342001某局, [055]某局, 219-某局, 某局 308001."""

from __future__ import annotations

import re

_BEFORE = (
    re.compile(r"^(\d{6,})\s*(?=[^\d\s\-—_])(.+)$", re.DOTALL),
    re.compile(r"^[\[【](\w{2,})[\]】]\s*(\S.*)$", re.DOTALL),
    re.compile(r"^(\d{2,})\s*[\-—_]\s*(\S.*)$", re.DOTALL),
    re.compile(r"^(\d{6,})\s+(\S.*)$", re.DOTALL),
)
_BEHIND = re.compile(r"^(.*[^\d\s\[【（(])\s*[\[【（(]?(\d{6,})[\]】）)]?$", re.DOTALL)


def code_and_name(text: str) -> tuple[str, str]:
    """The cell parted into (code, name). A short number without a mark of its own belongs to the name: 120急救中心."""
    whole = text.strip()
    if re.fullmatch(r"\d{6,}", whole):
        return whole, ""
    for pattern in _BEFORE:
        if found := pattern.match(whole):
            return found[1], found[2].strip()
    if found := _BEHIND.match(whole):
        return found[2], found[1].strip()
    return "", whole


def unit_text(code: str, name: str) -> str:
    """The cell for a code and a name: written together as published forms do, apart where that could not be read back."""
    if not code:
        return name
    ways = (f"{code}{name}", f"{code} {name}", f"[{code}]{name}")
    return next((way for way in ways if code_and_name(way) == (code, name)), ways[0])
