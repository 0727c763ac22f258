"""How an entry of the log is bound to the one before it: a hash over everything in it and over the hash before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

BEFORE_THE_FIRST = "0" * 64
"""What the first entry is bound to."""


def canonical(data: Any) -> str:
    """One spelling of plain data, so that a byte more or less anywhere is another text."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def seal(values: Sequence[Any], previous: str) -> str:
    """The hash of an entry with these values, in the order of its columns. Times are told in UTC, to the microsecond."""
    texts = [_text(value) for value in values]
    written = json.dumps([previous, *texts], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()


def _text(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return str(value)
