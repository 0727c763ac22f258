"""/ lists the tables a person may see, chosen, sorted and a page at a time."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from perfgoals.accounts.models import Department, Post
from perfgoals.official.snapshot import Funding, FundingSides, Snapshot
from perfgoals.official.snapshot import Project as Printed
from perfgoals.review.models import ReportingRound
from perfgoals.tables.models import FundingSplit, Project, TargetTable
from tests.cast import Cast, client_of, stored

State, Round = TargetTable.State, TargetTable.Round
HTMX = {"HX-Request": "true", "HX-Target": "tables"}


def add(department: Department, name: str, *, annual: Decimal | str = "", **fields: Any) -> TargetTable:
    snapshot = Snapshot("hebei", fields.pop("year", 2027), project=Printed(name=name), funding=FundingSides(annual=Funding(annual)))
    table = stored(snapshot, department, code=fields.pop("code", ""))
    TargetTable.objects.filter(pk=table.pk).update(**fields)
    return table


def add_many(department: Department, count: int) -> None:
    projects = Project.objects.bulk_create(Project(department=department, name=f"项目{n:04}") for n in range(count))
    tables = TargetTable.objects.bulk_create(
        TargetTable(project=each, project_name=each.name, layout="henan", year=2027) for each in projects
    )
    FundingSplit.objects.bulk_create(
        FundingSplit(table=table, side=side, total=1, total_text="1") for table in tables for side in ("period", "annual")
    )


def names(client: Client, address: str = "/", **headers: str) -> list[str]:
    """The projects listed, in order."""
    page = client.get(address, headers=headers).content.decode()
    return re.findall(r'<a class="project-name"[^>]*>([^<]*)</a>', page)


@pytest.fixture
def client(cast: Cast) -> Client:
    return client_of(cast.performance_reviewer)


@pytest.fixture
def three(cast: Cast) -> None:
    add(cast.building, "修路", annual=Decimal("60"), year=2027, state=State.RETURNED, code="410900001")
    add(cast.building, "架桥", annual=Decimal("776.98853"), year=2026, round=Round.ADDITION, state=State.APPROVED)
    add(cast.water, "打井", annual="约50万", year=2027, layout="henan", round=Round.SECOND)


def test_it_shows_what_a_clerk_looks_for(client: Client, three: None) -> None:
    page = client.get("/").content.decode()
    for said in ("建设局", "修路", "410900001", "2027", "一上", "河北预算项目绩效目标表", "已退回", "776.98853", "约50万", "共 3 张"):
        assert said in page
    assert f"{timezone.localtime():%Y-%m-%d}" in page
    assert "不是数字" in page


@pytest.mark.parametrize(
    ("somebody", "listed"),
    [
        ("author", ["修路", "架桥"]),
        ("reader", ["修路", "架桥"]),
        ("expert", ["修路", "架桥"]),
        ("unit_reviewer", ["修路", "架桥"]),
        ("supervisor_reviewer", ["修路", "架桥"]),
        ("section_reviewer", ["修路", "架桥"]),
        ("performance_reviewer", ["修路", "打井", "架桥"]),
        ("administrator", ["修路", "打井", "架桥"]),
        ("other_author", ["打井"]),
        ("other_section_reviewer", ["打井"]),
        ("nobody", []),
    ],
)
def test_everybody_sees_their_own(cast: Cast, three: None, somebody: str, listed: list[str]) -> None:
    assert names(client_of(cast.people[somebody])) == listed


def test_the_unit_one_works_for_limits_the_list(cast: Cast, three: None) -> None:
    Post.objects.create(user=cast.author, department=cast.water, role=Post.Role.READER)
    client = client_of(cast.author)
    assert names(client) == ["修路", "打井", "架桥"]
    client.post("/unit/", {"unit": cast.water.pk})
    assert names(client) == ["打井"]
    assert f'value="{cast.building.pk}"' not in client.get("/").content.decode().partition('id="id_unit"')[2].partition("</select>")[0]


def test_strangers_sign_in_first(db: None) -> None:
    answer = Client().get("/?year=2027")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in/?next=/")


def test_deleted_tables_are_not_listed(cast: Cast, client: Client, three: None) -> None:
    TargetTable.objects.filter(project_name="修路").update(deleted_at=timezone.now())
    assert names(client) == ["打井", "架桥"]


@pytest.mark.parametrize(
    ("query", "listed"),
    [
        ("year=2026", ["架桥"]),
        ("round=second", ["打井"]),
        ("layout=henan", ["打井"]),
        ("state=returned", ["修路"]),
        ("text=桥", ["架桥"]),
        ("text=41090", ["修路"]),
        ("text=水利", ["打井"]),
        ("text=建设局+路", ["修路"]),
        ("text=%25", []),
        ("year=2027&state=approved", []),
        ("year=&round=&unit=&layout=&state=&text=", ["修路", "打井", "架桥"]),
    ],
)
def test_choosing(client: Client, three: None, query: str, listed: list[str]) -> None:
    assert names(client, f"/?{query}") == listed


def test_choosing_a_unit(cast: Cast, client: Client, three: None) -> None:
    assert names(client, f"/?unit={cast.water.pk}") == ["打井"]


@pytest.mark.parametrize("field", ["year", "round", "unit", "layout", "state"])
@pytest.mark.parametrize("forged", ["999999", "x", "0x1", "1' OR '1'='1"])
def test_a_choice_that_is_none_is_told_and_left_out(client: Client, three: None, field: str, forged: str) -> None:
    answer = client.get("/", {field: forged})
    assert "没有这一项，请从列表中另选" in answer.content.decode()
    assert answer.status_code == 200
    assert names(client, f"/?{field}=999999") == ["修路", "打井", "架桥"]


def test_a_unit_one_may_not_see_is_no_choice(cast: Cast, three: None) -> None:
    page = client_of(cast.other_author).get("/", {"unit": cast.building.pk}).content.decode()
    assert "没有这一项" in page
    assert "修路" not in page
    assert "建设局" not in page


@pytest.mark.parametrize(
    ("sort", "listed"),
    [
        ("year", ["架桥", "修路", "打井"]),
        ("-year", ["修路", "打井", "架桥"]),
        ("round", ["修路", "打井", "架桥"]),
        ("-unit", ["打井", "修路", "架桥"]),
        ("project", ["修路", "打井", "架桥"]),
        ("-layout", ["打井", "修路", "架桥"]),
        ("state", ["打井", "架桥", "修路"]),
        ("-state", ["修路", "架桥", "打井"]),
        ("annual", ["修路", "架桥", "打井"]),
        ("-annual", ["架桥", "修路", "打井"]),
        ("changed", ["修路", "架桥", "打井"]),
        ("-changed", ["打井", "架桥", "修路"]),
        ("password", ["修路", "打井", "架桥"]),
        ("--year", ["修路", "打井", "架桥"]),
    ],
)
def test_sorting(client: Client, three: None, sort: str, listed: list[str]) -> None:
    """轮次 and 状态 in the order of the road, empty and unreadable amounts last either way."""
    assert names(client, f"/?sort={sort}") == listed


def test_a_head_sorts_and_then_the_other_way_round(client: Client, three: None) -> None:
    assert 'href="/?year=2027&amp;sort=annual"' in client.get("/?year=2027&page=1").content.decode()
    page = client.get("/?year=2027&sort=annual").content.decode()
    assert 'aria-sort="ascending"' in page
    assert 'href="/?year=2027&amp;sort=-annual"' in page


def test_fifty_a_page_and_none_twice(cast: Cast, client: Client) -> None:
    add_many(cast.building, 120)
    pages = [names(client, f"/?page={number}&sort=state") for number in (1, 2, 3)]
    assert [len(page) for page in pages] == [50, 50, 20]
    assert len({name for page in pages for name in page}) == 120
    assert "共 120 张，第 2 页，共 3 页" in client.get("/?page=2").content.decode()


@pytest.mark.parametrize(("number", "rows"), [("0", 20), ("99", 20), ("-1", 20), ("x", 50), ("", 50)])
def test_a_page_that_is_none_is_the_nearest(cast: Cast, client: Client, number: str, rows: int) -> None:
    add_many(cast.building, 120)
    assert len(names(client, f"/?page={number}")) == rows


def queries(client: Client, query: str) -> int:
    with CaptureQueriesContext(connection) as met:
        client.get(f"/?{query}")
    return len(met)


@pytest.mark.parametrize("somebody", ["reader", "performance_reviewer"])
@pytest.mark.parametrize("query", ["", "text=项目", "sort=-annual", "sort=state"])
def test_its_queries_do_not_grow_with_the_rows(cast: Cast, somebody: str, query: str) -> None:
    client = client_of(cast.people[somebody])
    add_many(cast.building, 2)
    few = queries(client, query)
    add_many(cast.building, 60)
    assert queries(client, query) == few <= 10


def test_it_reads_nothing_of_what_is_in_the_tables(cast: Cast, client: Client, three: None) -> None:
    with CaptureQueriesContext(connection) as met:
        client.get("/")
    said = " ".join(query["sql"] for query in met)
    for unread in ("indicatorrow", "disbursementstage", "annual_goal", "source_problems"):
        assert unread not in said


def test_htmx_gets_the_rows_alone_and_a_short_address(client: Client, three: None) -> None:
    answer = client.get("/?year=2027&round=&text=&sort=project", headers=HTMX)
    page = answer.content.decode()
    assert page.startswith('<div id="tables">')
    assert "<html" not in page
    assert answer["HX-Push-Url"] == "/?year=2027&sort=project"
    assert "HX-Request" in answer["Vary"]
    assert names(client, "/?year=2027&sort=project", **HTMX) == names(client, "/?year=2027&sort=project")


def test_another_part_of_htmx_gets_the_whole_page(client: Client, three: None) -> None:
    assert "<html" in client.get("/", headers={"HX-Request": "true", "HX-Target": "content"}).content.decode()


def test_projects_without_a_name_can_be_opened(cast: Cast, client: Client) -> None:
    table = add(cast.building, "")
    TargetTable.objects.filter(pk=table.pk).update(project_name="")
    assert names(client) == ["未命名项目"]


def test_names_are_text(cast: Cast, client: Client) -> None:
    add(cast.building, "<script>alert(1)</script>")
    assert "<script>alert" not in client.get("/").content.decode()


@pytest.mark.parametrize(
    ("somebody", "said"),
    [
        ("author", '请先 <a href="/projects/new/">新建项目</a>'),
        ("reader", "表由单位的经办岗新建"),
        ("nobody", "请联系系统管理员，为您在单位中设置岗位"),
    ],
)
def test_an_empty_list_says_what_to_do(cast: Cast, somebody: str, said: str) -> None:
    assert said in client_of(cast.people[somebody]).get("/").content.decode()


def test_a_search_in_vain_says_what_to_do(client: Client, three: None) -> None:
    assert "没有符合这些条件的绩效目标表" in client.get("/?text=没有的").content.decode()


def test_only_authors_are_offered_to_begin_something(cast: Cast, three: None) -> None:
    assert "/projects/new/" in client_of(cast.author).get("/").content.decode()
    assert "/projects/new/" not in client_of(cast.reader).get("/").content.decode()


def test_it_only_answers_to_reading(client: Client, three: None) -> None:
    assert client.post("/").status_code == 405
    assert TargetTable.objects.count() == 3


def test_the_page_loads_nothing_from_elsewhere(client: Client, three: None) -> None:
    page = client.get("/").content.decode()
    assert re.findall(r'(?:src|href|action)="(?:https?:)?//[^"]*"', page) == []
    assert "<script>" not in page


def test_whoever_reports_is_told_of_the_open_round(cast: Cast, three: None) -> None:
    ReportingRound.objects.create(year=2027, kind="first", in_packages=True)
    page = client_of(cast.author).get("/").content.decode()
    assert "2027年度一上：正在上报，没有截止时间；本单位已上报 0 张，未上报 0 张，退回待改 1 张" in page
    assert 'href="/rounds/">填报要求' in page
    assert "正在上报" not in client_of(cast.reader).get("/").content.decode()
    assert "正在上报" not in client_of(cast.author).get("/", headers=HTMX).content.decode()


def test_its_queries_do_not_grow_with_the_rounds(cast: Cast) -> None:
    client = client_of(cast.author)
    add_many(cast.building, 2)
    alone = queries(client, "")
    for year in (2026, 2027):
        for kind in ("first", "second"):
            ReportingRound.objects.create(year=year, kind=kind)
    add_many(cast.building, 20)
    assert queries(client, "") == alone + 1 <= 11


def test_a_group_of_states_is_a_choice(cast: Cast, client: Client) -> None:
    for name, state in (
        ("甲", "section_review"),
        ("乙", "unit_confirmation"),
        ("丙", "unit_review"),
        ("丁", "rejected"),
        ("戊", "unfunded"),
    ):
        add(cast.building, name, state=state)
    assert names(client, "/?state=reported&sort=changed") == ["甲", "乙"]
    assert names(client, "/?state=ended&sort=changed") == ["丁", "戊"]
