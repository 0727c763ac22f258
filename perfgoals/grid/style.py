"""How each role is drawn: one table that every format reads, so that a form looks the same wherever it is opened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from perfgoals.grid.model import Role

Align = Literal["left", "center"]
Family = Literal["宋体", "黑体"]


@dataclass(frozen=True, slots=True)
class Style:
    """Face, size in points and alignment of a role's text. ``line`` is the line height in points."""

    family: Family = "宋体"
    size: float = 10.5
    line: float = 14.0
    align: Align = "center"


STYLES: dict[Role, Style] = {
    "title": Style("黑体", 18, 26),
    "subtitle": Style(size=12, line=18),
    "heading": Style("黑体", 14, 22, "left"),
    "paragraph": Style(size=12, line=22, align="left"),
    "note": Style(align="left"),
    "sign": Style(line=20, align="left"),
    "label": Style(),
    "head": Style(),
    "group": Style(),
    "text": Style(align="left"),
    "value": Style(),
    "amount": Style(),
}

PADDING_X = 3.0
"""Points between a cell's border and its text, left and right."""

PADDING_Y = 3.0
"""Points between a cell's border and its text, above and below."""

BORDER = 0.5
"""Width of a border in points."""

CONTINUED = "\n（续）"
"""Put behind a merged label that is repeated on the next page: on a line of its own, for its column is narrow."""
