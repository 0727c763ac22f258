"""Units of 指标值: their spellings, kinds and multiples. The words are data (``data/units.toml``)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any


def data_table(name: str) -> dict[str, Any]:
    """A data file of the official forms."""
    return tomllib.loads((Path(__file__).with_name("data") / name).read_text(encoding="utf-8"))


def any_of(words: Iterable[str]) -> str:
    """A pattern for one of ``words``, the longest that fits."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_TABLE = data_table("units.toml")
_MULTIPLIERS: dict[str, int] = _TABLE.pop("multiplier")
_SCALED: dict[str, dict[str, Any]] = _TABLE.pop("scaled")
_KINDS: dict[str, str] = {standard: kind for kind, units in _TABLE.items() for standard in units}
_STANDARD: dict[str, str] = {
    word: standard for units in _TABLE.values() for standard, others in units.items() for word in (standard, *others)
}

# 百分数 is a unit, not a hundred 分数: the units themselves come before their multiples.
_ONE = rf"(?:(?:{any_of(_STANDARD)})|(?:{any_of(_MULTIPLIERS)})(?:{any_of(_STANDARD)})|(?:{any_of(_MULTIPLIERS)}))"
_PER = "[/／每·•]"
_UNIT = re.compile(rf"(?:[(（]{_ONE}[)）]|{_ONE}(?:{_PER}[0-9]{{0,4}}{_ONE})*)(?:(?<![A-Za-z])|(?![A-Za-z]))")
_EACH = re.compile(rf"(?:每{_ONE})+$")
_MULTIPLE = re.compile(rf"({any_of(_MULTIPLIERS)})(.*)", re.DOTALL)


def unit_at_start(text: str) -> str:
    """The known unit ``text`` begins with, as it is spelled there, or ""."""
    match = _UNIT.match(text)
    return match[0] if match else ""


def each_at_end(text: str) -> tuple[str, str]:
    """``培训每人每月`` as ``("培训", "人/月")``: the words, and the units behind each 每, "" where there is none."""
    match = _EACH.search(text)
    return (text[: match.start()], match[0][1:].replace("每", "/")) if match else (text, "")


def standard_unit(unit: str) -> str:
    """The usual spelling of a unit: ``百分数``, ``(%)`` and ``％`` are ``%``; an unknown unit stays as it is."""
    bare = "".join(unit.split())
    if bare[:1] in ("(", "（") and bare[-1:] in (")", "）"):
        bare = bare[1:-1]
    if bare in _STANDARD:
        return _STANDARD[bare]
    parts = re.split(f"({_PER})", bare)
    return "".join("/" if part in ("／", "每") else _standard_part(part) for part in parts)


def unit_kind(unit: str) -> str:
    """share, multiple, score, grade, money, people, time, area, length, volume, weight, energy, data, degree, count; "" if unknown.

    The kind of ``元/亩`` is that of 元; ``"/" in standard_unit(unit)`` tells it from 元.
    """
    first = re.split("[/·•]", standard_unit(unit))[0]
    return _KINDS.get(_without_multiplier(first)[0], "")


def base_unit(unit: str) -> tuple[str, int]:
    """The unit without its multiplier, and the power of ten that stands between them: ``万元`` is ``("元", 4)``."""
    first, slash, per = standard_unit(unit).partition("/")
    base, power = _without_multiplier(first)
    if base in _SCALED:
        base, power = _SCALED[base]["base"], power + _SCALED[base]["power"]
    return base + slash + per, power


def _standard_part(part: str) -> str:
    figures = re.match("[0-9]*", part)
    count = figures[0] if figures else ""
    base, power = _without_multiplier(part[len(count) :])
    return part[: len(part) - len(base)] + _STANDARD.get(base, base) if power else count + _STANDARD.get(base, base)


def _without_multiplier(unit: str) -> tuple[str, int]:
    match = None if unit in _STANDARD else _MULTIPLE.fullmatch(unit)
    if match is None or (match[2] and match[2] not in _STANDARD):
        return unit, 0
    return match[2], _MULTIPLIERS[match[1]]
