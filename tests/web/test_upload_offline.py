"""/offline/ takes an offline file and shows what it would change; it saves nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from perfgoals.exchange import offline_views
from perfgoals.exchange.offline import receiving
from perfgoals.exchange.offline.mark import Mark
from perfgoals.grid.formats.package import MAX_FILE
from perfgoals.tables.editing.keyed import keyed_of
from perfgoals.tables.editing.saving import save
from perfgoals.tables.models import TargetTable
from tests.cast import Cast, client_of, published, stored
from tests.dumping import dump
from tests.exchange.offline.excel import Excel

SAVE = "00000000-0000-4000-8000-0000000000ff"


def downloaded(cast: Cast, table: TargetTable, fill: Callable[[Excel], object] = lambda excel: None) -> bytes:
    """The table's offline file as the author has filled it in."""
    excel = Excel(client_of(cast.people["author"]).get(f"/tables/{table.pk}/offline.xlsx").content)
    fill(excel)
    return excel.saved()


def twelve(excel: Excel) -> None:
    excel.type(excel.beside("年度资金总额"), 12)


def sent(client: Client, data: bytes, name: str = "离线.xlsx") -> Any:
    return client.post("/offline/", {"file": SimpleUploadedFile(name, data)})


def compared(cast: Cast, data: bytes, who: str = "author") -> Any:
    """The page's own words for the comparison; nothing has been changed by it."""
    before = dump()
    answer = sent(client_of(cast.people[who]), data)
    assert answer.status_code == 200
    assert dump() == before
    return answer


def differences(answer: Any) -> list[tuple[str, str, str, str, str]]:
    return [
        (each.place, each.base, each.now, each.file, each.kind)
        for received in answer.context["received"]
        for each in received.comparison.differences
    ]


def refusals(answer: Any) -> list[str]:
    return [received.refusal for received in answer.context["received"]]


def test_the_page_offers_what_there_is_to_download(cast: Cast, table: TargetTable) -> None:
    page = client_of(cast.author).get("/offline/").content.decode()
    assert f'href="/offline/{cast.building.pk}/2021.xlsx"' in page
    assert "建设局 2021年度（1 张）" in page


def test_only_real_differences_are_shown(cast: Cast, table: TargetTable) -> None:
    answer = compared(cast, downloaded(cast, table, twelve))
    assert differences(answer) == [("年度资金总额", "10", "10", "12", "file only")]
    page = answer.content.decode()
    assert f'value="{table.pk}:funding.annual.total" checked' in page
    assert "系统现在是第 1 版，文件是按第 1 版下载的" in page


def test_a_file_older_than_the_table_is_compared_three_ways(cast: Cast, table: TargetTable) -> None:
    data = downloaded(cast, table, twelve)
    change = {"do": "set", "path": "goals.annual", "text": "同事改的"}
    save(cast.colleague, table.pk, version=1, changes=[change, change | {"path": "funding.annual.total", "text": "13"}], save_id=SAVE)
    answer = compared(cast, data)
    assert differences(answer) == [("年度资金总额", "10", "13", "12", "both")]
    page = answer.content.decode()
    assert "两边都改过，请选择" in page
    assert f'value="{table.pk}:funding.annual.total">' in page, "what is there is kept unless somebody ticks it"
    assert "系统现在是第 2 版，文件是按第 1 版下载的" in page


def test_a_file_without_changes_leaves_nothing_to_decide(cast: Cast, table: TargetTable) -> None:
    answer = compared(cast, downloaded(cast, table))
    assert differences(answer) == []
    assert "文件与系统没有不同" in answer.content.decode()


def unmarked(excel: Excel) -> None:
    twelve(excel)
    excel.sheet.delete_cols(9, 2)


def test_without_its_mark_the_table_is_found_by_its_names_and_compared_two_ways(cast: Cast, table: TargetTable) -> None:
    answer = compared(cast, downloaded(cast, table, unmarked))
    assert [(place, now, file) for place, _, now, file, _ in differences(answer)] == [("年度资金总额", "10", "12")]
    assert "不知道这张表是按哪一版下载的" in answer.content.decode()


