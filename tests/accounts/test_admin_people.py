"""People in 系统管理: posts beside the person, and no way to a password."""

from __future__ import annotations

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from perfgoals.accounts.models import User
from tests.cast import PASSWORD, Cast, client_of

LIST = "/admin/accounts/user/"


@pytest.fixture
def administrator_client(cast: Cast) -> Client:
    return client_of(cast.administrator)


def form(*posts: tuple[int, str], **fields: object) -> dict[str, object]:
    rows = {
        f"posts-{row}-{name}": value for row, post in enumerate(posts) for name, value in zip(("department", "role"), post, strict=True)
    }
    management = {"posts-TOTAL_FORMS": len(posts), "posts-INITIAL_FORMS": 0}
    return {"username": "fresh", "name": "新来", "is_active": "on", **management, **rows, **fields}


def act(client: Client, action: str, *people: User) -> str:
    fields = {"action": action, "_selected_action": [person.pk for person in people]}
    return client.post(LIST, fields, follow=True).content.decode()


def test_a_new_person_gets_posts_and_then_a_one_time_password(administrator_client: Client, cast: Cast) -> None:
    answer = administrator_client.post(LIST + "add/", form((cast.water.pk, "author"), (cast.building.pk, "reader")))
    person = User.objects.get(username="fresh")
    assert answer.headers["Location"] == f"/people/{person.pk}/reset-password/"
    assert {(post.department, post.role) for post in person.posts.all()} == {(cast.water, "author"), (cast.building, "reader")}
    assert not person.has_usable_password()


def test_several_can_be_added_one_after_the_other(administrator_client: Client) -> None:
    assert administrator_client.post(LIST + "add/", form(_addanother="")).headers["Location"] == LIST + "add/"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"username": "author"}, "已存在"),
        ({"username": ""}, "必填"),
        ({"username": "a b"}, "用户名"),
        ({"name": ""}, "必填"),
    ],
)
def test_bad_entries_get_a_sentence_and_nothing_is_saved(
    administrator_client: Client, cast: Cast, fields: dict[str, object], sentence: str
) -> None:
    before = User.objects.count()
    answer = administrator_client.post(LIST + "add/", form((cast.water.pk, "author"), **fields))
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert User.objects.count() == before


@pytest.mark.parametrize(("unit", "role"), [(999999, "author"), (None, "emperor")])
def test_a_post_that_cannot_be_saves_neither_post_nor_person(administrator_client: Client, cast: Cast, unit: int | None, role: str) -> None:
    assert administrator_client.post(LIST + "add/", form((unit or cast.water.pk, role))).status_code == 200
    assert not User.objects.filter(username="fresh").exists()


def test_a_full_width_name_is_kept_as_it_will_be_typed(administrator_client: Client) -> None:
    administrator_client.post(LIST + "add/", form(username="ｆｒｅｓｈ"))
    assert User.objects.filter(username="fresh").exists()


def test_a_change_leaves_the_password_and_djangos_marks_alone(administrator_client: Client, cast: Cast) -> None:
    forged = {"password": "x", "is_superuser": "on", "is_staff": "on"}
    administrator_client.post(f"{LIST}{cast.author.pk}/change/", form(username="author", name="张建设", **forged))
    cast.author.refresh_from_db()
    assert cast.author.name == "张建设"
    assert cast.author.check_password(PASSWORD)
    assert not cast.author.is_superuser
    assert not cast.author.is_staff


def test_no_page_shows_a_password_or_its_hash(administrator_client: Client, cast: Cast) -> None:
    cast.author.refresh_from_db()
    for path in (LIST, f"{LIST}{cast.author.pk}/change/", f"{LIST}{cast.author.pk}/history/"):
        page = administrator_client.get(path).content.decode()
        assert cast.author.password not in page
        assert cast.author.password.split("$")[-1] not in page


@pytest.mark.parametrize("lookup", ["password__startswith", "password", "posts__user__password__startswith"])
def test_a_hash_is_not_found_out_through_the_address(administrator_client: Client, lookup: str) -> None:
    assert administrator_client.get(LIST, {lookup: "md5"}).status_code == 400


@pytest.mark.parametrize("query", ["?posts__role__exact=author", "?is_active__exact=1", "?q=建设局"])
def test_the_list_can_be_narrowed(administrator_client: Client, query: str) -> None:
    page = administrator_client.get(LIST + query).content.decode()
    assert "张建" in page


def test_people_are_put_out_of_use_and_back_and_it_is_in_the_log(administrator_client: Client, cast: Cast) -> None:
    assert "已停用 2 个账号" in act(administrator_client, "deactivate", cast.author, cast.reader)
    assert set(User.objects.filter(is_active=False)) == {cast.author, cast.reader}
    assert "已启用 1 个账号" in act(administrator_client, "activate", cast.author, cast.colleague)
    assert set(User.objects.filter(is_active=False)) == {cast.reader}
    assert sorted(entry.get_change_message() for entry in LogEntry.objects.all()) == ["停用", "停用", "启用"]


def test_nobody_locks_themselves_out(administrator_client: Client, cast: Cast) -> None:
    assert "另一位系统管理员" in act(administrator_client, "deactivate", cast.administrator)
    fields = form(username="administrator", name="管理员")
    del fields["is_active"]
    administrator_client.post(f"{LIST}{cast.administrator.pk}/change/", fields)
    cast.administrator.refresh_from_db()
    assert cast.administrator.is_active


def test_nobody_is_deleted_for_the_log_needs_them(administrator_client: Client, cast: Cast) -> None:
    assert administrator_client.post(f"{LIST}{cast.nobody.pk}/delete/", {"post": "yes"}).status_code == 403
    act(administrator_client, "delete_selected", cast.nobody)
    assert User.objects.filter(pk=cast.nobody.pk).exists()
