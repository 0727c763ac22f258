"""How a file is given out: under its name, kept nowhere on the way, and not too many tables at once."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.cache import cache_control

from perfgoals.exchange.exporting import safe_name

CONTENT_TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html; charset=utf-8",
    "json": "application/json",
}
MOST_AT_ONCE = 200
"""So many tables take the server a few seconds; more would keep others waiting."""

FRAMED = "default-src 'self'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"
"""The policy of a print that is looked at in a frame of the site's own pages."""

kept_nowhere = cache_control(private=True, no_store=True)
"""Of what is in the files nothing stays in a browser: offices share machines."""


def file_response(data: bytes, name: str, file_format: str, *, inline: bool = False) -> HttpResponse:
    """The bytes as a file of this name, Chinese included, to be saved or, ``inline``, to be looked at."""
    response = HttpResponse(data, content_type=CONTENT_TYPES[file_format])
    disposition = content_disposition_header(not inline, f"{safe_name(name, '绩效目标表')}.{file_format}")
    response["Content-Disposition"] = str(disposition)
    return response
