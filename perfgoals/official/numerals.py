"""Numbers written in Chinese numerals."""

from __future__ import annotations

import re

NUMERALS = "零〇一二两三四五六七八九十百千"
_FIGURES = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_ONE = "[一二两三四五六七八九]"
_WHOLE = re.compile(rf"(?:({_ONE})千)?[零〇]?(?:({_ONE})百)?[零〇]?(?:({_ONE}?)十)?[零〇]?({_ONE}?)")


def whole_number(text: str) -> int | None:
    """``十二`` as 12, below ten thousand; None for what is no number (百 alone) or has two readings (一百二)."""
    match = _WHOLE.fullmatch(text) if text else None
    if match is None:
        return None
    thousands, hundreds, tens, ones = match.groups()
    colloquial = ones and (thousands or hundreds) and tens is None and text[-2] not in "零〇"
    if colloquial or (len(text) > 1 and text[-1] in "零〇"):
        return None
    ten = 0 if tens is None else _FIGURES.get(tens, 1)
    return sum(weight * _FIGURES.get(figure or "", 0) for weight, figure in ((1000, thousands), (100, hundreds), (1, ones))) + ten * 10


def figures(text: str) -> str:
    """``二〇二六`` as ``2026``, figure by figure; other characters stay."""
    return "".join(str(_FIGURES.get(sign, sign)) for sign in text)
