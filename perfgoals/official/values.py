"""指标值 as printed, and what can safely be read out of it: comparator, number, unit, date.

The text is the authority. A reading that is not certain (two numbers, a comparator against itself, a placeholder) is not made:
the value is then of kind ``text``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from perfgoals.official.dates import PrintedDate, find_date
from perfgoals.official.money import moved, plain
from perfgoals.official.numerals import NUMERALS, figures, whole_number
from perfgoals.official.units import any_of, base_unit, data_table, each_at_end, standard_unit, unit_at_start, unit_kind

Kind = Literal["number", "range", "date", "text", "empty"]


@dataclass(frozen=True, slots=True)
class Value:
    """One 指标值. ``text`` is as printed; everything else is derived from it.

    ``comparator``  one of ≥ ≤ > < = 定性, or "" where none is written
    ``number``      the number, or the lower end of a range whose other end is ``upper``
    ``unit``        as printed, without white space (``m²`` for ``m ²``); ``每月1次`` has ``次/月``
    ``date``        the date, or the end of the span that begins with ``start``; a number may have one (2026年底前完成80%)
    ``words``       what is said besides: the whole of a text, 完成 in ``100%完成``
    """

    text: str
    kind: Kind = "text"
    comparator: str = ""
    number: Decimal | None = None
    upper: Decimal | None = None
    unit: str = ""
    date: PrintedDate | None = None
    start: PrintedDate | None = None
    words: str = ""

    @property
    def standard_unit(self) -> str:
        """The unit in its usual spelling: ``%`` for ``百分数``; 人次 is not 人, 万元 is not 元."""
        return standard_unit(self.unit)

    @property
    def unit_kind(self) -> str:
        """share, money, people, time, count, …: see ``units.unit_kind``."""
        return unit_kind(self.unit)

    @property
    def base_unit(self) -> str:
        """The unit ``magnitude`` is counted in: 元 for 万元, % for 比例."""
        return base_unit(self.unit)[0]

    @property
    def magnitude(self) -> Decimal | None:
        """The number in ``base_unit``: 24000 for 2.4万人, 97 for 0.97比例."""
        return None if self.number is None else moved(self.number, base_unit(self.unit)[1])

    @property
    def restated(self) -> str:
        """Comparator, number and unit as one text, for a form that prints only these; "" without a number."""
        if self.number is None:
            return ""
        numbers = plain(self.number) + (f"~{plain(self.upper)}" if self.upper is not None else "")
        return f"{self.comparator}{numbers}{self.unit}"


_WORDS = data_table("comparators.toml")
_BEFORE = {word: sign for sign, words in _WORDS["before"].items() for word in words}
_AFTER = {word: sign for sign, words in _WORDS["after"].items() for word in words}
_SIGN = re.compile(rf"{any_of(_BEFORE)}|[≥≤><=]")
_SIGNS_AT_END = re.compile(rf"(?:{_SIGN.pattern})+$")
_SIGNS_AT_START = re.compile(r"(?:[≥≤>=]|<(?![A-Za-z/!]))*")  # the < of a tag is no comparator
_CLOSING = re.compile(rf"{any_of(_AFTER)}|内(?![部容外心墙])")

_NARROW = str.maketrans("０１２３４５６７８９．，：；＋－﹣−～〜∼＞＜＝﹥﹤﹦≧≦⩾⩽–―─", "0123456789.,:;+---~~~><=><=≥≤≥≤———", "\u200b\ufeff")
_BLANKS = re.compile(r"(?P<between>(?<=[0-9])\s+(?=[0-9]))|\s+")
_PREFIX = re.compile(r"(?:[*＊](?![*＊]))?(?:(?:指标|目标)(?:值|[0-9]{1,2}|[一二三四五六七八九十]{1,2})?[:.、])?")
_INCLUDED = re.compile(r"[(（](?:包?含)[^()（）]{0,10}[)）](?![以及])")
_PLACEHOLDER = re.compile(r"[*＊]{2}|[×xX]{2}|_{2}|□|…")
_TRAILING = "。;,、"

_DIGITS = r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?(?![0-9])|[0-9]+(?:\.[0-9]+)?)"
_NUMBER = re.compile(rf"[-+]?{_DIGITS}")
_TO_NUMBER = re.compile(rf"(?:至|到|~|-{{1,2}}|—{{1,2}})({_NUMBER.pattern})")
_PERCENT_OF = re.compile(rf"百分之({_DIGITS})")
_PERCENT_FIRST = re.compile(rf"([%％])([≥≤><=]*)({_DIGITS})")
_LEAD = re.compile(r"[\u4e00-\u9fff:,]{0,20}")
_DOUBTFUL_LEAD = re.compile(r"第$|[不未无非没]")
_TAIL = re.compile(r"(?![.、:×*~—前-])[^0-9≥≤><=]{0,30}")
_VAGUE = re.compile(r"左右|上下")
_UNKNOWN_UNIT = re.compile(r"[\u4e00-\u9fffA-Za-z%％°℃μ²³/／·]{1,8}?(?=$|以|及以|或以|内$)")
_IN_CHINESE = re.compile(rf"(?P<share>百分之|千分之)?(?P<whole>[{NUMERALS}]+)(?:点(?P<fraction>[零〇一二三四五六七八九]+))?")
_BASELINE = re.compile(r"[比较与同]$")
_DATE_LEADS = frozenset(["", "于", "在", "到", "至", "截至", "截止", "截止到", "预计", "计划", "力争", "每年"])
_DATE_TAILS = frozenset(["", "完成", "完工", "竣工", "验收"])


def parse(text: str) -> Value:
    """What ``text`` says. Never raises; what is not certain stays words."""
    said = _normalised(text)
    if not text.strip():
        return Value(text, "empty")
    if not _PLACEHOLDER.search(said):
        value = _dated(said) or _counted(said) or _counted_in_chinese(said)
        if value:
            return replace(value, text=text)
    return _worded(text, said)


def _normalised(text: str) -> str:
    said = _BLANKS.sub(lambda blank: " " if blank["between"] else "", text.translate(_NARROW).strip())
    said = _INCLUDED.sub("", _PREFIX.sub("", said, count=1)).rstrip(_TRAILING)
    said = _PERCENT_FIRST.sub(r"\2\3\1", said) if _PERCENT_FIRST.fullmatch(said) else said
    return _PERCENT_OF.sub(r"\1%", said.replace("百分百", "100%"))


def _worded(text: str, said: str) -> Value:
    if said.startswith("定性"):
        return Value(text, comparator="定性", words=said[2:].lstrip(":"))
    signs = _SIGNS_AT_START.match(said)
    width = signs.end() if signs else 0
    return Value(text, comparator=_meaning(said[:width]) or "", words=said[width:])


def _meaning(signs: str) -> str | None:
    """``>=`` and ``≥≥`` as ≥; "" for no sign; None for signs that contradict each other."""
    up, down, equal = (set(signs) & set(family) for family in ("≥>", "≤<", "=≥≤"))
    if up and down:
        return None
    if up or down:
        return ("≥" if up else "≤") if equal else (">" if up else "<")
    return "=" if equal else ""


def _signs_and_lead(head: str) -> tuple[str, str]:
    """``合格率不低于`` as ``("≥", "合格率")``."""
    match = _SIGNS_AT_END.search(head)
    if match is None:
        return "", head
    return "".join(_BEFORE.get(sign, sign) for sign in _SIGN.findall(match[0])), head[: match.start()]


def _dated(said: str) -> Value | None:
    found = find_date(said)
    if found is None:
        return None
    signs, lead = _signs_and_lead(found.lead)
    comparator = _meaning(signs)
    if comparator is None or not _LEAD.fullmatch(lead) or find_date(found.tail):
        return None
    if found.doubtful or comparator:
        whole = lead in _DATE_LEADS and found.tail in _DATE_TAILS and not (found.doubtful and comparator)
        return Value("", "date", comparator, date=found.date, start=found.start, words=lead + found.tail) if whole else None
    quantity = _counted(found.tail)
    if _BASELINE.search(lead):  # 较2025年提高5%: the year is no deadline
        return quantity and replace(quantity, words=said[: len(said) - len(found.tail)] + quantity.words)
    if quantity and quantity.unit:
        return replace(quantity, date=found.date, start=found.start, words=lead + quantity.words)
    return Value("", "date", date=found.date, start=found.start, words=lead + found.tail)


def _counted(said: str) -> Value | None:
    """The one number or range ``said`` holds, or None where there is none, another one or a doubt."""
    match = _NUMBER.search(said)
    if match is None:
        return None
    head = said[: match.start()]
    about = head[-1:] if head[-1:] in ("±", "≈") else ""
    signs, lead = _signs_and_lead(head.removesuffix(about))
    rest = said[match.end() :]
    more = rest[:1] if rest[:1] in ("余", "多") and unit_at_start(rest[1:]) else ""
    number = _decimal(match[0])
    upper, unit, rest = _extent(number, rest[len(more) :])
    if unit and unit_kind(unit) != "share" and "/" not in standard_unit(unit):
        lead, each = each_at_end(lead)
        unit += f"/{each}" if each else ""
    if not _safe_lead(lead, signs, match[0]) or (lead and not unit and (rest or not signs)):
        return None
    unit, signs, rest = _closed(unit, signs, rest)
    comparator = _meaning(signs)
    if comparator is None or not _TAIL.fullmatch(rest) or (rest and not unit and not _VAGUE.match(rest)):
        return None
    value = Value("", "number" if upper is None else "range", comparator, number, upper, unit, words=lead + about + more + rest)
    return None if _dated_too(value.restated) else value


def _dated_too(restated: str) -> bool:
    """``12月`` and ``2023.07`` are dates when they stand alone, so they are no safe reading within a sentence either."""
    found = find_date(restated)
    if found is None:
        return False
    signs, lead = _signs_and_lead(found.lead)
    return not lead and not found.tail and not (signs and found.doubtful)


def _extent(number: Decimal, rest: str) -> tuple[Decimal | None, str, str]:
    """The upper end of a range, the unit, and what follows them. Two units must agree: ``5万-10万元``."""
    unit = unit_at_start(rest)
    to = _TO_NUMBER.match(rest, len(unit))
    if to is None:
        return None, unit, rest[len(unit) :]
    after = rest[to.end() :]
    second = unit_at_start(after)
    if number > (upper := _decimal(to[1])) or (second and not second.startswith(unit)):
        return None, unit, rest[len(unit) :]
    return upper, second or unit, after[len(second) :]


def _safe_lead(lead: str, signs: str, number: str) -> bool:
    """Whether words before a number leave its meaning alone: not 第3次, not 未达95%, not 型号-5."""
    if not _LEAD.fullmatch(lead) or _DOUBTFUL_LEAD.search(lead) or _SIGN.search(lead):
        return False
    return not lead or bool(signs) or number[0] not in "+-"


def _closed(unit: str, signs: str, rest: str) -> tuple[str, str, str]:
    """The comparator behind the number, and a unit we have no word for where a comparator shows that a number is meant."""
    if not unit and not _CLOSING.match(rest) and not _VAGUE.match(rest):
        unknown = _UNKNOWN_UNIT.match(rest)
        if unknown and (signs or _CLOSING.match(rest, unknown.end())):
            unit, rest = unknown[0], rest[unknown.end() :]
    closing = _CLOSING.match(rest)
    if closing is None:
        return unit, signs, rest
    return unit, signs + _AFTER.get(closing[0], "≤"), rest[closing.end() :]


def _counted_in_chinese(said: str) -> Value | None:
    """``十二座``, ``每年两次``, ``百分之九十以上``: only where nothing else is said, for 一次性 and 十分满意 are no numbers."""
    match = None if _NUMBER.search(said) else _IN_CHINESE.search(said)
    if match is None or (number := _in_figures(match)) is None:
        return None
    value = _counted(said[: match.start()] + number + said[match.end() :])
    if value is None or value.words or value.unit_kind in ("", "score", "grade"):
        return None
    return value


def _in_figures(match: re.Match[str]) -> str | None:
    share = {"百分之": "%", "千分之": "‰"}.get(match["share"] or "", "")
    whole = 100 if share and match["whole"] == "百" else whole_number(match["whole"])
    fraction = f".{figures(match['fraction'])}" if match["fraction"] else ""
    return None if whole is None else f"{whole}{fraction}{share}"


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))
