"""Keys of rows as an address or a form has them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.http import Http404

_KEY = re.compile("[0-9]{1,18}", re.ASCII)


def is_key(text: str) -> bool:
    """Whether it may be the key of a row in any database."""
    return _KEY.fullmatch(text) is not None


def key_in(text: str) -> int:
    """Http404 for what can be none."""
    if not is_key(text):
        raise Http404
    return int(text)


def keys_in(texts: Iterable[str]) -> list[int]:
    """Each once, in their order; Http404 where one can be none."""
    return list(dict.fromkeys(map(key_in, texts)))
