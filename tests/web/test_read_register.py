"""/register/…/: the file is read and what it would do is shown; nothing is saved."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from perfgoals.grid.formats.package import MAX_FILE
from perfgoals.tables.models import BudgetFigures, Project
from tests.cast import Cast, client_of
from tests.dumping import dump
from tests.web.uploading import fields_of, upload

HEADS = ["项目编码", "项目名称", "单位名称", "控制数（元）"]


def test_the_page_says_what_would_happen_and_nothing_is_saved(cast: Cast) -> None:
    project = Project.objects.create(department=cast.building, code="P1", name="道路")
    BudgetFigures.objects.create(project=project, year=2027, control=100)
    before = dump()
    rows = [["P1", "道路", "建设局", 1200000], ["P2", "绿化", "建设局", 35], ["P3", "坏", "建设局", "约50万"]]
    page = upload(client_of(cast.performance_reviewer), "projects", ["2027年控制数"], HEADS, *rows).content.decode()
    assert "新建 <strong>1</strong> 行，修改 <strong>1</strong> 行" in page
    assert "有错误 1 行" in page
    assert "D5：控制数“约50万”不是数字" in page
    assert "<del>100 万元</del> → <ins>120 万元</ins>" in page
    assert "1,200,000 元 = 120 万元" in page
    assert "合计 <strong>120.0035</strong> 万元" in page
    assert "新建的项目都不涉及国家秘密、工作秘密" in page
    assert dump() == before


def test_without_a_money_unit_the_page_asks(cast: Cast) -> None:
    page = upload(client_of(cast.administrator), "projects", ["项目编码", "控制数"], ["P1", 100]).content.decode()
    assert "请选择是元还是万元" in page
    assert '<details class="register-columns mb-3" open>' in page
    assert 'name="seen"' not in page


def test_without_known_heads_the_page_asks(cast: Cast) -> None:
    page = upload(client_of(cast.administrator), "units", ["甲", "乙"], ["1", "2"]).content.decode()
    assert "请选择哪一列是单位编码或单位名称" in page
    assert fields_of(page)["column-0"] == ""


def test_what_is_text_stays_text(cast: Cast) -> None:
    page = upload(client_of(cast.administrator), "units", ["单位名称", "<b>头</b>"], ["<script>alert(1)</script>", "x"]).content.decode()
    assert "<script>alert" not in page
    assert "<b>头" not in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (SimpleUploadedFile("说明.pdf", b"%PDF-1.7\n"), "“说明.pdf”没有读入"),
        (SimpleUploadedFile("空.xlsx", b""), "没有读入"),
        ("no file", "请选择要上传的文件"),
    ],
)
def test_a_file_that_is_none_is_said_at_its_field(cast: Cast, file: object, sentence: str) -> None:
    answer = client_of(cast.administrator).post("/register/units/", {"file": file})
    assert sentence in answer.content.decode()
    assert 'id="error-units" role="alert"' in answer.content.decode()


def test_a_file_too_large_is_refused_before_it_is_read(cast: Cast) -> None:
    large = SimpleUploadedFile("大.xlsx", b"PK" + b"\0" * (MAX_FILE + 1_000_000))
    assert "文件超过 20 MB" in client_of(cast.administrator).post("/register/units/", {"file": large}).content.decode()


def test_looking_takes_as_many_queries_whatever_the_number_of_rows(cast: Cast) -> None:
    client, counted = client_of(cast.administrator), []
    for count in (2, 100):
        rows = [[f"P{n}", f"项目{n}", "建设局", n] for n in range(count)]
        with CaptureQueriesContext(connection) as queries:
            upload(client, "projects", HEADS, *rows)
        counted.append(len(queries))
    assert counted[0] == counted[1]
