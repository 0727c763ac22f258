"""Texts from outside made clean: markup pasted from web forms, control characters, broken lines."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from perfgoals.official.money import plain

_BREAK = re.compile(r"</(?:p|div)\s*>\s*<(?:p|div)(?:\s[^<>]*)?>|<br\s*/?>|</?(?:p|div)(?:\s[^<>]*)?>", re.IGNORECASE)
_INLINE = re.compile(r"</?(?:span|font)(?:\s[^<>]*)?>", re.IGNORECASE)
_NBSP = re.compile(r"&nbsp;?", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_LINE = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_INVISIBLE = re.compile("[\u200b\u2060\ufeff]")
_SUSPECT = re.compile("[<&\x00-\x09\x0b-\x1f\x7f-\xa0\ud800-\udfff\u200b\u2028\u2029\u2060\ufeff\ufffe\uffff]")


def clean(text: str, *, paragraphs: bool) -> tuple[str, str]:
    """The text without markup and control characters, and a sentence on what was taken out ("" when only white space was).

    With ``paragraphs`` line breaks part paragraphs; without, they are words broken in a narrow cell and are joined again.
    """
    said = []
    if _SUSPECT.search(text):
        text = _INVISIBLE.sub("", _LINE.sub("\n", text)).replace("\t", " ").replace("\xa0", " ")
        plain = _CONTROL.sub("", text)  # before the markup, which it may cut in two
        settled, marked = _without_markup(plain, paragraphs)
        if marked:
            said.append("已去除网页标记")
        if plain != text:
            said.append("已去除控制字符")
        return settled, "；".join(said)
    return _in_lines(text, paragraphs), ""


def printable(text: str) -> str:
    """The text in lines, without the characters that no file can hold: half a character, control characters pasted out of a PDF."""
    return _CONTROL.sub("", _LINE.sub("\n", text))


def _without_markup(text: str, paragraphs: bool) -> tuple[str, bool]:
    """Taken out until none is left, for a tag may stand inside another; not without end, for a hostile one may do so a million times."""
    marked = False
    for _ in range(10):
        before, text = text, _NBSP.sub(" ", _INLINE.sub("", _BREAK.sub("\n", text)))
        marked = marked or text != before
        text = _in_lines(text, paragraphs)
        if text == before:
            break
    return text, marked


def _in_lines(text: str, paragraphs: bool) -> str:
    text = text.strip()
    if "\n" not in text:
        return text
    lines = [line for each in text.split("\n") if (line := each.strip())]
    return "\n".join(lines) if paragraphs else _joined(lines)


def _joined(lines: list[str]) -> str:
    """Broken lines as one: Chinese closes up, two Latin words or numbers keep a space between them."""
    whole = lines[0] if lines else ""
    for line in lines[1:]:
        apart = whole[-1:].isascii() and whole[-1:].isalnum() and line[:1].isascii() and line[:1].isalnum()
        whole += f" {line}" if apart else line
    return whole


def year_in(data: Any) -> tuple[int, str]:
    """The budget year that a value from outside says, 0 where it says none; and a sentence where it was more, or other, than a year."""
    if data is None or data == "":
        return 0, ""
    if isinstance(data, int) and not isinstance(data, bool) and (data == 0 or 1949 <= data < 2100):
        return data, ""
    found = re.search(r"(?<![0-9])(?:19(?:49|[5-9][0-9])|20[0-9]{2})(?![0-9])", as_text(data))
    return (int(found[0]), f"年度按 {found[0]} 读入") if found else (0, "不是年度，未读入")


def as_text(data: Any) -> str:
    """Whatever a value from outside is, as text; never raises, and never more than can be printed."""
    if data is None or isinstance(data, str):
        return data or ""
    if isinstance(data, Decimal) and data.is_finite() and abs(data.adjusted()) < 100:
        return plain(data)
    try:
        return str(data)
    except (ValueError, RecursionError):  # a number of thousands of digits, lists in lists without end
        return f"（{type(data).__name__}）"
