"""/units/…/merge/: a unit goes into another, with its projects and people; what was printed keeps the name of its day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.db import DatabaseError
from django.utils import timezone

from perfgoals.accounts.models import Department, Post
from perfgoals.tables import merging
from perfgoals.tables.models import TargetTable
from tests.cast import Cast, client_of, published, stored
from tests.dumping import dump


def merged(cast: Cast, unit: Department, other: Department | None, **more: str) -> str:
    """What the administrator is told."""
    client = client_of(cast.administrator)
    data = {"into": str(other.pk if other else ""), "last_day": "2026-01-31", "with_posts": "on"} | more
    answer = client.post(f"/units/{unit.pk}/merge/", {name: value for name, value in data.items() if value != "off"})
    return (client.get("/") if answer.status_code == 302 else answer).content.decode()


def test_projects_tables_and_people_go_over(cast: Cast, table: TargetTable) -> None:
    assert "建设局已并入水利局：项目 1 个、岗位 5 个转了过去，1 张没有提交的表改印新单位" in merged(cast, cast.building, cast.water)
    cast.building.refresh_from_db()
    assert (cast.building.merged_into, cast.building.valid_until) == (cast.water, date(2026, 1, 31))
    table.refresh_from_db()
    assert (table.project.department, table.department_name, table.version) == (cast.water, "水利局", 2)
    for who in (cast.author, cast.other_author):
        assert client_of(who).get(f"/tables/{table.pk}/edit/").status_code == 200


def test_what_was_submitted_keeps_the_name_of_its_day(cast: Cast, table: TargetTable) -> None:
    TargetTable.objects.update(state="approved", department_name="建设局")
    merged(cast, cast.building, cast.water)
    table.refresh_from_db()
    assert (table.department_name, table.version) == ("建设局", 1)


def test_people_may_stay(cast: Cast) -> None:
    merged(cast, cast.building, cast.water, with_posts="off")
    assert cast.author.posts.get().department == cast.building


def test_a_post_that_is_held_there_already_is_not_held_twice(cast: Cast) -> None:
    Post.objects.create(user=cast.author, department=cast.water, role=Post.Role.AUTHOR)
    merged(cast, cast.building, cast.water)
    assert cast.author.posts.get().department == cast.water


def test_units_below_follow(cast: Cast) -> None:
    merged(cast, cast.authority, cast.water)
    cast.building.refresh_from_db()
    assert cast.building.supervisor == cast.water


def test_a_section_hands_its_units_and_tables_to_another(cast: Cast) -> None:
    table = stored(published("made-02"), cast.water)
    TargetTable.objects.update(section=cast.section)
    merged(cast, cast.section, cast.other_section)
    cast.building.refresh_from_db()
    table.refresh_from_db()
    assert cast.building.section == table.section == cast.other_section


def test_both_have_it_in_the_log(cast: Cast) -> None:
    merged(cast, cast.building, cast.water)
    said = {entry.object_repr: entry.get_change_message() for entry in LogEntry.objects.all()}
    assert said == {
        "101建设局": "并入水利局：2026-01-31；项目 0 个，岗位 5 个",
        "201水利局": "建设局并入：2026-01-31；项目 0 个，岗位 5 个",
    }


def test_what_does_not_go_together_is_said_and_nothing_changes(cast: Cast, table: TargetTable) -> None:
    ended = Department.objects.create(code="9", name="撤销的局", valid_until=timezone.localdate() + timedelta(days=30))
    before = dump()
    tomorrow = str(timezone.localdate() + timedelta(days=1))
    for unit, into, more, sentence in (
        (cast.building, None, {}, "请选择并入哪个单位"),
        (cast.building, cast.building, {}, "选择一个有效的选项"),
        (cast.building, cast.section, {}, "业务股室只能并入业务股室"),
        (cast.building, ended, {}, "将要停用"),
        (cast.authority, cast.building, {}, "建设局是住建局的下属"),
        (cast.building, cast.water, {"last_day": tomorrow}, "日期不能晚于今天"),
        (cast.building, cast.water, {"last_day": "没有"}, "日期"),
    ):
        assert sentence in merged(cast, unit, into, **more), sentence
        assert dump() == before


def test_units_never_go_round_in_a_circle(cast: Cast) -> None:
    """However far below: the unit between would follow into what is below it."""
    below = Department.objects.create(code="1011", name="质监站", parent=cast.building)
    lowest = Department.objects.create(code="10111", name="质监一所", parent=below)
    before = dump()
    assert "质监一所是建设局的下属" in merged(cast, cast.building, lowest)
    assert dump() == before


def test_a_unit_is_merged_once(cast: Cast) -> None:
    merged(cast, cast.building, cast.water)
    before = dump()
    assert "已经停用或并入别的单位" in merged(cast, cast.building, cast.authority)
    assert dump() == before


def test_all_or_nothing(cast: Cast, table: TargetTable, monkeypatch: pytest.MonkeyPatch) -> None:
    before = dump()

    def fail(*_: object) -> None:
        raise DatabaseError("the disk is full")

    monkeypatch.setattr(merging, "note_each", fail)
    with pytest.raises(DatabaseError):
        merged(cast, cast.building, cast.water)
    assert dump() == before


def test_the_way_there_is_on_the_units_page(cast: Cast) -> None:
    page = client_of(cast.administrator).get(f"/admin/accounts/department/{cast.building.pk}/change/").content.decode()
    assert f"/units/{cast.building.pk}/merge/" in page
