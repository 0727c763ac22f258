"""What a page asks to be changed, read from untrusted JSON. How each reads on the wire is told by its class."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from perfgoals.official.snapshot import SIDES, Side

MOST_CHANGES = 3_000
"""Of one save: a long day without a connection, or a table's whole contents twice."""

_LONGEST_NAME = 300
_UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")


class Malformed(ValueError):
    """The request is not one that the page sends. str: one sentence for whoever reads the log."""


@dataclass(frozen=True, slots=True)
class SetCell:
    """``{"do": "set", "path": "goals.annual", "text": …}``"""

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class SetInRow:
    """``{"do": "set", "row": key, "field": "value", "text": …}``"""

    row: str
    field: str
    text: str


@dataclass(frozen=True, slots=True)
class AddRow:
    """``{"do": "add", "row": new key, "side": "annual", "level2": …, "after": key | "" | null, "texts": {…}, "twin": key}``

    ``after``: the row above it; ``""`` for the very top; None for the end of its 二级指标. ``twin`` is the key of the same
    row on the other side, asked for only while both sides are kept equal. ``"back": true`` undoes a removal: the row may
    return to where it stood, which an import may have put outside the framework.
    """

    row: str
    side: Side
    level2: str
    after: str | None
    texts: Mapping[str, str]
    twin: str = ""
    is_back: bool = False


@dataclass(frozen=True, slots=True)
class RemoveRow:
    """``{"do": "remove", "row": key}``"""

    row: str


@dataclass(frozen=True, slots=True)
class MoveRow:
    """``{"do": "move", "row": key, "level2": …, "after": as above, "back": as above}``"""

    row: str
    level2: str
    after: str | None
    is_back: bool = False


Wish = SetCell | SetInRow | AddRow | RemoveRow | MoveRow


def wishes_in(data: Any, sides: Collection[str] = SIDES) -> list[Wish]:
    """The wishes of a request, in their order; Malformed for anything else. ``sides``: the lists of rows there are."""
    if not isinstance(data, list) or len(data) > MOST_CHANGES:
        raise Malformed(f"changes: a list of at most {MOST_CHANGES} expected")
    return [_wish(each, sides) for each in data]


def key_in(data: Any) -> str:
    """A UUID in its usual spelling, as text."""
    if not isinstance(data, str) or not _UUID.fullmatch(data.lower()):
        raise Malformed("a key is a UUID")
    return str(UUID(data))


def _wish(data: Any, sides: Collection[str]) -> Wish:
    if not isinstance(data, dict):
        raise Malformed("a change is an object")
    match data.get("do"):
        case "set" if "row" in data:
            return SetInRow(key_in(data["row"]), _name(data, "field"), _text(data, "text"))
        case "set":
            return SetCell(_name(data, "path"), _text(data, "text"))
        case "add":
            names = key_in(data.get("row")), _side(data, sides), _name(data, "level2"), _after(data), _texts(data)
            twin = data.get("twin")
            return AddRow(*names, key_in(twin) if twin else "", data.get("back") is True)
        case "remove":
            return RemoveRow(key_in(data.get("row")))
        case "move":
            return MoveRow(key_in(data.get("row")), _name(data, "level2"), _after(data), data.get("back") is True)
    raise Malformed("do: set, add, remove or move expected")


def _name(data: dict[str, Any], name: str) -> str:
    text = data.get(name)
    if not isinstance(text, str) or len(text) > _LONGEST_NAME:
        raise Malformed(f"{name}: a short text expected")
    return text


def _text(data: dict[str, Any], name: str) -> str:
    text = data.get(name)
    if not isinstance(text, str):
        raise Malformed(f"{name}: a text expected")
    return text


def _texts(data: dict[str, Any]) -> Mapping[str, str]:
    texts = data.get("texts", {})
    if not isinstance(texts, dict) or not all(isinstance(text, str) for text in texts.values()):
        raise Malformed("texts: texts by field expected")
    return cast(Mapping[str, str], texts)


def _side(data: dict[str, Any], sides: Collection[str]) -> Side:
    side = data.get("side")
    if side not in sides:
        raise Malformed(f"side: {' or '.join(sides)} expected")
    return cast(Side, side)


def _after(data: dict[str, Any]) -> str | None:
    after = data.get("after")
    return after if after is None or after == "" else key_in(after)
