"""The date half of Excel's number formats: serial days to text, as a Chinese Excel writes them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta

# The letters of a format that stand for a piece of a date; a+ is the Chinese day of the week, e the year.
DATE_TOKEN = r"AM/PM|A/P|上午/下午|y+|m+|d+|h+|s+(?:\.0+)?|a{3,4}|e+"

DAYS_1904 = 1462
"""Days between 1899-12-30 and 1904-01-01, where Excel's two calendars begin."""

_LAST_DAY = 2958466  # the day after 9999-12-31
_WEEK = "一二三四五六日"
_MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]
_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


def serial_of(value: datetime | date | time | timedelta) -> float:
    """Days since 1899-12-30, the number Excel keeps for a moment."""
    if isinstance(value, timedelta):
        return value / timedelta(days=1)
    if isinstance(value, time):
        return (value.hour * 3600 + value.minute * 60 + value.second) / 86400
    if not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day)
    return (value.replace(tzinfo=None) - datetime(1899, 12, 30)) / timedelta(days=1)


def date_text(serial: float, tokens: Sequence[tuple[str, str]]) -> str | None:
    """``serial`` written by the tokens (kind, text) of a date format; None where Excel has no such day."""
    if not 0 <= serial < _LAST_DAY:
        return None
    seconds = min(round(serial * 86400), _LAST_DAY * 86400 - 1)
    # Excel counts a 29 February 1900 that never was: before it, days are one later than the arithmetic says.
    moment = datetime(1899, 12, 30) + timedelta(days=1 if 1 <= serial < 60 else 0, seconds=seconds)
    pieces = [text.lower() if kind == "date" else "" for kind, text in tokens]
    halved = any(piece.startswith(("am", "a/", "上午")) for piece in pieces)
    out = []
    for index, (kind, text) in enumerate(tokens):
        if kind != "date":
            out.append(text)
        elif pieces[index].startswith("["):
            out.append(_elapsed(pieces[index], seconds))
        else:
            minute = pieces[index][0] == "m" and _beside_hours_or_seconds(pieces, index)
            out.append(_piece("n" * len(text) if minute else pieces[index], moment, halved))
    return "".join(out)


def _beside_hours_or_seconds(pieces: Sequence[str], index: int) -> bool:
    """Whether an m stands for minutes: the piece before it is an hour, or the piece after it a second."""
    before = next((piece for piece in reversed(pieces[:index]) if piece), "")
    after = next((piece for piece in pieces[index + 1 :] if piece), "")
    return before.lstrip("[").startswith("h") or after.lstrip("[").startswith("s")


def _elapsed(piece: str, seconds: int) -> str:
    unit = {"h": 3600, "m": 60, "s": 1}[piece[1]]
    return f"{seconds // unit:0{len(piece) - 2}d}"


def _piece(piece: str, moment: datetime, halved: bool) -> str:
    if piece.startswith("am/"):
        return "AM" if moment.hour < 12 else "PM"
    if piece.startswith("a/"):
        return "A" if moment.hour < 12 else "P"
    if piece.startswith("上午"):
        return "上午" if moment.hour < 12 else "下午"
    return _WRITERS[piece[0]](moment, len(piece.partition(".")[0]), halved)


def _month(moment: datetime, length: int, halved: bool) -> str:
    name = _MONTHS[moment.month - 1]
    return {1: str(moment.month), 2: f"{moment.month:02d}", 3: name[:3], 5: name[0]}.get(length, name)


def _day(moment: datetime, length: int, halved: bool) -> str:
    name = _DAYS[moment.weekday()]
    return {1: str(moment.day), 2: f"{moment.day:02d}", 3: name[:3]}.get(length, name)


def _hour(moment: datetime, length: int, halved: bool) -> str:
    return f"{(moment.hour - 1) % 12 + 1 if halved else moment.hour:0{min(length, 2)}d}"


def _year(moment: datetime, length: int, halved: bool) -> str:
    return f"{moment.year % 100:02d}" if length < 3 else f"{moment.year:04d}"


_WRITERS: dict[str, Callable[[datetime, int, bool], str]] = {
    "y": _year,
    "e": lambda moment, length, halved: f"{moment.year:04d}",
    "m": _month,
    "d": _day,
    "a": lambda moment, length, halved: ("星期" if length > 3 else "") + _WEEK[moment.weekday()],
    "h": _hour,
    "n": lambda moment, length, halved: f"{moment.minute:0{min(length, 2)}d}",
    "s": lambda moment, length, halved: f"{moment.second:0{min(length, 2)}d}",
}
