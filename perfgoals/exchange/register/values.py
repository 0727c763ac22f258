"""What the cells of a register mean: amounts, dates, marks, codes. What is not understood is said, never guessed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal

from perfgoals.exchange.register.reading import LONGEST, Said
from perfgoals.official.money import MoneyUnit, parse_amount, plain, without_idle_zeros
from perfgoals.tables.models.amount_field import PLACES, fits

_YES = frozenset(("是", "有", "√", "✓", "✔", "y", "yes", "true", "1"))
_NO = frozenset(("否", "无", "×", "✗", "x", "n", "no", "false", "0"))
_DAY = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?(?:\s0?0:00(?::00)?)?|([0-9]{4})([0-9]{2})([0-9]{2})")
_UNKEEPABLE = re.compile("[\0-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_EXCEL_DIGITS = 15


class Wrong(Exception):
    """A cell that cannot be taken. str: what is wrong and what to do, without the cell's address and text."""


def words(said: Said, longest: int) -> str:
    """A text of at most so many characters."""
    if _UNKEEPABLE.search(said.text):
        raise Wrong("含有不能保存的控制字符，请重新输入")
    if len(said.text) > longest:
        raise Wrong(f"超过 {longest} 个字" + ("（只读到开头）" if len(said.text) >= LONGEST else "") + "，请改短")
    if said.text.startswith("=") and len(said.text) > 1:
        raise Wrong("是没有算出结果的公式，请用 Excel 打开，保存后再上传")
    return said.text


def code(said: Said, longest: int) -> str:
    """A code: narrow capitals without spaces. A long one that Excel keeps as a number has lost its last digits."""
    digits = said.exact.lstrip("-").replace(".", "")
    if len(digits) > _EXCEL_DIGITS or "E+" in said.text.upper():
        raise Wrong("存成了数字，15 位以后已经丢失，请把这一列设为文本格式后重新填写")
    return "".join(unicodedata.normalize("NFKC", words(said, longest)).upper().split())


def day(said: Said) -> date:
    found = _DAY.fullmatch(unicodedata.normalize("NFKC", said.text))
    try:
        return date(*(int(part) for part in found.groups() if part)) if found else date(0, 1, 1)
    except ValueError:
        raise Wrong("不是日期，请写成 2027-01-31 的样子") from None


def flag(said: Said, yes: Collection[str] = (), no: Collection[str] = ()) -> bool:
    """是 or 否, however they are ticked, or in the field's own words."""
    mark = unicodedata.normalize("NFKC", said.text).lower().strip()
    if mark in _YES or mark in yes:
        return True
    if mark in _NO or mark in no:
        return False
    raise Wrong("请写“是”或“否”")


def choice(said: Said, choices: Mapping[str, str]) -> str:
    """The value of a label, as ``choices`` has them by their folded labels."""
    found = choices.get("".join(said.text.split()))
    if found is None:
        raise Wrong(f"没有这一项，请写{'、'.join(dict.fromkeys(choices))}中的一个")
    return found


def amount(said: Said, unit: MoneyUnit) -> Decimal:
    """An amount in 万元 to the last place: nothing is rounded. The exact number behind what is shown counts."""
    if said.is_merged:
        raise Wrong("合并了几行，不知道每行各是多少，请取消合并后逐行填写")
    if said.text.startswith("="):
        raise Wrong("是没有算出结果的公式，请用 Excel 打开，保存后再上传")
    shown = parse_amount(said.text, unit)
    if shown.number is None:
        raise Wrong("不是数字")
    exact = parse_amount(said.exact, unit).number if said.exact and not shown.mended else None
    number = shown.number if exact is None else exact
    if number < 0:
        raise Wrong("是负数，请核对")
    if not fits(number):
        raise Wrong(f"合 {plain(number)} 万元，最多 9 位整数和 {PLACES} 位小数，不四舍五入，请核对金额和金额单位")
    return without_idle_zeros(number)


def readable(number: Decimal) -> str:
    """1,200,000.5: with separated thousands and without idle zeros."""
    whole, _, fraction = f"{without_idle_zeros(number):,f}".partition(".")
    return f"{whole}.{fraction}" if fraction else whole
