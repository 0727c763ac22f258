"""校验码: a short code, printed in the foot of a filed table or of a 送审包, that tells whether the stamped paper is what was submitted."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from perfgoals.official.snapshot import Snapshot, to_json

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Thirty-two signs, none of which is taken for another on paper or on the telephone: no 0 and O, no 1 and I."""

_LENGTH, _GROUP = 12, 4
_BITS = 5  # of the hash in each sign


def check_code(snapshot: Snapshot, table_id: int) -> str:
    """Three groups of four signs, such as ``7KQM-2X9D-HT4W``: the same for the same table saying the same, and for nothing else.

    Contacts and everything else that is no part of the record do not change it.
    """
    return _code_of({"id": table_id, "table": to_json(snapshot)})


def package_code(name: str, codes: Sequence[str]) -> str:
    """The code of a 送审包 in the same signs: the same for the same package of tables with these codes in this order."""
    return _code_of({"package": name, "tables": list(codes)})


def _code_of(said: dict[str, Any]) -> str:
    digest = hashlib.sha256(_canonical(said)).digest()
    number = int.from_bytes(digest) >> (len(digest) * 8 - _LENGTH * _BITS)
    signs = "".join(ALPHABET[number >> _BITS * place & 31] for place in reversed(range(_LENGTH)))
    return "-".join(signs[start : start + _GROUP] for start in range(0, _LENGTH, _GROUP))


def _canonical(said: dict[str, Any]) -> bytes:
    """One spelling of what is said: keys sorted, no white space, so that no later order of fields changes the codes on paper."""
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8", "surrogatepass")


class NotACode(ValueError):
    """str: one sentence on why a text is no 校验码, and what to do."""


_PARTING = re.compile(r"[\s\-‐-―−_·.。:：]+")
_CALLED = re.compile(r"^\s*校验码")


def read_code(text: str) -> str:
    """The code that somebody typed from paper: without regard to case, spaces, hyphens and full-width signs. NotACode for any other."""
    signs = _PARTING.sub("", _CALLED.sub("", unicodedata.normalize("NFKC", text))).upper()
    if foreign := next((sign for sign in signs if sign not in ALPHABET), ""):
        raise NotACode(f"校验码中没有“{foreign}”：只用数字 2 到 9 和除 I、O 以外的大写字母，请对照纸上再输一次")
    if len(signs) != _LENGTH:
        raise NotACode(f"校验码有 {_LENGTH} 位，您输入了 {len(signs)} 位，请对照纸上再输一次")
    return "-".join(signs[start : start + _GROUP] for start in range(0, _LENGTH, _GROUP))
