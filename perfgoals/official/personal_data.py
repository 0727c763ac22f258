"""Numbers of persons in a text that is to be made public: mobile telephones and identity cards."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_DATE = "(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
_KINDS = (
    ("手机号码", re.compile(r"(?<![0-9])1[3-9][0-9](?:[ -]?[0-9]{4}){2}(?![0-9])")),
    ("身份证号码", re.compile(rf"(?<![0-9])[1-9][0-9]{{5}}{_DATE}[0-9]{{3}}[0-9Xx](?![0-9])")),
)


def personal_numbers(text: str) -> Iterator[tuple[str, str]]:
    """What looks like such a number, kind and text; full-width digits included. Not those within a longer row of digits."""
    plain = unicodedata.normalize("NFKC", text)
    for kind, pattern in _KINDS:
        for found in pattern.finditer(plain):
            yield kind, found[0]
