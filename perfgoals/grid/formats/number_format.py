"""Excel number formats: what a cell's value looks like on the screen of a Chinese Excel.

Forms are read as they are seen: 1 under ``0%`` is "100%", 19 under ``0.00`` is "19.00", and a serial day under
``yyyy"年"m"月"`` is a month. What is not understood is shown as General shows it; nothing here raises.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

from perfgoals.grid.formats.date_format import date_text, serial_of
from perfgoals.grid.formats.format_code import GENERAL, Section, Token, builtin, sections

__all__ = ["GENERAL", "builtin", "general", "shown"]

_EXACT = Context(prec=1600, rounding=ROUND_HALF_UP)  # room for every float under every format of that length
_FIFTEEN = Context(prec=15, rounding=ROUND_HALF_UP)  # the digits Excel keeps


def shown(value: object, format_code: str) -> tuple[str, Decimal | None]:
    """The text Excel displays for ``value`` under ``format_code``, and its exact number.

    The number is ``Decimal(repr(value))`` of a float and the int itself; None for texts, truth values, and everything
    that is displayed as a date or a time. None as a value is an empty cell. Unknown formats count as General.
    """
    if isinstance(value, str):
        return _text(value, format_code), None
    if value is None:
        return "", None
    if isinstance(value, bool):
        return str(value).upper(), None
    if isinstance(value, datetime | date | time | timedelta):
        return _moment(value, format_code), None
    if isinstance(value, int | float | Decimal):
        return _numeric(value, format_code)
    return str(value), None


def general(number: Decimal) -> str:
    """How General shows a number in a cell that is wide enough: up to 15 significant digits, integers in full."""
    if number.adjusted() < 21 and number == number.to_integral_value():
        return format(number.quantize(Decimal(1), context=_EXACT), "f")
    number = _FIFTEEN.plus(number).normalize(_FIFTEEN)
    if number.is_zero():
        return "0"
    if -10 <= number.adjusted() < 21:
        return format(number, "f")
    digits, _, exponent = format(number, "e").partition("e")
    return f"{digits}E{int(exponent):+03d}"


def _text(value: str, format_code: str) -> str:
    if format_code in (GENERAL, "@", ""):
        return value
    parts = sections(format_code)
    if len(parts) < 4 and not (len(parts) == 1 and parts[0].has("text")):
        return value
    return "".join(value if token.kind in ("text", "general") else token.text for token in parts[-1].tokens)


def _moment(value: datetime | date | time | timedelta, format_code: str) -> str:
    serial = serial_of(value)
    for section in sections(format_code):
        if section.has("date"):
            return date_text(serial, section.tokens) or str(value)
    spelled = "h:mm:ss" if serial < 1 else "yyyy/m/d" if serial == int(serial) else "yyyy/m/d h:mm"
    return date_text(serial, sections(spelled)[0].tokens) or str(value)


def _numeric(value: float | Decimal, format_code: str) -> tuple[str, Decimal | None]:
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if not number.is_finite():
        return str(value), None
    parts = sections(format_code)
    if format_code == GENERAL or not parts or abs(number.adjusted()) > 400:
        return general(number), number
    rounded = number if isinstance(value, int) else _FIFTEEN.plus(number)
    section, signed = _chosen(parts, rounded)
    if section.has("date") and section.has("digit"):  # Excel refuses such a format
        return general(number), number
    if section.has("date"):
        text = date_text(float(rounded), section.tokens)
        return (general(number), number) if text is None else (text, None)
    return _number_text(rounded if signed else rounded.copy_abs(), section), number


def _chosen(parts: tuple[Section, ...], number: Decimal) -> tuple[Section, bool]:
    """The section for a number, and whether the minus sign is still to be written."""
    if any(section.condition for section in parts):
        for section in parts:
            if section.condition is None or _holds(section.condition, number):
                return section, True
        return Section((Token("general", GENERAL),)), True
    numeric = parts[:3]
    if number < 0 and len(numeric) > 1:
        return numeric[1], False
    if number == 0 and len(numeric) > 2:
        return numeric[2], True
    return numeric[0], True


def _holds(condition: tuple[str, Decimal], number: Decimal) -> bool:
    sign, limit = condition
    order = (number > limit) - (number < limit)
    return order in {"<": (-1,), "<=": (-1, 0), "=": (0,), ">=": (0, 1), ">": (1,), "<>": (-1, 1)}[sign]


def _number_text(number: Decimal, section: Section) -> str:
    if section.has("general") or section.has("text"):
        sign, body = ("-", general(number.copy_negate())) if number < 0 else ("", general(number))
        return sign + "".join(body if token.kind in ("general", "text") else token.text for token in section.tokens)
    if not section.has("digit"):
        return ("-" if number < 0 else "") + "".join(token.text for token in section.tokens)
    if section.has("exponent"):
        return _scientific(number, section.tokens)
    if section.has("slash"):
        return _fraction(number, section.tokens)
    return _decimal(number, section.tokens)


def _decimal(number: Decimal, tokens: tuple[Token, ...]) -> str:
    kinds = [token.kind for token in tokens]
    point = kinds.index("point") if "point" in kinds else len(kinds)
    last = max((i for i, kind in enumerate(kinds) if kind == "digit"), default=-1)
    places = kinds[point:].count("digit")
    thousands = kinds[last + 1 :].count("comma") if point > last else kinds[last + 1 : point].count("comma")
    number = number.scaleb(2 * kinds.count("percent") - 3 * thousands, _EXACT)
    number = number.quantize(Decimal(1).scaleb(-places), context=_EXACT)
    whole, _, rest = format(number.copy_abs(), "f").partition(".")
    grouped = "comma" in kinds[: min(point, last + 1)]
    left = _whole(whole.lstrip("0"), tokens[:point], grouped)
    return ("-" if number < 0 else "") + left + _rest(rest, tokens[point:])


def _whole(digits: str, tokens: tuple[Token, ...], grouped: bool) -> str:
    """The digits left of the point, put into their places from the right; the leftmost place takes what is left over."""
    places = sum(token.kind == "digit" for token in tokens)
    out: list[str] = []
    count = 0
    for token in reversed(tokens):
        if token.kind != "digit":
            out.append("" if token.kind == "comma" else token.text)
            continue
        places -= 1
        taken, digits = (digits, "") if places == 0 else (digits[-1:], digits[:-1])
        for digit in reversed(taken or ("0" if token.text == "0" else "")):
            out.append("," if grouped and count and count % 3 == 0 else "")
            out.append(digit)
            count += 1
    if digits:  # a format without a place left of the point: .00
        out.append(digits)
    return "".join(reversed(out))


def _rest(digits: str, tokens: tuple[Token, ...]) -> str:
    """The point and the digits right of it; zeros behind the last figure only where the format insists."""
    significant = len(digits.rstrip("0"))
    out = []
    place = 0
    for token in tokens:
        if token.kind == "digit":
            out.append(digits[place] if place < significant or token.text == "0" else "")
            place += 1
        elif token.kind != "comma":
            out.append(token.text)
    return "".join(out)


def _scientific(number: Decimal, tokens: tuple[Token, ...]) -> str:
    at = next(i for i, token in enumerate(tokens) if token.kind == "exponent")
    places = sum(token.kind == "digit" for token in tokens[at:])
    power = number.adjusted() if number else 0
    mantissa = _decimal(number.scaleb(-power, _EXACT), tokens[:at])
    if mantissa.lstrip("-").startswith("10"):
        power += 1
        mantissa = _decimal(number.scaleb(-power, _EXACT), tokens[:at])
    sign = "-" if power < 0 else "+" if "+" in tokens[at].text else ""
    return f"{mantissa}E{sign}{abs(power):0{places}d}" + "".join(t.text for t in tokens[at + 1 :] if t.kind == "literal")


def _fraction(number: Decimal, tokens: tuple[Token, ...]) -> str:
    at = next(i for i, token in enumerate(tokens) if token.kind == "slash")
    below = "".join(token.text for token in tokens[at + 1 :] if token.kind in ("digit", "literal")).strip()
    whole, part = divmod(abs(Fraction(number)), 1)
    near = (
        Fraction(round(part * int(below)), int(below))
        if _is_denominator(below)
        else part.limit_denominator(10 ** min(len(below), 4) - 1 or 1)
    )
    whole, near = whole + near // 1, near % 1
    sign = "-" if number < 0 and (whole or near) else ""
    if not near:
        return f"{sign}{whole}"
    return f"{sign}{whole} {near}" if whole else f"{sign}{near}"


def _is_denominator(text: str) -> bool:
    return text.isascii() and text.isdigit() and int(text) > 0
