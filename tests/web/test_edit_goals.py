"""/goals/<pk>/edit/ changes 部门整体绩效目标, never over somebody else's text."""

from __future__ import annotations

from typing import Any

import pytest

from perfgoals.official.department_goals import DepartmentGoals as Record
from perfgoals.official.department_goals import Section
from perfgoals.tables.goals_beginning import begin_goals
from perfgoals.tables.goals_forms import MOST_SECTIONS
from perfgoals.tables.goals_storing import replace_goals, to_record
from perfgoals.tables.models import DepartmentGoals
from tests.cast import Cast, client_of


@pytest.fixture
def goals(cast: Cast) -> DepartmentGoals:
    return begin_goals(cast.building, 2027)


def url(goals: DepartmentGoals) -> str:
    return f"/goals/{goals.pk}/edit/"


def form(*sections: dict[str, Any], version: Any = 1, **heads: str) -> dict[str, Any]:
    """What the page sends: each section with heading, items, ORDER and perhaps DELETE."""
    whole = {
        "version": version,
        "part": "第一部分",
        "title": "部门整体绩效目标",
        "form-TOTAL_FORMS": len(sections),
        "form-INITIAL_FORMS": 0,
    }
    return whole | heads | {f"form-{number}-{name}": value for number, each in enumerate(sections) for name, value in each.items()}


ONE = {"heading": "一、总体绩效目标", "items": "甲\r\n乙", "ORDER": "1"}
TWO = {"heading": "二、分项绩效目标", "items": "丙", "ORDER": "2"}


def sections(goals: DepartmentGoals) -> tuple[Section, ...]:
    return to_record(DepartmentGoals.objects.get(pk=goals.pk)).sections


def refused(cast: Cast, goals: DepartmentGoals, sentence: str, data: dict[str, Any]) -> str:
    before = to_record(DepartmentGoals.objects.get(pk=goals.pk))
    answer = client_of(cast.author).post(url(goals), data)
    assert answer.status_code == 200
    page = str(answer.content.decode())
    assert sentence in page
    assert to_record(DepartmentGoals.objects.get(pk=goals.pk)) == before
    return page


def test_sections_and_their_paragraphs_are_kept(cast: Cast, goals: DepartmentGoals) -> None:
    answer = client_of(cast.author).post(url(goals), form(ONE, TWO, title="整体绩效目标", part=""))
    assert answer.headers["Location"] == f"/goals/{goals.pk}/"
    assert sections(goals) == (Section("一、总体绩效目标", ("甲", "乙")), Section("二、分项绩效目标", ("丙",)))
    goals.refresh_from_db()
    assert (goals.version, goals.title, goals.part) == (2, "整体绩效目标", "")


def test_what_is_kept_is_what_the_form_begins_with(cast: Cast, goals: DepartmentGoals) -> None:
    client = client_of(cast.author)
    client.post(url(goals), form(ONE, TWO))
    page = client.get(url(goals)).content.decode()
    assert 'value="一、总体绩效目标"' in page
    assert "甲\n乙</textarea>" in page
    assert 'name="version" value="2"' in page


def test_sections_move_by_their_numbers(cast: Cast, goals: DepartmentGoals) -> None:
    client_of(cast.author).post(url(goals), form(ONE | {"ORDER": "2"}, TWO | {"ORDER": "1"}))
    assert [section.heading for section in sections(goals)] == ["二、分项绩效目标", "一、总体绩效目标"]


def test_a_section_without_number_comes_last(cast: Cast, goals: DepartmentGoals) -> None:
    client_of(cast.author).post(url(goals), form(ONE | {"ORDER": ""}, TWO))
    assert [section.heading for section in sections(goals)] == ["二、分项绩效目标", "一、总体绩效目标"]


def test_a_section_marked_is_taken_out(cast: Cast, goals: DepartmentGoals) -> None:
    client_of(cast.author).post(url(goals), form(ONE | {"DELETE": "on"}, TWO))
    assert [section.heading for section in sections(goals)] == ["二、分项绩效目标"]


def test_what_says_nothing_is_left_out(cast: Cast, goals: DepartmentGoals) -> None:
    empty = {"heading": " ", "items": "\r\n  \r\n", "ORDER": "2"}
    client_of(cast.author).post(url(goals), form(ONE | {"items": "\r\n甲\r\n\r\n乙\r\n"}, empty))
    assert sections(goals) == (Section("一、总体绩效目标", ("甲", "乙")),)


