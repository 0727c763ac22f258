"""Units to offer for a 指标值, by the name of its 三级指标 and by its 二级指标 (``units.toml``)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from perfgoals.official.units import unit_kind
from perfgoals.tables.library.data import data_file
from perfgoals.tables.library.naming import folded, standard_level2

MOST = 8


@dataclass(frozen=True, slots=True)
class _Rule:
    """``is_weak``: says that something is counted, not what. ``in_words``: the value may be words."""

    words: tuple[str, ...]
    units: tuple[str, ...]
    is_weak: bool
    in_words: bool


def suggest_units(level2: str, level3: str) -> list[str]:
    """At most MOST units, the likeliest first; those of the name before those of the 二级指标. [] for a 二级 nobody knows."""
    offered = [*_by_name(level3), *data_file("units.toml")["level2"].get(standard_level2(level2), ())]
    return list(dict.fromkeys(offered))[:MOST]


def is_expected(level3: str, kind: str, *, in_words: bool) -> bool:
    """Whether a value in a unit of this kind (``official.units.unit_kind``), or in words, is what the name leads one to expect.

    Only what a name ends with decides: a 面积 of 90 % and a 满意度 of 较好 are slips, 报告完成及时性 may be anything.
    """
    name = folded(level3)
    last = max(((_end_of(rule, name), place) for place, rule in enumerate(_rules())), default=((0, 0), 0))
    rule = _rules()[last[1]]
    if not last[0][0] or last[0][0] < len(name):
        return True
    return rule.in_words if in_words else kind in map(unit_kind, rule.units)


def _by_name(level3: str) -> Sequence[str]:
    name = folded(level3)
    said = sorted(((_end_of(rule, name), rule.units) for rule in _rules() if not rule.is_weak), reverse=True)
    counted = [unit for rule in _rules() if rule.is_weak and _end_of(rule, name)[0] for unit in rule.units]
    (end, _), units = said[0]
    if end and counted and end < len(name):  # 改造公厕数量: what is counted, then that it is
        return [*units, *counted]
    return units if end else counted


def _end_of(rule: _Rule, name: str) -> tuple[int, int]:
    """Where the last word of the rule ends in the name, and how long it is; zeros where there is none. A weak word stands last."""
    found = [(name.rfind(word) + len(word), len(word)) for word in rule.words if word in name]
    best = max(found, default=(0, 0))
    return best if not rule.is_weak or best[0] == len(name) else (0, 0)


@cache
def _rules() -> tuple[_Rule, ...]:
    names = data_file("units.toml")["names"]
    return tuple(_Rule(tuple(each["words"]), tuple(each["units"]), each.get("weak", False), each.get("in_words", False)) for each in names)
