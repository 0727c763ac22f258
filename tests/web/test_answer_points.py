"""/tables/<pk>/answers/ keeps the author's answers to the points of a return."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from perfgoals.review.models import ReturnPoint
from perfgoals.tables.models import TargetTable
from tests.cast import Cast, client_of
from tests.dumping import dump
from tests.review.acting import bring


@pytest.fixture
def point(cast: Cast, table: TargetTable) -> ReturnPoint:
    bring(cast, table, "returned")
    return ReturnPoint.objects.get()


def post(cast: Cast, who: str, point: ReturnPoint, answer: str, reason: str = "", **extra: Any) -> Any:
    data = {f"answer-{point.pk}": answer, f"reason-{point.pk}": reason}
    return client_of(cast.people[who]).post(f"/tables/{point.table_id}/answers/", data, **extra)


def test_the_author_sees_the_points_first_and_answers(cast: Cast, point: ReturnPoint) -> None:
    page = client_of(cast.author).get(f"/tables/{point.table_id}/").content.decode()
    assert page.index('id="points"') < page.index('class="row g-3"')
    assert f'name="answer-{point.pk}"' in page
    assert "改好上报后送到：待股室审核" in page
    answer = post(cast, "author", point, "kept", "已是上限")
    assert answer.headers["Location"] == f"/tables/{point.table_id}/#points"
    point.refresh_from_db()
    assert (point.answer, point.reason, point.answered_by) == ("kept", "已是上限", cast.author)


def test_the_editor_gets_its_points_again(cast: Cast, point: ReturnPoint) -> None:
    answer = post(cast, "author", point, "changed", headers={"HX-Request": "true"})
    content = answer.content.decode()
    assert (answer.status_code, "<html" in content) == (200, False)
    assert "答复已保存" in content
    assert f'name="answer-{point.pk}" value="changed" checked' in content


def test_a_refusal_keeps_what_was_typed_out_of_the_table(cast: Cast, point: ReturnPoint) -> None:
    before = dump()
    content = post(cast, "author", point, "kept", headers={"HX-Request": "true"}).content.decode()
    assert "答复没有保存：第 1 条（全表）答复了“不修改”，请说明理由。" in content
    client = client_of(cast.author)
    page = client.post(f"/tables/{point.table_id}/answers/", {f"answer-{point.pk}": "kept"}, follow=True).content.decode()
    assert "答复没有保存：第 1 条（全表）" in page
    assert dump() == before


@pytest.mark.parametrize(
    "data",
    [{"answer-1x": "changed"}, {"answer-": "kept"}, {"answer-987654321": "changed"}, {"reason-1": "x"}, {}, {f"answer-{'9' * 30}": "kept"}],
)
def test_what_names_no_point_answers_none(cast: Cast, point: ReturnPoint, data: dict[str, str]) -> None:
    before = dump()
    assert client_of(cast.author).post(f"/tables/{point.table_id}/answers/", data).status_code == 302
    assert dump() == before


@pytest.mark.parametrize(("answer", "reason"), [("maybe", ""), ("changed", "长" * 2001)])
def test_what_is_forged_is_a_sentence(cast: Cast, point: ReturnPoint, answer: str, reason: str) -> None:
    before = dump()
    assert post(cast, "author", point, answer, reason).status_code == 302
    assert dump() == before


def test_signs_that_nobody_sees_are_taken_out(cast: Cast, point: ReturnPoint) -> None:
    post(cast, "author", point, "changed", "已按\0意见\x02修改")
    point.refresh_from_db()
    assert point.reason == "已按意见修改"


@pytest.mark.parametrize(("who", "status"), [("section_reviewer", 403), ("reader", 403), ("other_author", 404), ("nobody", 404)])
def test_nobody_else_answers(cast: Cast, point: ReturnPoint, who: str, status: int) -> None:
    before = dump()
    assert post(cast, who, point, "changed").status_code == status
    assert dump() == before


def test_looking_answers_nothing_and_visitors_sign_in(cast: Cast, point: ReturnPoint) -> None:
    assert client_of(cast.author).get(f"/tables/{point.table_id}/answers/").status_code == 405
    assert Client().post(f"/tables/{point.table_id}/answers/", {}).headers["Location"].startswith("/sign-in/")
