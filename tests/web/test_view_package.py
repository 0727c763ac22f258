"""/packages/<unit>/<year>/<round>/ shows a unit's tables in a round, what they lack, and what was reported."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from perfgoals.review.models import ReportingRound
from perfgoals.tables.models import Project, TargetTable
from tests.cast import Cast, client_of, published, stored
from tests.review.acting import bring, lead
from tests.review.packages.packing import YEAR, drafts, issue_controls, report, submit
from tests.web.packages import form_of, page, url


@pytest.fixture
def made(cast: Cast) -> list[TargetTable]:
    return drafts(cast)


def test_the_tables_with_their_amounts_and_the_sum(cast: Cast, made: list[TargetTable]) -> None:
    shown = page(client_of(cast.author), cast.building)
    for said in ("建设局　2021年度一上", "修缮提升党风廉政教育中心", "1179.21", "合计　3 张", "1249.21", "填报中"):
        assert said in shown


def test_a_lack_leads_the_author_to_its_cell_and_others_to_the_table(cast: Cast, made: list[TargetTable]) -> None:
    TargetTable.objects.filter(pk=made[0].pk).update(annual_goal="")
    assert f'<a href="/tables/{made[0].pk}/edit/#goals.annual">年度目标没有填</a>' in page(client_of(cast.author), cast.building)
    assert f'<a href="/tables/{made[0].pk}/">年度目标没有填</a>' in page(client_of(cast.reader), cast.building)


def test_a_lack_beside_the_form_leads_to_the_part_of_the_page(cast: Cast, made: list[TargetTable]) -> None:
    ReportingRound.objects.create(year=YEAR, kind="first", required_kinds=["grounds"])
    assert f'<a href="/tables/{made[0].pk}/#attachments">缺少附件：立项依据</a>' in page(client_of(cast.author), cast.building)


def test_what_has_left_the_unit_lacks_nothing_here(cast: Cast, made: list[TargetTable]) -> None:
    bring(cast, made[0], "section_review")
    TargetTable.objects.filter(pk=made[0].pk).update(annual_goal="")
    assert "年度目标没有填" not in page(client_of(cast.author), cast.building)


def test_with_something_that_must_be_changed_there_is_no_button(cast: Cast, made: list[TargetTable]) -> None:
    TargetTable.objects.filter(pk=made[0].pk).update(annual_goal="")
    shown = page(client_of(cast.author), cast.building)
    assert "表中还有 1 处必须修改，改好后才能提交整包" in shown
    assert "/submit/" not in shown


def test_the_button_names_every_table_and_version(cast: Cast, made: list[TargetTable]) -> None:
    sent = form_of(page(client_of(cast.author), cast.building), "submit")
    assert sent["table"] == [f"{table.pk}:1" for table in made]
    assert sent["confirmed"] == [""]


def test_what_is_to_be_looked_at_stands_on_the_button(cast: Cast, made: list[TargetTable]) -> None:
    submit(cast.author, cast.building)
    Project.objects.create(department=cast.building, name="<b>新</b>项目")
    shown = page(client_of(cast.unit_reviewer), cast.building)
    assert "1 个项目没有本轮的表，上报后记为本轮不申报：&lt;b&gt;新&lt;/b&gt;项目" in shown
    assert "已核实，整包上报" in shown
    assert len(form_of(shown, "report")["confirmed"][0]) == 64


@pytest.mark.parametrize("who", ["reader", "expert", "supervisor_reviewer", "section_reviewer", "performance_reviewer", "administrator"])
def test_readers_see_it_without_buttons(cast: Cast, made: list[TargetTable], who: str) -> None:
    Project.objects.create(department=cast.building, name="新项目")
    shown = page(client_of(cast.people[who]), cast.building)
    assert "新项目" in shown
    assert "<form method" not in shown.partition("<main")[2]
    assert "新建表" not in shown


def test_a_closed_round_says_so_instead_of_the_button(cast: Cast, made: list[TargetTable]) -> None:
    ReportingRound.objects.create(year=YEAR, kind="first", closes_at=timezone.now() - timedelta(hours=1))
    shown = page(client_of(cast.author), cast.building)
    assert "截止，不能再上报" in shown
    assert "/submit/" not in shown


def test_the_deadline_and_what_finance_asks_for(cast: Cast, made: list[TargetTable]) -> None:
    closes = timezone.now() + timedelta(days=2)
    ReportingRound.objects.create(year=YEAR, kind="first", closes_at=closes, instructions="请附<测算明细>")
    shown = page(client_of(cast.author), cast.building)
    assert f"上报截止 {timezone.localtime(closes):%Y-%m-%d %H:%M}" in shown
    assert "请附&lt;测算明细&gt;" in shown


def test_what_was_reported_is_listed_with_its_prints(cast: Cast, made: list[TargetTable]) -> None:
    submit(cast.author, cast.building)
    package = report(cast.unit_reviewer, cast.building)
    shown = page(client_of(cast.section_reviewer), cast.building)
    for said in ("第 1 次上报", "王审", "3 张，1249.21 万元", package.code, f"/packages/reported/{package.pk}.pdf"):
        assert said in shown
    assert "上传盖章页" not in shown
    assert "上传盖章页" in page(client_of(cast.author), cast.building)


def test_second_round_shows_both_amounts_and_what_is_not_asked_again(cast: Cast, made: list[TargetTable]) -> None:
    assert "控制数还没有下达" in page(client_of(cast.author), cast.building, "second")
    issue_controls(cast.performance_reviewer, henan_02=50)
    shown = page(client_of(cast.author), cast.building, "second")
    assert "1 个项目有控制数，还没有二上的表" in shown
    assert "没有控制数，不再申报（2 个）：经二路南延、人口变动抽样调查" in shown
    assert '<td class="text-end">60</td><td class="text-end">50</td>' in shown  # before there is a table to write them into
    assert "由一上开始二上" not in page(client_of(cast.reader), cast.building, "second")


def test_what_reviewers_said_is_offered_once_they_have_said_something(cast: Cast, made: list[TargetTable]) -> None:
    client = client_of(cast.author)
    assert "审核意见反馈表" not in page(client, cast.building)
    lead(cast, made[0], "submit", "send_back")
    assert "审核意见反馈表" in page(client, cast.building)


@pytest.mark.parametrize("address", ["2021/third", "1/first", "9999/first", "0/second"])
def test_a_year_or_round_that_there_is_not(cast: Cast, address: str) -> None:
    assert client_of(cast.author).get(f"/packages/{cast.building.pk}/{address}/").status_code == 404


def test_a_section_is_no_unit(cast: Cast) -> None:
    assert client_of(cast.performance_reviewer).get(url(cast.section)).status_code == 404


def test_a_unit_without_tables_is_told_where_to_begin(cast: Cast) -> None:
    assert "还没有绩效目标表" in page(client_of(cast.author), cast.building)


def test_fifty_tables_take_no_more_queries_than_five(cast: Cast, django_assert_num_queries: Any) -> None:
    client = client_of(cast.unit_reviewer)

    def tables(count: int) -> None:
        for _ in range(count):
            table = stored(published("made-02"), cast.building, code=f"{TargetTable.objects.count()}")
            TargetTable.objects.filter(pk=table.pk).update(year=YEAR, state="unit_review")

    tables(5)
    page(client, cast.building)
    for more in (0, 45):
        tables(more)
        # session, person, posts, unit; round, tables and contents in five, projects, steps, attachments, returns; feedback; packages;
        # desk, bell
        with django_assert_num_queries(19):
            page(client, cast.building)
