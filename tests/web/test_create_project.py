"""/projects/new/ makes a project for a unit in which one is 经办岗."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.utils.html import escape

from perfgoals.accounts.models import Department, Post
from perfgoals.tables.forms import ProjectForm
from perfgoals.tables.models import Project
from tests.cast import Cast, client_of

URL = "/projects/new/"
CODE = "41090026T000000000001"


def sent(cast: Cast, who: str = "author", **fields: Any) -> Any:
    """What the form sends; a field that is None is not sent."""
    whole = {"department": cast.building.pk, "code": CODE, "name": "农村公路养护", "not_secret": "on", "confirmed": ""} | fields
    return client_of(cast.people[who]).post(URL, {name: value for name, value in whole.items() if value is not None})


def refused(cast: Cast, field: str, sentence: str, **fields: Any) -> str:
    """The page that refuses, with the sentence at the field."""
    before = list(Project.objects.values())
    answer = sent(cast, **fields)
    assert answer.status_code == 200
    assert any(sentence in error for error in answer.context["form"].errors.get(field, ())), answer.context["form"].errors
    assert sentence in answer.content.decode()
    assert list(Project.objects.values()) == before
    return str(answer.content.decode())


def asked(cast: Cast, field: str, sentence: str, **fields: Any) -> str:
    """The page that asks to look again, nothing saved; returns what the second press sends back as seen."""
    before = Project.objects.count()
    answer = sent(cast, **fields)
    assert answer.status_code == 200
    assert sentence in answer.context["form"].notes[field]
    assert f"请核实：{escape(answer.context['form'].notes[field])}</span>" in answer.content.decode()
    assert "已核实，保存" in answer.content.decode()
    assert Project.objects.count() == before
    return str(answer.context["form"].signature)


def test_a_project_is_made_and_its_first_table_is_next(cast: Cast) -> None:
    answer = sent(
        cast,
        is_key="on",
        is_withheld="on",
        is_procurement="on",
        procurement_amount="35.5",
        starts_on="2026-01-01",
        ends_on="2028年12月31日",
    )
    project = Project.objects.get()
    assert answer.headers["Location"] == f"/projects/{project.pk}/tables/new/"
    assert (project.department, project.code, project.name) == (cast.building, CODE, "农村公路养护")
    assert (project.is_key, project.is_withheld, project.is_procurement) == (True, True, True)
    assert project.procurement_amount == Decimal("35.5")
    assert (project.starts_on, project.ends_on) == (date(2026, 1, 1), date(2028, 12, 31))


def test_little_is_needed(cast: Cast) -> None:
    sent(cast, code="")
    project = Project.objects.get()
    assert (project.code, project.is_key, project.procurement_amount, project.starts_on) == ("", False, None, None)


def test_what_no_file_can_hold_is_left_out_of_a_name(cast: Cast) -> None:
    sent(cast, name="农村\x02公路\ufffe养护")
    assert Project.objects.get().name == "农村公路养护"


def test_two_projects_may_be_without_code(cast: Cast) -> None:
    sent(cast, code="")
    sent(cast, code="", name="农村饮水")
    assert Project.objects.count() == 2


def test_the_page_says_what_must_not_be_entered(cast: Cast) -> None:
    page = client_of(cast.author).get(URL).content.decode()
    assert "涉密项目不得录入本系统" in page.partition("<form")[2]
    assert 'name="not_secret"' in page


def test_without_the_tick_nothing_is_made(cast: Cast) -> None:
    refused(cast, "not_secret", "涉密项目不得录入本系统", not_secret=None)


def test_the_only_unit_is_chosen_already(cast: Cast) -> None:
    assert f'<option value="{cast.building.pk}" selected>' in client_of(cast.author).get(URL).content.decode()


def test_the_unit_one_works_for_is_chosen_already(cast: Cast) -> None:
    Post.objects.create(user=cast.author, department=cast.water, role=Post.Role.AUTHOR)
    client = client_of(cast.author)
    client.post("/unit/", {"unit": cast.water.pk})
    assert f'<option value="{cast.water.pk}" selected>' in client.get(URL).content.decode()


def test_only_ones_own_units_are_offered(cast: Cast) -> None:
    page = client_of(cast.author).get(URL).content.decode()
    assert f'value="{cast.building.pk}"' in page
    assert f'value="{cast.water.pk}"' not in page


@pytest.mark.parametrize("forged", ["water", "none", "x", ""])
def test_a_forged_unit_is_refused(cast: Cast, forged: str) -> None:
    key = {"water": cast.water.pk, "none": 999_999}.get(forged, forged)
    refused(cast, "department", "请选择单位" if forged else "必填", department=key)


def test_a_unit_that_is_no_more_is_refused(cast: Cast) -> None:
    Department.objects.filter(pk=cast.building.pk).update(valid_until="2020-12-31")
    refused(cast, "department", "请选择单位")


def test_a_code_that_is_taken_is_refused(cast: Cast) -> None:
    Project.objects.create(department=cast.water, code=CODE, name="别家的")
    page = refused(cast, "code", "已有项目用这个项目编码", code=CODE)
    assert "别家的" not in page, "a stranger's project is not named"


def test_a_taken_code_is_known_in_small_and_wide_letters(cast: Cast) -> None:
    Project.objects.create(department=cast.building, code=CODE, name="旧")
    refused(cast, "code", "已有项目用这个项目编码", code=" ４１090026t000000000001 ")


@pytest.mark.parametrize("code", ["1300002P0012", "41090026T00000000000", "4109002AT000000000001", "41090026T00000000000中"])
def test_an_unusual_code_is_asked_about_and_then_taken(cast: Cast, code: str) -> None:
    seen = asked(cast, "code", "项目编码一般是 21 位", code=code)
    assert sent(cast, code=code, confirmed=seen).status_code == 302
    assert Project.objects.get().code == code


def test_another_unusual_code_is_asked_about_anew(cast: Cast) -> None:
    seen = asked(cast, "code", "“1”是 1 位", code="1")
    asked(cast, "code", "“12”是 2 位", code="12", confirmed=seen)


def test_a_code_too_long_is_refused(cast: Cast) -> None:
    refused(cast, "code", "40", code="4" * 41)


@pytest.mark.parametrize(
    ("text", "said", "amount"),
    [("350,000元", "「350,000元」读作 35 万元", "35"), ("1.2亿元", "读作 12000 万元，12000 万元就是 1.2 亿元", "12000")],
)
def test_an_amount_in_another_unit_is_understood_and_said(cast: Cast, text: str, said: str, amount: str) -> None:
    fields = {"is_procurement": "on", "procurement_amount": text}
    seen = asked(cast, "procurement_amount", said, **fields)
    sent(cast, **fields, confirmed=seen)
    assert Project.objects.get().procurement_amount == Decimal(amount)


def test_an_amount_that_may_be_yuan_is_asked_about(cast: Cast) -> None:
    asked(cast, "procurement_amount", "350000 万元就是 35 亿元", is_procurement="on", procurement_amount="350000")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("约50万", "看不懂“约50万”是多少"),
        ("-3", "金额不能是负数"),
        ("0.0000001", "最多到分"),
        ("1000000000", "金额过大"),
        ("9" * 40, "金额过大"),
    ],
)
def test_an_amount_that_cannot_be_is_refused(cast: Cast, text: str, sentence: str) -> None:
    refused(cast, "procurement_amount", sentence, is_procurement="on", procurement_amount=text)


def test_an_amount_without_procurement_is_refused(cast: Cast) -> None:
    refused(cast, "procurement_amount", "请勾选“政府采购”", procurement_amount="35")


def test_dates_the_wrong_way_round_are_refused_at_the_second(cast: Cast) -> None:
    refused(cast, "ends_on", "结束日期早于开始日期（2028-01-01）", starts_on="2028-01-01", ends_on="2026-12-31")


@pytest.mark.parametrize("text", ["2026-02-30", "明年", "2026-13-01"])
def test_a_date_that_there_is_not_is_refused(cast: Cast, text: str) -> None:
    refused(cast, "starts_on", "没有这个日期", starts_on=text)


def test_one_day_is_a_span(cast: Cast) -> None:
    assert sent(cast, starts_on="2026-01-01", ends_on="2026-01-01").status_code == 302


@pytest.mark.parametrize("name", ["", "   ", "\t\n"])
def test_a_project_has_a_name(cast: Cast, name: str) -> None:
    refused(cast, "name", "必填", name=name)


def test_a_name_pasted_from_a_cell_is_one_line(cast: Cast) -> None:
    sent(cast, name=" 农村公路\r\n 养护 ")
    assert Project.objects.get().name == "农村公路 养护"


def test_the_same_name_in_the_unit_is_asked_about(cast: Cast) -> None:
    Project.objects.create(department=cast.building, code="1", name="农村公路养护")
    seen = asked(cast, "name", "本单位已有同名项目（项目编码：1）")
    sent(cast, confirmed=seen)
    assert Project.objects.filter(name="农村公路养护").count() == 2


def test_what_was_written_is_still_there_after_a_refusal(cast: Cast) -> None:
    page = refused(cast, "ends_on", "早于", name="<养护>", starts_on="2028-01-01", ends_on="2026-12-31")
    assert 'value="&lt;养护&gt;"' in page
    assert 'value="2028-01-01"' in page


@pytest.mark.parametrize("who", ["reader", "unit_reviewer", "expert", "supervisor_reviewer", "administrator", "nobody"])
def test_nobody_but_an_author_makes_projects(cast: Cast, who: str) -> None:
    assert client_of(cast.people[who]).get(URL).status_code == 403
    assert sent(cast, who).status_code == 403
    assert not Project.objects.exists()


def test_an_author_of_another_unit_makes_none_here(cast: Cast) -> None:
    assert sent(cast, "other_author").status_code == 200
    assert not Project.objects.exists()


def test_an_anonymous_visitor_is_sent_to_sign_in(client: Any, db: None) -> None:
    assert client.post(URL, {"name": "x"}).headers["Location"] == "/sign-in/?next=/projects/new/"
    assert not Project.objects.exists()


def test_a_code_that_somebody_saved_a_moment_earlier_is_told_at_the_field(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The form has looked, found the code free, and then another request was quicker."""
    clean = ProjectForm.clean

    def overtaken(form: ProjectForm) -> Any:
        cleaned = clean(form)
        Project.objects.get_or_create(department=cast.water, name="别的项目", code=CODE)
        return cleaned

    monkeypatch.setattr(ProjectForm, "clean", overtaken)
    monkeypatch.setattr(Project, "validate_constraints", lambda project, exclude=None: None)
    answer = sent(cast)
    assert answer.status_code == 200
    assert "刚刚有人用这个项目编码建立了项目" in answer.content.decode()
    assert [project.name for project in Project.objects.all()] == ["别的项目"]
