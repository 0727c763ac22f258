"""Amounts of money: what a cell says, and how it is printed.

Everything is counted in 万元, as in TABLE_JSON, and stays exact: no float, no rounding, no digit lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context, Decimal
from functools import reduce
from typing import Literal

MoneyUnit = Literal["万元", "元"]

# The default context would silently round a number of more than 28 digits.
_EXACT = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN)

_NARROW = str.maketrans("０１２３４５６７８９．，－−﹣（）￥", "0123456789.,---()¥")
_GROUPED = r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?"
_PLAIN = re.compile(rf"-?(?:[0-9]+(?:\.[0-9]+)?|{_GROUPED})")
_FOUND = re.compile(
    rf"(?P<before>-?)(?:¥|人民币|RMB)*(?P<after>-?)(?P<digits>{_GROUPED}|[0-9]+\.?[0-9]*|\.[0-9]+)"
    r"(?P<bracket>\()?(?P<unit>亿元|亿|万元|万|元|圆)?(?(bracket)\))[整正]?"
)
# A space is taken for a break in the number only where two numbers cannot be meant.
_BROKEN = re.compile(r"(?<=[0-9]) (?=\.)|(?<=\.) (?=[0-9])|(?<=[^0-9]) | (?=[^0-9])")
_BROKEN_FRACTION = re.compile(r"(\.[0-9]+) (?=[0-9]+(?:[^0-9.]|$))")
_SPACED_GROUPS = re.compile(r"(?<![0-9.])[0-9]{1,3}(?: [0-9]{3})+(?![0-9])")
_PLACES = {"亿元": 4, "亿": 4, "万元": 0, "万": 0, "元": -4, "圆": -4}
_FORMAT = re.compile(r"(?P<grouped>#,##)?0(?:\.(?P<decimals>0+))?")
_EXCEL_DIGITS = 15


@dataclass(frozen=True, slots=True)
class Amount:
    """``number`` in 万元, or None where the text is empty or not understood; ``text`` as found, "" for a blank cell.

    ``mended`` is a sentence for the reader where more than a plain number had to be understood, else "".
    """

    number: Decimal | None
    text: str
    mended: str = ""


def parse_amount(text: str, unit: MoneyUnit = "万元") -> Amount:
    """What ``text`` says in a cell whose bare numbers are counted in ``unit``. Never raises."""
    found = text.translate(_NARROW).strip()
    if not found:
        return Amount(None, "")
    match = _FOUND.fullmatch(_joined(found))
    if match is None or (match["before"] and match["after"]):
        return Amount(None, text)
    number = _in_wan(match, unit)
    return Amount(number, text, "" if _PLAIN.fullmatch(found) else _sentence(text, number, unit))


def _joined(text: str) -> str:
    joined = _BROKEN_FRACTION.sub(r"\1", _BROKEN.sub("", " ".join(text.split())))
    return _SPACED_GROUPS.sub(lambda group: group[0].replace(" ", ""), joined)


def _in_wan(match: re.Match[str], unit: MoneyUnit) -> Decimal:
    number = Decimal(match["before"] + match["after"] + match["digits"].replace(",", ""))
    places = _PLACES[match["unit"] or unit]
    return without_idle_zeros(moved(number, places)) if places else number


def _sentence(text: str, number: Decimal, unit: MoneyUnit) -> str:
    said = number if unit == "万元" else in_yuan(number)
    return f"「{' '.join(text.split())}」读作 {plain(said)} {unit}"


def plain(number: Decimal) -> str:
    """The finite ``number`` in decimal notation, without exponent and with the trailing zeros it has."""
    return format(number, "f")


def moved(number: Decimal, places: int) -> Decimal:
    """``number`` × 10^``places``, exact and never with a positive exponent."""
    return Decimal(plain(number.scaleb(places, _EXACT)))


def in_yuan(number: Decimal) -> Decimal:
    """An amount in 万元, in 元."""
    return moved(number, 4)


def shown(number: Decimal, number_format: str) -> tuple[str, str]:
    """The text printed for ``number`` and the Excel format that shows exactly this text.

    ``"plain"`` prints the number as it was entered; ``"0.00"`` (``"0"``, ``"#,##0.00"``, …) prints at least so many decimals,
    and more where the number has more. A number of more digits than Excel can hold comes with the text format ``"@"``:
    store the text, not the number. A format of another shape is a mistake in a layout file and raises ValueError.
    """
    grouped, least = _wanted(number_format)
    whole, _, fraction = format(number if number else number.copy_abs(), ",f" if grouped else "f").partition(".")
    fraction = fraction.ljust(least, "0")
    text = f"{whole}.{fraction}" if fraction else whole
    if len(re.sub("[-,.]", "", text).strip("0")) > _EXCEL_DIGITS:
        return text, "@"
    return text, ("#,##0" if grouped else "0") + (f".{'0' * len(fraction)}" if fraction else "")


def _wanted(number_format: str) -> tuple[bool, int]:
    """Whether thousands are separated, and the least number of decimals."""
    if number_format == "plain":
        return False, 0
    match = _FORMAT.fullmatch(number_format)
    if match is None:
        raise ValueError(f"版式文件中的数字格式“{number_format}”无法识别，请写成 plain、0.00 或 #,##0.00 的形式")
    return bool(match["grouped"]), len(match["decimals"] or "")


def without_idle_zeros(number: Decimal) -> Decimal:
    """3500 for 3500.0000: the same number without the zeros that say nothing."""
    text = plain(number)
    return Decimal(text.rstrip("0").rstrip(".")) if "." in text else number


def total_of(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """The sum of those that are numbers; None where none is: an empty cell is not zero."""
    numbers = [amount for amount in amounts if amount is not None]
    return reduce(_EXACT.add, numbers) if numbers else None
