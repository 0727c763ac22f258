"""Who is told of what: once each, after the commit, in one sentence, and only of what they may open."""

from __future__ import annotations

from typing import Any

import pytest

from perfgoals.accounts.models import Post
from perfgoals.review.deciding import NotDone
from perfgoals.review.models import Notice
from perfgoals.review.noticing import notices_of, unread
from perfgoals.tables.models import TargetTable
from tests.cast import PEOPLE, Cast
from tests.review.acting import WAY, act, bring, lead

Capture = Any


def told(capture: Capture, cast: Cast, table: TargetTable, who: str, code: str) -> dict[str, str]:
    """The sentence that each was told of the act."""
    Notice.objects.all().delete()
    with capture(execute=True):
        act(cast.people[who], table, code)
    return dict(Notice.objects.values_list("to__username", "sentence"))


@pytest.mark.parametrize(
    ("state", "who", "code", "receivers", "sentence"),
    [
        ("drafting", "author", "submit", {"unit_reviewer"}, "张建（经办岗）上报了“人口变动抽样调查（2021年度一上）”，请审核。"),
        ("unit_review", "unit_reviewer", "pass", {"supervisor_reviewer"}, "请继续办理。"),
        ("section_review", "section_reviewer", "send_back", {"author", "colleague"}, "请按退回意见修改后重新上报。"),
        ("section_review", "section_reviewer", "reject", {"author", "colleague"}, "审核不通过"),
        ("passed", "performance_reviewer", "approve", {"author", "colleague"}, "批复了"),
        ("passed", "performance_reviewer", "leave_unfunded", {"author", "colleague"}, "未安排预算"),
        ("rejected", "performance_reviewer", "reopen", {"author", "colleague"}, "重新开启了"),
        ("unit_review", "author", "withdraw", {"unit_reviewer"}, "撤回了"),
        ("section_review", "section_reviewer", "reassign", {"other_section_reviewer"}, "转办了"),
        ("unit_confirmation", "author", "confirm", {"performance_reviewer"}, "确认了财政代改的"),
        ("unit_confirmation", "author", "dispute", {"section_reviewer"}, "不同意财政代改的"),
        ("approved", "performance_reviewer", "publish", {"author", "colleague"}, "公开了"),
        ("approved", "author", "request_adjustment", {"performance_reviewer"}, "申请调整"),
    ],
)
def test_those_are_told_whom_it_concerns(
    cast: Cast,
    table: TargetTable,
    django_capture_on_commit_callbacks: Capture,
    state: str,
    who: str,
    code: str,
    receivers: set[str],
    sentence: str,
) -> None:
    bring(cast, table, state)
    got = told(django_capture_on_commit_callbacks, cast, table, who, code)
    assert got.keys() == receivers
    assert all(sentence in said for said in got.values())


def test_whoever_did_it_is_not_told(cast: Cast, table: TargetTable, django_capture_on_commit_callbacks: Capture) -> None:
    Post.objects.create(user=cast.author, department=cast.building, role=Post.Role.UNIT_REVIEWER)
    assert told(django_capture_on_commit_callbacks, cast, table, "author", "submit").keys() == {"unit_reviewer"}


def test_what_is_not_done_is_not_told(cast: Cast, table: TargetTable, django_capture_on_commit_callbacks: Capture) -> None:
    with django_capture_on_commit_callbacks(execute=True) as callbacks, pytest.raises(NotDone):
        act(cast.author, table, "request_adjustment")
    assert callbacks == []


def test_the_opinion_stays_where_it_is_seen_by_right(cast: Cast, table: TargetTable, django_capture_on_commit_callbacks: Capture) -> None:
    bring(cast, table, "section_review")
    with django_capture_on_commit_callbacks(execute=True):
        act(cast.section_reviewer, table, "reject", opinion="涉及个人的意见")
    assert not Notice.objects.filter(sentence__contains="涉及个人").exists()


def test_a_notice_is_gone_with_the_right_to_see_the_table(
    cast: Cast, table: TargetTable, django_capture_on_commit_callbacks: Capture
) -> None:
    told(django_capture_on_commit_callbacks, cast, table, "author", "submit")
    reviewer = type(cast.unit_reviewer).objects.get(pk=cast.unit_reviewer.pk)
    assert unread(reviewer) == notices_of(reviewer).count() == 1
    Post.objects.filter(user=reviewer).delete()
    moved = type(reviewer).objects.get(pk=reviewer.pk)
    assert unread(moved) == notices_of(moved).count() == 0


def test_a_table_in_the_bin_is_spoken_of_no_more(cast: Cast, table: TargetTable, django_capture_on_commit_callbacks: Capture) -> None:
    told(django_capture_on_commit_callbacks, cast, table, "author", "submit")
    TargetTable.objects.update(deleted_at="2027-01-01T00:00:00Z")
    assert unread(cast.unit_reviewer) == 0


def test_whoever_acts_has_read_what_they_were_told_of_the_table(
    cast: Cast, table: TargetTable, hebei_table: TargetTable, django_capture_on_commit_callbacks: Capture
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        lead(cast, table, "submit")
        lead(cast, hebei_table, "submit")
    assert unread(cast.unit_reviewer) == 2
    with django_capture_on_commit_callbacks(execute=True):
        lead(cast, table, "pass")
    assert list(notices_of(cast.unit_reviewer).filter(read_at=None).values_list("table", flat=True)) == [hebei_table.pk]
    assert unread(cast.supervisor_reviewer) == 1  # whose turn it is now


@pytest.mark.parametrize("state", [state for state in WAY if WAY[state]])
def test_nobody_is_ever_told_of_a_table_they_may_not_open(
    cast: Cast, table: TargetTable, django_capture_on_commit_callbacks: Capture, state: str
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        bring(cast, table, state)
    strangers = {"other_author", "other_section_reviewer", "nobody"}
    assert not Notice.objects.filter(to__username__in=strangers).exists()
    for name in PEOPLE:
        assert unread(cast.people[name]) == Notice.objects.filter(to__username=name, read_at=None).count()
