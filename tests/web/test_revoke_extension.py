"""/extensions/…/revoke/ ends a late opening now."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.utils import timezone

from perfgoals.review.models import Extension
from perfgoals.review.windows import closed_because
from tests.cast import Cast, client_of
from tests.dumping import dump
from tests.review.campaign import CLOSES, DAY, extended, make_round


@pytest.fixture
def late(cast: Cast, monkeypatch: Any) -> Extension:
    monkeypatch.setattr(timezone, "now", lambda: CLOSES + DAY)
    return extended(make_round(), cast, CLOSES + 2 * DAY, cast.building)


def test_it_ends_at_once_and_is_noted(cast: Cast, late: Extension) -> None:
    answer = client_of(cast.performance_reviewer).post(f"/extensions/{late.pk}/revoke/")
    assert answer.headers["Location"] == f"/rounds/{late.round_id}/extensions/"
    assert Extension.objects.get().until == CLOSES + DAY
    assert closed_because(late.round, cast.building, timezone.now())
    assert LogEntry.objects.get().get_change_message() == "结束建设局的延期"


def test_a_second_click_changes_nothing_and_says_so(cast: Cast, late: Extension) -> None:
    client = client_of(cast.administrator)
    client.post(f"/extensions/{late.pk}/revoke/")
    before = dump()
    page = client.post(f"/extensions/{late.pk}/revoke/", follow=True).content.decode()
    assert "没有办理：这次延期已于 2026-10-21 18:00 结束" in page
    assert dump() == before


@pytest.mark.parametrize(("who", "status"), [("author", 403), ("section_reviewer", 403), ("other_author", 404), ("nobody", 404)])
def test_others_may_not(cast: Cast, late: Extension, who: str, status: int) -> None:
    before = dump()
    assert client_of(cast.people[who]).post(f"/extensions/{late.pk}/revoke/").status_code == status
    assert dump() == before
