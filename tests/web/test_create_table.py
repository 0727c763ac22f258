"""/projects/<pk>/tables/new/ begins an empty table in a chosen form, year and round."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from perfgoals.official.layout_file import layout_ids
from perfgoals.review.models import ReportingRound
from perfgoals.tables.forms import default_year
from perfgoals.tables.models import Project, TargetTable
from tests.cast import Cast, client_of, published


@pytest.fixture
def project(cast: Cast) -> Project:
    return Project.objects.create(department=cast.building, code="41090026T000000000001", name="农村公路养护")


def url(project: Project) -> str:
    return f"/projects/{project.pk}/tables/new/"


def sent(cast: Cast, project: Project, who: str = "author", **fields: Any) -> Any:
    return client_of(cast.people[who]).post(url(project), {"layout": "henan", "year": "2027", "round": "first"} | fields)


def refused(cast: Cast, project: Project, field: str, sentence: str, **fields: Any) -> str:
    before = list(TargetTable.objects.values())
    answer = sent(cast, project, **fields)
    assert answer.status_code == 200
    assert any(sentence in error for error in answer.context["form"].errors.get(field, ())), answer.context["form"].errors
    assert list(TargetTable.objects.values()) == before
    return str(answer.content.decode())


@pytest.mark.parametrize("layout", layout_ids())
def test_an_empty_table_is_made_and_opened(cast: Cast, project: Project, layout: str) -> None:
    answer = sent(cast, project, layout=layout, round="second")
    table = TargetTable.objects.get()
    assert answer.headers["Location"] == f"/tables/{table.pk}/edit/"
    assert (table.project, table.layout, table.year, table.round) == (project, layout, 2027, "second")
    assert table.indicator_rows.exists()


def test_every_form_is_offered(cast: Cast, project: Project) -> None:
    page = client_of(cast.author).get(url(project)).content.decode()
    for layout in layout_ids():
        assert f'value="{layout}"' in page


def test_the_form_the_unit_used_last_is_chosen_already(cast: Cast, project: Project, hebei_table: TargetTable) -> None:
    form = client_of(cast.author).get(url(project)).context["form"]
    assert form["layout"].value() == "hebei"


@pytest.mark.parametrize(
    ("today", "year"),
    [(date(2026, 1, 1), 2026), (date(2026, 9, 30), 2026), (date(2026, 10, 1), 2027), (date(2026, 12, 31), 2027)],
)
def test_the_year_offered_is_the_budget_year(today: date, year: int) -> None:
    assert default_year(today) == year


def test_a_second_one_for_the_round_is_refused_with_a_link_to_the_first(cast: Cast, project: Project) -> None:
    sent(cast, project)
    first = TargetTable.objects.get()
    page = refused(cast, project, "year", "2027年度（一上）已有绩效目标表", layout="hebei")
    assert f'<a class="alert-link" href="/tables/{first.pk}/">打开它</a>' in page


@pytest.mark.parametrize("year", ["206", "20277", "1999", "明年", "", "-2027", "2027.5"])
def test_a_year_that_is_none_is_refused(cast: Cast, project: Project, year: str) -> None:
    refused(cast, project, "year", "四位数的预算年度" if year else "必填", year=year)


@pytest.mark.parametrize("field", ["layout", "round"])
def test_a_forged_choice_is_refused(cast: Cast, project: Project, field: str) -> None:
    refused(cast, project, field, "没有这一项", **{field: "atlantis"})


def test_last_years_table_can_be_carried_over_instead(cast: Cast, table: TargetTable) -> None:
    page = client_of(cast.author).get(url(table.project)).content.decode()
    assert f'action="/tables/{table.pk}/carry-over/"' in page
    assert "沿用到2022年度" in page


def texts_of(table: TargetTable, side: str = "annual") -> list[str]:
    return list(table.indicator_rows.filter(side=side).order_by("order").values_list("level3", flat=True))


def test_it_may_begin_with_another_table_of_the_unit(cast: Cast, project: Project, table: TargetTable) -> None:
    answer = sent(cast, project, start="table", source=str(table.pk))
    begun = project.tables.get()
    assert answer.headers["Location"] == f"/tables/{begun.pk}/edit/"
    assert texts_of(begun) == texts_of(table)
    assert (begun.project_name, begun.year, begun.annual_goal) == (project.name, 2027, table.annual_goal)
    assert not begun.funding_splits.exclude(total_text="", fiscal_text="", other_text="").exists()
    assert begun.source == f"从“{table}”开始填写"


def test_a_table_in_another_form_gives_what_the_form_has_a_place_for(cast: Cast, project: Project, hebei_table: TargetTable) -> None:
    sent(cast, project, start="table", source=str(hebei_table.pk))
    begun = project.tables.get()
    assert begun.layout == "henan"
    assert texts_of(begun) == texts_of(begun, "period") == texts_of(hebei_table)
    assert {problem["path"] for problem in begun.source_problems} >= {"purpose", "indicators.annual[0].description"}


def test_texts_that_name_an_earlier_year_are_flagged(cast: Cast, project: Project, table: TargetTable) -> None:
    TargetTable.objects.filter(pk=table.pk).update(annual_goal="2021年底前完成")
    sent(cast, project, start="table", source=str(table.pk))
    assert [each["path"] for each in project.tables.get().source_problems] == ["goals.annual"]


@pytest.mark.parametrize("name", ["docx/henan-10.docx", "xlsx/henan-10.xlsx", "xls/henan-10.xls", "ods/henan-10.ods"])
def test_it_may_begin_with_an_office_file(cast: Cast, project: Project, tables: Path, name: str) -> None:
    file = SimpleUploadedFile(Path(name).name, (tables / name).read_bytes())
    sent(cast, project, start="file", file=file)
    begun = project.tables.get()
    assert texts_of(begun)[0] == "抽样调查业务会议,培训场次"
    assert begun.funding_splits.get(side="annual").total_text == "10"
    assert (begun.project_name, begun.year) == (project.name, 2027)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"", "文件是空的"), (b"no office file", "纯文本"), (None, "请选择要读入的文件")],
)
def test_a_file_without_a_table_is_refused_and_nothing_begun(cast: Cast, project: Project, content: bytes | None, sentence: str) -> None:
    file = {} if content is None else {"file": SimpleUploadedFile("表.xlsx", content)}
    refused(cast, project, "file", sentence, start="file", **file)


def test_of_many_tables_in_a_file_the_one_of_the_project_is_taken(cast: Cast, project: Project, tables: Path) -> None:
    file = (tables / "docx/hebei-all.docx").read_bytes()
    refused(cast, project, "file", "不知道读入哪一张", start="file", file=SimpleUploadedFile("全部.docx", file))
    Project.objects.filter(pk=project.pk).update(name=published("hebei-02").project.name)
    sent(cast, project, start="file", layout="hebei", file=SimpleUploadedFile("全部.docx", file))
    assert texts_of(project.tables.get()) == [row.level3 for row in published("hebei-02").indicators.annual]


def test_a_table_one_may_not_see_is_no_beginning(cast: Cast, project: Project, table: TargetTable) -> None:
    table.project.department = cast.water
    table.project.save()
    refused(cast, project, "source", "没有这张表", start="table", source=str(table.pk))
    refused(cast, project, "source", "请选择从哪一张表开始", start="table")


@pytest.mark.parametrize("who", ["reader", "unit_reviewer", "expert", "supervisor_reviewer", "section_reviewer", "administrator"])
def test_whoever_may_only_see_the_project_is_refused(cast: Cast, project: Project, who: str) -> None:
    assert client_of(cast.people[who]).get(url(project)).status_code == 403
    assert sent(cast, project, who).status_code == 403
    assert not TargetTable.objects.exists()


@pytest.mark.parametrize("who", ["other_author", "other_section_reviewer", "nobody"])
def test_a_stranger_finds_nothing(cast: Cast, project: Project, who: str) -> None:
    assert client_of(cast.people[who]).get(url(project)).status_code == 404
    assert sent(cast, project, who).status_code == 404
    assert not TargetTable.objects.exists()


def test_a_project_that_there_is_not_is_not_found(cast: Cast, project: Project) -> None:
    assert client_of(cast.author).get("/projects/999999/tables/new/").status_code == 404


def test_an_anonymous_visitor_is_sent_to_sign_in(client: Any, cast: Cast, project: Project) -> None:
    assert client.post(url(project), {}).headers["Location"].startswith("/sign-in/")
    assert not TargetTable.objects.exists()


def test_a_round_that_is_open_is_offered_and_none_refused(cast: Cast) -> None:
    project = Project.objects.create(department=cast.building, name="修路")
    address = f"/projects/{project.pk}/tables/new/"
    client = client_of(cast.author)
    assert "正在上报" not in client.get(address).content.decode()
    ReportingRound.objects.create(year=2031, kind="second")
    ReportingRound.objects.create(year=2031, kind="first", closes_at="2020-01-01T00:00Z")
    page = client.get(address).content.decode()
    assert 'href="?year=2031&amp;round=second">2031年度二上</a>' in page
    assert "2031年度一上" not in page
    chosen = client.get(f"{address}?year=2031&round=second").content.decode()
    assert 'value="2031"' in chosen
    assert '<option value="second" selected>' in chosen
    assert f'href="{address}?year=2031&amp;round=second"' in client.get("/projects/").content.decode()
    assert client.post(address, {"layout": "hebei", "year": "2031", "round": "first"}).status_code == 302


@pytest.mark.parametrize("query", ["year=x&round=third", "year=<b>&round=<b>", "round=second"])
def test_an_address_may_name_what_it_likes(cast: Cast, query: str) -> None:
    project = Project.objects.create(department=cast.building, name="修路")
    page = client_of(cast.author).get(f"/projects/{project.pk}/tables/new/?{query}").content.decode()
    assert "<b>" not in page
    assert ('<option value="second" selected>' in page) is (query == "round=second")
