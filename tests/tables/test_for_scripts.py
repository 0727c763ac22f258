"""What scripts are answered when the page they belong to is not the session's any more."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest

from perfgoals.tables.models import TargetTable
from perfgoals.tables.views.for_scripts import PAGE_OF
from tests.cast import Cast, client_of
from tests.dumping import dump

CHANGE = {"do": "set", "path": "goals.annual", "text": "甲"}


def test_the_page_of_whoever_is_signed_in_is_answered(cast: Cast, table: TargetTable) -> None:
    answer = client_of(cast.author).get(f"/tables/{table.pk}/record/", headers={PAGE_OF: str(cast.author.pk)})
    assert answer.status_code == 200


@pytest.mark.parametrize("name", ["", "0", "x", "1 ", "colleague"])
def test_nobody_writes_in_anothers_name(cast: Cast, table: TargetTable, name: str) -> None:
    user = str(cast.colleague.pk) if name == "colleague" else name
    before = dump()
    data = json.dumps({"save": str(uuid4()), "version": 1, "changes": [CHANGE]})
    answer = client_of(cast.author).post(f"/tables/{table.pk}/save/", data, "application/json", headers={PAGE_OF: user})
    assert (answer.status_code, answer.json()) == (401, {"error": "这个浏览器中现在登录的是另一个人，请用原来的账号重新登录"})
    assert dump() == before
