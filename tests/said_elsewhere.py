"""The site where 业务股室 are called otherwise: run by test_words.py in a process of its own, with another SECTION_WORD."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings

from perfgoals.exchange.demo import Demo
from perfgoals.review.transitions import ACTS
from perfgoals.tables.models import TargetTable
from tests.cast import PEOPLE, Cast, client_of
from tests.exchange.register.books import book
from tests.review.acting import act, bring, now

WORD = os.environ["SECTION_WORD"]
PAGES = ["/", "/projects/", "/goals/", "/library/", "/notices/", "/bin/", "/rounds/", "/register/"]
ADMIN_PAGES = [
    "/admin/",
    "/admin/accounts/department/",
    "/admin/accounts/department/add/",
    "/admin/accounts/user/",
    "/admin/accounts/user/add/",
    "/admin/tables/targettable/",
]


def test_no_page_says_the_other_word(cast: Cast, table: TargetTable) -> None:
    bring(cast, table, "section_review")
    said = ""
    for name in PEOPLE:
        client = client_of(cast.people[name])
        pages = [*PAGES, f"/tables/{table.pk}/", f"/tables/{table.pk}/history/"] + (ADMIN_PAGES if name == "administrator" else [])
        for path in pages:
            answer = client.get(path)
            if answer.status_code == 200:
                said += (page := answer.content.decode())
                assert "股室" not in page, (name, path)
    for word in (f"待{WORD}室审核", f"{WORD}室审核岗", f"业务{WORD}室"):
        assert word in said


@pytest.mark.parametrize("state", ["unit_review", "performance_review", "approved"])
def test_no_state_says_the_other_word(cast: Cast, table: TargetTable, state: str) -> None:
    bring(cast, table, state)
    for who in ("author", "section_reviewer", "performance_reviewer"):
        assert "股室" not in client_of(cast.people[who]).get(f"/tables/{table.pk}/").content.decode()
    assert not any("股室" in entry.get_role_display() + entry.get_to_display() for entry in now(table).log_entries.all())


def test_no_act_says_the_other_word(cast: Cast, table: TargetTable) -> None:
    assert not any("股室" in text for each in ACTS.values() for text in (each.label, each.told, each.bid, each.help))
    bring(cast, table, "section_review")
    refused = client_of(cast.section_reviewer).post(
        f"/tables/{table.pk}/acts/reassign/", {"version": now(table).version, "save": "1b671a64-40d5-491e-99b0-da01ff1f3341"}
    )
    assert f"请选择要转往的业务{WORD}室" in refused.content.decode()
    assert act(cast.section_reviewer, table, "pass").get_role_display() == f"{WORD}室审核岗"


def test_a_register_of_this_place_is_read(cast: Cast) -> None:
    heads = ["单位名称", f"业务{WORD}室", "类别"]
    file = SimpleUploadedFile("单位.xlsx", book(heads, ["农业局", "业务一股", "单位"], [f"业务四{WORD}", None, f"业务{WORD}室"]))
    page = client_of(cast.administrator).post("/register/units/", {"file": file}).content.decode()
    assert "新建 <strong>2</strong> 行" in page
    assert f'<span class="text-secondary">业务{WORD}室</span>' in page
    assert "股室" not in page


@pytest.mark.django_db
def test_the_demo_is_loaded(root: Path) -> None:
    with override_settings(ALLOWED_HOSTS=["localhost"]):
        assert Demo(root / "fixtures").seed()
