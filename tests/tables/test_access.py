"""The one authority: lists, single tables and roles give the same answer for everybody in the cast."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404

from perfgoals.accounts.models import Department, Post, User
from perfgoals.tables import access
from perfgoals.tables.models import DepartmentGoals, Project, TargetTable
from tests.cast import PEOPLE, Cast, person, published, stored

WRITERS = {"author", "colleague"}
READERS = {
    "unit_reviewer",
    "expert",
    "reader",
    "supervisor_reviewer",
    "section_reviewer",
    "performance_reviewer",
    "administrator",
}
STRANGERS = {"other_author", "other_section_reviewer", "nobody"}
STATES = TargetTable.State


def test_everybody_is_one_of_the_three() -> None:
    assert set(PEOPLE) == WRITERS | READERS | STRANGERS
    assert len(WRITERS) + len(READERS) + len(STRANGERS) == len(PEOPLE)


def outcome(user: User | AnonymousUser, table: TargetTable, **wishes: bool) -> int:
    try:
        access.get_table(user, table.pk, **wishes)
    except Http404:
        return 404
    except PermissionDenied:
        return 403
    return 200


@pytest.mark.parametrize("name", PEOPLE)
def test_who_gets_the_table(cast: Cast, table: TargetTable, name: str) -> None:
    user = cast.people[name]
    assert outcome(user, table) == (404 if name in STRANGERS else 200)
    assert outcome(user, table, to_write=True) == (200 if name in WRITERS else 403 if name in READERS else 404)


@pytest.mark.parametrize("name", PEOPLE)
def test_the_list_the_table_the_roles_the_project_and_the_goals_agree(cast: Cast, table: TargetTable, name: str) -> None:
    user = cast.people[name]
    stored(published("henan-01"), cast.water)
    stored(published("henan-02"), cast.authority)
    for department in (cast.building, cast.water, cast.authority):
        DepartmentGoals.objects.create(department=department, year=2027)
    listed = set(access.visible_to(user))
    for each in TargetTable.objects.all():
        seen = each in listed
        assert seen == (outcome(user, each) == 200) == bool(access.roles_on(user, each)), each
        assert access.may_write(user, each) == (outcome(user, each, to_write=True) == 200)
        assert access.projects_visible_to(user).filter(pk=each.project_id).exists() == seen
        goals = access.goals_visible_to(user).filter(department=each.project.department)
        assert goals.exists() == seen


def test_who_sees_which_units(cast: Cast) -> None:
    for department in (cast.building, cast.authority, cast.water):
        stored(published("made-01"), department)
    seen = {name: {table.project.department.name for table in access.visible_to(cast.people[name])} for name in PEOPLE}
    everywhere = {"建设局", "住建局", "水利局"}
    assert seen == {name: {"建设局"} for name in ("author", "colleague", "unit_reviewer", "expert", "reader")} | {
        "supervisor_reviewer": {"住建局", "建设局"},
        "section_reviewer": {"住建局", "建设局"},
        "performance_reviewer": everywhere,
        "administrator": everywhere,
        "other_author": {"水利局"},
        "other_section_reviewer": {"水利局"},
        "nobody": set(),
    }


@pytest.mark.parametrize("state", STATES)
def test_the_author_writes_only_while_the_table_is_with_them(cast: Cast, table: TargetTable, state: STATES) -> None:
    TargetTable.objects.update(state=state)
    open_to_them = state in (STATES.DRAFTING, STATES.RETURNED)
    assert outcome(cast.author, table, to_write=True) == (200 if open_to_them else 403)
    assert outcome(cast.author, table) == 200
    assert outcome(cast.other_author, table, to_write=True) == 404


def test_nobody_in_particular_sees_nothing(cast: Cast, table: TargetTable) -> None:
    for stranger in (AnonymousUser(), person("gone", "走了", (cast.building, Post.Role.AUTHOR))):
        if isinstance(stranger, User):
            stranger.is_active = False  # whoever has left keeps their posts, and sees nothing by them
        assert outcome(stranger, table) == outcome(stranger, table, to_write=True) == 404
        assert not access.visible_to(stranger).exists()
        assert not access.projects_visible_to(stranger).exists()
        assert access.units_to_write_for(stranger) == []


def test_a_technical_superuser_without_a_post_sees_no_table(cast: Cast, table: TargetTable) -> None:
    technician = User.objects.create(username="root", is_superuser=True, is_staff=True)
    assert outcome(technician, table) == 404


# The bin.


@pytest.mark.parametrize("name", PEOPLE)
def test_in_the_bin_a_table_is_for_its_authors_only(cast: Cast, table: TargetTable, name: str) -> None:
    user = cast.people[name]
    assert outcome(user, table, in_bin=True) == 404  # it is not in the bin
    TargetTable.objects.update(deleted_at="2027-01-01T00:00:00Z")
    assert outcome(user, table) == 404
    assert outcome(user, table, in_bin=True) == (200 if name in WRITERS else 404)
    assert access.visible_to(user, in_bin=True).exists() == (name in WRITERS)
    assert not access.visible_to(user).exists()


# Several posts, and the switcher.


@pytest.fixture
def busy(cast: Cast) -> User:
    """Writes for 水利局 and reads in 建设局."""
    return person("busy", "兼职", (cast.water, Post.Role.AUTHOR), (cast.building, Post.Role.READER))


def test_the_posts_of_one_person_add_up(cast: Cast, busy: User, table: TargetTable) -> None:
    water = stored(published("henan-01"), cast.water)
    assert set(access.visible_to(busy)) == {table, water}
    assert outcome(busy, water, to_write=True) == 200
    assert outcome(busy, table, to_write=True) == 403
    assert access.units_to_write_for(busy) == [cast.water]


def test_lists_narrow_to_the_unit_one_acts_for_and_single_tables_do_not(cast: Cast, busy: User, table: TargetTable) -> None:
    stored(published("henan-01"), cast.water)
    assert list(access.visible_to(busy, acting_for=cast.building)) == [table]
    assert not access.visible_to(busy, acting_for=cast.authority).exists()
    assert outcome(busy, table) == 200


def test_acting_for_a_unit_without_a_post_there_shows_nothing(cast: Cast, table: TargetTable) -> None:
    assert not access.visible_to(cast.other_author, acting_for=cast.building).exists()
    assert not access.visible_to(cast.performance_reviewer, acting_for=cast.building).exists()
    assert access.visible_to(cast.performance_reviewer, acting_for=cast.finance).count() == 1


# 部门整体绩效目标.


@pytest.mark.parametrize("name", PEOPLE)
def test_who_gets_the_goals(cast: Cast, name: str) -> None:
    goals = DepartmentGoals.objects.create(department=cast.building, year=2027)

    def goals_outcome(**wishes: bool) -> int:
        try:
            access.get_goals(cast.people[name], goals.pk, **wishes)
        except Http404:
            return 404
        except PermissionDenied:
            return 403
        return 200

    assert goals_outcome() == (404 if name in STRANGERS else 200)
    assert goals_outcome(to_write=True) == (200 if name in WRITERS else 403 if name in READERS else 404)


def test_what_is_not_there_is_404(cast: Cast) -> None:
    for name in PEOPLE:
        with pytest.raises(Http404):
            access.get_table(cast.people[name], 12345)
        with pytest.raises(Http404):
            access.get_goals(cast.people[name], 12345)


def test_the_queries_do_not_grow_with_posts_and_tables(cast: Cast, table: TargetTable, django_assert_num_queries: Any) -> None:
    posts = [(Department.objects.create(code=f"9{n}", name=f"单位{n}"), Post.Role.AUTHOR) for n in range(20)]
    many = person("many", "多岗", *posts, (cast.building, Post.Role.AUTHOR))
    for department, _ in posts:
        project = Project.objects.create(department=department, name="甲")
        TargetTable.objects.create(project=project, year=2027, layout="henan")
    with django_assert_num_queries(2):  # the posts, the tables
        assert len(access.visible_to(many)) == 21
    fresh = User.objects.get(pk=many.pk)
    with django_assert_num_queries(2):
        access.get_table(fresh, table.pk, to_write=True)
