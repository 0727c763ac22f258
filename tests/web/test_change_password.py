"""/password/ changes one's own password."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client

from perfgoals.accounts.models import User
from tests.cast import PASSWORD

NEW = "春眠不觉晓-2027"


def change(client: Client, old: str = PASSWORD, new: str = NEW, again: str | None = None) -> HttpResponse:
    fields = {"old_password": old, "new_password1": new, "new_password2": new if again is None else again}
    return client.post("/password/", fields)  # type: ignore[return-value]


def test_the_new_password_counts_and_one_stays_in(client_of: Callable[[User], Client], author: User) -> None:
    client = client_of(author)
    assert change(client).headers["Location"] == "/"
    author.refresh_from_db()
    assert author.check_password(NEW)
    assert client.get("/password/").status_code == 200


def test_other_browsers_are_signed_out(client_of: Callable[[User], Client], author: User) -> None:
    elsewhere = client_of(author)
    change(client_of(author))
    assert elsewhere.get("/password/").status_code == 302


@pytest.mark.parametrize(
    ("old", "new", "again", "sentence"),
    [
        ("wrong", NEW, NEW, "原密码不对"),
        (PASSWORD, NEW, NEW + "x", "两次输入的新密码不一样"),
        (PASSWORD, PASSWORD, PASSWORD, "新密码和原密码一样"),
        (PASSWORD, "短", "短", "10"),
        (PASSWORD, "20270101202701", "20270101202701", "数字"),
        (PASSWORD, "password123456", "password123456", "常见"),
        (PASSWORD, "0311-1234567", "0311-1234567", "联系电话"),
        (PASSWORD, "", "", "必填"),
    ],
)
def test_a_refusal_says_why_in_chinese_and_changes_nothing(
    client_of: Callable[[User], Client], author: User, old: str, new: str, again: str, sentence: str
) -> None:
    client = client_of(author)
    answer = change(client, old, new, again)
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    author.refresh_from_db()
    assert author.check_password(PASSWORD)


def test_a_visitor_is_sent_to_sign_in(client: Client, db: None) -> None:
    assert client.get("/password/").headers["Location"] == "/sign-in/?next=/password/"
    assert change(client).headers["Location"] == "/sign-in/?next=/password/"
