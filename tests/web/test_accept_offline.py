"""/offline/accept/ saves what was ticked of a comparison, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import signing
from django.test import Client

from perfgoals.exchange.offline import accepting
from perfgoals.tables.editing.saving import save
from perfgoals.tables.models import Revision, TargetTable
from perfgoals.tables.record import to_snapshot
from tests.cast import Cast, client_of, published, stored
from tests.dumping import dump
from tests.exchange.offline.excel import Excel
from tests.web.test_upload_offline import SAVE, downloaded, sent, twelve


def fill(excel: Excel) -> None:
    """An amount, and a row more."""
    twelve(excel)
    row = excel.spare("质量指标", "G", "F")
    excel.type(f"G{row}", "资料归档率")
    excel.type(f"H{row}", "=100%")


def shown(cast: Cast, table: TargetTable, who: str = "author") -> Any:
    """The page with the comparison, as this person sees it."""
    return sent(client_of(cast.people[who]), downloaded(cast, table, fill))


def ids(answer: Any) -> list[str]:
    return [f"{each.table.pk}:{difference.id}" for each in answer.context["received"] for difference in each.comparison.differences]


def accept(cast: Cast, answer: Any, take: list[str], who: str = "author", *, follow: bool = False) -> Any:
    return client_of(cast.people[who]).post("/offline/accept/", {"page": answer.context["page"], "take": take}, follow=follow)


def record(table: TargetTable) -> Any:
    return to_snapshot(TargetTable.objects.with_contents().get(pk=table.pk))


def test_all_of_it(cast: Cast, table: TargetTable) -> None:
    answer = shown(cast, table)
    assert len(ids(answer)) == 2
    done = accept(cast, answer, ids(answer), follow=True)
    assert done.redirect_chain == [(f"/tables/{table.pk}/", 302)]
    assert "“人口变动抽样调查”采用了 2 处修改，现在是第 2 版。" in done.content.decode()
    now = record(table)
    assert str(now.funding.annual.total) == "12"
    assert [row.level3 for row in now.indicators.annual].count("资料归档率") == 1
    revision = Revision.objects.get(table=table, version=2)
    assert (revision.act, revision.saved_by) == ("import", cast.author)


def test_one_of_it(cast: Cast, table: TargetTable) -> None:
    before = record(table)
    answer = shown(cast, table)
    accept(cast, answer, ids(answer)[:1])
    now = record(table)
    assert str(now.funding.annual.total) == "12"
    assert now.indicators == before.indicators


def test_none_of_it(cast: Cast, table: TargetTable) -> None:
    answer = shown(cast, table)
    before = dump()
    assert "没有采用任何修改，仍是第 1 版" in accept(cast, answer, [], follow=True).content.decode()
    assert dump() == before


@pytest.mark.parametrize("take", [["x"], ["1:goals.annual"], ["999:funding.annual.total"], [":"], ["\0"]])
def test_what_was_not_offered_cannot_be_taken(cast: Cast, table: TargetTable, take: list[str]) -> None:
    answer = shown(cast, table)
    before = dump()
    assert accept(cast, answer, take).status_code == 302
    assert dump() == before


def test_a_second_click_does_nothing_twice(cast: Cast, table: TargetTable) -> None:
    answer = shown(cast, table)
    accept(cast, answer, ids(answer))
    before = dump()
    assert "现在是第 2 版" in accept(cast, answer, ids(answer), follow=True).content.decode()
    assert dump() == before


def test_a_table_changed_meanwhile_is_compared_anew_and_nothing_is_saved(cast: Cast, table: TargetTable) -> None:
    answer = shown(cast, table)
    change = {"do": "set", "path": "funding.annual.total", "text": "13"}
    save(cast.colleague, table.pk, version=1, changes=[change], save_id=SAVE)
    before = dump()
    again = accept(cast, answer, ids(answer))
    assert again.status_code == 200
    assert "没有保存：他人已修改，请核对" in again.content.decode()
    assert dump() == before
    [received] = again.context["received"]
    first = received.comparison.differences[0]
    assert (first.now, first.file, first.kind) == ("13", "12", "both")
    assert "采用了 2 处" in accept(cast, again, ids(again), follow=True).content.decode()
    assert str(record(table).funding.annual.total) == "12"


def test_of_several_tables_one_that_cannot_be_saved_leaves_the_others(cast: Cast, table: TargetTable) -> None:
    other = stored(published("henan-07"), cast.building)
    excel = Excel(client_of(cast.author).get(f"/offline/{cast.building.pk}/2021.xlsx").content)
    for sheet in excel.book.worksheets:
        excel.sheet = sheet
        twelve(excel)
    answer = sent(client_of(cast.author), excel.saved())
    assert len(ids(answer)) == 2
    TargetTable.objects.filter(pk=table.pk).update(state="unit_review")
    done = accept(cast, answer, ids(answer), follow=True)
    assert done.redirect_chain == [("/offline/", 302)]
    assert "没有这张表或您不能修改" in done.content.decode()
    assert str(record(table).funding.annual.total) == "10"
    assert str(record(other).funding.annual.total) == "12"


@pytest.mark.parametrize("page", ["", "x", "x" * 2_000_000, "\0", "ÿ:1:2"])
def test_a_page_that_was_not_ours_is_refused(cast: Cast, table: TargetTable, page: str) -> None:
    before = dump()
    answer = client_of(cast.author).post("/offline/accept/", {"page": page, "take": [f"{table.pk}:goals.annual"]})
    assert answer.status_code == 400
    assert "什么都没有保存，请重新上传文件" in answer.content.decode()
    assert dump() == before


def test_a_page_signed_for_something_else_is_refused(cast: Cast, table: TargetTable) -> None:
    page = signing.dumps({"user": cast.author.pk, "tables": []}, salt="another")
    assert client_of(cast.author).post("/offline/accept/", {"page": page}).status_code == 400


def test_a_page_of_another_person_is_refused(cast: Cast, table: TargetTable) -> None:
    answer = shown(cast, table)
    before = dump()
    refused = accept(cast, answer, ids(answer), "colleague")
    assert refused.status_code == 400
    assert "这一页不是您打开的" in refused.content.decode()
    assert dump() == before


def test_more_than_one_save_takes_is_refused(cast: Cast, table: TargetTable, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = shown(cast, table)
    monkeypatch.setattr(accepting, "MOST_CHANGES", 1)
    before = dump()
    said = accept(cast, answer, ids(answer), follow=True).content.decode()
    assert "没有保存：一次最多保存 1 格的修改，这里有 2 格，请少选一些" in said
    assert dump() == before
    assert "采用了 1 处修改" in accept(cast, answer, ids(answer)[:1], follow=True).content.decode()


def test_a_page_of_yesterday_is_refused(cast: Cast, table: TargetTable, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = shown(cast, table)
    monkeypatch.setattr(accepting, "_LONGEST_WAIT", -1)
    before = dump()
    assert accept(cast, answer, ids(answer)).status_code == 400
    assert dump() == before


def test_looking_accepts_nothing(cast: Cast) -> None:
    assert client_of(cast.author).get("/offline/accept/").status_code == 405


@pytest.mark.parametrize("who", ["reader", "section_reviewer", "administrator", "nobody"])
def test_whoever_writes_nowhere_accepts_nothing(cast: Cast, table: TargetTable, who: str) -> None:
    answer = shown(cast, table)
    before = dump()
    assert accept(cast, answer, ids(answer), who).status_code == 403
    assert dump() == before


def test_a_visitor_signs_in_first(db: None) -> None:
    assert Client().post("/offline/accept/", {"page": "x"})["Location"].startswith("/sign-in/")


def test_the_form_needs_its_token(cast: Cast, table: TargetTable) -> None:
    answer = shown(cast, table)
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.author)
    before = dump()
    assert client.post("/offline/accept/", {"page": answer.context["page"], "take": ids(answer)}).status_code == 403
    assert dump() == before


def test_its_queries_are_few(cast: Cast, table: TargetTable, django_assert_num_queries: Any) -> None:
    answer = shown(cast, table)
    client = client_of(cast.author)
    with django_assert_num_queries(19):
        client.post("/offline/accept/", {"page": answer.context["page"], "take": ids(answer)})
