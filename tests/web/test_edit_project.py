"""/projects/<pk>/edit/ changes a project; its new name and code go into its tables that are with their author."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from perfgoals.tables.editing.history import record_at
from perfgoals.tables.forms import ProjectForm
from perfgoals.tables.models import Project, Revision, TargetTable
from tests.cast import Cast, client_of, published, stored
from tests.dumping import dump

CODE = "41090026T000000000001"


@pytest.fixture
def project(cast: Cast) -> Project:
    return Project.objects.create(
        department=cast.building,
        code="1300002P0012",
        name="农村公路养护",
        is_procurement=True,
        procurement_amount=Decimal("35.5"),
        starts_on="2026-01-01",
        ends_on="2028-12-31",
    )


def url(project: Project) -> str:
    return f"/projects/{project.pk}/edit/"


def shown(project: Project, client: Client) -> dict[str, str]:
    """What the page has in its inputs."""
    page = client.get(url(project)).content.decode().partition("<form")[2]
    inputs = {re.search('name="([^"]*)"', tag)[1]: tag for tag in re.findall("<input[^>]*>", page) if 'name="' in tag}  # type: ignore[index]
    ticked = {name: tag for name, tag in inputs.items() if "checkbox" not in tag or " checked" in tag}
    return {
        name: found[1] if (found := re.search('value="([^"]*)"', tag)) else "on" if "checkbox" in tag else ""
        for name, tag in ticked.items()
    }


def sent(cast: Cast, project: Project, who: str = "author", **fields: Any) -> Any:
    """The page as it is shown, sent with these fields changed; None takes a tick away."""
    client = client_of(cast.people[who])
    whole = shown(project, client_of(cast.author)) | fields
    return client.post(url(project), {name: value for name, value in whole.items() if value is not None})


def refused(cast: Cast, project: Project, sentence: str, **fields: Any) -> str:
    before = dump()
    answer = sent(cast, project, **fields)
    assert answer.status_code == 200
    page: str = answer.content.decode()
    assert sentence in page
    assert dump() == before
    return page


def test_the_page_has_what_there_is_and_sent_as_it_is_changes_nothing(cast: Cast, project: Project) -> None:
    fields = shown(project, client_of(cast.author))
    assert (fields["name"], fields["code"], fields["procurement_amount"]) == ("农村公路养护", "1300002P0012", "35.5")
    assert (fields["starts_on"], fields["is_procurement"]) == ("2026-01-01", "on")
    assert {"department", "not_secret", "is_key"}.isdisjoint(fields)
    before = dump()
    assert sent(cast, project).headers["Location"] == "/projects/"
    assert dump() == before


def test_a_project_is_changed(cast: Cast, project: Project) -> None:
    sent(cast, project, name=" 农村公路\n大修 ", code=CODE, is_key="on", is_procurement=None, procurement_amount="", ends_on="2029-12-31")
    project.refresh_from_db()
    assert (project.name, project.code, project.is_key) == ("农村公路 大修", CODE, True)
    assert (project.is_procurement, project.procurement_amount, str(project.ends_on)) == (False, None, "2029-12-31")
    assert project.department == cast.building


def test_a_forged_unit_changes_nothing(cast: Cast, project: Project) -> None:
    sent(cast, project, department=str(cast.water.pk), name="新名")
    project.refresh_from_db()
    assert (project.department, project.name) == (cast.building, "新名")


def test_a_code_given_later_arrives_in_the_tables(cast: Cast) -> None:
    table = stored(published("henan-10"), cast.building, by=cast.author)
    TargetTable.objects.update(project_code="", source_problems=[{"path": "project.name", "message": "请核对", "text": ""}])
    answer = sent(cast, table.project, name="新名", code=CODE)
    assert answer.status_code == 302
    table.refresh_from_db()
    assert (table.project_name, table.version, table.changed_by, table.source_problems) == ("新名", 2, cast.author, [])
    revision = Revision.objects.get(table=table, version=2)
    assert (revision.act, revision.saved_by) == (Revision.Act.EDIT, cast.author)


def test_the_tables_know_what_they_said_before(cast: Cast, table: TargetTable) -> None:
    was = record_at(TargetTable.objects.with_contents().get(pk=table.pk), 1)
    sent(cast, table.project, name="新名")
    now = TargetTable.objects.with_contents().get(pk=table.pk)
    assert (now.project_name, now.version) == ("新名", 2)
    assert record_at(now, 1) == was


def test_a_code_goes_only_where_the_form_prints_it(cast: Cast, table: TargetTable, hebei_table: TargetTable) -> None:
    TargetTable.objects.update(project_code="")
    for each, places in ((table, False), (hebei_table, True)):
        sent(cast, each.project, code=CODE if places else f"{CODE[:-1]}2")
        each.refresh_from_db()
        assert (each.project_code, each.version) == ((CODE, 2) if places else ("", 1))


@pytest.mark.parametrize("state", ["unit_review", "passed", "approved"])
def test_what_was_submitted_stays_and_is_counted(cast: Cast, table: TargetTable, state: str) -> None:
    TargetTable.objects.update(state=state)
    was = table.project_name
    client = client_of(cast.author)
    fields = shown(table.project, client) | {"name": "新名"}
    page = client.post(url(table.project), fields, follow=True).content.decode()
    table.refresh_from_db()
    assert (table.project_name, table.version) == (was, 1)
    assert "1 张已提交的绩效目标表没有改" in page
    assert not Revision.objects.filter(table=table, version=2).exists()


def test_what_was_returned_changes_and_what_is_in_the_bin_stays(cast: Cast, table: TargetTable) -> None:
    TargetTable.objects.update(state="returned")
    sent(cast, table.project, name="新名")
    assert TargetTable.objects.get().project_name == "新名"
    TargetTable.objects.update(deleted_at=timezone.now())
    sent(cast, table.project, name="又一名")
    assert (TargetTable.objects.get().project_name, TargetTable.objects.get().version) == ("新名", 2)


def test_what_was_unusual_already_is_not_asked_about(cast: Cast, project: Project) -> None:
    Project.objects.filter(pk=project.pk).update(procurement_amount=Decimal(350_000))
    Project.objects.create(department=cast.building, name=project.name)
    assert sent(cast, project, is_key="on").status_code == 302


def test_what_becomes_unusual_is_asked_about_once(cast: Cast, project: Project) -> None:
    page = refused(cast, project, "已核实，保存", code="123")
    assert "“123”是 3 位" in page
    confirmed = "项目编码一般是 21 位（8 位数字加 13 位字母或数字），“123”是 3 位"
    assert sent(cast, project, code="123", confirmed=confirmed).status_code == 302


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": " "}, "必填"),
        ({"code": CODE}, "已有项目用这个项目编码"),
        ({"ends_on": "2025-12-31"}, "结束日期早于开始日期"),
        ({"procurement_amount": "约50万"}, "看不懂“约50万”是多少"),
        ({"is_procurement": None}, "请勾选“政府采购”"),
    ],
)
def test_what_cannot_be_is_told_at_its_field(cast: Cast, project: Project, fields: dict[str, Any], sentence: str) -> None:
    Project.objects.create(department=cast.water, name="别的", code=CODE)
    refused(cast, project, sentence, **fields)


def test_a_unit_does_not_take_its_project_out_of_the_stricter_review(cast: Cast, project: Project) -> None:
    """What finance marked in the register, or they themselves, stays a 重点项目."""
    Project.objects.filter(pk=project.pk).update(is_key=True)
    refused(cast, project, "重点项目的审核更严，单位不能自行取消", is_key=None)
    assert sent(cast, project, name="农村公路大修").status_code == 302
    assert Project.objects.get().is_key


@pytest.mark.parametrize("seen", ["", "x", None])
def test_nobody_writes_over_what_somebody_else_wrote_meanwhile(cast: Cast, project: Project, seen: str | None) -> None:
    client = client_of(cast.author)
    mine = shown(project, client) | {"name": "我的"} | ({"seen": seen} if seen else {})
    Project.objects.filter(pk=project.pk).update(name="<他的>", is_withheld=True)
    before = dump()
    page = client.post(url(project), mine).content.decode()
    assert dump() == before
    assert "他人已修改这个项目，现在是：项目名称“&lt;他的&gt;”，不宜公开“是”" in page
    assert 'value="我的"' in page
    again = re.search('name="seen" value="([^"]*)"', page)
    assert again
    assert client.post(url(project), mine | {"seen": again[1]}).status_code == 302
    project.refresh_from_db()
    assert (project.name, project.is_withheld) == ("我的", False)


def test_a_code_that_somebody_saved_a_moment_earlier_is_told(cast: Cast, project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    clean = ProjectForm.clean

    def overtaken(form: ProjectForm) -> Any:
        cleaned = clean(form)
        Project.objects.get_or_create(department=cast.water, name="别的项目", code=CODE)
        return cleaned

    monkeypatch.setattr(ProjectForm, "clean", overtaken)
    monkeypatch.setattr(Project, "validate_constraints", lambda project, exclude=None: None)
    assert "刚刚有人用这个项目编码建立了项目" in sent(cast, project, code=CODE).content.decode()
    assert Project.objects.get(pk=project.pk).code == "1300002P0012"


@pytest.mark.parametrize(("who", "status"), [("reader", 403), ("unit_reviewer", 403), ("administrator", 403), ("other_author", 404)])
def test_nobody_but_its_author(cast: Cast, project: Project, who: str, status: int) -> None:
    before = dump()
    assert client_of(cast.people[who]).get(url(project)).status_code == status
    assert sent(cast, project, who, name="新名").status_code == status
    assert dump() == before


def test_an_anonymous_visitor_is_sent_to_sign_in(client: Client, project: Project) -> None:
    assert client.post(url(project), {"name": "x"}).headers["Location"].startswith("/sign-in/")


def test_the_list_and_the_table_lead_to_it(cast: Cast, table: TargetTable) -> None:
    address = f'href="{url(table.project)}"'
    for page in ("/projects/", f"/tables/{table.pk}/"):
        assert address in client_of(cast.author).get(page).content.decode()
        assert address not in client_of(cast.reader).get(page).content.decode()
