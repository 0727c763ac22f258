"""/tables/<pk>/<variant>.<format> gives a table out as a file."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from perfgoals.exchange.reading import recover_file
from perfgoals.exchange.variants import TABLE_FORMATS, VARIANTS
from perfgoals.official.check_code import check_code
from perfgoals.official.mending import mend
from perfgoals.official.snapshot import from_json, to_json
from perfgoals.tables.models import TargetTable
from perfgoals.tables.record import to_snapshot
from tests.cast import Cast, client_of, published, stored
from tests.grid.formats.test_pdf import read, squeeze

OFFICE = "application/vnd.openxmlformats-officedocument."
TYPES = {
    "pdf": ("application/pdf", b"%PDF-"),
    "xlsx": (OFFICE + "spreadsheetml.sheet", b"PK"),
    "docx": (OFFICE + "wordprocessingml.document", b"PK"),
    "html": ("text/html; charset=utf-8", b"<!DOCTYPE html>"),
    "json": ("application/json", b"{"),
}
READERS = (
    "author",
    "unit_reviewer",
    "expert",
    "reader",
    "supervisor_reviewer",
    "section_reviewer",
    "performance_reviewer",
    "administrator",
)


def fetch(cast: Cast, table: TargetTable, name: str, somebody: str = "reader") -> HttpResponse:
    return client_of(cast.people[somebody]).get(f"/tables/{table.pk}/{name}")


@pytest.mark.parametrize("file_format", TABLE_FORMATS)
@pytest.mark.parametrize(("variant", "called"), [("draft", "送审稿"), ("filed", "申报版")])
def test_every_variant_in_every_format(cast: Cast, table: TargetTable, variant: str, called: str, file_format: str) -> None:
    answer = fetch(cast, table, f"{variant}.{file_format}")
    content_type, begins = TYPES[file_format]
    assert answer.status_code == 200
    assert answer["Content-Type"] == content_type
    assert answer.content.startswith(begins)
    assert answer["Content-Disposition"] == f"attachment; filename*=utf-8''{quote(f'人口变动抽样调查（{called}）.{file_format}')}"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("file_format", ["xlsx", "docx", "json"])
@pytest.mark.parametrize("name", ["henan-10", "henan-01", "hebei-01"])
def test_what_comes_out_is_what_is_stored(cast: Cast, name: str, variant: str, file_format: str) -> None:
    table = stored(mend(to_json(published(name)))[0], cast.building)
    TargetTable.objects.update(state="approved", approval_number="某财预〔2027〕15号", approved_on="2027-03-09", published_on="2027-04-01")
    data = fetch(cast, table, f"{variant}.{file_format}").content
    found = from_json(json.loads(data)) if file_format == "json" else recover_file(data).tables[0].snapshot
    assert found == to_snapshot(table)


def test_the_paper_says_which_record_it_is(cast: Cast, table: TargetTable) -> None:
    code = check_code(to_snapshot(table), table.pk)
    assert f"校验码：{code}" in squeeze("".join(read(fetch(cast, table, "filed.pdf").content, "-layout")))


def test_names_that_file_systems_forbid(cast: Cast, table: TargetTable) -> None:
    TargetTable.objects.update(project_name='../\\:*?"<>|\r\nSet-Cookie: a=b' + "长" * 200)
    answer = fetch(cast, table, "draft.json")
    assert "Set-Cookie" not in answer
    name = answer["Content-Disposition"]
    assert not any(quote(sign) in name for sign in '/\\:*?"<>|\r\n')
    assert name.endswith(quote("（送审稿）.json"))
    assert len(name) < 800


@pytest.mark.parametrize("somebody", READERS)
def test_whoever_may_read_may_download(cast: Cast, table: TargetTable, somebody: str) -> None:
    assert fetch(cast, table, "filed.json", somebody).status_code == 200


@pytest.mark.parametrize("somebody", ["other_author", "other_section_reviewer", "nobody"])
@pytest.mark.parametrize("name", ["draft.pdf", "filed.json"])
def test_strangers_find_nothing(cast: Cast, table: TargetTable, somebody: str, name: str) -> None:
    assert fetch(cast, table, name, somebody).status_code == 404


@pytest.mark.parametrize("name", ["draft.exe", "final.pdf", "draft.PDF", "draft.pdf.json", "..json", "draft.", ".pdf", "draft.xlsx%00"])
def test_other_variants_and_formats_are_not_found(cast: Cast, table: TargetTable, name: str) -> None:
    assert fetch(cast, table, name).status_code == 404


def test_visitors_sign_in_first(table: TargetTable) -> None:
    assert Client().get(f"/tables/{table.pk}/filed.pdf")["Location"].startswith("/sign-in/")


def test_what_cannot_be_printed_is_told_on_the_tables_page(cast: Cast, table: TargetTable) -> None:
    TargetTable.objects.update(layout="atlantis")
    client = client_of(cast.reader)
    answer = client.get(f"/tables/{table.pk}/filed.pdf", follow=True)
    assert answer.redirect_chain == [(f"/tables/{table.pk}/", 302)]
    assert "“人口变动抽样调查”印不出来：没有版式“atlantis”" in answer.content.decode()


def test_its_queries_are_few(cast: Cast, table: TargetTable) -> None:
    client = client_of(cast.reader)
    with CaptureQueriesContext(connection) as met:
        client.get(f"/tables/{table.pk}/filed.xlsx")
    assert len(met) == 8  # session, person, posts, the table, its amounts and their parts, stages, rows
