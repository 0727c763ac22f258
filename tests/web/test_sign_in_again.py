"""/sign-in/again/ signs in from a page that is still open."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from perfgoals.accounts.one_time import set_one_time_password
from perfgoals.tables.models import TargetTable
from tests.cast import PASSWORD, Cast

URL = "/sign-in/again/"


def send(client: Client, **data: str) -> Any:
    return client.post(URL, data)


@pytest.fixture(autouse=True)
def _nobody_has_tried_before() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def test_the_right_password_signs_in_and_tells_who_it_is(client: Client, cast: Cast) -> None:
    answer = send(client, username="author", password=PASSWORD)
    assert (answer.status_code, answer.json()) == (200, {"user": cast.author.pk, "name": cast.author.name})
    assert client.get(reverse("list_tables")).status_code == 200


@pytest.mark.parametrize(
    "data", [{"username": "author", "password": "wrong"}, {"username": "author"}, {}, {"username": "who", "password": "x"}]
)
def test_anything_else_is_a_sentence_and_no_session(client: Client, cast: Cast, data: dict[str, str]) -> None:
    answer = send(client, **data)
    assert answer.status_code == 400
    assert answer.json()["error"]
    assert client.get(reverse("list_tables")).status_code == 302


def test_guessing_is_slowed_down_as_at_the_page_of_signing_in(client: Client, cast: Cast) -> None:
    said = [send(client, username="author", password="wrong").json()["error"] for _ in range(12)]
    assert "分钟后再试" in said[-1]
    assert send(client, username="author", password=PASSWORD).status_code == 400


def test_a_one_time_password_is_for_the_page_of_signing_in(client: Client, cast: Cast) -> None:
    password = set_one_time_password(cast.author)
    assert "一次性密码" in send(client, username="author", password=password).json()["error"]
    assert client.get(reverse("list_tables")).status_code == 302


def test_a_wrong_name_and_a_wrong_password_get_the_same_sentence(client: Client, cast: Cast) -> None:
    said = [send(client, username=name, password="wrong").json()["error"] for name in ("author", "nosuchname")]
    assert said[0] == said[1]
    assert "用户名或密码不对" in said[0]


def test_an_account_out_of_use_does_not_open(client: Client, cast: Cast) -> None:
    type(cast.author).objects.filter(pk=cast.author.pk).update(is_active=False)
    assert send(client, username="author", password=PASSWORD).status_code == 400
    assert not Session.objects.exists()


def test_the_page_that_stood_open_goes_on_with_the_new_token(cast: Cast, table: TargetTable) -> None:
    """The page has the cookie of its own form; after signing in there is a new one, and with it the next save goes through."""
    client = Client(enforce_csrf_checks=True)
    client.get("/sign-in/")

    def post(url: str, data: Any, **how: Any) -> Any:
        return client.post(url, data, headers={"X-CSRFToken": client.cookies["csrftoken"].value}, **how)

    before = client.cookies["csrftoken"].value
    assert post(URL, {"username": "author", "password": PASSWORD}).status_code == 200
    assert client.cookies["csrftoken"].value != before
    page = {"tab": "1b671a64-40d5-491e-99b0-da01ff1f3341", "leaving": False}
    assert post(f"/tables/{table.pk}/presence/", page, content_type="application/json").status_code == 200


def test_a_request_from_another_site_is_refused(cast: Cast) -> None:
    answer = Client(enforce_csrf_checks=True).post(URL, {"username": "author", "password": PASSWORD})
    assert answer.status_code == 403
    assert not Session.objects.exists()


def test_the_answer_is_not_kept(client: Client, cast: Cast) -> None:
    assert "no-store" in send(client, username="author", password=PASSWORD).headers["Cache-Control"]


def test_looking_is_not_signing_in(client: Client, db: None) -> None:
    assert client.get(URL).status_code == 405
