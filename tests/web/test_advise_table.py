"""/tables/<pk>/advice/ keeps what an expert of the unit advises on a table under review; who sees it is told here for everybody."""

from __future__ import annotations

from typing import Any

import pytest

from perfgoals.review.models import Advice
from perfgoals.review.notes.advising import MOST
from perfgoals.review.transitions import STEPS, State
from perfgoals.tables.models import TargetTable
from tests.cast import Cast, client_of
from tests.dumping import dump
from tests.review.acting import bring, lead, now

REVIEWERS = ("unit_reviewer", "supervisor_reviewer", "section_reviewer", "performance_reviewer", "administrator")
TEXT = "建议把年度目标量化"


@pytest.fixture
def under_review(cast: Cast, table: TargetTable) -> TargetTable:
    return bring(cast, table, "unit_review")


def advise(cast: Cast, table: TargetTable, who: str = "expert", **data: str) -> Any:
    return client_of(cast.people[who]).post(f"/tables/{table.pk}/advice/", {"version": str(now(table).version), "text": TEXT} | data)


def sees(cast: Cast, who: str, table: TargetTable) -> bool:
    return TEXT in client_of(cast.people[who]).get(f"/tables/{table.pk}/").content.decode()


@pytest.mark.parametrize("state", list(STEPS))
def test_it_is_kept_with_the_names_of_the_day_at_every_step(cast: Cast, table: TargetTable, state: State) -> None:
    reviewed = bring(cast, table, state)
    assert advise(cast, reviewed).headers["Location"] == f"/tables/{table.pk}/#advice"
    advice = Advice.objects.get()
    assert (advice.text, advice.by, advice.by_name, advice.version) == (TEXT, cast.expert, "吴专", reviewed.version)


def test_it_decides_nothing(cast: Cast, under_review: TargetTable) -> None:
    advise(cast, under_review)
    after = now(under_review)
    assert (after.state, after.version, after.log_entries.count()) == (under_review.state, under_review.version, 1)


def test_reviewers_see_it_at_once_and_the_unit_once_it_is_decided(cast: Cast, under_review: TargetTable) -> None:
    advise(cast, under_review)
    for who in (*REVIEWERS, "expert"):
        assert sees(cast, who, under_review)
    for who in ("author", "colleague", "reader"):
        assert not sees(cast, who, under_review)
    lead(cast, under_review, "pass", "pass", "pass")
    assert not sees(cast, "author", under_review)
    lead(cast, under_review, "pass")
    for who in ("author", "colleague", "reader", *REVIEWERS):
        assert sees(cast, who, under_review)


def test_a_returned_table_does_not_show_it_to_its_author(cast: Cast, under_review: TargetTable) -> None:
    advise(cast, under_review)
    lead(cast, under_review, "send_back")
    assert not sees(cast, "author", under_review)
    assert sees(cast, "unit_reviewer", under_review)


def test_several_are_allowed_and_a_double_click_is_one(cast: Cast, under_review: TargetTable) -> None:
    advise(cast, under_review)
    advise(cast, under_review)
    advise(cast, under_review, text="还建议补充满意度指标")
    assert list(Advice.objects.values_list("text", flat=True)) == [TEXT, "还建议补充满意度指标"]


def test_the_form_is_there_for_the_expert_while_it_is_reviewed(cast: Cast, under_review: TargetTable) -> None:
    address = f'action="/tables/{under_review.pk}/advice/"'
    page = f"/tables/{under_review.pk}/"
    assert address in client_of(cast.expert).get(page).content.decode()
    assert address not in client_of(cast.unit_reviewer).get(page).content.decode()
    lead(cast, under_review, "send_back")
    assert address not in client_of(cast.expert).get(page).content.decode()


@pytest.mark.parametrize(
    ("data", "status", "sentence"),
    [
        ({"text": " "}, 422, "请写专家意见"),
        ({"text": "长" * 2001}, 422, "专家意见最多 2000 个字，请精简"),
        ({"version": "1", "text": "写好的话"}, 409, "这张表已经变动，请看过现在的内容再写"),
        ({"version": "x", "text": "写好的话"}, 422, "这一页的内容不完整，请刷新页面"),
    ],
)
def test_what_cannot_be_kept_is_a_sentence_and_the_text_stays(
    cast: Cast, under_review: TargetTable, data: dict[str, str], status: int, sentence: str
) -> None:
    before = dump()
    answer = advise(cast, under_review, **data)
    assert answer.status_code == status
    page = answer.content.decode()
    assert sentence in page
    assert data["text"].strip() in page
    assert dump() == before


def test_there_is_an_end(cast: Cast, under_review: TargetTable) -> None:
    said = {"table": under_review, "by": cast.expert, "by_name": "吴专", "version": 2}
    Advice.objects.bulk_create(Advice(text=str(number), **said) for number in range(MOST))
    before = dump()
    assert f"每张表最多写 {MOST} 条专家意见" in advise(cast, under_review).content.decode()
    assert dump() == before


@pytest.mark.parametrize("who", ["author", "reader", *REVIEWERS])
def test_nobody_else_advises(cast: Cast, under_review: TargetTable, who: str) -> None:
    before = dump()
    answer = advise(cast, under_review, who)
    assert answer.status_code == 403
    assert "只有本单位的第三方/专家在审核期间可以写专家意见" in answer.content.decode()
    assert dump() == before


@pytest.mark.parametrize("state", ["drafting", "returned", "passed", "approved"])
def test_only_while_it_is_reviewed(cast: Cast, table: TargetTable, state: str) -> None:
    table = bring(cast, table, state)
    before = dump()
    assert advise(cast, table).status_code == 403
    assert dump() == before


def test_markup_is_text(cast: Cast, under_review: TargetTable) -> None:
    advise(cast, under_review, text="<script>alert(1)</script>")
    assert "<script>alert" not in client_of(cast.unit_reviewer).get(f"/tables/{under_review.pk}/").content.decode()
