"""Units in 系统管理: a tree, closed rather than deleted."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from perfgoals.accounts.admin_tree import tree
from perfgoals.accounts.models import Department
from tests.cast import Cast, client_of

LIST = "/admin/accounts/department/"


@pytest.fixture
def administrator_client(cast: Cast) -> Client:
    return client_of(cast.administrator)


def listed(page: str) -> list[str]:
    return re.findall(r'<th class="field-tree_name"><a [^>]*>([^<]+)</a>', page)


def form(**fields: object) -> dict[str, object]:
    return {"code": "", "name": "教育局", "kind": "unit", **fields}


def close(client: Client, *units: Department) -> str:
    fields = {"action": "close", "_selected_action": [unit.pk for unit in units]}
    return client.post(LIST, fields, follow=True).content.decode()


def test_a_unit_stands_below_the_one_it_belongs_to(administrator_client: Client, cast: Cast) -> None:
    Department.objects.create(code="900", name="园林所", parent=cast.building)
    page = administrator_client.get(LIST).content.decode()
    assert listed(page) == ["财政局", "　　业务一股", "　　业务二股", "住建局", "建设局", "　　园林所", "水利局"]


def test_a_column_sorts_it_otherwise(administrator_client: Client, cast: Cast) -> None:
    names = [name.strip() for name in listed(administrator_client.get(LIST + "?o=-2").content.decode())]
    assert names == ["水利局", "建设局", "住建局", "业务二股", "业务一股", "财政局"]


def test_a_search_keeps_the_order_of_the_tree(administrator_client: Client, cast: Cast) -> None:
    assert listed(administrator_client.get(LIST + "?q=业务").content.decode()) == ["　　业务一股", "　　业务二股"]


def test_parents_that_go_round_in_a_circle_are_listed_all_the_same(cast: Cast) -> None:
    Department.objects.filter(pk=cast.building.pk).update(parent=cast.water)
    Department.objects.filter(pk=cast.water.pk).update(parent=cast.building)
    places = dict(tree())
    assert len(places) == Department.objects.count()
    assert list(places)[-2:] == [cast.building.pk, cast.water.pk] or list(places)[-2:] == [cast.water.pk, cast.building.pk]


def test_more_units_cost_no_more_queries(
    administrator_client: Client, cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    administrator_client.get(LIST)
    with django_assert_num_queries(8):
        administrator_client.get(LIST)
    for number in range(20):
        Department.objects.create(code=f"3{number:02}", name=f"单位{number}", parent=cast.building, section=cast.section)
    with django_assert_num_queries(8):
        administrator_client.get(LIST)


def test_a_new_unit_is_saved_and_in_the_log(administrator_client: Client, cast: Cast) -> None:
    answer = administrator_client.post(LIST + "add/", form(code="301", section=cast.section.pk))
    assert answer.status_code == 302
    assert Department.objects.get(code="301").section == cast.section
    assert LogEntry.objects.get().object_repr == "301教育局"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"code": "101"}, "已有使用中的单位用这个编码"),
        ({"name": ""}, "这个字段是必填项"),
        ({"valid_from": "2027-01-01", "valid_until": "2026-01-01"}, "停用日期早于启用日期"),
        ({"valid_from": "2027-02-30"}, "有效的日期"),
        ({"parent": "999999"}, "选择"),
        ({"kind": "ministry"}, "选择"),
    ],
)
def test_bad_entries_get_a_sentence_and_nothing_is_saved(administrator_client: Client, fields: dict[str, object], sentence: str) -> None:
    before = Department.objects.count()
    answer = administrator_client.post(LIST + "add/", form(**fields))
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert Department.objects.count() == before


def test_a_unit_is_not_put_below_itself(administrator_client: Client, cast: Cast) -> None:
    answer = administrator_client.post(f"{LIST}{cast.finance.pk}/change/", form(code="001", name="财政局", parent=cast.section.pk))
    assert "首尾相接" in answer.content.decode()
    cast.finance.refresh_from_db()
    assert cast.finance.parent is None


def test_only_sections_are_offered_as_section(administrator_client: Client, cast: Cast) -> None:
    asked = {"app_label": "accounts", "model_name": "department", "field_name": "section", "term": ""}
    offered = administrator_client.get("/admin/autocomplete/", asked).json()["results"]
    assert {entry["id"] for entry in offered} == {str(cast.section.pk), str(cast.other_section.pk)}


def test_closing_ends_today_and_is_in_the_log(administrator_client: Client, cast: Cast) -> None:
    page = close(administrator_client, cast.water, cast.building)
    assert "已停用 2 个单位" in page
    assert set(Department.objects.filter(valid_until=timezone.localdate())) == {cast.water, cast.building}
    assert {entry.get_change_message() for entry in LogEntry.objects.all()} == {"停用"}
    assert LogEntry.objects.count() == 2


def test_what_is_closed_or_not_open_yet_is_left_alone(administrator_client: Client, cast: Cast) -> None:
    long_ago, soon = date(2020, 1, 1), timezone.localdate() + timedelta(days=9)
    Department.objects.filter(pk=cast.water.pk).update(valid_until=long_ago)
    Department.objects.filter(pk=cast.building.pk).update(valid_from=soon)
    assert "另外 2 个单位" in close(administrator_client, cast.water, cast.building)
    cast.water.refresh_from_db()
    cast.building.refresh_from_db()
    assert (cast.water.valid_until, cast.building.valid_until) == (long_ago, None)
    assert not LogEntry.objects.exists()


def test_the_filter_tells_open_from_closed(administrator_client: Client, cast: Cast) -> None:
    Department.objects.filter(pk=cast.water.pk).update(valid_until=date(2020, 1, 1))
    assert listed(administrator_client.get(LIST + "?in_use=no").content.decode()) == ["水利局"]
    assert "水利局" not in listed(administrator_client.get(LIST + "?in_use=yes").content.decode())


def test_a_unit_that_something_belongs_to_is_not_deleted(administrator_client: Client, cast: Cast) -> None:
    page = administrator_client.post(f"{LIST}{cast.building.pk}/delete/", {"post": "yes"}).content.decode()
    assert "建设局" in page
    assert Department.objects.filter(pk=cast.building.pk).exists()


@pytest.mark.parametrize(
    ("begins", "ends"),
    [(None, None), (-1, None), (0, None), (1, None), (None, -1), (None, 0), (None, 1), (-1, -1), (-1, 0), (0, 0), (0, 1), (1, 1)],
)
def test_a_unit_exists_on_a_day_as_the_database_says(db: None, begins: int | None, ends: int | None) -> None:
    day = date(2027, 3, 1)
    first, last = (None if days is None else day + timedelta(days=days) for days in (begins, ends))
    unit = Department.objects.create(name="园林所", valid_from=first, valid_until=last)
    assert unit.exists_on(day) == Department.objects.on(day).filter(pk=unit.pk).exists()
    assert unit.exists_on(day) == (begins != 1 and ends != -1)
