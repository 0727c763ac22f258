"""/sign-out/ ends the session, by POST only: no picture or link on another page can do it."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from perfgoals.accounts.models import User


def test_one_is_out_and_back_at_the_door(client_of: Callable[[User], Client], author: User) -> None:
    client = client_of(author)
    assert client.post("/sign-out/").headers["Location"] == "/sign-in/"
    assert "_auth_user_id" not in client.session


def test_a_link_does_not_sign_out(client_of: Callable[[User], Client], author: User) -> None:
    client = client_of(author)
    assert client.get("/sign-out/").status_code == 405
    assert "_auth_user_id" in client.session


def test_out_is_out_for_who_was_never_in(client: Client, db: None) -> None:
    assert client.post("/sign-out/").headers["Location"] == "/sign-in/"
