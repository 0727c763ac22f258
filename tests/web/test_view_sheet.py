"""/tables/<pk>/sheet/ is the 审核表: filled in by whoever decides now, read by others once it is decided upon."""

from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from perfgoals.official.review_sheet import SheetRecord
from perfgoals.tables.models import TargetTable
from tests.cast import Cast, client_of
from tests.review.acting import act, answer_all, bring, now
from tests.review.sheeting import fill, filled, make_key


@pytest.fixture
def under_review(cast: Cast, table: TargetTable) -> TargetTable:
    make_key(table)
    return bring(cast, table, "section_review")


def page(cast: Cast, who: str, table: TargetTable) -> str:
    return client_of(cast.people[who]).get(f"/tables/{table.pk}/sheet/").content.decode()


def test_whoever_decides_fills_it_in_beside_the_form(cast: Cast, under_review: TargetTable) -> None:
    shown = page(cast, "section_reviewer", under_review)
    assert shown.count('type="radio" name="grade-') == 32
    assert shown.count('name="score-') == 8
    assert 'data-path="goals.annual"' in shown
    assert f'action="/tables/{under_review.pk}/acts/pass/"' in shown
    assert 'name="grade"' not in shown  # 综合评定等级 follows from the total


def test_an_ordinary_project_has_no_scores_and_chooses_its_grade(cast: Cast, table: TargetTable) -> None:
    bring(cast, table, "section_review")
    shown = page(cast, "section_reviewer", table)
    assert 'name="score-' not in shown
    fill(cast.section_reviewer, table, SheetRecord(grade="良"))
    assert 'name="grade" value="良" checked' in page(cast, "section_reviewer", table)


def test_a_draft_is_seen_at_finance_only(cast: Cast, under_review: TargetTable) -> None:
    fill(cast.section_reviewer, under_review, SheetRecord(is_key=True, marks=filled().marks, opinion="还要再看"))
    assert "还要再看" in page(cast, "performance_reviewer", under_review)
    for who in ("author", "unit_reviewer", "supervisor_reviewer", "expert", "reader", "administrator"):
        shown = page(cast, who, under_review)
        assert "还要再看" not in shown, who
        assert "还没有审核表" in shown, who


def test_what_was_decided_upon_is_seen_by_the_unit(cast: Cast, under_review: TargetTable) -> None:
    fill(cast.section_reviewer, under_review, filled("中"))
    act(cast.section_reviewer, under_review, "send_back")
    shown = page(cast, "author", under_review)
    assert "优□ 良□ 中☑ 差□" in shown
    assert "符合要求" in shown
    assert 'type="radio"' not in shown
    table_page = client_of(cast.author).get(f"/tables/{under_review.pk}/").content.decode()
    assert "审核表：总分" in table_page


def test_the_table_page_says_how_far_the_sheet_is(cast: Cast, under_review: TargetTable) -> None:
    def line(who: str) -> str:
        return client_of(cast.people[who]).get(f"/tables/{under_review.pk}/").content.decode()

    assert "重点项目，办理以前要填" in line("section_reviewer")
    fill(cast.section_reviewer, under_review, filled("优"))
    assert "评为优" in line("section_reviewer")
    assert "填写审核表" not in line("author")
    act(cast.supervisor_reviewer, under_review, "withdraw")
    act(cast.supervisor_reviewer, under_review, "pass")
    assert "表已改动，请重新核对" in line("section_reviewer")


def test_the_next_review_starts_from_the_sheet_before(cast: Cast, under_review: TargetTable) -> None:
    fill(cast.section_reviewer, under_review, filled("中"))
    act(cast.section_reviewer, under_review, "send_back")
    answer_all(cast, under_review)
    act(cast.author, under_review, "submit")
    assert "预填，请逐项核对" in page(cast, "section_reviewer", under_review)
    fill(cast.section_reviewer, under_review, filled("优"))
    assert "<b>上次 中 7.0</b>" in page(cast, "section_reviewer", under_review)


def test_what_is_written_is_text(cast: Cast, under_review: TargetTable) -> None:
    fill(cast.section_reviewer, under_review, SheetRecord(is_key=True, marks=filled("中").marks, opinion="<b>粗</b>"))
    assert "&lt;b&gt;粗&lt;/b&gt;" in page(cast, "section_reviewer", under_review)
    act(cast.section_reviewer, under_review, "send_back")
    shown = page(cast, "author", under_review)
    assert "&lt;b&gt;粗&lt;/b&gt;" in shown
    assert "<b>粗</b>" not in shown


def test_the_page_costs_the_same_for_any_table(
    cast: Cast, under_review: TargetTable, hebei_table: TargetTable, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_key(hebei_table)
    bring(cast, hebei_table, "section_review")
    assert now(hebei_table).indicator_rows.count() != now(under_review).indicator_rows.count()
    client = client_of(cast.section_reviewer)
    for each in (under_review, hebei_table):
        fill(cast.section_reviewer, each)
        with django_assert_num_queries(21):
            client.get(f"/tables/{each.pk}/sheet/")


def test_opened_from_the_desk_it_leads_on_to_the_next_table(cast: Cast, under_review: TargetTable) -> None:
    client = client_of(cast.section_reviewer)
    on_the_desk = client.get(f"/desk/{under_review.pk}/?sort=unit").content.decode()
    address = f"/tables/{under_review.pk}/sheet/?desk=sort%3Dunit"
    assert f'href="{address}"' in on_the_desk
    shown = client.get(address).content.decode()
    assert f'<a href="/desk/{under_review.pk}/?sort=unit">' in shown
    assert shown.count('<input type="hidden" name="desk" value="sort=unit">') >= 2  # the sheet and each act
    assert client.post(f"/tables/{under_review.pk}/sheet/save/", {"version": now(under_review).version, "desk": "sort=unit"}).headers[
        "Location"
    ] == (address)
