"""A small named cast: three units, two 业务股室, and one person for each way of meeting a table of 建设局."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client

from perfgoals.accounts.models import Department, Post, User
from perfgoals.official.snapshot import Snapshot, from_json
from perfgoals.tables.models import Project, TargetTable
from perfgoals.tables.storing import store

PASSWORD = "绩效-goals-2027"
PEOPLE = (
    "author",
    "colleague",
    "unit_reviewer",
    "expert",
    "reader",
    "supervisor_reviewer",
    "section_reviewer",
    "performance_reviewer",
    "administrator",
    "other_author",
    "other_section_reviewer",
    "nobody",
)
"""Everybody who can sign in, by the name of their fixture."""

PUBLISHED = Path(__file__).parent / "data" / "tables" / "json"


@dataclass(frozen=True)
class Cast:
    """Who there is, beside 建设局 (101), the unit whose table it is about."""

    finance: Department  # 财政局, over the two sections
    section: Department  # 业务一股, looks after 建设局 and 住建局
    other_section: Department  # 业务二股, looks after 水利局
    authority: Department  # 住建局 (100), the 主管部门 of 建设局
    building: Department  # 建设局 (101)
    water: Department  # 水利局 (201), its own 主管部门
    people: dict[str, User] = field(repr=False)

    def __getattr__(self, name: str) -> User:
        """``cast.author`` and so on; PEOPLE names them."""
        try:
            return self.__dict__["people"][name]  # type: ignore[no-any-return]
        except KeyError:
            raise AttributeError(name) from None


def make_cast() -> Cast:
    """The cast in the database; tests take the fixture ``cast``."""
    finance = Department.objects.create(code="001", name="财政局")
    section, other = (
        Department.objects.create(code=code, name=name, kind=Department.Kind.SECTION, parent=finance)
        for code, name in (("00101", "业务一股"), ("00102", "业务二股"))
    )
    authority = Department.objects.create(code="100", name="住建局", section=section)
    building = Department.objects.create(code="101", name="建设局", section=section, supervisor=authority)
    water = Department.objects.create(code="201", name="水利局", section=other)
    role = Post.Role
    people = {
        "author": person("author", "张建", (building, role.AUTHOR)),  # writes the table
        "colleague": person("colleague", "李建", (building, role.AUTHOR)),  # another author in the same unit: may write it too
        "unit_reviewer": person("unit_reviewer", "王审", (building, role.UNIT_REVIEWER)),  # reads in the unit, reviews later
        "expert": person("expert", "吴专", (building, role.EXPERT)),  # advises the unit, never writes
        "reader": person("reader", "赵阅", (building, role.READER)),  # only reads
        "supervisor_reviewer": person("supervisor_reviewer", "钱主", (authority, role.SUPERVISOR_REVIEWER)),  # by 主管部门
        "section_reviewer": person("section_reviewer", "孙股", (section, role.SECTION_REVIEWER)),  # by 业务一股
        "performance_reviewer": person("performance_reviewer", "周绩", (finance, role.PERFORMANCE_REVIEWER)),  # sees every unit
        "administrator": person("administrator", "管理员", (finance, role.ADMINISTRATOR)),  # sees every unit, writes no table
        "other_author": person("other_author", "郑水", (water, role.AUTHOR)),  # a stranger: writes for another unit
        "other_section_reviewer": person("other_section_reviewer", "冯股", (other, role.SECTION_REVIEWER)),  # a stranger at finance
        "nobody": person("nobody", "陈无"),  # signs in, holds no post
    }
    return Cast(finance, section, other, authority, building, water, people)


def person(username: str, name: str, *posts: tuple[Department, Post.Role]) -> User:
    """Somebody with these posts, who signs in with PASSWORD."""
    user = User.objects.create(username=username, name=name, password=_hashed(), telephone="0311-1234567")
    Post.objects.bulk_create(Post(user=user, department=department, role=role) for department, role in posts)
    return user


@cache
def _hashed() -> str:
    return make_password(PASSWORD)


def published(name: str) -> Snapshot:
    """The record of a published table, such as henan-10."""
    return from_json(json.loads((PUBLISHED / f"{name}.json").read_text(encoding="utf-8")))


def stored(snapshot: Snapshot, department: Department, *, by: User | None = None, code: str = "") -> TargetTable:
    """The record as a draft of this unit, in a project of its own."""
    project = Project.objects.create(department=department, code=code, name=snapshot.project.name or "未命名项目")
    table = TargetTable(project=project, source="published.json")
    store(table, snapshot, by=by)
    return table


def client_of(user: User) -> Client:
    """A browser in which this person has signed in."""
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def table(cast: Cast) -> TargetTable:
    """henan-10 as a draft of 建设局, version 1, written by ``author``."""
    return stored(published("henan-10"), cast.building, by=cast.author, code="410900001")


@pytest.fixture
def hebei_table(cast: Cast) -> TargetTable:
    """hebei-01 as a draft of 建设局, version 1, written by ``author``."""
    return stored(published("hebei-01"), cast.building, by=cast.author)


@pytest.fixture(name="client_of")
def client_of_fixture() -> Callable[[User], Client]:
    return client_of


def _of_the_cast(name: str) -> Callable[[Cast], User]:
    @pytest.fixture(name=name)
    def somebody(cast: Cast) -> User:
        return cast.people[name]

    return somebody


author = _of_the_cast("author")
colleague = _of_the_cast("colleague")
unit_reviewer = _of_the_cast("unit_reviewer")
expert = _of_the_cast("expert")
reader = _of_the_cast("reader")
supervisor_reviewer = _of_the_cast("supervisor_reviewer")
section_reviewer = _of_the_cast("section_reviewer")
performance_reviewer = _of_the_cast("performance_reviewer")
administrator = _of_the_cast("administrator")
other_author = _of_the_cast("other_author")
other_section_reviewer = _of_the_cast("other_section_reviewer")
nobody = _of_the_cast("nobody")
