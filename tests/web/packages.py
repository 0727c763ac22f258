"""Pages of packages as a browser meets them: the address, and what the page's own form sends."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from django.test import Client

from perfgoals.accounts.models import Department
from tests.review.packages.packing import YEAR


def url(department: Department, kind: str = "first", year: int = YEAR) -> str:
    return f"/packages/{department.pk}/{year}/{kind}/"


def page(client: Client, department: Department, kind: str = "first") -> str:
    answer = client.get(url(department, kind))
    assert answer.status_code == 200
    return answer.content.decode()


def form_of(html: str, act: str) -> dict[str, Any]:
    """What the button of this act (report, submit) would send."""
    found = re.search(rf'<form method="post" action="[^"]*/{act}/">(.*?)</form>', html, re.DOTALL)
    assert found, f"no button for {act}"
    fields: dict[str, Any] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', found[1]):
        fields.setdefault(name, []).append(unescape(value))
    return fields
