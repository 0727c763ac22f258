"""/packages/ lists what one's own units have to report, and what the units one sees have reported."""

from __future__ import annotations

import re
from typing import Any

import pytest

from perfgoals.accounts.models import Post
from perfgoals.review.models import ReportingRound
from perfgoals.tables.models import BudgetFigures, Project, TargetTable
from tests.cast import Cast, client_of, published, stored
from tests.review.acting import act
from tests.review.packages.packing import drafts, issue_controls, report, submit


def page(cast: Cast, who: str, **asked: Any) -> str:
    answer = client_of(cast.people[who]).get("/packages/", asked)
    assert answer.status_code == 200
    return answer.content.decode()


def own(html: str) -> list[list[str]]:
    """The lines of one's own units, cell by cell."""
    section = html.partition('id="own"')[2].partition("</section>")[0]
    return [[" ".join(re.sub("<[^>]+>", "", cell).split()) for cell in row.split("</td>")[:-1]] for row in section.split("<tr>")[2:]]


@pytest.fixture
def reported(cast: Cast) -> list[TargetTable]:
    made = drafts(cast)
    submit(cast.author, cast.building)
    report(cast.unit_reviewer, cast.building)
    return made


def test_ones_own_unit_round_by_round(cast: Cast) -> None:
    made = drafts(cast)
    Project.objects.create(department=cast.building, name="没有表的")
    act(cast.author, made[0], "submit")
    assert own(page(cast, "author")) == [["2021", "一上", "建设局", "2", "1", "", "1", "还没有", "打开"]]
    ReportingRound.objects.create(year=2022, kind="first")
    assert [line[:3] + line[6:7] for line in own(page(cast, "unit_reviewer"))] == [
        ["2022", "一上", "建设局", "4"],
        ["2021", "一上", "建设局", "1"],
    ]


def test_after_the_report_it_says_so(cast: Cast, reported: list[TargetTable]) -> None:
    (line,) = own(page(cast, "author"))
    assert line[3:7] == ["", "", "3", ""]
    assert line[7].startswith("第 1 次，")
    assert "王审" in line[7]


def test_in_second_round_only_projects_with_a_control_are_missing(cast: Cast) -> None:
    made = drafts(cast)
    issue_controls(cast.performance_reviewer, henan_02=50, henan_04=0)
    assert [(line[1], line[6]) for line in own(page(cast, "author"))] == [("二上", "1"), ("一上", "")]
    BudgetFigures.objects.filter(project=made[1].project).update(control=1)
    assert own(page(cast, "author"))[0][6] == "2"


def test_only_the_latest_years_are_listed(cast: Cast) -> None:
    for year in range(2020, 2026):
        ReportingRound.objects.create(year=year, kind="first")
    assert [line[0] for line in own(page(cast, "author"))] == ["2025", "2024", "2023"]


@pytest.mark.parametrize("who", ["reader", "expert", "supervisor_reviewer", "section_reviewer", "performance_reviewer", "administrator"])
def test_whoever_sees_the_unit_sees_its_packages(cast: Cast, reported: list[TargetTable], who: str) -> None:
    shown = page(cast, who)
    for said in ("建设局", "第 1 次", "1249.21", "待主管部门审核 3", ">PDF</a>", ">Excel</a>"):
        assert said in shown
    assert 'id="own"' not in shown


@pytest.mark.parametrize("who", ["other_section_reviewer", "nobody"])
def test_strangers_see_nothing_of_it(cast: Cast, reported: list[TargetTable], who: str) -> None:
    shown = page(cast, who)
    assert "建设局" not in shown
    assert "还没有上报的送审包" in shown


def test_the_filters(cast: Cast, reported: list[TargetTable]) -> None:
    drafts(cast, cast.water, cast.other_author)
    report(cast.other_author, cast.water)
    both, building, none = (page(cast, "performance_reviewer", **asked) for asked in ({}, {"unit": cast.building.pk}, {"round": "second"}))
    assert (both.count(">PDF</a>"), building.count(">PDF</a>"), none.count(">PDF</a>")) == (2, 1, 0)
    assert "没有符合这些条件的送审包" in none
    assert page(cast, "performance_reviewer", unit="forged", year="x", page="zz").count(">PDF</a>") == 2
    assert "水利局" not in page(cast, "section_reviewer", unit=cast.water.pk)


def test_the_unit_one_works_for_alone(cast: Cast, reported: list[TargetTable]) -> None:
    Post.objects.create(user=cast.author, department=cast.water, role="author")
    drafts(cast, cast.water, cast.other_author)
    client = client_of(cast.author)
    assert len(own(client.get("/packages/").content.decode())) == 2
    client.post("/unit/", {"unit": cast.water.pk})
    assert [line[2] for line in own(client.get("/packages/").content.decode())] == ["水利局"]


def test_it_is_in_the_bar_for_those_who_report_and_under_more_for_others(cast: Cast) -> None:
    entry = '<a class="{}" href="/packages/">送审包</a>'
    for who, bar, more in (("author", 1, 0), ("unit_reviewer", 1, 0), ("section_reviewer", 0, 1), ("administrator", 0, 1)):
        html = client_of(cast.people[who]).get("/").content.decode()
        assert (html.count(entry.format("nav-link")), html.count(entry.format("dropdown-item"))) == (bar, more), who


def test_the_number_of_queries_does_not_grow(cast: Cast, reported: list[TargetTable], django_assert_num_queries: Any) -> None:
    client = client_of(cast.author)
    client.get("/packages/")
    for number in range(2):
        # session, person, posts, tables, rounds, figures, projects, packages thrice, their number, their tables, what waits, the bell
        with django_assert_num_queries(14):
            client.get("/packages/")
        for more in range(4):
            stored(published("henan-11"), cast.building, by=cast.author, code=f"{number}{more}")
        submit(cast.author, cast.building)
        report(cast.unit_reviewer, cast.building)
