"""A one-time password tells itself, whatever hashes it, until another is set."""

from __future__ import annotations

import pytest
from django.conf import LazySettings
from django.contrib.auth import authenticate

from perfgoals.accounts.models import User
from perfgoals.accounts.one_time import Hasher, has_one_time_password, set_one_time_password
from tests.cast import PASSWORD


@pytest.fixture(params=["perfgoals.accounts.one_time.Hasher", "django.contrib.auth.hashers.MD5PasswordHasher"])
def _hashed_by(request: pytest.FixtureRequest, settings: LazySettings) -> None:
    settings.PASSWORD_HASHERS = [request.param]


@pytest.mark.usefixtures("_hashed_by")
def test_it_tells_itself_until_another_is_set(author: User) -> None:
    assert not has_one_time_password(author)
    password = set_one_time_password(author)
    assert has_one_time_password(User.objects.get(pk=author.pk))
    assert author.check_password(password)
    author.set_password(PASSWORD)
    assert not has_one_time_password(author)


def test_signing_in_does_not_end_it_even_when_hashes_have_become_stronger(
    author: User, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.PASSWORD_HASHERS = ["perfgoals.accounts.one_time.Hasher"]
    password = set_one_time_password(author)
    monkeypatch.setattr(Hasher, "iterations", Hasher.iterations + 1)
    assert authenticate(username="author", password=password) == author
    assert has_one_time_password(User.objects.get(pk=author.pk))


def test_any_other_password_is_hashed_anew_when_hashes_have_become_stronger(
    author: User, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.PASSWORD_HASHERS = ["perfgoals.accounts.one_time.Hasher"]
    author.set_password(PASSWORD)
    author.save()
    monkeypatch.setattr(Hasher, "iterations", Hasher.iterations + 1)
    authenticate(username="author", password=PASSWORD)
    assert f"${Hasher.iterations}$" in User.objects.get(pk=author.pk).password


def test_nobody_is_given_the_password_of_somebody_else(author: User, reader: User) -> None:
    assert set_one_time_password(author) != set_one_time_password(reader)
    assert author.password != reader.password


def test_what_is_mistaken_for_something_else_on_the_telephone_is_not_in_it(author: User) -> None:
    given = "".join(set_one_time_password(author) for _ in range(20))
    assert not set(given) & set("ilo01 ")


def test_nothing_but_the_password_is_saved(author: User) -> None:
    author.name = "改过"
    set_one_time_password(author)
    author.refresh_from_db()
    assert author.name == "张建"
