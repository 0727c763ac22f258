"""/unit/ chooses which of one's units one works for, or all of them."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from perfgoals.accounts.middleware import SESSION_KEY, ActingFor
from perfgoals.accounts.models import Department, Post, User
from tests.cast import Cast, client_of


@pytest.fixture
def client(cast: Cast) -> Client:
    """``author`` of 建设局, who reads in 水利局 too."""
    Post.objects.create(user=cast.author, department=cast.water, role=Post.Role.READER)
    return client_of(cast.author)


def acting_for(client: Client, user: User) -> Department | None:
    """What a view finds in its request."""
    request = RequestFactory().get("/")
    request.user, request.session = User.objects.get(pk=user.pk), client.session
    ActingFor(lambda _: HttpResponse())(request)
    return request.acting_for  # type: ignore[attr-defined, no-any-return]


def test_before_choosing_one_works_for_all_units(client: Client, cast: Cast) -> None:
    assert acting_for(client, cast.author) is None


def test_the_unit_chosen_is_the_one_worked_for(client: Client, cast: Cast) -> None:
    assert client.post("/unit/", {"unit": cast.water.pk}).headers["Location"] == "/"
    assert acting_for(client, cast.author) == cast.water


def test_all_units_can_be_chosen_again(client: Client, cast: Cast) -> None:
    client.post("/unit/", {"unit": cast.water.pk})
    client.post("/unit/", {"unit": ""})
    assert acting_for(client, cast.author) is None


def test_one_stays_on_the_page(client: Client, cast: Cast) -> None:
    answer = client.post("/unit/", {"unit": cast.water.pk, "next": "/password/?a=1"})
    assert answer.headers["Location"] == "/password/?a=1"


ELSEWHERE = ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", "foo", "reset_password"]


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_nobody_is_sent_to_another_site(client: Client, elsewhere: str) -> None:
    assert client.post("/unit/", {"unit": "", "next": elsewhere}).headers["Location"] == "/"


@pytest.mark.parametrize("forged", ["{authority}", "0", "999999", "-1", "x", "1; drop"])
def test_a_unit_one_holds_no_post_in_is_not_found_and_the_choice_stays(client: Client, cast: Cast, forged: str) -> None:
    client.post("/unit/", {"unit": cast.water.pk})
    assert client.post("/unit/", {"unit": forged.format(authority=cast.authority.pk)}).status_code == 404
    assert acting_for(client, cast.author) == cast.water


def test_a_post_that_was_taken_away_ends_the_choice(client: Client, cast: Cast) -> None:
    client.post("/unit/", {"unit": cast.water.pk})
    Post.objects.filter(user=cast.author, department=cast.water).delete()
    assert acting_for(client, cast.author) is None


def test_what_the_session_remembers_is_worth_nothing_without_a_person(cast: Cast) -> None:
    request: HttpRequest = RequestFactory().get("/")
    request.user, request.session = AnonymousUser(), {SESSION_KEY: cast.water.pk}  # type: ignore[assignment]
    ActingFor(lambda _: HttpResponse())(request)
    assert request.acting_for is None  # type: ignore[attr-defined]


def test_the_switch_is_shown_to_those_who_have_a_choice(client: Client, cast: Cast) -> None:
    assert "全部单位" in client.get("/password/").content.decode()
    assert "全部单位" not in client_of(cast.reader).get("/password/").content.decode()


def test_two_posts_in_one_unit_are_no_choice(cast: Cast) -> None:
    Post.objects.create(user=cast.reader, department=cast.building, role=Post.Role.UNIT_REVIEWER)
    assert "全部单位" not in client_of(cast.reader).get("/password/").content.decode()


def test_a_link_switches_nothing(client: Client, cast: Cast) -> None:
    assert client.get("/unit/", {"unit": cast.water.pk}).status_code == 405
    assert acting_for(client, cast.author) is None


def test_a_visitor_is_sent_to_sign_in(cast: Cast) -> None:
    assert Client().post("/unit/", {"unit": cast.water.pk}).headers["Location"].startswith("/sign-in/")
