"""/tables/<pk>/sheet/save/ keeps a 审核表 as it is filled in, for whoever decides now."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from perfgoals.official.review_sheet import Mark
from perfgoals.review.models import ReviewSheet
from perfgoals.tables.models import TargetTable
from tests.cast import Cast, client_of
from tests.dumping import dump
from tests.review.acting import bring
from tests.review.sheeting import fill, filled, make_key, posted


@pytest.fixture
def under_review(cast: Cast, table: TargetTable) -> TargetTable:
    make_key(table)
    return bring(cast, table, "section_review")


def save(cast: Cast, table: TargetTable, data: dict[str, str], *, by_htmx: bool = False) -> Any:
    headers = {"HX-Request": "true"} if by_htmx else {}
    return client_of(cast.section_reviewer).post(f"/tables/{table.pk}/sheet/save/", data, headers=headers)


def test_the_page_that_saves_by_itself_gets_what_follows_from_it(cast: Cast, under_review: TargetTable) -> None:
    state = save(cast, under_review, posted(under_review), by_htmx=True).content.decode()
    sheet = ReviewSheet.objects.get()
    assert sheet.grade == "优"
    assert "总分" in state
    assert "已保存" in state
    assert f'value="{sheet.saved_at.isoformat()}"' in state
    half = posted(under_review, filled("优", form=Mark("优", "约9")))
    state = save(cast, under_review, half, by_htmx=True).content.decode()
    assert "规范完整性：得分“约9”不是分数" in state
    assert ReviewSheet.objects.get().points["form"] == {"grade": "优", "score": "约9"}


def test_without_scripts_the_button_leads_back_to_the_sheet(cast: Cast, under_review: TargetTable) -> None:
    answer = save(cast, under_review, posted(under_review))
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/tables/{under_review.pk}/sheet/")
    page = client_of(cast.section_reviewer).get(f"/tables/{under_review.pk}/sheet/").content.decode()
    assert "总分" in page
    assert 'value="优" checked' in page


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"grade-form": "甲"}, "规范完整性：请选择优、良、中、差"),
        ({"grade": "甲"}, "综合评定等级：请选择优、良、中、差"),
        ({"score-form": "1" * 11}, "规范完整性：得分最多写 10 个字符"),
        ({"opinion": "长" * 2001}, "总体意见最多 2000 个字"),
        ({"version": ""}, "这一页的内容不完整"),
        ({"based_on": "x" * 41}, "这一页的内容不完整"),
    ],
)
def test_what_is_wrong_is_a_sentence_and_nothing_is_kept(
    cast: Cast, under_review: TargetTable, data: dict[str, str], sentence: str
) -> None:
    fill(cast.section_reviewer, under_review, filled("中"))
    before = dump()
    sent = posted(under_review) | data
    answer = save(cast, under_review, sent)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert f"没有保存：{sentence}" in save(cast, under_review, sent, by_htmx=True).content.decode()
    assert dump() == before


def test_what_somebody_else_saved_meanwhile_is_not_lost(cast: Cast, under_review: TargetTable) -> None:
    sent = posted(under_review)
    fill(cast.section_reviewer, under_review, filled("中"))
    before = dump()
    answer = save(cast, under_review, sent)
    assert answer.status_code == 409
    assert "他人已修改，请核对" in answer.content.decode()
    state = save(cast, under_review, sent, by_htmx=True).content.decode()
    assert "没有保存：他人已修改，请核对" in state
    assert 'name="based_on" value=""' in state  # and so it goes on being refused
    assert dump() == before


def test_looking_saves_nothing_and_visitors_sign_in(cast: Cast, under_review: TargetTable) -> None:
    address = f"/tables/{under_review.pk}/sheet/save/"
    assert client_of(cast.section_reviewer).get(address).status_code == 405
    assert Client().post(address, posted(under_review)).headers["Location"].startswith("/sign-in/")
    assert client_of(cast.author).post(address, posted(under_review)).status_code == 403
    assert not ReviewSheet.objects.exists()
