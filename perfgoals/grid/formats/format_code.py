"""Excel's format codes taken apart: ``0.00"万元";[Red]-0.00`` is two sections of tokens."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal, NamedTuple

from perfgoals.grid.formats.date_format import DATE_TOKEN

GENERAL = "General"

Kind = Literal["literal", "digit", "point", "comma", "percent", "exponent", "slash", "text", "general", "date"]


class Token(NamedTuple):
    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a format between semicolons; ``condition`` is what stands in ``[>=1]``, if anything."""

    tokens: tuple[Token, ...]
    condition: tuple[str, Decimal] | None = None

    def has(self, kind: Kind) -> bool:
        return any(token.kind == kind for token in self.tokens)


_LONGEST = 255  # Excel's own limit for a format code
# Ids that say a format without spelling it: the standard's, with the dates as a Chinese Excel has them.
_BUILTIN = {
    **dict(enumerate(("General", "0", "0.00", "#,##0", "#,##0.00"))),
    5: '"¥"#,##0;"¥"-#,##0',
    6: '"¥"#,##0;[Red]"¥"-#,##0',
    7: '"¥"#,##0.00;"¥"-#,##0.00',
    8: '"¥"#,##0.00;[Red]"¥"-#,##0.00',
    **dict(enumerate(("0%", "0.00%", "0.00E+00", "# ?/?", "# ??/??"), 9)),
    **dict(enumerate(("yyyy/m/d", "d-mmm-yy", "d-mmm", "mmm-yy", "h:mm AM/PM", "h:mm:ss AM/PM", "h:mm", "h:mm:ss", "yyyy/m/d h:mm"), 14)),
    **dict.fromkeys((27, 36, 50, 52, 57), 'yyyy"年"m"月"'),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), 'm"月"d"日"'),
    30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"',
    **dict.fromkeys((34, 55), '上午/下午h"时"mm"分"'),
    **dict.fromkeys((35, 56), '上午/下午h"时"mm"分"ss"秒"'),
    37: "#,##0;-#,##0",
    38: "#,##0;[Red]-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;[Red]-#,##0.00",
    41: '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ',
    42: '_ "¥"* #,##0_ ;_ "¥"* -#,##0_ ;_ "¥"* "-"_ ;_ @_ ',
    43: '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    44: '_ "¥"* #,##0.00_ ;_ "¥"* -#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ',
    **dict(enumerate(("mm:ss", "[h]:mm:ss", "mm:ss.0", "##0.0E+0", "@"), 45)),
}
_AMERICAN = {"mm-dd-yy": _BUILTIN[14], "m/d/yy h:mm": _BUILTIN[22]}  # how libraries spell 14 and 22

_TOKEN = re.compile(
    r"""
      "(?P<quoted>[^"]*)"?
    | \\(?P<escaped>.) | !(?P<banged>.)
    | (?P<padding>[_*].)
    | \[(?P<elapsed>h+|m+|s+)\]
    | \[(?P<bracket>[^\]]*)\]
    | (?P<general>General|G/通用格式)
    | (?P<exponent>E[+-](?=[0\#?]))
    | (?P<date>"""
    + DATE_TOKEN
    + r""")
    | (?P<digit>[0\#?]) | (?P<point>\.) | (?P<comma>,) | (?P<percent>%) | (?P<slash>/) | (?P<text>@)
    | (?P<other>.)
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d{1,15}(?:\.\d{1,15})?)$", re.ASCII)
_SEPARATOR = re.compile(r'((?:"[^"]*"?|\\.|\[[^\]]*\]|[^;])*)(;|$)', re.DOTALL)


def builtin(format_id: int) -> str | None:
    """The format a Chinese Excel means by a built-in id that files use without spelling it; None for any other id."""
    return _BUILTIN.get(format_id)


@lru_cache(maxsize=512)
def sections(format_code: str) -> tuple[Section, ...]:
    """The parts of a format; none when the format cannot be one."""
    format_code = _AMERICAN.get(format_code, format_code)
    if not format_code or len(format_code) > _LONGEST:
        return ()
    parts = []
    for match in _SEPARATOR.finditer(format_code):
        parts.append(_section(match[1]))
        if not match[2]:
            break
    return tuple(parts) if len(parts) <= 4 else ()


def _section(source: str) -> Section:
    tokens = []
    condition = None
    for match in _TOKEN.finditer(source):
        kind = match.lastgroup or "other"
        text = match[kind]
        if kind == "bracket":
            found = _CONDITION.match(text)
            condition = (found[1], Decimal(found[2])) if found else condition
            text = text[1:].split("-")[0] if text.startswith("$") else ""
        token = _token(kind, text)
        if token.text or token.kind != "literal":
            tokens.append(token)
    return Section(tuple(tokens), condition)


def _token(kind: str, text: str) -> Token:
    match kind:
        case "padding":
            return Token("literal", "")
        case "elapsed":
            return Token("date", f"[{text.lower()}]")
        case "digit" | "point" | "comma" | "percent" | "exponent" | "slash" | "text" | "general" | "date":
            return Token(kind, text)
    return Token("literal", text)
