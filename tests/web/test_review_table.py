"""/desk/<pk>/ is one table of the desk: its place among the others, what changed in it, and an act that leads to the next."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from perfgoals.review.models import ReturnPoint
from perfgoals.review.points import mark_point
from perfgoals.tables.editing.saving import save
from perfgoals.tables.models import TargetTable
from perfgoals.tables.storing import store
from tests.cast import Cast, client_of, published, stored
from tests.dumping import dump
from tests.review.acting import act, bring, lead, now

NAMES = ("henan-10", "henan-04", "henan-05")


@pytest.fixture
def client(cast: Cast) -> Client:
    return client_of(cast.section_reviewer)


@pytest.fixture
def three(cast: Cast) -> list[TargetTable]:
    """At 业务一股, in the order in which they came."""
    return [bring(cast, stored(published(name), cast.building, by=cast.author), "section_review") for name in NAMES]


def page_of(client: Client, table: TargetTable, query: str = "") -> str:
    return str(client.get(f"/desk/{table.pk}/?{query}").content.decode())


def place(page: str) -> tuple[str, list[str]]:
    """What the bar says, and the addresses of previous and next, empty at the ends."""
    bar = page.partition('class="desk-bar')[2].partition("</nav>")[0]
    links = [re.search(f'rel="{rel}" href="([^"]*)"', bar) for rel in ("prev", "next")]
    return re.findall(r'role="status">([^<]*)<', bar)[0], [link[1].replace("&amp;", "&") if link else "" for link in links]


def passing(table: TargetTable, **sent: Any) -> dict[str, Any]:
    return {"version": now(table).version, "save": str(uuid4()), "grade": "优", "desk": ""} | sent


def test_it_says_which_of_how_many_it_is_and_leads_to_the_others(client: Client, three: list[TargetTable]) -> None:
    first, second, third = three
    assert place(page_of(client, first)) == ("第 1 张，共 3 张", ["", f"/desk/{second.pk}/"])
    assert place(page_of(client, second)) == ("第 2 张，共 3 张", [f"/desk/{first.pk}/", f"/desk/{third.pk}/"])
    assert place(page_of(client, third)) == ("第 3 张，共 3 张", [f"/desk/{second.pk}/", ""])


def test_the_choice_and_order_of_the_desk_go_along(client: Client, three: list[TargetTable]) -> None:
    first, second, third = three
    TargetTable.objects.filter(pk=second.pk).update(round="second")
    query = "round=first&sort=-since"
    page = page_of(client, third, f"{query}&page=2&against=year")
    assert place(page) == ("第 1 张，共 2 张", ["", f"/desk/{first.pk}/?{query}"])
    assert f'href="/desk/?{query.replace("&", "&amp;")}"' in page
    assert f'name="desk" value="{query.replace("&", "&amp;")}"' in page


def test_a_table_that_has_left_the_queue_still_has_its_neighbours(cast: Cast, client: Client, three: list[TargetTable]) -> None:
    first, second, third = three
    act(cast.section_reviewer, second, "send_back")
    said, _ = place(page_of(client, second))
    assert said == "这张表不等您办理；还有 2 张"
    said, links = place(page_of(client, second, "sort=unit"))
    assert links == [f"/desk/{first.pk}/?sort=unit", f"/desk/{third.pk}/?sort=unit"]


def test_alone_or_with_nothing_left_it_has_no_neighbours(cast: Cast, client: Client, table: TargetTable) -> None:
    bring(cast, table, "section_review")
    assert place(page_of(client, table)) == ("第 1 张，共 1 张", ["", ""])
    act(cast.section_reviewer, table, "pass", grade="优")
    assert place(page_of(client, table)) == ("这张表不等您办理", ["", ""])


def test_after_an_act_comes_the_next_and_it_is_told_what_was_done(client: Client, three: list[TargetTable]) -> None:
    first, second, third = three
    answer = client.post(f"/tables/{first.pk}/acts/pass/", passing(first, desk="sort=-since"), follow=True)
    assert answer.redirect_chain == [("/desk/?sort=-since", 302)], "the last of this order"
    assert f"“{first.project_name}”已办理“审核通过”" in answer.content.decode()
    answer = client.post(f"/tables/{second.pk}/acts/send_back/", passing(second, opinion="改"), follow=True)
    assert answer.redirect_chain == [(f"/desk/{third.pk}/", 302)]
    assert f"“{second.project_name}”已办理“退回”" in answer.content.decode()
    assert place(answer.content.decode())[0] == "第 1 张，共 1 张"


def test_a_refusal_leads_back_to_the_desk(client: Client, three: list[TargetTable]) -> None:
    before = dump()
    answer = client.post(f"/tables/{three[0].pk}/acts/pass/", passing(three[0], grade="", desk="sort=unit"))
    assert answer.status_code == 422
    assert f'href="/desk/{three[0].pk}/?sort=unit"' in answer.content.decode()
    assert 'name="desk" value="sort=unit"' in answer.content.decode()
    assert dump() == before


@pytest.mark.parametrize("forged", ["sort=%0d%0aX: y", "text=%00", "x" * 5000, "year=999999999999", "&&=&", "http://other/", "sort=%ff"])
def test_a_forged_way_back_leads_nowhere_else(client: Client, three: list[TargetTable], forged: str) -> None:
    answer = client.post(f"/tables/{three[0].pk}/acts/pass/", passing(three[0], desk=forged))
    assert answer.status_code == 302
    assert re.fullmatch(r"/desk/(\d+/)?(\?[\w=&%+.-]*)?", answer.headers["Location"]), answer.headers["Location"]


def test_points_are_marked_and_taken_back_without_leaving_the_desk(client: Client, three: list[TargetTable]) -> None:
    at = f"/desk/{three[0].pk}/?sort=unit#marked"
    marking = {"path": "goals.annual", "kind": "must", "text": "请量化", "desk": "sort=unit"}
    assert client.post(f"/tables/{three[0].pk}/points/", marking).headers["Location"] == at
    point = ReturnPoint.objects.get()
    assert client.post(f"/points/{point.pk}/delete/", {"desk": "sort=unit"}).headers["Location"] == at
    answer = client.post(f"/tables/{three[0].pk}/points/", marking | {"text": ""})
    assert answer.headers["Location"] == at.removesuffix("#marked")


def changed(page: str) -> dict[str, str]:
    """The cells marked as changed, and what is said of each."""
    return dict(re.findall(r'data-path="([^"]*)"(?: data-problem="1"[^>]*?)? data-changed="1" title="([^"]*)"', page))


def write(cast: Cast, table: TargetTable, *changes: dict[str, str]) -> None:
    save(cast.author, table.pk, version=now(table).version, changes=list(changes), save_id=str(uuid4()))


def test_what_changed_since_the_return_is_marked_with_the_old_text(cast: Cast, client: Client, table: TargetTable) -> None:
    bring(cast, table, "section_review")
    mark_point(cast.section_reviewer, table.pk, path="goals.annual", kind="must", text="量化")
    lead(cast, table, "send_back")
    was = published("henan-10").goals.annual
    row = now(table).indicator_rows.filter(side="annual").first()
    assert row
    write(cast, table, {"do": "set", "path": "goals.annual", "text": "完成<3>次"})
    write(cast, table, {"do": "set", "row": str(row.key), "field": "value", "text": "≥99%"})
    lead(cast, table, "submit")
    page = page_of(client, table)
    assert changed(page).keys() == {"goals.annual", "indicators.annual[0].value"}
    assert changed(page)["goals.annual"].startswith(f"原文：{was[:5]}")
    assert changed(page)["indicators.annual[0].value"] == f"原文：{row.value}"
    assert "孙股" in page.partition('id="changes"')[2]
    assert "与上年比" not in page


def test_who_passed_it_before_compares_with_what_they_passed(cast: Cast, client: Client, table: TargetTable) -> None:
    """A 财政代改 that was disputed came back from the unit: nothing was changed since their own decision."""
    bring(cast, table, "unit_confirmation")
    lead(cast, table, "dispute")
    page = page_of(client, table)
    assert "审核通过时，没有改动" in page
    assert changed(page) == {}


def test_it_is_compared_with_the_year_before_the_approved_table_first(cast: Cast, client: Client, table: TargetTable) -> None:
    bring(cast, table, "approved")
    earlier = now(table)
    TargetTable.objects.create(project=table.project, year=earlier.year, round="second", layout="henan")
    record = published("henan-10")
    first, second, *others = record.indicators.annual
    sides = replace(record.indicators, annual=(second, replace(first, value="≥88%"), *others))
    new = TargetTable(project=table.project)
    store(new, replace(record, year=record.year + 1, indicators=sides, goals=replace(record.goals, annual="新目标")), by=cast.author)
    bring(cast, new, "section_review")
    page = page_of(client, new)
    marked = changed(page)
    assert marked["goals.annual"].startswith("原文：")
    assert marked["indicators.annual[1].value"] == f"原文：{record.indicators.annual[0].value}"
    assert set(marked) == {"goals.annual", "indicators.annual[1].value"}, "rows are the same by what they say, wherever they stand"
    assert f"{record.year} 年一上的表（已批复）" in page


def test_one_chooses_what_to_compare_with(cast: Cast, client: Client, table: TargetTable) -> None:
    record = published("henan-10")
    new = TargetTable(project=table.project)
    store(new, replace(record, year=record.year + 1), by=cast.author)
    bring(cast, new, "section_review")
    act(cast.section_reviewer, new, "send_back")
    write(cast, new, {"do": "set", "path": "goals.annual", "text": "改了"})
    lead(cast, new, "submit")
    assert "比孙股" in page_of(client, new)
    assert f'href="/desk/{new.pk}/?sort=unit&amp;against=year"' in page_of(client, new, "sort=unit")
    assert f"{record.year} 年一上的表" in page_of(client, new, "against=year")
    assert "比孙股" in page_of(client, new, "against=elsewhere")


def test_a_table_for_the_first_time_has_nothing_to_compare(client: Client, three: list[TargetTable]) -> None:
    assert 'id="changes"' not in page_of(client, three[0])


def test_who_only_reads_sees_it_without_acts(cast: Cast, three: list[TargetTable]) -> None:
    page = page_of(client_of(cast.reader), three[0])
    assert "这张表不等您办理" in page
    assert 'class="road-acts"' not in page


def test_the_grade_is_chosen_beforehand_where_nothing_is_open(client: Client, three: list[TargetTable]) -> None:
    def is_chosen() -> bool:
        return bool(re.search(r'name="grade" value="优" required checked', page_of(client, three[0])))

    assert is_chosen()
    three[0].project.is_key = True
    three[0].project.save()
    assert not is_chosen()
    three[0].project.is_key = False
    three[0].project.save()
    TargetTable.objects.filter(pk=three[0].pk).update(source_problems=[{"path": "purpose", "message": "看"}])
    assert not is_chosen()


def test_with_nothing_but_corrections_marked_the_grade_is_good(cast: Cast, client: Client, three: list[TargetTable]) -> None:
    mark_point(cast.section_reviewer, three[0].pk, path="goals.annual", kind="correct", text="量化", correction="更明确的目标")
    chosen = r'name="grade" value="良" required checked'
    assert re.search(chosen, page_of(client, three[0]))
    mark_point(cast.section_reviewer, three[0].pk, path="goals.annual", kind="must", text="请量化")
    assert not re.search(chosen, page_of(client, three[0]))


def test_its_queries_do_not_grow_with_the_queue(cast: Cast, client: Client, three: list[TargetTable]) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as met:
            client.get(f"/desk/{three[0].pk}/")
        return len(met)

    few = asked()
    for _ in range(5):
        bring(cast, stored(published("made-02"), cast.building, by=cast.author), "section_review")
    assert asked() == few
