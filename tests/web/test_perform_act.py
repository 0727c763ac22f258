"""/tables/<pk>/acts/<act>/ does one act of the road, once; what cannot be done is a sentence, and nothing is changed."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from perfgoals.review.models import LogEntry, ReportingRound
from perfgoals.tables.models import TargetTable
from tests.cast import Cast, client_of
from tests.dumping import dump
from tests.review.acting import act, bring, now
from tests.review.sheeting import make_key


def post(cast: Cast, who: str, table: TargetTable, code: str, **data: Any) -> Any:
    sent = {"version": now(table).version, "save": str(uuid4())} | data
    return client_of(cast.people[who]).post(f"/tables/{table.pk}/acts/{code}/", sent)


def said(answer: Any) -> str:
    return str(answer.content.decode().partition("<main")[2].partition("</main>")[0])


def test_the_author_submits(cast: Cast, table: TargetTable) -> None:
    answer = post(cast, "author", table, "submit")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/tables/{table.pk}/")
    assert now(table).state == "unit_review"
    page = client_of(cast.author).get(f"/tables/{table.pk}/").content.decode()
    assert "办理记录（1）" in page
    assert "现在由单位审核岗办理" in page


def test_its_success_is_told(cast: Cast, table: TargetTable) -> None:
    client = client_of(cast.author)
    page = client.post(f"/tables/{table.pk}/acts/submit/", {"version": "1", "save": str(uuid4())}, follow=True).content.decode()
    assert "已办理“提交”。" in page


def test_an_adjustment_leads_to_its_table(cast: Cast, table: TargetTable) -> None:
    bring(cast, table, "approved")
    answer = post(cast, "author", table, "request_adjustment", opinion="内容变化")
    new = TargetTable.objects.get(adjusts=table)
    assert answer.headers["Location"] == f"/tables/{new.pk}/"
    page = client_of(cast.author).get(f"/tables/{new.pk}/").content.decode()
    assert "批复以前原表一直有效" in page
    assert "调整审核中，这张表仍然有效" in client_of(cast.reader).get(f"/tables/{table.pk}/").content.decode()


def test_everything_of_an_approval_is_kept(cast: Cast, table: TargetTable) -> None:
    bring(cast, table, "passed")
    assert post(cast, "performance_reviewer", table, "approve", number="某财预〔2027〕15号", day="2026-03-01").status_code == 302
    page = client_of(cast.reader).get(f"/tables/{table.pk}/").content.decode()
    assert "批复文号 某财预〔2027〕15号，批复日期 2026-03-01" in page
    assert f'href="/tables/{table.pk}/approved.pdf"' in page


def test_a_document_number_is_one_line(cast: Cast, table: TargetTable) -> None:
    bring(cast, table, "passed")
    post(cast, "performance_reviewer", table, "approve", number="某财预\r\n〔2027〕\x0215号", day="2026-03-01")
    assert now(table).approval_number == "某财预 〔2027〕15号"


def test_where_the_whole_unit_reports_the_page_leads_to_its_package(cast: Cast, table: TargetTable) -> None:
    ReportingRound.objects.create(year=table.year, kind="first", in_packages=True)

    def seen_by(who: str) -> str:
        return client_of(cast.people[who]).get(f"/tables/{table.pk}/").content.decode()

    package = f'<a href="/packages/{cast.building.pk}/{table.year}/first/">到送审包上报</a>'
    assert f"/tables/{table.pk}/acts/submit/" in seen_by("author")  # inside the unit
    assert package not in seen_by("author")
    bring(cast, table, "unit_review")
    assert f"/tables/{table.pk}/acts/pass/" not in seen_by("unit_reviewer")
    assert f"/tables/{table.pk}/acts/send_back/" in seen_by("unit_reviewer")
    assert package in seen_by("unit_reviewer")
    assert package not in seen_by("reader")


def test_without_its_sheet_a_key_project_leads_to_it(cast: Cast, table: TargetTable) -> None:
    make_key(table)
    bring(cast, table, "section_review")
    answer = post(cast, "section_reviewer", table, "pass")
    assert answer.status_code == 422
    assert f'<a href="/tables/{table.pk}/sheet/">填写审核表</a>' in said(answer)


def test_a_double_click_files_once(cast: Cast, table: TargetTable) -> None:
    click = {"version": 1, "save": str(uuid4())}
    assert [post(cast, "author", table, "submit", **click).status_code for _ in range(2)] == [302, 302]
    assert LogEntry.objects.count() == 1


def test_the_slower_is_told_who_decided_and_keeps_what_was_written(cast: Cast, table: TargetTable) -> None:
    bring(cast, table, "section_review")
    stale = now(table).version
    act(cast.section_reviewer, table, "reject")
    before = dump()
    answer = post(cast, "section_reviewer", table, "pass", version=stale, grade="良", opinion="补充<b>量化</b>指标")
    assert answer.status_code == 409
    assert "办理“审核不通过”" in said(answer)
    assert "孙股已于" in said(answer)
    assert "补充&lt;b&gt;量化&lt;/b&gt;指标" in said(answer)
    assert dump() == before


def test_what_is_missing_is_asked_for_with_what_was_written(cast: Cast, table: TargetTable) -> None:
    bring(cast, table, "section_review")
    before = dump()
    answer = post(cast, "section_reviewer", table, "pass", opinion="写了很久的意见")
    assert answer.status_code == 422
    assert "请选择综合评定等级" in said(answer)
    assert "写了很久的意见</textarea>" in said(answer)
    assert f'action="/tables/{table.pk}/acts/pass/"' in said(answer)
    assert dump() == before


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"version": ""}, "这一页的内容不完整"),
        ({"version": "x"}, "这一页的内容不完整"),
        ({"version": "-1"}, "这一页的内容不完整"),
        ({"version": "9" * 4000}, "这一页的内容不完整"),
        ({"save": ""}, "这一页的内容不完整"),
        ({"save": "not-a-uuid"}, "这一页的内容不完整"),
        ({"opinion": "长" * 2001}, "意见最多 2000 个字"),
        ({"grade": "甲"}, "请选择综合评定等级"),
        ({"number": "号" * 101}, "批复文号最多 100 个字"),
        ({"day": "明天"}, "批复日期请写成"),
        ({"day": "2026-02-30"}, "批复日期请写成"),
        ({}, "请选择综合评定等级"),
    ],
)
def test_what_is_forged_is_a_sentence(cast: Cast, table: TargetTable, data: dict[str, str], sentence: str) -> None:
    bring(cast, table, "section_review")
    before = dump()
    answer = post(cast, "section_reviewer", table, "pass", **data)
    assert answer.status_code == 422
    assert sentence in said(answer)
    assert dump() == before


@pytest.mark.parametrize("code", ["print", "drafting", "PASS", "..", "perform"])
def test_an_act_there_is_not_is_not_found(cast: Cast, table: TargetTable, code: str) -> None:
    before = dump()
    assert post(cast, "author", table, code).status_code == 404
    assert dump() == before


def test_the_wrong_state_is_told(cast: Cast, table: TargetTable) -> None:
    bring(cast, table, "approved")
    before = dump()
    answer = post(cast, "performance_reviewer", table, "approve", number="号", day="2026-03-01")
    assert answer.status_code == 422
    assert "这张表现在是“已批复”，不能办理“批复”" in said(answer)
    assert dump() == before


@pytest.mark.parametrize("who", ["reader", "expert", "administrator", "unit_reviewer", "section_reviewer"])
def test_whoever_only_sees_it_is_refused(cast: Cast, table: TargetTable, who: str) -> None:
    before = dump()
    answer = post(cast, who, table, "submit")
    assert answer.status_code == 403
    assert "没有办理“上报”的岗位" in answer.content.decode()
    assert dump() == before


@pytest.mark.parametrize("who", ["other_author", "other_section_reviewer", "nobody"])
def test_a_stranger_finds_nothing(cast: Cast, table: TargetTable, who: str) -> None:
    before = dump()
    assert post(cast, who, table, "submit").status_code == 404
    assert dump() == before


def test_looking_does_nothing(cast: Cast, table: TargetTable) -> None:
    assert client_of(cast.author).get(f"/tables/{table.pk}/acts/submit/").status_code == 405


def test_visitors_sign_in_first(table: TargetTable) -> None:
    answer = Client().post(f"/tables/{table.pk}/acts/submit/", {"version": "1", "save": str(uuid4())})
    assert answer.headers["Location"].startswith("/sign-in/")
    assert now(table).state == "drafting"


def test_what_people_write_is_text(cast: Cast, table: TargetTable) -> None:
    bring(cast, table, "section_review")
    post(cast, "section_reviewer", table, "send_back", opinion="<script>x</script>\r\n第二行")
    page = client_of(cast.author).get(f"/tables/{table.pk}/").content.decode()
    assert "<script>x" not in page
    assert "&lt;script&gt;x&lt;/script&gt;\n第二行" in page
