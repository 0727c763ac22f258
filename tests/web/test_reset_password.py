"""/people/…/reset-password/: an administrator gives somebody a password that is good for one thing, setting another."""

from __future__ import annotations

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from perfgoals.accounts.models import User
from tests.cast import PASSWORD, PEOPLE, Cast, client_of

NEW = "春眠不觉晓-2027"


def address(person: User) -> str:
    return f"/people/{person.pk}/reset-password/"


def reset(cast: Cast, person: User) -> str:
    """The one-time password as the page shows it."""
    page = client_of(cast.administrator).post(address(person)).content.decode()
    shown = re.search(r"\b[a-z2-9]{4}(-[a-z2-9]{4}){3}\b", page)
    assert shown
    return shown[0]


def signed_in(username: str, password: str) -> Client:
    client = Client()
    answer = client.post("/sign-in/", {"username": username, "password": password})
    assert answer.status_code == 302, answer.content.decode()
    return client


def test_the_password_shown_signs_in_and_the_old_one_does_not(cast: Cast) -> None:
    password = reset(cast, cast.author)
    cast.author.refresh_from_db()
    assert cast.author.check_password(password)
    assert not cast.author.check_password(PASSWORD)
    signed_in("author", password)


def test_the_page_asks_before_it_does_anything(cast: Cast) -> None:
    page = client_of(cast.administrator).get(address(cast.author))
    assert "重置密码：张建" in page.content.decode()
    cast.author.refresh_from_db()
    assert cast.author.check_password(PASSWORD)


def test_nobody_keeps_the_page(cast: Cast) -> None:
    assert "no-store" in client_of(cast.administrator).post(address(cast.author)).headers["Cache-Control"]


def test_each_time_another_password(cast: Cast) -> None:
    assert reset(cast, cast.author) != reset(cast, cast.author)


def test_the_person_is_signed_out_everywhere(cast: Cast) -> None:
    client = client_of(cast.author)
    reset(cast, cast.author)
    assert client.get("/password/").headers["Location"].startswith("/sign-in/")


@pytest.mark.parametrize("path", ["/", "/unit/", "/admin/"])
def test_with_it_every_page_leads_to_a_password_of_ones_own(cast: Cast, path: str) -> None:
    client = signed_in("author", reset(cast, cast.author))
    assert client.get(path).headers["Location"] == "/password/"
    assert client.post(path).headers["Location"] == "/password/"


def test_signing_out_and_in_again_does_not_get_past_it(cast: Cast) -> None:
    password = reset(cast, cast.author)
    signed_in("author", password).post("/sign-out/")
    client = signed_in("author", password)
    client.post("/password/", {"old_password": password, "new_password1": "短", "new_password2": "短"})
    assert client.get("/").headers["Location"] == "/password/"


def test_the_one_time_password_cannot_be_kept(cast: Cast) -> None:
    password = reset(cast, cast.author)
    client = signed_in("author", password)
    client.post("/password/", {"old_password": password, "new_password1": password, "new_password2": password})
    assert client.get("/").headers["Location"] == "/password/"


def test_with_a_password_of_ones_own_the_site_is_open(cast: Cast) -> None:
    password = reset(cast, cast.author)
    client = signed_in("author", password)
    client.post("/password/", {"old_password": password, "new_password1": NEW, "new_password2": NEW})
    assert client.get("/").status_code == 200


def test_it_is_in_the_log_without_the_password(cast: Cast) -> None:
    password = reset(cast, cast.author)
    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_repr, entry.get_change_message()) == (cast.administrator, "张建", "重置密码")
    assert password not in str(vars(entry))


def test_an_account_out_of_use_stays_so(cast: Cast) -> None:
    User.objects.filter(pk=cast.author.pk).update(is_active=False)
    assert "已停用" in client_of(cast.administrator).post(address(cast.author)).content.decode()
    cast.author.refresh_from_db()
    assert not cast.author.is_active


def test_ones_own_password_is_changed_elsewhere(cast: Cast) -> None:
    client = client_of(cast.administrator)
    assert client.post(address(cast.administrator)).headers["Location"] == "/password/"
    cast.administrator.refresh_from_db()
    assert cast.administrator.check_password(PASSWORD)


@pytest.mark.parametrize("somebody", [name for name in PEOPLE if name != "administrator"])
def test_to_everybody_else_the_page_does_not_exist(cast: Cast, somebody: str) -> None:
    client = client_of(cast.people[somebody])
    assert client.get(address(cast.author)).status_code == 404
    assert client.post(address(cast.author)).status_code == 404
    cast.author.refresh_from_db()
    assert cast.author.check_password(PASSWORD)
    assert not LogEntry.objects.exists()


def test_who_does_not_exist_is_not_found(cast: Cast) -> None:
    assert client_of(cast.administrator).post("/people/999999/reset-password/").status_code == 404


def test_a_visitor_is_sent_to_sign_in(cast: Cast) -> None:
    assert Client().post(address(cast.author)).headers["Location"].startswith("/sign-in/")
    cast.author.refresh_from_db()
    assert cast.author.check_password(PASSWORD)
