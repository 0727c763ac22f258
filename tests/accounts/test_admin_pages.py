"""系统管理: every list, form and search of every model opens, for administrators only."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from perfgoals.accounts.models import Department, Post, User
from perfgoals.tables.models import BudgetFigures, DepartmentGoals, GoalItem, GoalSection, Project, TargetTable
from tests.cast import PEOPLE, Cast, client_of

MODELS: list[type[Model]] = list(admin.site._registry)
READ_ONLY = {TargetTable, DepartmentGoals, LogEntry}


@pytest.fixture
def filled(cast: Cast, table: TargetTable) -> Cast:
    """At least one object of every model."""
    goals = DepartmentGoals.objects.create(department=cast.building, year=2027)
    GoalItem.objects.create(section=GoalSection.objects.create(goals=goals, order=0, heading="年度目标"), order=0, text="<b>修路</b>")
    BudgetFigures.objects.create(project=table.project, year=2027, control="66.00")
    LogEntry.objects.log_actions(str(cast.administrator.pk), [cast.author], CHANGE, "重置密码")
    return cast


@pytest.fixture
def administrator_client(filled: Cast) -> Client:
    return client_of(filled.administrator)


def to(model: type[Model], page: str, *args: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def some(model: type[Model]) -> Model:
    found = model._default_manager.first()
    assert found, f"no {model.__name__} to look at"
    return found


def pages() -> Iterator[str]:
    """Addresses that hold without an object."""
    yield reverse("admin:index")
    yield from (to(model, "changelist") for model in MODELS)
    yield from (to(model, "add") for model in MODELS)


def test_what_can_be_administered() -> None:
    assert set(MODELS) == {Department, User, Project, BudgetFigures, TargetTable, DepartmentGoals, LogEntry}


@pytest.mark.parametrize("model", MODELS)
def test_the_list_opens_and_searches(administrator_client: Client, model: type[Model]) -> None:
    page = administrator_client.get(to(model, "changelist")).content.decode()
    assert "绩效目标管理 系统管理" in page
    assert to(model, "change", some(model).pk) in page
    assert administrator_client.get(to(model, "changelist"), {"q": "建"}).status_code == 200


@pytest.mark.parametrize("model", MODELS)
def test_the_form_of_an_object_opens(administrator_client: Client, model: type[Model]) -> None:
    page = administrator_client.get(to(model, "change", some(model).pk)).content.decode()
    assert ('name="_save"' in page) == (model not in READ_ONLY)


@pytest.mark.parametrize("model", MODELS)
def test_the_form_of_a_new_object_opens_where_there_may_be_one(administrator_client: Client, model: type[Model]) -> None:
    answer = administrator_client.get(to(model, "add"))
    assert answer.status_code == (403 if model in READ_ONLY else 200)


@pytest.mark.parametrize("model", sorted(READ_ONLY, key=lambda model: model.__name__))
def test_what_is_written_elsewhere_is_not_written_here(administrator_client: Client, model: type[Model]) -> None:
    it = some(model)
    before = model._default_manager.filter(pk=it.pk).values().get()
    assert administrator_client.post(to(model, "change", it.pk), {"year": 1999}).status_code == 403
    assert administrator_client.post(to(model, "delete", it.pk), {"post": "yes"}).status_code == 403
    assert model._default_manager.filter(pk=it.pk).values().get() == before


@pytest.mark.parametrize("query", ["", "?in_use=yes", "?in_use=no", "?kind=section", "?o=1", "?o=-2.3"])
def test_units_can_be_filtered_and_sorted(administrator_client: Client, query: str) -> None:
    assert administrator_client.get(to(Department, "changelist") + query).status_code == 200


def test_a_table_links_to_its_official_form(administrator_client: Client, table: TargetTable) -> None:
    page = administrator_client.get(to(TargetTable, "change", table.pk)).content.decode()
    assert f'href="/tables/{table.pk}/"' in page


def test_goals_are_shown_as_text(administrator_client: Client) -> None:
    page = administrator_client.get(to(DepartmentGoals, "change", some(DepartmentGoals).pk)).content.decode()
    assert "年度目标" in page
    assert "&lt;b&gt;修路" in page


def test_the_list_of_projects_names_the_marks(administrator_client: Client) -> None:
    assert "重点项目、不宜公开" not in administrator_client.get(to(Project, "changelist")).content.decode()
    Project.objects.update(is_key=True, is_withheld=True)
    assert "重点项目、不宜公开" in administrator_client.get(to(Project, "changelist")).content.decode()


def test_the_log_tells_what_was_changed(administrator_client: Client) -> None:
    assert '<td class="field-what_changed">重置密码</td>' in administrator_client.get(to(LogEntry, "changelist")).content.decode()


@pytest.mark.parametrize(("kept", "shown"), [("66", "66"), ("100", "100"), ("0.5", "0.5"), ("0.000001", "0.000001")])
def test_figures_are_shown_as_people_write_them(administrator_client: Client, kept: str, shown: str) -> None:
    BudgetFigures.objects.update(control=Decimal(kept))
    for address in (to(BudgetFigures, "changelist"), to(Project, "change", some(Project).pk)):
        assert f'-control" value="{shown}"' in administrator_client.get(address).content.decode()


def test_a_choice_of_unit_offers_no_way_to_delete_the_unit(administrator_client: Client) -> None:
    page = administrator_client.get(to(User, "change", some(User).pk)).content.decode()
    assert "related-widget-wrapper-link" not in page


def test_figures_are_filled_in_on_the_list(administrator_client: Client) -> None:
    figures = BudgetFigures.objects.get()
    form = {
        "form-TOTAL_FORMS": 1,
        "form-INITIAL_FORMS": 1,
        "form-0-id": figures.pk,
        "form-0-control": "60.5",
        "form-0-approved": "",
        "_save": "",
    }
    assert administrator_client.post(to(BudgetFigures, "changelist"), form).status_code == 302
    figures.refresh_from_db()
    assert str(figures.control) == "60.500000"


@pytest.mark.parametrize("somebody", [name for name in PEOPLE if name != "administrator"])
def test_to_everybody_else_these_pages_do_not_exist(filled: Cast, somebody: str) -> None:
    client = client_of(filled.people[somebody])
    assert {client.get(page).status_code for page in pages()} == {404}
    assert client.get("/admin/autocomplete/").status_code == 404
    assert client.get("/admin/nosuchpage/").status_code == 404
    assert 'href="/admin/"' not in client.get("/password/").content.decode()


def test_a_visitor_is_sent_to_sign_in(db: None, client: Client) -> None:
    for page in pages():
        assert client.get(page).headers["Location"] == f"/sign-in/?next={page}"
    assert client.get("/admin/login/?next=/admin/").headers["Location"] == "/sign-in/?next=/admin/"


def test_the_menu_leads_administrators_here(administrator_client: Client) -> None:
    assert 'href="/admin/"' in administrator_client.get("/password/").content.decode()


def test_a_superuser_needs_no_post(db: None) -> None:
    first = User.objects.create_superuser("first", "", "x")
    assert client_of(first).get("/admin/").status_code == 200


def test_nobody_is_an_administrator_by_a_mark_of_djangos_alone(cast: Cast) -> None:
    User.objects.filter(pk=cast.reader.pk).update(is_staff=True)
    assert client_of(cast.reader).get("/admin/").status_code == 404


def test_whoever_loses_the_post_loses_these_pages(administrator_client: Client) -> None:
    Post.objects.filter(role=Post.Role.ADMINISTRATOR).delete()
    assert administrator_client.get("/admin/").status_code == 404


def test_leaving_and_changing_the_password_go_through_the_sites_own_doors(administrator_client: Client) -> None:
    assert administrator_client.get("/admin/password_change/").headers["Location"] == "/password/"
    assert administrator_client.post("/admin/logout/").headers["Location"] == "/sign-in/"
