"""Names of indicators made comparable: cleaned of what is the project's own, folded for looking up, placed under their 二级指标."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache

from perfgoals.official.hierarchy import Hierarchy, all_hierarchies, hierarchy
from perfgoals.official.units import unit_at_start
from perfgoals.tables.library.sectors import is_general

SHORTEST, LONGEST = 3, 30
"""Characters of a name: 群众 says too little, a sentence is nobody else's indicator."""

_NUMBERED = re.compile(
    r"(?:(?:指标|目标)\s*(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})?\s*[:：.、．]|[0-9]{1,2}\s*[.、．)）](?![0-9])"
    r"|[(（][0-9一二三四五六七八九十]{1,2}[)）]|[①-⑳])\s*"
)
_UNIT_BEHIND = re.compile(r"[(（]([^()（）]*)[)）]?$")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}年度?")
_BLANKS = re.compile(r"(?<![A-Za-z0-9])\s+|\s+(?![A-Za-z0-9])")
_EDGES = " \t:：;；,，.。、-—"
_PLACE = re.compile(r"[\u4e00-\u9fff]{1,4}?[省市县区州盟旗镇乡]")
_ENDS = re.compile(r"(?:项目|工程|建设|专项|经费|资金|费用|费|补助|补贴|[一二三四五]期)+$")


def folded(text: str) -> str:
    """The text as it is compared and searched: its letters and digits only, lower case, full-width ones narrow."""
    narrow = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in narrow if character.isalnum())


def initials(text: str) -> str:
    """Pinyin initials, digits and Latin letters of a text: ``qzmyd`` for 群众满意度. Costs a moment: for filling, not for searching."""
    from pypinyin import Style, lazy_pinyin

    read = lazy_pinyin(folded(text), style=Style.FIRST_LETTER, errors="default")
    plain = unicodedata.normalize("NFKD", "".join(read))
    return "".join(character for character in plain.lower() if character.isascii() and character.isalnum())


def standard_level2(name: str, framework: Hierarchy | None = None) -> str:
    """The standard name of a 二级指标 or of an alias, in this framework or, with None, in any; "" where it is none."""
    bare = "".join(name.split())
    ids = [framework.id] if framework else all_hierarchies()
    return next((standard for id in ids if (standard := _standard_names(id).get(bare, ""))), "")


@cache
def _standard_names(id: str) -> dict[str, str]:
    return {name: two.name for one in hierarchy(id).level1 for two in one.level2 for name in (two.name, *two.aliases)}


def level2_names() -> tuple[str, ...]:
    """The standard names of all frameworks, in their order."""
    return tuple(dict.fromkeys(standard for id in all_hierarchies() for standard in _standard_names(id).values()))


def level1_of(level2: str) -> str:
    """The 一级指标 that a standard 二级指标 belongs to, in whichever framework has it."""
    return next((level1 for id in all_hierarchies() if (level1 := hierarchy(id).parent_of(level2))), "")


def common_name(level3: str, names: Iterable[str]) -> str:
    """The name of an indicator as others may use it, or "" where it is too short, too long, a heading, holds a quantity,
    or tells the project or unit it comes from. ``names``: of that project and unit."""
    name = _YEAR.sub("", unnumbered(level3))
    name = without_blanks(_without_unit(name.strip())).strip(_EDGES)
    if not SHORTEST <= len(name) <= LONGEST or has_quantity(name) or not _is_indicator(name) or tells(name, names):
        return ""
    return name


def unnumbered(level3: str) -> str:
    """Without the 指标1： that some forms print before each name."""
    return _NUMBERED.sub("", level3.strip(), count=1)


def without_blanks(text: str) -> str:
    """Without the blanks that a narrow cell breaks words with; those between Latin words and numbers stay."""
    return _BLANKS.sub("", text.strip())


def _without_unit(name: str) -> str:
    """Without a unit in brackets behind it, closed or not: 满意率（%）."""
    behind = _UNIT_BEHIND.search(name)
    if behind and (not behind[1] or unit_at_start(behind[1])):
        return name[: behind.start()]
    return name


def _is_indicator(name: str) -> bool:
    framework = (hierarchy(id) for id in all_hierarchies())
    return len(folded(name)) <= 2 * LONGEST and not any(each.has_level1(name) or each.has_level2(name) for each in framework)


def has_quantity(text: str) -> bool:
    """Whether a number of the project's own is in it: one with a unit, or one of several digits. 6S is none."""
    numbers = re.finditer(r"[0-9]+(?:[.,][0-9]+)*", unicodedata.normalize("NFKC", text))
    return any(len(number[0]) > 1 or unit_at_start(number.string[number.end() :].lstrip()) for number in numbers)


def tells(text: str, names: Iterable[str]) -> bool:
    """Whether the text says which unit or project it comes from. A name that is nobody's own, such as 垃圾清运, tells nothing."""
    said = folded(text)
    return any(own in said for name in names for own in _own_names(name))


@lru_cache(maxsize=4096)
def _own_names(name: str) -> tuple[str, ...]:
    """A name whole, without what many names end with, and the place it begins with."""
    bare = folded(name)
    place = _PLACE.match(bare)
    known = {bare, _ENDS.sub("", bare), place[0] if place else ""}
    return tuple(each for each in known if len(each) >= SHORTEST and not is_general(each))
