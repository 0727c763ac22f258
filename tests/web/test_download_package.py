"""/packages/reported/<pk>.<format> prints a package as it was reported, whatever was changed since."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext

from perfgoals.review.models import Package
from perfgoals.tables.models import BudgetFigures, Project, TargetTable
from tests.cast import Cast, client_of, published, stored
from tests.grid.formats.test_pdf import inside, read, sizes, squeeze
from tests.grid.formats.test_pdf_booklet import bookmark
from tests.review.acting import act
from tests.review.packages.packing import YEAR, drafts, issue_controls, report
from tests.web.packages import url


@pytest.fixture
def package(cast: Cast) -> Package:
    made = drafts(cast, cast.water, cast.other_author)
    Project.objects.filter(pk=made[1].project_id).update(is_key=True)
    Project.objects.create(department=cast.water, name="灌区维修")
    return report(cast.other_author, cast.water)


def fetch(cast: Cast, package: Package, file_format: str, who: str = "other_author") -> HttpResponse:
    return client_of(cast.people[who]).get(f"/packages/reported/{package.pk}.{file_format}")


def pages_of(answer: HttpResponse) -> list[str]:
    return [squeeze(text) for text in read(answer.content, "-layout")]


def test_it_lies_on_its_side_where_that_is_wished(cast: Cast, package: Package) -> None:
    turned = client_of(cast.other_author).get(f"/packages/reported/{package.pk}.pdf?landscape=1&binding=1").content
    assert set(sizes(turned)) == {"841.89 x 595.276"}


def test_summary_and_tables_are_one_file(cast: Cast, package: Package) -> None:
    answer = fetch(cast, package, "pdf")
    assert answer["Content-Type"] == "application/pdf"
    pages = pages_of(answer)
    summary, whole = pages[0], "".join(pages)
    for said in ("2021年度一上项目绩效目标申报汇总表", "单位名称：水利局", "第1次上报", "1249.21", "3个项目", "单位盖章：", "填报人：郑水"):
        assert said in summary, said
    assert f"校验码：{package.code}" in summary
    assert "本轮不申报的项目（1个）：灌区维修" in summary
    for line in package.tables.all():
        assert line.code in summary
        assert f"校验码：{line.code}" in whole.replace(summary, "")
    assert "送审稿" not in whole


def test_every_part_is_found_in_the_outline(cast: Cast, package: Package) -> None:
    document = inside(fetch(cast, package, "pdf").content).lower()
    places = [document.find(bookmark(title)) for title in ("汇总表", *(line.project_name for line in package.tables.all()))]
    assert places == sorted(places)
    assert -1 not in places


def test_the_paper_is_what_was_submitted(cast: Cast, package: Package) -> None:
    before = pages_of(fetch(cast, package, "pdf"))
    table = package.tables.all()[0].table
    act(cast.other_section_reviewer, table, "send_back")
    TargetTable.objects.filter(pk=table.pk).update(annual_goal="后来改的目标", project_name="改名", head_name="后来的人")
    table.funding_splits.filter(side="annual").update(total=1, total_text="1")
    Project.objects.update(is_key=False, name="改了名的项目")
    cast.water.name = "水务局"
    cast.water.save()
    cast.other_author.name = "改名的人"
    cast.other_author.save()
    assert pages_of(fetch(cast, package, "pdf")) == before


def test_the_summary_alone_in_excel(cast: Cast, package: Package) -> None:
    sheet = openpyxl.load_workbook(BytesIO(fetch(cast, package, "xlsx").content)).active
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3, max_row=7)]
    lines = list(package.tables.all())
    assert rows[0] == ["序号", "项目编码", "项目名称", "申报数", "重点", "校验码"]
    assert rows[2] == [2, lines[1].project_code, "经二路南延", 1179.21, "是", lines[1].code]
    assert rows[4] == ["合计", None, "3 个项目", 1249.21, None, None]
    assert package.code in str(sheet.oddFooter.right.text) + str(sheet.oddFooter.left.text)


def test_a_formula_is_text_and_an_amount_keeps_its_places(cast: Cast) -> None:
    table = stored(published("henan-01"), cast.water, by=cast.other_author, code="=1+1")
    Project.objects.filter(pk=table.project_id).update(name="=HYPERLINK(1)")
    TargetTable.objects.filter(pk=table.pk).update(project_name="=HYPERLINK(1)")
    sheet = openpyxl.load_workbook(BytesIO(fetch(cast, report(cast.other_author, cast.water), "xlsx").content)).active
    assert sheet is not None
    assert [(cell.value, cell.data_type) for cell in sheet[4]][1:4] == [("=1+1", "s"), ("=HYPERLINK(1)", "s"), (776.98853, "n")]


def test_second_round_has_the_controls_of_the_day(cast: Cast) -> None:
    drafts(cast, cast.water, cast.other_author)
    TargetTable.objects.update(round="second")
    issue_controls(cast.performance_reviewer, henan_02=60, henan_04=1200, henan_10=10)
    package = report(cast.other_author, cast.water, kind="second")
    BudgetFigures.objects.update(control=1)
    sheet = openpyxl.load_workbook(BytesIO(fetch(cast, package, "xlsx").content)).active
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3, max_row=7)]
    assert rows[0][3:5] == ["申报数", "控制数"]
    assert [row[4] for row in rows[1:]] == [60, 1200, 10, 1270]


@pytest.mark.parametrize("file_format", ["docx", "json", "PDF"])
def test_other_formats_are_not_found(cast: Cast, package: Package, file_format: str) -> None:
    assert fetch(cast, package, file_format).status_code == 404
    assert client_of(cast.other_author).get(f"{url(cast.water)[:-1]}.{file_format}").status_code == 404


def test_fifty_tables_take_no_more_queries(cast: Cast, package: Package) -> None:
    client = client_of(cast.other_author)

    def counted(of: Package) -> int:
        with CaptureQueriesContext(connection) as met:
            assert client.get(f"/packages/reported/{of.pk}.xlsx").status_code == 200
        return len(met)

    for number in range(50):
        table = stored(published("made-02"), cast.water, by=cast.other_author, code=f"{number}")
        TargetTable.objects.filter(pk=table.pk).update(year=YEAR)
    assert counted(report(cast.other_author, cast.water)) == counted(package) == 6  # session, person, posts, package, lines, log


def test_what_cannot_be_printed_is_told_on_the_page(cast: Cast, package: Package, monkeypatch: Any) -> None:
    from perfgoals.exchange import package_prints

    def fails(*args: object, **kwargs: object) -> None:
        raise ValueError("没有版式“henan”")

    monkeypatch.setattr(package_prints, "filed_sheet", fails)
    answer = client_of(cast.other_author).get(f"/packages/reported/{package.pk}.pdf", follow=True)
    assert answer.redirect_chain == [(url(cast.water), 302)]
    assert "印不出来：没有版式“henan”" in answer.content.decode()
