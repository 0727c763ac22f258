"""/rounds/new/ sets a round of a year."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.utils import timezone

from perfgoals.review.models import ReportingRound
from tests.cast import Cast, client_of
from tests.dumping import dump
from tests.review.campaign import make_round

WISH = {"year": "2027", "kind": "first", "opens_at": "2026-10-01T09:00", "closes_at": "2026-10-20T18:00"}


def post(cast: Cast, **data: Any) -> Any:
    return client_of(cast.performance_reviewer).post("/rounds/new/", WISH | data)


def local(*parts: int) -> datetime:
    return timezone.make_aware(datetime(*parts))  # type: ignore[arg-type]


def test_it_is_set_as_it_was_filled_in_and_noted(cast: Cast) -> None:
    more = {"in_packages": "on", "required_kinds": ["plan", "calculation"], "instructions": " 每个项目一张表 "}
    assert post(cast, **more).headers["Location"] == "/rounds/"
    found = ReportingRound.objects.get()
    assert (found.year, found.kind, found.opens_at, found.closes_at) == (2027, "first", local(2026, 10, 1, 9), local(2026, 10, 20, 18))
    assert (found.in_packages, found.locks_others, found.required_kinds) == (True, False, ["plan", "calculation"])
    assert found.instructions == "每个项目一张表"
    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_id, entry.get_change_message()) == (cast.performance_reviewer, str(found.pk), "设置轮次")


def test_times_may_be_left_open(cast: Cast) -> None:
    assert post(cast, opens_at="", closes_at="").status_code == 302
    assert (ReportingRound.objects.get().opens_at, ReportingRound.objects.get().closes_at) == (None, None)


@pytest.mark.parametrize(
    "written", ["2026-10-20 18:00", "2026/10/20 18:00", "2026年10月20日 18:00", "２０２６-10-20 18：00", "2026-10-20T18:00:59"]
)
def test_a_moment_is_read_to_the_minute_in_the_time_of_the_office(cast: Cast, written: str) -> None:
    assert post(cast, closes_at=written).status_code == 302
    assert ReportingRound.objects.get().closes_at == local(2026, 10, 20, 18)


WRONG = [
    ({"closes_at": "下周五"}, "截止时间请写成 2026-10-20 18:00 的样子"),
    ({"opens_at": "2026-02-30T09:00"}, "开始时间请写成"),
    ({"closes_at": "0001-01-01T00:00"}, "截止时间的年份请核对"),
    ({"closes_at": "9999-12-31T23:59"}, "截止时间的年份请核对"),
    ({"closes_at": "2026-10-01T09:00"}, "截止时间应在开始时间（2026-10-01 09:00）之后"),
    ({"closes_at": "2026-10-01T08:59"}, "截止时间应在开始时间（2026-10-01 09:00）之后"),
    ({"year": "27"}, "请填写四位数的预算年度"),
    ({"kind": ""}, "请选择轮次"),
    ({"kind": "third"}, "没有这个轮次"),
    ({"required_kinds": ["stamp"]}, "没有这一类附件"),
    ({"instructions": "字" * 2001}, "填报要求最多 2000 个字"),
]


@pytest.mark.parametrize(("data", "sentence"), WRONG)
def test_what_is_wrong_is_said_and_nothing_set(cast: Cast, data: dict[str, Any], sentence: str) -> None:
    before = dump()
    answer = post(cast, **data)
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert dump() == before


def test_a_round_is_once_a_year(cast: Cast) -> None:
    make_round()
    before = dump()
    assert "这一年度已有这个轮次" in post(cast).content.decode()
    assert dump() == before


def test_of_two_at_the_same_moment_one_is_told(cast: Cast, monkeypatch: Any) -> None:
    make_round()
    monkeypatch.setattr(ReportingRound, "validate_constraints", lambda *args, **kwargs: None)
    assert "刚刚有人设置了这一年度的这个轮次" in post(cast).content.decode()
    assert ReportingRound.objects.count() == 1


def test_the_address_may_name_year_and_kind(cast: Cast) -> None:
    client = client_of(cast.administrator)
    page = client.get("/rounds/new/?year=2031&kind=second").content.decode()
    assert 'value="2031"' in page
    assert '<option value="second" selected>' in page
    assert client.get("/rounds/new/?year=x&kind=<b>").status_code == 200


@pytest.mark.parametrize("who", ["author", "supervisor_reviewer", "section_reviewer", "reader", "nobody"])
def test_others_are_told_who_sets_rounds(cast: Cast, who: str) -> None:
    answer = client_of(cast.people[who]).post("/rounds/new/", WISH)
    assert answer.status_code == 403
    assert "只有绩效审核岗和系统管理员可以设置轮次" in answer.content.decode()
    assert not ReportingRound.objects.exists()
