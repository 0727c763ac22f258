"""/points/<pk>/delete/ takes a marked point back before the table is returned."""

from __future__ import annotations

import pytest
from django.test import Client

from perfgoals.review.models import ReturnPoint
from perfgoals.review.points import mark_point
from perfgoals.tables.models import TargetTable
from tests.cast import Cast, client_of
from tests.dumping import dump
from tests.review.acting import act, bring


@pytest.fixture
def point(cast: Cast, table: TargetTable) -> ReturnPoint:
    bring(cast, table, "section_review")
    return mark_point(cast.section_reviewer, table.pk, path="", kind="must", text="缺少效益指标")


def test_it_is_gone(cast: Cast, point: ReturnPoint) -> None:
    answer = client_of(cast.section_reviewer).post(f"/points/{point.pk}/delete/")
    assert answer.headers["Location"] == f"/tables/{point.table_id}/#marked"
    assert not ReturnPoint.objects.exists()


def test_what_has_been_returned_stays(cast: Cast, table: TargetTable, point: ReturnPoint) -> None:
    act(cast.section_reviewer, table, "send_back")
    before = dump()
    assert client_of(cast.section_reviewer).post(f"/points/{point.pk}/delete/").status_code == 404
    assert dump() == before


@pytest.mark.parametrize(("who", "status"), [("author", 403), ("reader", 403), ("other_author", 404), ("nobody", 404)])
def test_nobody_else_takes_it_back(cast: Cast, point: ReturnPoint, who: str, status: int) -> None:
    before = dump()
    assert client_of(cast.people[who]).post(f"/points/{point.pk}/delete/").status_code == status
    assert dump() == before


def test_a_key_there_is_not(cast: Cast, point: ReturnPoint) -> None:
    for key in ("987654321", "9" * 30):
        assert client_of(cast.section_reviewer).post(f"/points/{key}/delete/").status_code == 404


def test_looking_takes_nothing_and_visitors_sign_in(cast: Cast, point: ReturnPoint) -> None:
    assert client_of(cast.section_reviewer).get(f"/points/{point.pk}/delete/").status_code == 405
    assert Client().post(f"/points/{point.pk}/delete/").headers["Location"].startswith("/sign-in/")
    assert ReturnPoint.objects.exists()
