"""/desk/ lists what waits for a person: chosen, sorted, a page at a time, and says of each table what a reviewer looks at first."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from perfgoals.accounts.models import Department, Post
from perfgoals.official.snapshot import Funding, FundingSides, Snapshot
from perfgoals.official.snapshot import Project as Printed
from perfgoals.review.models import OpinionDraft, ReportingRound
from perfgoals.review.points import mark_point
from perfgoals.tables.editing.saving import save
from perfgoals.tables.models import BudgetFigures, TargetTable
from tests.cast import Cast, client_of, stored
from tests.review.acting import bring, lead, now

HTMX = {"HX-Request": "true", "HX-Target": "tables"}


def add(cast: Cast, name: str, annual: Decimal | str = "", *, state: str = "section_review", unit: Department | None = None) -> TargetTable:
    """Put into its state without a road, as an import would."""
    snapshot = Snapshot("henan", 2027, project=Printed(name=name), funding=FundingSides(annual=Funding(annual)))
    table = stored(snapshot, unit or cast.building, by=cast.author)
    TargetTable.objects.filter(pk=table.pk).update(state=state)
    return now(table)


def names(client: Client, query: str = "", **headers: str) -> list[str]:
    page = client.get(f"/desk/?{query}", headers=headers).content.decode()
    return re.findall(r'<a class="project-name"[^>]*>([^<]*)</a>', page)


def page_of(client: Client, query: str = "") -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", client.get(f"/desk/?{query}").content.decode().partition("<main")[2]).split())


@pytest.fixture
def client(cast: Cast) -> Client:
    return client_of(cast.section_reviewer)


@pytest.fixture
def three(cast: Cast) -> list[TargetTable]:
    first = add(cast, "修路", Decimal("60"))
    second = add(cast, "架桥", Decimal("776.98853"), unit=cast.authority)
    third = add(cast, "种树", "约50万")
    second.project.is_key = True
    second.project.save()
    TargetTable.objects.filter(pk=third.pk).update(source_problems=[{"path": "purpose", "message": "看"}] * 3)
    for days, table in enumerate((first, second, third)):
        TargetTable.objects.filter(pk=table.pk).update(changed_at=timezone.now() - timedelta(days=days))
    return [first, second, third]


def test_it_says_what_a_reviewer_looks_at_first(cast: Cast, client: Client, table: TargetTable) -> None:
    bring(cast, table, "section_review")
    assert "第 2 次" not in page_of(client)
    mark_point(cast.section_reviewer, table.pk, path="goals.annual", kind="must", text="量化")
    lead(cast, table, "send_back")
    change = {"do": "set", "path": "goals.annual", "text": "完成 3 次"}
    save(cast.author, table.pk, version=now(table).version, changes=[change], save_id=str(uuid4()))
    lead(cast, table, "submit")
    mark_point(cast.section_reviewer, table.pk, path="goals.annual", kind="must", text="仍未量化")
    OpinionDraft.objects.create(table=table, user=cast.section_reviewer, text="写了一半")
    said = page_of(client)
    for word in ("建设局", "2021 一上", "待股室审核", "第 2 次", "1 条未答复", "已标 1 条", "意见未发出", "请核对"):
        assert word in said, word


def test_what_it_proposes(client: Client, three: list[TargetTable]) -> None:
    page = page_of(client)
    first, second, third = (page.index(name) for name in ("修路", "架桥", "种树"))
    assert third < second < first, "the longest waiting first"
    assert "3 处来源问题" in page[third:second]
    assert "请核对" in page[third:second]
    assert "不是数字" not in page[second:]
    assert "填审核表" in page[second:first]
    assert "优" in page[first:]
    assert "2 天" in page[third:second]


def test_it_is_empty_for_whom_nothing_waits(cast: Cast, three: list[TargetTable]) -> None:
    for who in ("author", "reader", "administrator", "unit_reviewer", "other_section_reviewer", "nobody"):
        assert "没有等您办理的表" in page_of(client_of(cast.people[who])), who


def test_what_one_may_not_review_is_counted_apart(cast: Cast, client: Client, three: list[TargetTable], table: TargetTable) -> None:
    Post.objects.create(user=cast.author, department=cast.section, role=Post.Role.SECTION_REVIEWER)
    mine = add(cast, "不是我写的")
    mine.revisions.update(saved_by=cast.colleague)
    client = client_of(cast.author)
    assert names(client) == ["不是我写的"]
    assert "另有 3 张需回避" in page_of(client)
    assert sorted(names(client, "aside=1")) == sorted(["修路", "架桥", "种树"])
    assert page_of(client, "aside=1").count("需回避") == 4


@pytest.mark.parametrize(
    ("query", "listed"),
    [
        ("key=yes", ["架桥"]),
        ("key=no", ["种树", "修路"]),
        ("least=60", ["架桥", "修路"]),
        ("least=60.000001", ["架桥"]),
        ("most=60", ["修路"]),
        ("least=0&most=100&sort=annual", ["修路"]),
        ("state=section_review", ["种树", "架桥", "修路"]),
        ("year=2027&text=桥", ["架桥"]),
        ("year=2026", []),
        ("sort=annual", ["修路", "架桥", "种树"]),
        ("sort=-annual", ["架桥", "修路", "种树"]),
        ("sort=-since", ["修路", "架桥", "种树"]),
        ("sort=-open", ["种树", "修路", "架桥"]),
        ("sort=unit", ["架桥", "修路", "种树"]),
        ("sort=control", ["种树", "架桥", "修路"]),
        ("sort=password", ["种树", "架桥", "修路"]),
    ],
)
def test_choosing_and_sorting(client: Client, three: list[TargetTable], query: str, listed: list[str]) -> None:
    assert names(client, query) == listed


@pytest.mark.parametrize(
    "query",
    ["least=x", "most=1e999", "least=NaN", "most=" + "9" * 40, "key=1", "state=approved", "state=drafting", "unit=999999", "year=x"],
)
def test_a_choice_that_is_none_is_told_and_left_out(client: Client, three: list[TargetTable], query: str) -> None:
    answer = client.get(f"/desk/?{query}")
    assert answer.status_code == 200
    assert 'role="alert"' in answer.content.decode()
    assert len(names(client, query)) == 3


def test_a_choice_whose_last_table_is_decided_stays_one(client: Client, three: list[TargetTable]) -> None:
    TargetTable.objects.update(year=2026)
    page = client.get("/desk/?year=2027&state=section_review").content.decode()
    assert 'role="alert"' not in page
    assert "没有符合这些条件的表" in page


def test_a_unit_learns_its_control_when_it_is_given_out_and_finance_before(cast: Cast, three: list[TargetTable]) -> None:
    TargetTable.objects.filter(pk=three[0].pk).update(state="unit_review")
    for table in three:
        BudgetFigures.objects.create(project=table.project, year=2027, control=Decimal("43.210000"))
    assert page_of(client_of(cast.section_reviewer)).count("43.21") == 2
    client = client_of(cast.unit_reviewer)
    assert "43.21" not in page_of(client)
    ReportingRound.objects.create(year=2027, kind="second", controls_issued_at=timezone.now(), controls_issued_by=cast.administrator)
    assert "43.21" in page_of(client)


def test_the_menu_leads_there_with_the_number(cast: Cast, three: list[TargetTable]) -> None:
    def bar(who: str) -> str:
        return client_of(cast.people[who]).get("/").content.decode().partition('aria-label="主菜单"')[2].partition("</nav>")[0]

    assert bar("section_reviewer").index("待我办理") < bar("section_reviewer").index("绩效目标表")
    assert re.search(r'待我办理 <span class="badge text-bg-warning">3<', bar("section_reviewer"))
    assert "待我办理" in bar("author")
    assert "badge" not in bar("author")
    for who in ("reader", "expert", "administrator", "nobody"):
        assert "待我办理" not in bar(who), who


def test_htmx_gets_the_rows_alone(client: Client, three: list[TargetTable]) -> None:
    answer = client.get("/desk/?key=&sort=annual&year=2027", headers=HTMX)
    assert answer.content.decode().lstrip().startswith('<div id="tables">')
    assert answer["HX-Push-Url"] == "/desk/?sort=annual&year=2027"
    assert names(client, "sort=annual", **HTMX) == ["修路", "架桥", "种树"]


def queries(client: Client, query: str) -> int:
    with CaptureQueriesContext(connection) as met:
        client.get(f"/desk/?{query}")
    return len(met)


@pytest.mark.parametrize("query", ["", "text=修&sort=-annual&least=1", "sort=open"])
def test_its_queries_do_not_grow_with_the_rows(cast: Cast, client: Client, three: list[TargetTable], query: str) -> None:
    few = queries(client, query)
    for number in range(60):
        add(cast, f"修路{number}", Decimal(number + 2))
    assert queries(client, query) == few <= 13
    assert len(names(client, "page=2")) == 13


def test_names_are_text(cast: Cast, client: Client) -> None:
    add(cast, "<script>alert(1)</script>")
    assert "<script>alert" not in client.get("/desk/").content.decode()
