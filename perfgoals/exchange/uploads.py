"""An upload that is too large for any reader: told by its length, before anything of it is kept."""

from __future__ import annotations

from django.http import HttpRequest

from perfgoals.grid.formats.package import MAX_FILE, MEGABYTE

_BESIDE_THE_FILE = MEGABYTE // 4
"""What a browser sends around a file."""


def is_too_large(request: HttpRequest) -> bool:
    """Whether the request holds more than a file may be. It is then read to its end, or the browser would not hear the answer."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not (length.isascii() and length.isdigit() and int(length) > MAX_FILE + _BESIDE_THE_FILE):
        return False
    while request.read(MEGABYTE):
        pass
    return True