def test_a_new_section_is_added_without_script(cast: Cast, goals: DepartmentGoals) -> None:
    page = client_of(cast.author).get(url(goals)).content.decode()
    assert 'name="form-3-heading"' in page, "one empty section beyond the three official ones"
    three = {"heading": "四、其他", "items": "丁", "ORDER": ""}
    client_of(cast.author).post(url(goals), form(ONE, TWO, three))
    assert sections(goals)[-1] == Section("四、其他", ("丁",))


def test_pasted_markup_is_taken_out_and_said_to_be(cast: Cast, goals: DepartmentGoals) -> None:
    data = form(ONE | {"items": "<p>目标1</p>\r\n目标2\x07"})
    page = client_of(cast.author).post(url(goals), data, follow=True).content.decode()
    assert sections(goals) == (Section("一、总体绩效目标", ("目标1", "目标2")),)
    assert "有 2 处去除了粘贴带来的网页标记或控制字符" in page


def test_a_stale_change_shows_both_texts_and_keeps_the_other(cast: Cast, goals: DepartmentGoals) -> None:
    replace_goals(goals, Record(title="部门整体绩效目标", sections=(Section("一、", ("他人先写的",)),)), based_on=1)
    page = refused(cast, goals, "他人已修改，请核对", form(ONE | {"items": "我后写的"}, version=1))
    assert "我后写的</textarea>" in page
    assert "他人先写的</td>" in page
    assert 'name="version" value="2"' in page


def test_after_reading_the_other_text_one_may_save_ones_own(cast: Cast, goals: DepartmentGoals) -> None:
    replace_goals(goals, Record(sections=(Section("一、", ("他人先写的",)),)), based_on=1)
    client_of(cast.author).post(url(goals), form(ONE, version=2))
    assert sections(goals) == (Section("一、总体绩效目标", ("甲", "乙")),)


@pytest.mark.parametrize("version", ["", "x", "0", "-1"])
def test_a_form_without_its_version_is_refused(cast: Cast, goals: DepartmentGoals, version: str) -> None:
    refused(cast, goals, "没有保存", form(ONE, version=version))


def test_a_title_is_needed_and_nothing_written_is_lost(cast: Cast, goals: DepartmentGoals) -> None:
    page = refused(cast, goals, "请填写标题", form(ONE, title=""))
    assert "甲\r\n乙</textarea>" in page


def test_a_heading_too_long_is_refused_at_its_place(cast: Cast, goals: DepartmentGoals) -> None:
    refused(cast, goals, "300", form(ONE | {"heading": "一" * 301}))


def test_a_section_of_too_many_paragraphs_is_refused(cast: Cast, goals: DepartmentGoals) -> None:
    refused(cast, goals, "最多 500 行", form(ONE | {"items": "一\n" * 501}))


@pytest.mark.parametrize("order", ["x", "1.5"])
def test_a_number_that_is_none_is_refused(cast: Cast, goals: DepartmentGoals, order: str) -> None:
    refused(cast, goals, "没有保存", form(ONE | {"ORDER": order}))


def test_too_many_sections_are_refused(cast: Cast, goals: DepartmentGoals) -> None:
    refused(cast, goals, str(MOST_SECTIONS), form(*[ONE] * (MOST_SECTIONS + 1)))


@pytest.mark.parametrize("forged", [{}, {"form-TOTAL_FORMS": "x"}, {"form-TOTAL_FORMS": "99999999"}])
def test_a_forged_form_changes_nothing(cast: Cast, goals: DepartmentGoals, forged: dict[str, str]) -> None:
    whole = form(ONE) | forged if forged else {"version": "1", "title": "x"}
    refused(cast, goals, "没有保存", whole)


@pytest.mark.parametrize("who", ["reader", "unit_reviewer", "supervisor_reviewer", "section_reviewer", "administrator"])
def test_whoever_may_only_see_them_is_refused(cast: Cast, goals: DepartmentGoals, who: str) -> None:
    before = sections(goals)
    assert client_of(cast.people[who]).get(url(goals)).status_code == 403
    assert client_of(cast.people[who]).post(url(goals), form(ONE)).status_code == 403
    assert sections(goals) == before


@pytest.mark.parametrize("who", ["other_author", "other_section_reviewer", "nobody"])
def test_a_stranger_finds_nothing(cast: Cast, goals: DepartmentGoals, who: str) -> None:
    before = sections(goals)
    assert client_of(cast.people[who]).post(url(goals), form(ONE)).status_code == 404
    assert sections(goals) == before


def test_an_anonymous_visitor_is_sent_to_sign_in(client: Any, goals: DepartmentGoals) -> None:
    before = sections(goals)
    assert client.post(url(goals), form(ONE)).headers["Location"].startswith("/sign-in/")
    assert sections(goals) == before
