"""People out of a spreadsheet: accounts, posts, one-time passwords."""

from __future__ import annotations

import pytest

from perfgoals.accounts.models import Post, User
from perfgoals.accounts.one_time import has_one_time_password
from tests.cast import Cast
from tests.dumping import dump
from tests.exchange.register.books import imported, planned, said_errors, statuses

HEADS = ["用户名", "姓名", "联系电话", "电子邮箱", "单位", "岗位"]


def test_a_new_person_gets_posts_and_a_password_that_is_shown_once(cast: Cast) -> None:
    done = imported(
        cast.administrator,
        "people",
        HEADS,
        ["liu", "刘新", "0311-1", "liu@example.org", "建设局", "经办岗、只读查阅"],
        ["liu", None, None, None, "201", "专家"],
    )
    person = User.objects.get(username="liu")
    assert (person.name, person.telephone, person.email) == ("刘新", "0311-1", "liu@example.org")
    assert set(person.posts.values_list("department__name", "role")) == {("建设局", "author"), ("建设局", "reader"), ("水利局", "expert")}
    (account,) = done.accounts
    assert (account.name, account.username, account.units) == ("刘新", "liu", "建设局；水利局")
    assert person.check_password(account.password)
    assert has_one_time_password(person)
    assert account.password not in str(dump())


def test_posts_are_added_and_never_taken_away(cast: Cast) -> None:
    plan = planned("people", HEADS, ["author", "张建", None, None, "建设局", "单位审核岗"])
    assert [(each.label, each.after) for each in plan.entries[0].changes] == [("岗位", "建设局　单位审核岗")]
    done = imported(cast.administrator, "people", HEADS, ["author", "张建", None, None, "建设局", "单位审核岗"])
    assert set(Post.objects.filter(user=cast.author).values_list("role", flat=True)) == {"author", "unit_reviewer"}
    assert done.accounts == ()
    old = cast.author.password
    cast.author.refresh_from_db()
    assert cast.author.password == old


def test_what_is_there_already_is_no_change(cast: Cast) -> None:
    assert statuses(planned("people", HEADS, ["author", "张建", "0311-1234567", None, "101建设局", "经办人"])) == ["same"]


def test_an_account_out_of_use_stays_so_and_is_said(cast: Cast) -> None:
    User.objects.filter(pk=cast.author.pk).update(is_active=False)
    plan = planned("people", HEADS, ["author", "张健", None, None, None, None])
    assert plan.entries[0].notes == ["这个账号已停用，导入不会启用它"]
    imported(cast.administrator, "people", HEADS, ["author", "张健", None, None, None, None])
    cast.author.refresh_from_db()
    assert (cast.author.name, cast.author.is_active) == ("张健", False)


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ([None, "无名", None, None, None, None], "用户名还没有填"),
        (["new", None, None, None, None, None], "B2：姓名还没有填：新账号要有姓名"),
        (["张 三", "张三", None, None, None, None], "A2：用户名“张 三”只能用字母"),
        (["new", "新", None, "没有邮箱", None, None], "D2：电子邮箱“没有邮箱”不是邮箱地址"),
        (["new", "新", None, None, "没有的局", "经办岗"], "E2：单位“没有的局”没有这个单位"),
        (["new", "新", None, None, "建设局", "局长"], "F2：岗位“局长”没有这一项"),
        (["new", "新", None, None, "建设局", None], "F2：岗位还没有填"),
        (["new", "新", None, None, None, "经办岗"], "E2：单位还没有填"),
        (["new", "新" * 51, None, None, None, None], "超过 50 个字"),
    ],
)
def test_an_error_has_its_cell(cast: Cast, row: list[str | None], sentence: str) -> None:
    errors = said_errors(planned("people", HEADS, row))
    assert len(errors) == 1
    assert sentence in errors[0]


def test_rows_of_one_person_have_to_agree(cast: Cast) -> None:
    rows = [["new", "新一", None, None, None, None], ["new", "新二", None, None, None, None]]
    assert said_errors(planned("people", HEADS, *rows)) == ["B3：姓名“新二”与第 2 行同一个用户名的“新一”不一致"]


def test_the_rest_of_a_person_whose_first_row_is_bad_makes_no_account(cast: Cast) -> None:
    rows = [["new", "新", None, "坏", None, None], ["new", None, None, None, "建设局", "经办岗"], ["good", "好", None, None, None, None]]
    assert statuses(planned("people", HEADS, *rows)) == ["error", "error", "new"]


def test_three_hundred_passwords_take_no_more_than_moments(cast: Cast, settings: pytest.FixtureRequest) -> None:
    settings.PASSWORD_HASHERS = ["perfgoals.accounts.one_time.Hasher"]  # type: ignore[attr-defined]
    rows = [[f"user{n}", f"人{n}", None, None, "建设局", "经办岗"] for n in range(30)]
    done = imported(cast.administrator, "people", HEADS, *rows)
    assert len({account.password for account in done.accounts}) == 30
    kept = User.objects.get(username="user7").password
    assert kept.startswith("pbkdf2_sha256$10000$once-")
