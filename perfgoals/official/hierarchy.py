"""The indicator frameworks (一级 and 二级指标) as data, one TOML file each in ``hierarchies/``.

Both the framework of 2015 and that of 2021 are alive, so which one holds is a property of the layout, never a constant.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent / "hierarchies"


@dataclass(frozen=True, slots=True)
class Level2:
    """A 二级指标. ``local``: kept by places, no longer a heading of the national text."""

    name: str
    aliases: tuple[str, ...] = ()
    local: bool = False


@dataclass(frozen=True, slots=True)
class Level1:
    name: str
    aliases: tuple[str, ...]
    level2: tuple[Level2, ...]


@dataclass(frozen=True)
class Hierarchy:
    """One framework. ``source`` is the 文号 that sets it."""

    id: str
    source: str
    level1: tuple[Level1, ...]

    @cached_property
    def _parents(self) -> dict[str, str]:
        return {name: one.name for one in self.level1 for two in one.level2 for name in (two.name, *two.aliases)}

    @cached_property
    def _level1_names(self) -> frozenset[str]:
        return frozenset(name for one in self.level1 for name in (one.name, *one.aliases))

    @cached_property
    def _places(self) -> dict[str, int]:
        level2 = (two for one in self.level1 for two in one.level2)
        return {name: place for place, two in enumerate(level2) for name in (two.name, *two.aliases)}

    def place_of(self, level2: str) -> int:
        """Where a 二级指标 stands in the framework, an alias as the name it stands for; behind all others for an unknown one."""
        return self._places.get(_bare(level2), len(self._places))

    def parent_of(self, level2: str) -> str:
        """The 一级指标 that a 二级指标 belongs to; ``""`` for a name this framework does not have."""
        return self._parents.get(_bare(level2), "")

    def has_level1(self, name: str) -> bool:
        return _bare(name) in self._level1_names

    def has_level2(self, name: str) -> bool:
        return _bare(name) in self._parents


def _bare(name: str) -> str:
    return re.sub(r"\s+", "", name)


@cache
def hierarchy(id: str) -> Hierarchy:
    """The framework with this id, such as ``"2015"``; a KeyError when there is none."""
    path = _FOLDER / f"{id}.toml"
    if id not in all_hierarchies():
        raise KeyError(f"no indicator framework {id!r}")
    data = tomllib.loads(path.read_text("utf-8"))
    return Hierarchy(data["id"], data["source"], tuple(_level1(each) for each in data["level1"]))


def _level1(data: dict[str, Any]) -> Level1:
    level2 = tuple(Level2(two["name"], tuple(two.get("aliases", ())), two.get("local", False)) for two in data["level2"])
    return Level1(data["name"], tuple(data.get("aliases", ())), level2)


@cache
def all_hierarchies() -> tuple[str, ...]:
    """The ids of all frameworks there are."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.toml")))
