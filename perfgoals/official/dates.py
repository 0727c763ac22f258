"""Dates as forms print them: ``2027年11月底前``, ``2026-12-31``, ``2023.07``, ``第三季度``, ``年底前``, ``2026年1-12月``."""

from __future__ import annotations

import datetime
import re
from calendar import monthrange
from dataclasses import dataclass, replace

from perfgoals.official.numerals import figures, whole_number


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date with only the parts that are printed; it may be impossible (2月30日), which is for a check to say.

    ``end`` stands for 底/末, ``before`` for 前/内. Halves of a year are their last month, 上旬 and 中旬 their last day.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    quarter: int | None = None
    end: bool = False
    before: bool = False

    @property
    def valid(self) -> bool:
        """Whether the calendar has such a date; 2月29日 without a year is one."""
        return self.last_day(self.year or 2000) is not None

    def first_day(self, year: int | None = None) -> datetime.date | None:
        """The first day meant, with ``year`` where none is printed; None without a year or for an impossible date."""
        return self._day(year, (self.quarter or 0) * 3 - 2 if self.quarter else 1, first=True)

    def last_day(self, year: int | None = None) -> datetime.date | None:
        """The last day allowed, with ``year`` where none is printed; None without a year or for an impossible date."""
        return self._day(year, self.quarter * 3 if self.quarter else 12, first=False)

    def _day(self, year: int | None, month: int, *, first: bool) -> datetime.date | None:
        year, month = self.year or year, month if self.month is None else self.month
        if year is None or not (1 <= year <= 9999 and 1 <= month <= 12):
            return None
        length = monthrange(year, month)[1]
        day = self.day if self.day is not None else 1 if first else length
        return datetime.date(year, month, day) if 1 <= day <= length else None


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a text, with the words around it; ``start`` where a span is printed (2026年1-12月).

    ``doubtful``: the same characters may be a number (``2023.07``, ``12月`` for twelve months).
    """

    date: PrintedDate
    start: PrintedDate | None
    lead: str
    tail: str
    doubtful: bool


_YEAR = r"(?:(?:19|20)[0-9]{2}|[一二][〇零一二三四五六七八九]{3})"
_SMALL = r"(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})"
_TO = r"(?:起)?(?:至|到|~|-{1,2}|—{1,2})"
_CLOSE = r"(?P<end>[底末终])?(?P<before>之前|以前|前|之内|内)?"
_NOT_INSIDE = r"(?<![0-9.,一二三四五六七八九十])"

_WRITTEN = re.compile(
    rf"{_NOT_INSIDE}(?={_YEAR}年|第?[1-4一二三四]季度|[上下]半年|{_SMALL}月|[本当今]?年度?[底末终内])"
    rf"(?:(?P<year>{_YEAR})年度?|[本当今]?年度?(?=[底末终内]))?"
    rf"(?:第?(?P<quarter>[1-4一二三四])季度|(?P<half>[上下])半年"
    rf"|(?P<month>{_SMALL})月(?P<whole>份)?(?:(?P<day>{_SMALL})[日号]|(?P<decade>[上中下])旬)?)?{_CLOSE}"
)
_FIGURED = re.compile(
    rf"{_NOT_INSIDE}(?P<year>(?:19|20)[0-9]{{2}})(?P<mark>[-/.])"
    rf"(?P<month>[0-9]{{1,2}}(?=(?P=mark)[0-9])|0?[1-9]|1[0-2])(?:(?P=mark)(?P<day>[0-9]{{1,2}}))?(?![0-9])"
    rf"(?: 00:00(?::00)?)?{_CLOSE}"
)
_MONTHS = re.compile(rf"{_NOT_INSIDE}(?:(?P<year>{_YEAR})年)?(?P<first>{_SMALL})月?{_TO}(?P<month>{_SMALL})月{_CLOSE}")
_YEARS = re.compile(rf"{_NOT_INSIDE}(?P<first>{_YEAR})(?P<marked>年)?{_TO}(?P<year>{_YEAR})(?:(?P<word>年度?)(?![0-9]{{1,2}}月){_CLOSE}|$)")
_SOLID = r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:[0-3][0-9])?"
_SOLIDS = re.compile(rf"(?<![0-9])(?P<first>{_SOLID}){_TO}(?P<last>{_SOLID})(?![0-9])")


def find_date(text: str) -> FoundDate | None:
    """The first date or span of dates in ``text`` (half-width figures, no white space), or None."""
    for find in (_solid_span, _span_of_years, _span_of_months, _points):
        if found := find(text):
            return found
    return None


def _solid_span(text: str) -> FoundDate | None:
    match = _SOLIDS.search(text)
    if match is None:
        return None
    start, last = (PrintedDate(int(one[:4]), int(one[4:6]), int(one[6:]) if one[6:] else None) for one in match.group("first", "last"))
    return _found(text, match, last, start, doubtful=False)


def _span_of_years(text: str) -> FoundDate | None:
    match = _YEARS.search(text)
    if match is None or not (start := _year(match["first"])) <= (stop := _year(match["year"])):
        return None
    date = PrintedDate(stop, end=bool(match["end"]), before=bool(match["before"]))
    return _found(text, match, date, PrintedDate(start), doubtful=not match["word"])


def _span_of_months(text: str) -> FoundDate | None:
    match = _MONTHS.search(text)
    if match is None or not 1 <= (first := _small(match["first"])) <= _small(match["month"]) <= 12:
        return None
    date = _written(match)
    return _found(text, match, date, PrintedDate(date.year, first), doubtful=date.year is None)


def _points(text: str) -> FoundDate | None:
    first = _point(text, 0)
    if first is None:
        return None
    match, date, doubtful = first
    to = re.compile(_TO).match(text, match.end())
    second = _point(text, to.end()) if to else None
    if second is None or to is None or second[0].start() != to.end():
        return None if doubtful and _short_fraction(match) else _found(text, match, date, None, doubtful)
    last = second[1] if second[1].year else replace(second[1], year=date.year)
    return FoundDate(last, date, text[: match.start()], text[second[0].end() :], doubtful=False)


def _point(text: str, position: int) -> tuple[re.Match[str], PrintedDate, bool] | None:
    """The first date from ``position`` on, and whether it is doubtful."""
    matches = [match for pattern in (_FIGURED, _WRITTEN) if (match := pattern.search(text, position))]
    for match in sorted(matches, key=lambda one: one.start()):
        date = _written(match)
        bare = not (date.day or date.end or date.before or date.quarter)
        if match.re is _FIGURED:
            return match, date, bare
        bare = bare and date.year is None and not match["half"] and not match["whole"]
        if date.year or date.month is None or 1 <= date.month <= 12:
            return match, date, bare
    return None


def _written(match: re.Match[str]) -> PrintedDate:
    part = match.groupdict()
    month, day, decade = part.get("month"), part.get("day"), part.get("decade")
    half = part.get("half")
    return PrintedDate(
        year=_year(part["year"]) if part["year"] else None,
        month=(6 if half == "上" else 12) if half else _small(month) if month else None,
        day=_small(day) if day else {"上": 10, "中": 20}.get(decade or ""),
        quarter=_small(part["quarter"]) if part.get("quarter") else None,
        end=bool(part["end"] or decade == "下"),
        before=bool(part["before"]),
    )


def _short_fraction(match: re.Match[str]) -> bool:
    """``2023.7`` alone is a number."""
    return match.groupdict().get("mark") == "." and len(match["month"]) < 2


def _found(text: str, match: re.Match[str], date: PrintedDate, start: PrintedDate | None, doubtful: bool) -> FoundDate:
    return FoundDate(date, start, text[: match.start()], text[match.end() :], doubtful)


def _year(text: str) -> int:
    return int(figures(text))


def _small(text: str) -> int:
    """``12`` or ``十二``; 0, which no calendar has, for what is no number."""
    return int(text) if text.isdecimal() else whole_number(text) or 0
