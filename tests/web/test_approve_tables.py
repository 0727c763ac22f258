"""/approvals/approve/: chosen, looked at once more, confirmed; and what became of each."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any
from unittest.mock import patch

import pytest
from django.test import Client
from django.utils import timezone

from perfgoals.review.models import LogEntry
from perfgoals.review.points import mark_point
from perfgoals.review.verifying import verify
from perfgoals.tables.models import BudgetFigures, TargetTable
from tests.cast import Cast, client_of, published, stored
from tests.dumping import dump
from tests.review.acting import act, bring, now
from tests.web.forms_of import send

DOCUMENT = {"number": "某财预〔2027〕15号", "day": "2026-03-01"}
HOSTILE = "<script>alert(1)</script>=1+1"


@pytest.fixture
def tables(cast: Cast) -> list[TargetTable]:
    """Three that wait: 人口变动抽样调查 (10 万元), 智慧园区一期工程项目 and a made one."""
    waiting = [stored(published(name), cast.building, by=cast.author) for name in ("henan-10", "henan-01", "made-01")]
    return [bring(cast, table, "passed") for table in waiting]


@pytest.fixture
def client(cast: Cast) -> Client:
    return client_of(cast.performance_reviewer)


def preview(client: Client, ids: list[int], act: str = "approve", **said: str) -> Any:
    return send(client, client.get("/approvals/"), "/approvals/preview/", ids, act=act, **(DOCUMENT | said))


def keys(tables: list[TargetTable]) -> list[int]:
    return [table.pk for table in tables]


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_what_was_chosen_is_shown_and_then_approved(client: Client, tables: list[TargetTable]) -> None:
    page = preview(client, keys(tables[:2]))
    said = text_of(page)
    assert "核对：批复 2 张" in said
    assert "某财预〔2027〕15号" in said
    assert "请核实，见下表" not in said
    assert not LogEntry.objects.filter(act="approve").exists()
    done = send(client, page, "/approvals/approve/")
    assert done.redirect_chain == [("/approvals/result/", 302)]
    assert "批复：办成 2 张" in text_of(done)
    assert [now(table).state for table in tables] == ["approved", "approved", "passed"]
    assert {now(table).approval_number for table in tables[:2]} == {"某财预〔2027〕15号"}
    assert BudgetFigures.objects.get(project=tables[0].project_id).approved == Decimal(10)
    assert verify()[1] == []


def test_another_amount_is_a_doubt_and_is_kept(client: Client, tables: list[TargetTable]) -> None:
    BudgetFigures.objects.create(project=tables[0].project, year=tables[0].year, control=Decimal(8))
    page = preview(client, keys(tables[:1]), **{f"{tables[0].pk}-approved": "85,000元"})
    assert "批复数与表中的年度资金总额不同；批复数超过控制数" in text_of(page)
    send(client, page, "/approvals/approve/")
    kept = BudgetFigures.objects.get(project=tables[0].project_id)
    assert (kept.control, kept.approved) == (Decimal(8), Decimal("8.5"))


def test_a_double_click_files_once(client: Client, tables: list[TargetTable]) -> None:
    page = preview(client, keys(tables))
    first, second = (send(client, page, "/approvals/approve/") for _ in range(2))
    assert "办成 3 张" in text_of(first)
    assert "办成 3 张" in text_of(second)
    assert LogEntry.objects.filter(act="approve").count() == 3


def test_of_what_others_decided_each_is_told_and_the_rest_is_done(cast: Cast, client: Client, tables: list[TargetTable]) -> None:
    page = preview(client, keys(tables))
    act(cast.performance_reviewer, tables[0], "send_back")
    act(cast.performance_reviewer, tables[1], "leave_unfunded")
    said = text_of(send(client, page, "/approvals/approve/"))
    assert "办成 1 张，没有办成 2 张" in said
    assert "周绩已于" in said
    assert "办理“退回”，这张表现在是“已退回”" in said
    assert [now(table).state for table in tables] == ["returned", "unfunded", "approved"]


def test_what_is_marked_and_not_returned_holds_its_table_alone(cast: Cast, client: Client, tables: list[TargetTable]) -> None:
    mark_point(cast.performance_reviewer, tables[0].pk, path="goals.annual", kind="must", text="改")
    said = text_of(send(client, preview(client, keys(tables[:2])), "/approvals/approve/"))
    assert "标出的 1 条意见还没有退回" in said
    assert [now(table).state for table in tables[:2]] == ["passed", "approved"]


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"number": ""}, "请填写批复文号和批复日期"),
        ({"day": ""}, "请填写批复文号和批复日期"),
        ({"number": "长" * 101}, "批复文号最多 100 个字，请核对"),
        ({"day": "明天"}, "批复日期请写成 2027-03-01 这样"),
        ({"day": str(timezone.localdate() + timedelta(days=2))}, "批复日期在今天之后，请核对"),
        ({"AMOUNT": "约10万"}, "批复数“约10万”不是数字，请以万元填写，如 35.6"),
        ({"AMOUNT": "-1"}, "批复数 -1 万元小于 0，请核对"),
    ],
)
def test_what_is_wrong_is_one_sentence_and_what_was_filled_in_stays(
    client: Client, tables: list[TargetTable], said: dict[str, str], sentence: str
) -> None:
    before = dump()
    filled = {name.replace("AMOUNT", f"{tables[0].pk}-approved"): text for name, text in said.items()}
    page = preview(client, keys(tables[:1]), **filled)
    assert page.status_code == 422
    assert f"{sentence}。" in text_of(page)
    assert f'value="{tables[0].pk}" checked' in text_of(page)
    for name, text in filled.items():
        assert name == "day" or f'value="{text}"' in text_of(page)
    assert dump() == before


def test_none_and_too_many_are_told(client: Client, tables: list[TargetTable]) -> None:
    assert "没有选中任何表，请先勾选要批复的表" in text_of(preview(client, []))
    assert preview(client, keys(tables) * 99).status_code == 200  # the same ones ticked again and again
    with patch("perfgoals.review.approval_forms.MOST_AT_ONCE", 2):
        assert "选中了 3 张表，一次最多批复 2 张，请分几次办理" in text_of(preview(client, keys(tables)))


def test_the_confirming_form_is_checked_again(client: Client, tables: list[TargetTable]) -> None:
    page = preview(client, keys(tables))
    before = dump()
    for said in ({"number": ""}, {f"{tables[0].pk}-version": "x"}, {f"{tables[0].pk}-save": "x"}):
        answer = send(client, page, "/approvals/approve/", **said)
        assert answer.status_code == 422
        assert "没有办理“批复”" in text_of(answer)
    assert dump() == before


@pytest.mark.parametrize("forged", ["x", "-1", "999999", "9" * 30, "１", "1 OR 1=1"])
def test_forged_keys_are_not_found(client: Client, tables: list[TargetTable], forged: str) -> None:
    before = dump()
    for address in ("/approvals/preview/", "/approvals/approve/", "/approvals/leave-unfunded/"):
        assert client.post(address, {"id": [tables[0].pk, forged], "act": "approve", **DOCUMENT}).status_code == 404
    assert client.post("/approvals/preview/", {"id": tables[0].pk, "act": "publish", **DOCUMENT}).status_code == 404
    assert dump() == before


def test_text_is_text(client: Client, tables: list[TargetTable]) -> None:
    TargetTable.objects.filter(pk=tables[0].pk).update(project_name=HOSTILE)
    page = preview(client, keys(tables[:1]), number=HOSTILE)
    done = send(client, page, "/approvals/approve/")
    for shown in (client.get("/approvals/"), page, done):
        assert HOSTILE not in shown.content.decode()
        assert "&lt;script&gt;" in shown.content.decode()


def test_a_round_beside_the_amounts_of_an_adjustment(cast: Cast, client: Client, tables: list[TargetTable]) -> None:
    send(client, preview(client, keys(tables[:1])), "/approvals/approve/")
    new = TargetTable.objects.get(pk=act(cast.author, tables[0], "request_adjustment").told["table"])
    bring(cast, new, "passed")
    assert "原批复 10" in text_of(client.get("/approvals/"))
    page = preview(client, [new.pk], **{f"{new.pk}-approved": "12"})
    send(client, page, "/approvals/approve/")
    assert BudgetFigures.objects.get(project=tables[0].project_id).approved == Decimal(12)
    assert now(tables[0]).is_superseded
