"""/people/…/hand-over/: everything of one person to another, in one act."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.db import DatabaseError
from django.utils import timezone

from perfgoals.accounts.models import Post, User
from perfgoals.review.handover import handing_over
from perfgoals.review.handover.holding import holding_of
from perfgoals.review.models import Notice
from perfgoals.review.noticing import notices_of
from perfgoals.tables.editing.history import record_at
from perfgoals.tables.models import TargetTable
from tests.cast import Cast, client_of
from tests.dumping import dump
from tests.review.acting import act, bring, now


def address(person: User) -> str:
    return f"/people/{person.pk}/hand-over/"


def handed(cast: Cast, person: User, heir: User, **more: object) -> str:
    """What the administrator is told."""
    keys = [*person.posts.values_list("pk", flat=True)]
    data = {"to": heir.pk, "posts": keys, "day": "2026-01-31", "reason": "调离"} | more
    client = client_of(cast.administrator)
    answer = client.post(address(person), data)
    return (client.get("/") if answer.status_code == 302 else answer).content.decode()


def test_the_page_says_what_there_is_to_hand_over(cast: Cast, table: TargetTable) -> None:
    TargetTable.objects.update(author_name="张建")
    page = client_of(cast.administrator).get(address(cast.author)).content.decode()
    assert "建设局　经办岗" in page
    assert "（待办 1 张表）" in page
    assert "1 张填报中、已退回的表上印着张建的姓名或电话" in page


def test_posts_go_over_and_so_does_what_they_may_do(cast: Cast, table: TargetTable) -> None:
    assert "已把张建的 1 个岗位移交给陈无" in handed(cast, cast.author, cast.nobody)
    assert not cast.author.posts.exists()
    assert client_of(cast.author).get(f"/tables/{table.pk}/").status_code == 404
    assert client_of(cast.nobody).get(f"/tables/{table.pk}/edit/").status_code == 200


def test_only_the_chosen_posts_go_over(cast: Cast) -> None:
    kept = Post.objects.create(user=cast.author, department=cast.water, role=Post.Role.READER)
    handed(cast, cast.author, cast.nobody, posts=[cast.author.posts.get(role="author").pk])
    assert [*cast.author.posts.all()] == [kept]
    assert [*cast.nobody.posts.values_list("role", flat=True)] == ["author"]


def test_a_post_that_the_other_holds_is_not_held_twice(cast: Cast) -> None:
    handed(cast, cast.author, cast.colleague)
    assert cast.colleague.posts.count() == 1
    assert not cast.author.posts.exists()


def test_unread_notices_go_with_the_post_and_are_mailed_anew(
    cast: Cast, table: TargetTable, django_capture_on_commit_callbacks: pytest.FixtureRequest
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        act(cast.author, table, "submit")
    Notice.objects.update(mailed_at=timezone.now())
    assert "连同 1 条未读通知" in handed(cast, cast.unit_reviewer, cast.nobody)
    (notice,) = notices_of(User.objects.get(pk=cast.nobody.pk))
    assert (notice.to, notice.mailed_at, notice.read_at) == (cast.nobody, None, None)


def test_read_notices_and_the_log_stay(cast: Cast, table: TargetTable) -> None:
    bring(cast, table, "supervisor_review")
    entry = now(table).log_entries.order_by("pk").last()
    assert entry is not None
    read = Notice.objects.create(to=cast.unit_reviewer, table=table, entry=entry, sentence="读过", read_at=timezone.now())
    handed(cast, cast.unit_reviewer, cast.nobody)
    read.refresh_from_db()
    assert read.to == cast.unit_reviewer
    assert now(table).log_entries.filter(actor=cast.unit_reviewer).exists()


def test_the_name_on_drafts_follows_and_the_history_knows(cast: Cast, table: TargetTable) -> None:
    TargetTable.objects.update(author_name="张建", telephone="0311-7654321")
    User.objects.filter(pk=cast.nobody.pk).update(telephone="0311-1")
    handed(cast, cast.author, cast.nobody)
    after = now(table)
    assert (after.author_name, after.telephone, after.version) == ("陈无", "0311-7654321", 2)
    revision = after.revisions.get(version=2)
    assert (revision.saved_by, [change["after"] for change in revision.changes]) == (None, ["陈无"])
    whole = TargetTable.objects.with_contents().get(pk=table.pk)
    assert record_at(whole, 1).beside["contacts.author"] == "张建"


def test_what_was_submitted_keeps_the_name_it_was_submitted_with(cast: Cast, table: TargetTable) -> None:
    TargetTable.objects.update(author_name="张建")
    bring(cast, table, "unit_review")
    handed(cast, cast.author, cast.nobody)
    assert now(table).author_name == "张建"


def test_both_have_it_in_the_log(cast: Cast) -> None:
    handed(cast, cast.author, cast.nobody)
    said = {entry.object_repr: entry.get_change_message() for entry in LogEntry.objects.all()}
    assert said == {
        "张建": "工作移交给陈无：建设局经办岗；2026-01-31；调离",
        "陈无": "接手张建的工作：建设局经办岗；2026-01-31；调离",
    }


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"to": ""}, "请选择移交给谁"),
        ({"posts": []}, "没有选中任何岗位"),
        ({"posts": ["999999"]}, "岗位刚才有变动"),
        ({"reason": "  "}, "请写明原因"),
        ({"day": "没有"}, "日期"),
        ({"day": str(timezone.localdate() + timedelta(days=1))}, "日期不能晚于今天"),
    ],
)
def test_what_is_missing_is_said_and_nothing_changes(cast: Cast, wrong: dict[str, object], sentence: str) -> None:
    before = dump()
    assert sentence in handed(cast, cast.author, cast.nobody, **wrong)
    assert dump() == before


@pytest.mark.parametrize("key", ["9" * 25, "-1", "１", "x", "0"])
def test_keys_that_are_none_are_said_to_be_none(cast: Cast, key: str) -> None:
    before = dump()
    assert "岗位刚才有变动，请重新核对" in handed(cast, cast.author, cast.colleague, posts=[key])
    assert "没有这个人" in client_of(cast.administrator).post(address(cast.author), {"to": key}).content.decode()
    assert dump() == before


def test_nobody_takes_over_from_themselves_or_while_out_of_use(cast: Cast) -> None:
    User.objects.filter(pk=cast.nobody.pk).update(is_active=False)
    before = dump()
    assert "没有这个人" in handed(cast, cast.author, cast.nobody)
    assert "没有这个人" in handed(cast, cast.author, cast.author)
    assert dump() == before


def test_all_or_nothing(cast: Cast, table: TargetTable, monkeypatch: pytest.MonkeyPatch) -> None:
    TargetTable.objects.update(author_name="张建")
    before = dump()

    def fail(*_: object) -> None:
        raise DatabaseError("the disk is full")

    monkeypatch.setattr(handing_over, "note_each", fail)
    with pytest.raises(DatabaseError):
        handed(cast, cast.author, cast.nobody)
    assert dump() == before


@pytest.mark.parametrize(
    ("state", "who"),
    [
        ("drafting", "author"),
        ("returned", "author"),
        ("unit_review", "unit_reviewer"),
        ("supervisor_review", "supervisor_reviewer"),
        ("section_review", "section_reviewer"),
        ("performance_review", "performance_reviewer"),
        ("passed", "performance_reviewer"),
        ("unit_confirmation", "author"),
    ],
)
def test_a_table_waits_for_the_post_whose_turn_it_is(cast: Cast, table: TargetTable, state: str, who: str) -> None:
    bring(cast, table, state)
    waiting = {name: sum(held.waiting for held in holding_of(person).posts) for name, person in cast.people.items()}
    assert {name for name, count in waiting.items() if count} == {who, *(["colleague"] if who == "author" else [])}


def test_somebody_without_posts_has_nothing_to_hand_over(cast: Cast) -> None:
    assert "没有可以移交的" in client_of(cast.administrator).get(address(cast.nobody)).content.decode()


def test_the_way_there_is_on_the_persons_page(cast: Cast) -> None:
    assert address(cast.author) in client_of(cast.administrator).get(f"/admin/accounts/user/{cast.author.pk}/change/").content.decode()
