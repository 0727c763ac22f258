"""A page's form sent as a browser sends it: what stands in its fields, changed where a test changes it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.test import Client
from lxml import html


def fields_of(response: Any, action: str) -> dict[str, list[str]]:
    """Every successful field of the page's form that is sent to an address that begins with ``action``."""
    page = html.fromstring(response.content.decode())
    (form,) = [form for form in page.forms if (form.action or "").startswith(action)]
    fields: dict[str, list[str]] = {}
    for name, value in form.form_values():
        fields.setdefault(name, []).append(value)
    return fields


def send(client: Client, response: Any, action: str, ids: Iterable[int] | None = None, **said: str) -> HttpResponse:
    """That form sent, with these boxes ticked (by default as they are) and these fields filled in."""
    fields: dict[str, Any] = fields_of(response, action)
    if ids is not None:
        fields["id"] = [str(key) for key in ids]
    return client.post(action, fields | said, follow=True)
