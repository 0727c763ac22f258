"""/sign-in/ opens the site to those who have an account, and is slow to guess at."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client

from perfgoals.accounts.models import User
from perfgoals.accounts.throttling import MOST_FAILURES
from tests.cast import PASSWORD


@pytest.fixture(autouse=True)
def _nobody_has_tried_before() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def sign_in(client: Client, username: str, password: str = PASSWORD, **more: str) -> HttpResponse:
    return client.post("/sign-in/", {"username": username, "password": password, **more})  # type: ignore[return-value]


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_with_the_right_password_one_is_in(client: Client, author: User) -> None:
    answer = sign_in(client, "author")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert is_signed_in(client)


def test_one_gets_where_one_wanted_to_go(client: Client, author: User) -> None:
    assert sign_in(client, "author", next="/password/").headers["Location"] == "/password/"


def test_nobody_is_sent_to_another_site(client: Client, author: User) -> None:
    assert sign_in(client, "author", next="https://elsewhere.example/").headers["Location"] == "/"


def test_the_page_says_what_must_not_be_entered_and_whom_to_ask(client: Client, db: None) -> None:
    page = client.get("/sign-in/").content.decode()
    assert "涉密项目不得录入本系统" in page
    assert "没有账号" in page
    assert "系统管理员" in page


def test_the_page_loads_nothing_from_elsewhere_and_runs_nothing_inline(client: Client, db: None) -> None:
    page = client.get("/sign-in/").content.decode()
    assert "//" not in page
    assert "<script>" not in page
    assert 'src="/static/js-lib-bootstrap5/js/bootstrap.bundle.min.js"' in page


@pytest.mark.parametrize("path", ["site.css", "icon.svg", "js-lib-bootstrap5/css/bootstrap.min.css", "django_htmx/htmx-2.min.js"])
def test_what_the_page_loads_is_served_by_the_site_itself(client: Client, path: str) -> None:
    answer = client.get(f"/static/{path}")
    assert answer.status_code == 200
    assert len(b"".join(answer)) > 100


def test_who_is_in_already_goes_on(client: Client, author: User) -> None:
    client.force_login(author)
    assert client.get("/sign-in/").headers["Location"] == "/"


@pytest.mark.parametrize(("username", "password"), [("author", "wrong"), ("nosuchname", PASSWORD)])
def test_a_wrong_name_and_a_wrong_password_get_the_same_sentence(client: Client, author: User, username: str, password: str) -> None:
    page = sign_in(client, username, password).content.decode()
    assert "用户名或密码不对" in page
    assert not is_signed_in(client)


def test_an_account_out_of_use_does_not_open(client: Client, author: User) -> None:
    User.objects.filter(pk=author.pk).update(is_active=False)
    assert "用户名或密码不对" in sign_in(client, "author").content.decode()
    assert not is_signed_in(client)


def test_an_empty_form_is_no_attempt(client: Client, author: User) -> None:
    for _ in range(MOST_FAILURES + 1):
        assert sign_in(client, "", "").status_code == 200
        assert sign_in(client, "author", "").status_code == 200
    assert sign_in(client, "author").status_code == 302


def test_after_some_failures_even_the_right_password_waits(client: Client, author: User) -> None:
    for _ in range(MOST_FAILURES):
        sign_in(client, "author", "wrong")
    assert "15 分钟后再试" in sign_in(client, "AUTHOR").content.decode()
    assert "15 分钟后再试" in sign_in(client, "author").content.decode()
    assert not is_signed_in(client)


def test_others_and_other_addresses_do_not_wait(client: Client, author: User, reader: User) -> None:
    for _ in range(MOST_FAILURES):
        sign_in(client, "author", "wrong")
    assert sign_in(client, "reader").status_code == 302
    assert sign_in(Client(REMOTE_ADDR="10.0.0.9"), "author").status_code == 302


def test_success_forgets_the_failures_before_it(client: Client, author: User) -> None:
    for _ in range(2):
        for _ in range(MOST_FAILURES - 1):
            sign_in(client, "author", "wrong")
        assert sign_in(Client(), "author").status_code == 302


def test_a_form_without_its_token_is_refused_with_a_page_that_helps(author: User) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = sign_in(client, "author")
    assert answer.status_code == 403
    assert "页面已过期" in answer.content.decode()
    assert not is_signed_in(client)
