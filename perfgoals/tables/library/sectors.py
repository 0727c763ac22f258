"""What a project is about: its sector (行业领域), guessed from names, and whether a name tells one project from another."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache, lru_cache

from perfgoals.official.units import any_of
from perfgoals.tables.library.data import data_file

GENERAL = "通用"
"""Of an indicator that several sectors use, or a project whose name says nothing."""

_OF_THE_PROJECT = 4
"""How much more a word of the project's own name counts than one of its unit's."""


def sector_names() -> tuple[str, ...]:
    """All sectors in their official order; ``GENERAL`` is none of them."""
    return tuple(data_file("sectors.toml")["sectors"])


@lru_cache(maxsize=8192)
def sector_of(project: str, department: str = "") -> str:
    """The sector most of the words point to, the longer words counting more; ``GENERAL`` where none does."""
    points: Counter[str] = Counter()
    for word in _words().findall(project):
        points[_sectors()[word]] += _OF_THE_PROJECT * len(word)
    for word in _words().findall(_place().sub("", department)):
        points[_sectors()[word]] += len(word)
    return max(sector_names(), key=lambda sector: points[sector]) if points else GENERAL


def without_common_words(name: str) -> str:
    """Only what tells one project from another: 食品 of 食品安全监管专项经费."""
    return _common().sub("", name)


def is_general(name: str) -> bool:
    """Whether a project's name is only made of common words and words of a sector, as 垃圾清运 is and 经二路南延 is not."""
    return not _any_word().sub("", name)


@cache
def _sectors() -> dict[str, str]:
    """Word -> its sector."""
    sectors: dict[str, list[str]] = data_file("sectors.toml")["sectors"]
    return {word: sector for sector, words in sectors.items() for word in words}


@cache
def _words() -> re.Pattern[str]:
    return re.compile(any_of(_sectors()))


@cache
def _common() -> re.Pattern[str]:
    return re.compile(any_of(data_file("sectors.toml")["common"]))


@cache
def _place() -> re.Pattern[str]:
    return re.compile(any_of(data_file("sectors.toml")["places"]))


@cache
def _any_word() -> re.Pattern[str]:
    return re.compile(any_of([*data_file("sectors.toml")["common"], *_sectors()]))
