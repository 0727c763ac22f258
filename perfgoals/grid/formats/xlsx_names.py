"""Names of worksheets as Excel accepts them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from perfgoals.grid.formats.xlsx_text import length

_ILLEGAL = re.compile(r"[\[\]:*?/\\!\x00-\x1f\ud800-\udfff\ufffe\uffff]+")


def legal_names(wanted: Sequence[str], count: int) -> list[str]:
    """A name for every sheet that Excel accepts: not empty, at most 31 characters, none twice whatever the case."""
    names: list[str] = []
    taken = {"history", "历史记录"}  # Excel keeps this one for itself
    for index in range(count):
        base = _ILLEGAL.sub(" ", wanted[index] if index < len(wanted) else "").strip(" '")
        base = base or f"表{index + 1}"
        name, again = _shortened(base, ""), 1
        while name.casefold() in taken:
            again += 1
            name = _shortened(base, f"({again})")
        taken.add(name.casefold())
        names.append(name)
    return names


def _shortened(base: str, behind: str) -> str:
    while length(base + behind) > 31:
        base = base[:-1]
    return base.rstrip(" '") + behind
