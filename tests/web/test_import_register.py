"""/register/…/import/: what was shown is done, once."""

from __future__ import annotations

import re

import pytest
from django.contrib.admin.models import LogEntry

from perfgoals.accounts.models import Department, User
from perfgoals.exchange.models import ColumnMapping
from perfgoals.tables.models import BudgetFigures, Project
from tests.cast import Cast, client_of
from tests.dumping import dump
from tests.web.uploading import confirm, fields_of, upload

PROJECTS = (["项目编码", "项目名称", "单位名称", "控制数（元）"], ["P1", "道路", "建设局", 1200000], ["P2", "坏", "建设局", "约50万"])


def test_projects_with_their_controls(cast: Cast) -> None:
    client = client_of(cast.performance_reviewer)
    page = upload(client, "projects", *PROJECTS).content.decode()
    before = dump()
    refused = confirm(client, "projects", page)
    assert "有 1 行有错误" in refused.content.decode()
    assert "涉密项目不得录入本系统。请确认" in confirm(client, "projects", page, skip_errors="on").content.decode()
    assert dump() == before
    done = confirm(client, "projects", page, skip_errors="on", not_secret="on")
    assert done.status_code == 302
    assert "已导入项目与控制数：新建 1 行，修改 0 行。有错误的 1 行没有导入。" in client.get("/register/").content.decode()
    assert BudgetFigures.objects.get().control == 120
    assert not Project.objects.filter(code="P2").exists()


def test_a_second_click_shows_that_nothing_is_left_to_do(cast: Cast) -> None:
    client = client_of(cast.administrator)
    page = upload(client, "units", ["单位编码", "单位名称"], ["300", "农业局"]).content.decode()
    assert confirm(client, "units", page).status_code == 302
    before = dump()
    again = confirm(client, "units", page).content.decode()
    assert "刚才有人改动了登记，什么都没有导入" in again
    assert "与现有的登记没有不同" in again
    assert dump() == before


def test_people_get_their_passwords_on_a_page_that_nobody_keeps(cast: Cast) -> None:
    client = client_of(cast.administrator)
    page = upload(client, "people", ["用户名", "姓名", "单位", "岗位"], ["liu", "刘新", "建设局", "经办岗"]).content.decode()
    done = confirm(client, "people", page)
    assert "no-store" in done.headers["Cache-Control"]
    (password,) = re.findall(r"\b[a-z2-9]{4}(?:-[a-z2-9]{4}){3}\b", done.content.decode())
    assert User.objects.get(username="liu").check_password(password)
    assert password not in str(dump())
    assert password not in str([vars(entry) for entry in LogEntry.objects.all()])


def test_a_page_changed_on_its_way_imports_nothing(cast: Cast) -> None:
    client = client_of(cast.administrator)
    page = upload(client, "units", ["单位编码", "单位名称"], ["300", "农业局"]).content.decode()
    before = dump()
    assert confirm(client, "units", page, page="forged").status_code == 400
    assert "什么都没有导入" in confirm(client, "units", page, **{"column-0": ""}).content.decode()  # not what was shown
    assert dump() == before


@pytest.mark.parametrize("kind", ["units", "people"])
def test_the_performance_office_imports_no_units_and_people(cast: Cast, kind: str) -> None:
    page = upload(client_of(cast.administrator), kind, ["单位名称", "用户名", "姓名"], ["新局", "new", "新"]).content.decode()
    before = dump()
    assert confirm(client_of(cast.performance_reviewer), kind, page).status_code == 403
    assert dump() == before


def test_the_next_file_of_the_same_heads_is_known(cast: Cast) -> None:
    client = client_of(cast.administrator)
    page = upload(client, "units", ["甲", "乙"], ["300", "农业局"]).content.decode()
    said = fields_of(page) | {"column-0": "code", "column-1": "name"}
    page = client.post("/register/units/preview/", said).content.decode()
    assert confirm(client, "units", page).status_code == 302
    assert ColumnMapping.objects.get().columns == ["code", "name"]
    page = upload(client, "units", ["甲", "乙"], ["301", "林业局"]).content.decode()
    assert "按管理员" in page
    assert confirm(client, "units", page).status_code == 302
    assert Department.objects.get(code="301").name == "林业局"