def test_or_by_its_project_code(cast: Cast, hebei_table: TargetTable) -> None:
    twin = stored(published("hebei-02"), cast.building)
    TargetTable.objects.filter(pk=twin.pk).update(project_name=hebei_table.project_name)

    def fill(excel: Excel) -> None:
        excel.type(excel.beside("预算数"), 20)
        excel.sheet.delete_cols(8)

    answer = compared(cast, downloaded(cast, hebei_table, fill))
    assert [received.table for received in answer.context["received"]] == [hebei_table]
    assert [file for *_, file, _ in differences(answer)] == ["20"]


def test_of_several_tables_with_these_names_none_is_guessed(cast: Cast, table: TargetTable) -> None:
    data = downloaded(cast, table, unmarked)
    stored(published("henan-10"), cast.building)
    assert refusals(compared(cast, data)) == ["这张表没有本系统的标记，同名项目有几张表，不知道是哪一张，没有比较；请从系统下载离线表填写"]


def test_a_version_that_is_not_kept_is_compared_two_ways(cast: Cast, table: TargetTable) -> None:
    data = downloaded(cast, table, lambda excel: (twelve(excel), mark(excel, table.pk, 99)))
    answer = compared(cast, data)
    assert len(differences(answer)) == 1
    assert "不知道这张表是按哪一版下载的" in answer.content.decode()


def mark(excel: Excel, table: int, version: int) -> None:
    head = excel.row_of("一级指标", "B")
    excel.type(f"I{head}", str(Mark(table, version, "period")))
    excel.type(f"J{head}", str(Mark(table, version, "annual")))


NOT_YOURS = "没有这张表或您不能修改，没有比较；请核对是否登录了填报本表的账号"


@pytest.mark.parametrize("who", ["other_author"])
def test_a_mark_opens_nobody_elses_table(cast: Cast, table: TargetTable, who: str) -> None:
    data = downloaded(cast, table, twelve)
    TargetTable.objects.update(project_name="机密")
    answer = compared(cast, data, who)
    assert refusals(answer) == [NOT_YOURS]
    assert "机密" not in answer.content.decode()


def test_nor_does_a_forged_one(cast: Cast, table: TargetTable) -> None:
    of_water = stored(published("henan-10"), cast.water)
    for pk in (of_water.pk, 987654321, 10**18 - 1):
        assert refusals(compared(cast, downloaded(cast, table, lambda excel, pk=pk: mark(excel, pk, 1)))) == [NOT_YOURS]  # type: ignore[misc]


def test_a_table_that_has_left_its_author_cannot_be_changed(cast: Cast, table: TargetTable) -> None:
    data = downloaded(cast, table, twelve)
    TargetTable.objects.update(state="section_review")
    assert refusals(compared(cast, data)) == [NOT_YOURS]


def test_of_two_sheets_of_a_table_the_one_that_was_filled_in_is_compared(cast: Cast, table: TargetTable) -> None:
    excel = Excel(downloaded(cast, table))
    excel.sheet = excel.book.copy_worksheet(excel.sheet)
    twelve(excel)
    answer = compared(cast, excel.saved())
    assert len(differences(answer)) == 1
    assert answer.context["received"][0].comparison.notes == ()


def test_of_two_that_were_filled_in_the_first_is_compared_and_that_is_said(cast: Cast, table: TargetTable) -> None:
    excel = Excel(downloaded(cast, table, twelve))
    excel.sheet = excel.book.copy_worksheet(excel.sheet)
    excel.type(excel.beside("年度资金总额"), 15)
    answer = compared(cast, excel.saved())
    assert [file for *_, file, _ in differences(answer)] == ["12"]
    assert "只比较了第 1 个工作表，没有比较第 2 个" in answer.content.decode()


