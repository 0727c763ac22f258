"""/tables/<pk>/points/ marks a point at a place of the form, for the reviewer who has the table."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from perfgoals.review.models import ReturnPoint
from perfgoals.tables.models import TargetTable
from tests.cast import Cast, client_of
from tests.dumping import dump
from tests.review.acting import bring

POINT = {"path": "goals.annual", "kind": "must", "text": "请量化"}


@pytest.fixture
def under_review(cast: Cast, table: TargetTable) -> TargetTable:
    return bring(cast, table, "section_review")


def post(cast: Cast, who: str, table: TargetTable, **data: str) -> Any:
    return client_of(cast.people[who]).post(f"/tables/{table.pk}/points/", POINT | data)


def test_the_point_is_marked_and_shown(cast: Cast, under_review: TargetTable) -> None:
    answer = post(cast, "section_reviewer", under_review)
    assert answer.headers["Location"] == f"/tables/{under_review.pk}/#marked"
    point = ReturnPoint.objects.get()
    assert (point.path, point.text, point.step, point.marked_by) == ("goals.annual", "请量化", "section_review", cast.section_reviewer)
    page = client_of(cast.section_reviewer).get(f"/tables/{under_review.pk}/").content.decode()
    assert 'data-point-path="goals.annual"' in page
    assert f'action="/points/{point.pk}/delete/"' in page
    assert "连同上面标出的 1 条一起退回" in page


def test_the_page_offers_every_cell_of_the_form(cast: Cast, under_review: TargetTable) -> None:
    page = client_of(cast.section_reviewer).get(f"/tables/{under_review.pk}/").content.decode()
    for path in ("goals.annual", "funding.annual.total", "indicators.annual[0]", "indicators.annual[0].value", "indicators.period"):
        assert f'<option value="{path}"' in page
    assert "data-marking" not in client_of(cast.author).get(f"/tables/{under_review.pk}/").content.decode()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"text": ""}, "没有标出：请写明意见。"),
        ({"text": "长" * 2001}, "没有标出：意见最多 2000 个字，请精简。"),
        ({"kind": "maybe"}, "没有标出：请选择必须修改、请说明或财政代改。"),
        ({"path": "goals.nothing"}, "没有标出：这张表没有您选的位置，请重新选择。"),
        ({"path": "x" * 300}, "没有标出：这张表没有您选的位置，请重新选择。"),
        ({"path": "a\0b"}, "没有标出：不能为空字符"),
    ],
)
def test_what_is_wrong_is_a_sentence(cast: Cast, under_review: TargetTable, data: dict[str, str], sentence: str) -> None:
    before = dump()
    client = client_of(cast.section_reviewer)
    page = client.post(f"/tables/{under_review.pk}/points/", POINT | data, follow=True).content.decode()
    assert sentence.removesuffix("不能为空字符") in page
    assert dump() == before


@pytest.mark.parametrize(("who", "status"), [("author", 403), ("reader", 403), ("performance_reviewer", 403), ("other_author", 404)])
def test_nobody_else_marks(cast: Cast, under_review: TargetTable, who: str, status: int) -> None:
    before = dump()
    assert post(cast, who, under_review).status_code == status
    assert dump() == before


def test_a_draft_cannot_be_marked(cast: Cast, table: TargetTable) -> None:
    before = dump()
    answer = post(cast, "unit_reviewer", table)
    assert answer.status_code == 403
    assert "这张表现在是“填报中”，不能标出退回意见" in answer.content.decode()
    assert dump() == before


def test_looking_marks_nothing_and_visitors_sign_in(cast: Cast, under_review: TargetTable) -> None:
    assert client_of(cast.section_reviewer).get(f"/tables/{under_review.pk}/points/").status_code == 405
    assert Client().post(f"/tables/{under_review.pk}/points/", POINT).headers["Location"].startswith("/sign-in/")
    assert not ReturnPoint.objects.exists()
