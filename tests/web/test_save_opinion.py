"""/tables/<pk>/opinion/ keeps what a reviewer writes while they write it; it is there again, theirs alone, and gone with the decision."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from perfgoals.review.models import OpinionDraft
from perfgoals.tables.models import TargetTable
from tests.cast import Cast, client_of
from tests.dumping import dump
from tests.review.acting import act, bring


@pytest.fixture
def under_review(cast: Cast, table: TargetTable) -> TargetTable:
    return bring(cast, table, "section_review")


def save(cast: Cast, who: str, table: TargetTable, **data: str) -> Any:
    return client_of(cast.people[who]).post(f"/tables/{table.pk}/opinion/", {"version": str(table.version), "opinion": "请量化"} | data)


def page(cast: Cast, who: str, table: TargetTable) -> str:
    return client_of(cast.people[who]).get(f"/tables/{table.pk}/").content.decode()


def test_it_is_kept_and_there_again_in_every_form(cast: Cast, under_review: TargetTable) -> None:
    answer = save(cast, "section_reviewer", under_review, grade="良")
    assert re.fullmatch(r"已保存 \d\d:\d\d", answer.content.decode().strip())
    shown = page(cast, "section_reviewer", under_review)
    assert len(re.findall(r"<textarea[^>]*data-opinion[^>]*>请量化</textarea>", shown)) == 4  # 审核通过, 退回, 审核不通过, 转办
    assert 'value="良" required checked' in shown
    assert "您写的意见还没有发出（请量化）" in shown


def test_nobody_else_sees_it(cast: Cast, under_review: TargetTable) -> None:
    save(cast, "section_reviewer", under_review, opinion="只给自己看的话")
    for name in ("author", "unit_reviewer", "performance_reviewer", "administrator"):
        assert "只给自己看的话" not in page(cast, name, under_review)


def test_the_latest_words_stay_and_a_grade_outlives_forms_without_one(cast: Cast, under_review: TargetTable) -> None:
    save(cast, "section_reviewer", under_review, grade="优")
    save(cast, "section_reviewer", under_review, opinion="请核对金额")
    draft = OpinionDraft.objects.get()
    assert (draft.text, draft.grade, draft.user) == ("请核对金额", "优", cast.section_reviewer)


def test_what_was_emptied_leaves_nothing(cast: Cast, under_review: TargetTable) -> None:
    before = dump()
    save(cast, "section_reviewer", under_review)
    assert save(cast, "section_reviewer", under_review, opinion="").content.decode().strip() == ""
    assert save(cast, "section_reviewer", under_review, opinion="").status_code == 200
    assert dump() == before


@pytest.mark.parametrize("code", ["pass", "send_back", "reject", "reassign"])
def test_a_decision_removes_it(cast: Cast, under_review: TargetTable, code: str) -> None:
    save(cast, "section_reviewer", under_review)
    act(cast.section_reviewer, under_review, code)
    assert not OpinionDraft.objects.exists()


def test_it_goes_when_the_table_moves_on_without_them(cast: Cast, under_review: TargetTable) -> None:
    save(cast, "section_reviewer", under_review)
    act(cast.supervisor_reviewer, under_review, "withdraw")
    assert not OpinionDraft.objects.exists()


def test_that_of_another_table_stays(cast: Cast, under_review: TargetTable, hebei_table: TargetTable) -> None:
    other = bring(cast, hebei_table, "section_review")
    for each in (under_review, other):
        save(cast, "section_reviewer", each)
    act(cast.section_reviewer, under_review, "pass")
    assert OpinionDraft.objects.get().table == other


def test_a_refused_act_leaves_it(cast: Cast, under_review: TargetTable) -> None:
    save(cast, "section_reviewer", under_review)
    client = client_of(cast.section_reviewer)
    assert client.post(f"/tables/{under_review.pk}/acts/pass/", {"version": "1", "save": "no page"}).status_code == 422
    assert OpinionDraft.objects.exists()


def test_the_author_may_begin_a_reason_too(cast: Cast, table: TargetTable) -> None:
    approved = bring(cast, table, "approved")
    assert save(cast, "author", approved, opinion="建设内容变化").status_code == 200
    assert "建设内容变化</textarea>" in page(cast, "author", approved)


@pytest.mark.parametrize(
    ("data", "status", "sentence"),
    [
        ({"opinion": "长" * 2001}, 422, "保存失败：意见最多 2000 个字，请精简"),
        ({"grade": "差"}, 422, "保存失败：这一页的内容不完整，请刷新页面"),
        ({"version": "x"}, 422, "保存失败：这一页的内容不完整，请刷新页面"),
        ({"version": "1"}, 409, "保存失败：这张表已经变动，请复制您写的意见，刷新页面后再写"),
    ],
)
def test_what_cannot_be_kept_is_a_sentence(cast: Cast, under_review: TargetTable, data: dict[str, str], status: int, sentence: str) -> None:
    before = dump()
    answer = save(cast, "section_reviewer", under_review, **data)
    assert answer.status_code == status
    assert sentence in answer.content.decode()
    assert dump() == before


def test_markup_is_text(cast: Cast, under_review: TargetTable) -> None:
    save(cast, "section_reviewer", under_review, opinion="</textarea><script>alert(1)</script>")
    shown = page(cast, "section_reviewer", under_review)
    assert "<script>alert(1)" not in shown
    assert "&lt;/textarea&gt;&lt;script&gt;" in shown


@pytest.mark.parametrize(("who", "status"), [("author", 403), ("reader", 403), ("performance_reviewer", 403), ("other_author", 404)])
def test_nobody_else_writes_one(cast: Cast, under_review: TargetTable, who: str, status: int) -> None:
    before = dump()
    assert save(cast, who, under_review).status_code == status
    assert dump() == before


def test_whoever_is_no_longer_signed_in_is_told_by_a_status(under_review: TargetTable) -> None:
    assert Client().post(f"/tables/{under_review.pk}/opinion/", {}).status_code == 401


def test_the_page_asks_for_it_once(cast: Cast, under_review: TargetTable) -> None:
    client = client_of(cast.section_reviewer)

    def asked() -> list[bool]:
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/tables/{under_review.pk}/")
            return ["opiniondraft" in query["sql"] for query in queries.captured_queries]

    without = asked()
    save(cast, "section_reviewer", under_review)
    assert without == asked()
    assert sum(without) == 1