def test_markup_in_a_file_is_text_on_the_page(cast: Cast, table: TargetTable) -> None:
    data = downloaded(cast, table, lambda excel: excel.type(excel.beside("年度资金总额"), "<img src=x onerror=alert(1)>"))
    page = compared(cast, data).content.decode()
    assert "<img" not in page
    assert "&lt;img" in page


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"", "空文件"), (b"<html>", "没有读入"), (b"PK\x03\x04", "没有读入"), (b"%PDF-1.7", "没有读入")],
)
def test_what_is_no_workbook_is_said_to_be_none(cast: Cast, table: TargetTable, data: bytes, said: str) -> None:
    before = dump()
    answer = sent(client_of(cast.author), data, "<b>.xlsx")
    assert answer.context["error"]
    assert dump() == before
    assert "<b>" not in answer.content.decode()


def test_no_file_is_said_to_be_none(cast: Cast) -> None:
    assert "请选择要上传的离线表文件" in client_of(cast.author).post("/offline/").content.decode()


def test_a_file_too_large_is_refused_unread(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(offline_views, "read_offline", lambda data: pytest.fail("it has been read"))
    answer = sent(client_of(cast.author), b"PK".ljust(2 * MAX_FILE))
    assert "文件超过 20 MB，没有读入" in answer.context["error"]


def test_too_many_tables_are_refused(cast: Cast, table: TargetTable, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(offline_views, "MOST_TABLES", 0)
    assert "一次最多比较 0 张" in sent(client_of(cast.author), downloaded(cast, table)).context["error"]


def test_more_rows_than_a_side_holds_are_not_compared(cast: Cast, table: TargetTable, monkeypatch: pytest.MonkeyPatch) -> None:
    """Comparing takes the square of their number."""

    def one_more(excel: Excel) -> None:
        excel.type(f"G{excel.spare('质量指标', 'G', 'F')}", "资料归档率")

    monkeypatch.setattr(receiving, "MOST_ROWS", 3)
    assert refusals(compared(cast, downloaded(cast, table))) == [""]  # what stands in the table already may come back
    assert refusals(compared(cast, downloaded(cast, table, one_more))) == ["一侧的指标超过 3 行，没有比较，请删去多余的行后再上传"]


def test_a_page_too_large_is_refused(cast: Cast, table: TargetTable, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(offline_views, "LARGEST", 10)
    assert "一页放不下" in sent(client_of(cast.author), downloaded(cast, table, twelve)).context["error"]


@pytest.mark.parametrize("who", ["reader", "unit_reviewer", "section_reviewer", "administrator", "nobody"])
def test_whoever_writes_nowhere_has_nothing_to_upload(cast: Cast, who: str) -> None:
    client = client_of(cast.people[who])
    assert client.get("/offline/").status_code == 403
    assert sent(client, b"x").status_code == 403


def test_a_visitor_signs_in_first(db: None) -> None:
    assert Client().get("/offline/")["Location"].startswith("/sign-in/")
    assert sent(Client(), b"x")["Location"].startswith("/sign-in/")


def test_the_form_needs_its_token(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.author)
    assert sent(client, b"x").status_code == 403


def test_its_queries_do_not_grow_with_the_tables(cast: Cast, table: TargetTable, django_assert_num_queries: Any) -> None:
    for _ in range(3):
        stored(published("henan-10"), cast.building)
    client = client_of(cast.author)
    data = client.get(f"/offline/{cast.building.pk}/2021.xlsx").content
    with django_assert_num_queries(10):  # session, person, posts, what waits, the tables, amounts and their parts, stages, rows
        assert len(sent(client, data).context["received"]) == 4


def test_the_record_that_is_compared_is_the_one_stored(cast: Cast, table: TargetTable) -> None:
    [received] = compared(cast, downloaded(cast, table)).context["received"]
    assert received.file.snapshot.indicators == keyed_of(received.table).snapshot.indicators
