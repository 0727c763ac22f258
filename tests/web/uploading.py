"""A register uploaded and confirmed as a browser does it: the page's own fields are sent back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.exchange.register.books import book


def upload(client: Client, kind: str, *rows: Sequence[Any], name: str = "登记.xlsx") -> Any:
    return client.post(f"/register/{kind}/", {"file": SimpleUploadedFile(name, book(*rows))})


def fields_of(page: str) -> dict[str, str]:
    """What the form would send: hidden inputs, the year, chosen selects and radios."""
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    selects = re.findall(r'<select[^>]* name="(column-\d+)".*?</select>', page, re.DOTALL)
    chosen = {
        name: (re.findall(rf'name="{name}".*?</select>', page, re.DOTALL)[0].partition(" selected")[0].rpartition('value="')[2].strip('"'))
        for name in selects
    }
    year = dict(re.findall(r'name="(year)" value="(\d*)"', page))
    unit = dict(re.findall(r'name="(money_unit)"[^>]*value="(\w+)" checked', page))
    sent = hidden | chosen | year | unit
    sent.pop("csrfmiddlewaretoken", None)
    sent.pop("next", None)
    return {name: unescape(value) for name, value in sent.items()}


def confirm(client: Client, kind: str, shown: str, **more: str) -> Any:
    return client.post(f"/register/{kind}/import/", fields_of(shown) | more)
