"""/rounds/…/edit/ changes a round, once for what was seen, and tells who changed what."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from perfgoals.review.models import ReportingRound
from tests.cast import Cast, client_of
from tests.dumping import dump
from tests.review.campaign import CLOSES, DAY, make_round

SAME = {"opens_at": "2026-09-30T18:00", "closes_at": "2026-10-20T18:00", "instructions": ""}


@pytest.fixture
def found(db: None) -> ReportingRound:
    return make_round()


def seen(client: Client, found: ReportingRound) -> str:
    page = client.get(f"/rounds/{found.pk}/edit/").content.decode()
    return re.findall(r'name="seen" value="([0-9a-f]{64})"', page)[0]  # type: ignore[no-any-return]


def edit(cast: Cast, found: ReportingRound, **data: Any) -> Any:
    client = client_of(cast.performance_reviewer)
    return client.post(f"/rounds/{found.pk}/edit/", SAME | {"seen": seen(client, found)} | data)


def test_the_page_shows_what_is_set(cast: Cast, found: ReportingRound) -> None:
    page = client_of(cast.administrator).get(f"/rounds/{found.pk}/edit/").content.decode()
    assert "2027年度一上" in page
    assert 'value="2026-09-30T18:00"' in page
    assert 'value="2026-10-20T18:00"' in page
    assert 'name="year"' not in page


def test_who_changed_a_deadline_is_told_with_both_times(cast: Cast, found: ReportingRound) -> None:
    assert (
        edit(cast, found, closes_at="2026-10-25T12:30", in_packages="on", required_kinds=["plan"], instructions="加附件").status_code == 302
    )
    found.refresh_from_db()
    assert found.closes_at == CLOSES + 5 * DAY - DAY * 5.5 / 24
    told = LogEntry.objects.get().get_change_message()
    assert told == (
        "截止时间：2026-10-20 18:00 → 2026-10-25 12:30；整包上报：否 → 是；必须上传的附件：无 → 实施方案；填报要求：无 → “加附件”"
    )
    page = client_of(cast.administrator).get(f"/rounds/{found.pk}/edit/").content.decode()
    assert "周绩" in page
    assert "2026-10-20 18:00 → 2026-10-25 12:30" in page


def test_a_deadline_may_be_lifted(cast: Cast, found: ReportingRound) -> None:
    edit(cast, found, closes_at="")
    assert ReportingRound.objects.get().closes_at is None
    assert LogEntry.objects.get().get_change_message() == "截止时间：2026-10-20 18:00 → 无"


def test_no_change_is_no_entry(cast: Cast, found: ReportingRound) -> None:
    before = dump()
    assert edit(cast, found).status_code == 302
    assert dump() == before


def test_year_and_kind_stay(cast: Cast, found: ReportingRound) -> None:
    edit(cast, found, year="2030", kind="second", closes_at="2026-10-21T18:00")
    found.refresh_from_db()
    assert (found.year, found.kind) == (2027, "first")


def test_what_somebody_else_set_meanwhile_is_not_written_over(cast: Cast, found: ReportingRound) -> None:
    client = client_of(cast.administrator)
    stale = seen(client, found)
    ReportingRound.objects.update(closes_at=CLOSES + DAY)
    before = dump()
    answer = client.post(f"/rounds/{found.pk}/edit/", SAME | {"seen": stale, "closes_at": "2026-10-30T18:00"})
    assert "他人已修改这个轮次，请核对" in answer.content.decode()
    assert dump() == before
    again = answer.content.decode()
    assert 'value="2026-10-30T18:00"' in again


@pytest.mark.parametrize(("data", "sentence"), [({"closes_at": "x"}, "截止时间请写成"), ({"opens_at": "2026-10-20T18:00"}, "之后")])
def test_what_is_wrong_is_said_and_nothing_changed(cast: Cast, found: ReportingRound, data: dict[str, str], sentence: str) -> None:
    before = dump()
    assert sentence in edit(cast, found, **data).content.decode()
    assert dump() == before


def test_others_may_not(cast: Cast, found: ReportingRound) -> None:
    before = dump()
    for who in ("author", "section_reviewer", "reader"):
        assert client_of(cast.people[who]).post(f"/rounds/{found.pk}/edit/", SAME).status_code == 403
    assert dump() == before
