"""/check-code/: what a paper is, told by its code, and no more of the table than its reader may see."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from perfgoals.official.check_code import check_code
from perfgoals.review.check_code_views import MOST_MISSES
from perfgoals.review.models import LogEntry, Package, PrintedCode
from perfgoals.tables.editing.saving import save
from perfgoals.tables.models import TargetTable
from perfgoals.tables.record import to_snapshot
from tests.cast import Cast, client_of
from tests.dumping import dump
from tests.grid.formats.test_pdf import read, squeeze
from tests.review.acting import act, answer_all, bring, lead, now
from tests.web.test_approve_tables import text_of

append_only = import_module("perfgoals.review.migrations.0002_append_only")
UNKNOWN = "没有上报过这样的内容"


@pytest.fixture(autouse=True)
def _no_guesses_yet() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def look_up(cast: Cast, code: str, somebody: str = "author") -> str:
    return text_of(client_of(cast.people[somebody]).get("/check-code/", {"code": code}))


def code_of(table: TargetTable) -> str:
    return check_code(to_snapshot(now(table)), table.pk)


def code_on_paper(cast: Cast, table: TargetTable, variant: str) -> str:
    """The code in the foot of the PDF that the unit prints."""
    pdf = client_of(cast.author).get(f"/tables/{table.pk}/{variant}.pdf").content
    return squeeze("".join(read(pdf, "-layout"))).partition("校验码：")[2][:14]


def change(cast: Cast, table: TargetTable, text: str = "另一个目标") -> None:
    change = {"do": "set", "path": "goals.annual", "text": text}
    save(cast.author, table.pk, version=now(table).version, changes=[change], save_id=str(uuid4()))


def test_before_any_act_a_print_is_unknown(cast: Cast, table: TargetTable) -> None:
    said = look_up(cast, code_on_paper(cast, table, "filed"))
    assert UNKNOWN in said
    assert "可能是上报以前印的" in said


def test_the_submitted_paper_is_what_was_submitted(cast: Cast, table: TargetTable) -> None:
    bring(cast, table, "section_review")
    code = code_on_paper(cast, table, "filed")
    assert code == PrintedCode.objects.get(entry__act="submit").code
    said = look_up(cast, code.lower().replace("-", " "))
    assert "与最近一次上报的内容一致" in said
    assert "alert-success" in said
    assert "人口变动抽样调查" in said
    assert "提交" in said


def test_the_approved_paper_is_what_was_approved(cast: Cast, table: TargetTable) -> None:
    bring(cast, table, "approved")
    codes = {code_on_paper(cast, table, variant) for variant in ("filed", "approved")}
    assert codes == {PrintedCode.objects.get(entry__act="approve").code}
    said = look_up(cast, codes.pop())
    assert "与批复的内容一致" in said
    assert "某财预〔2027〕15号" in said


def test_a_paper_that_was_changed_since_is_told(cast: Cast, table: TargetTable) -> None:
    bring(cast, table, "returned")
    first = code_of(table)
    change(cast, table)
    said = look_up(cast, first)
    assert "与最近一次上报的内容一致" in said
    assert "这张表现在又在修改，内容已与纸上不同" in said
    assert "alert-success" not in said
    assert UNKNOWN in look_up(cast, code_of(table))
    answer_all(cast, table)
    lead(cast, table, "submit")
    assert "与最近一次上报的内容不同：后来改过，又上报了" in look_up(cast, first)
    assert "alert-success" in look_up(cast, code_of(table))


def test_a_superseded_paper_is_told(cast: Cast, table: TargetTable) -> None:
    bring(cast, table, "approved")
    code = code_of(table)
    bring(cast, TargetTable.objects.get(pk=act(cast.author, table, "request_adjustment").told["table"]), "approved")
    said = look_up(cast, code)
    assert "这张表已被调整后的表取代" in said
    assert "alert-success" not in said


def test_a_stranger_learns_no_more_than_the_paper_says(cast: Cast, table: TargetTable) -> None:
    bring(cast, table, "section_review")
    said = look_up(cast, code_of(table), "nobody")
    assert "人口变动抽样调查" in said
    assert f"/tables/{table.pk}/" not in said
    for secret in (cast.author.name, "第 2 版", table.annual_goal[:20]):
        assert secret not in said
    assert cast.author.name in look_up(cast, code_of(table), "reader")


def test_a_table_in_the_bin_is_told(cast: Cast, table: TargetTable) -> None:
    bring(cast, table, "returned")
    code = code_of(table)
    TargetTable.objects.filter(pk=table.pk).update(deleted_at=timezone.now())
    said = look_up(cast, code)
    assert "这张表后来删除了" in said
    assert f'href="/tables/{table.pk}/"' not in said


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("emptied_log")
def test_what_somebody_tampered_with_is_not_vouched_for(cast: Cast, table: TargetTable) -> None:
    bring(cast, table, "section_review")
    code = code_of(table)
    with connection.schema_editor() as editor:
        append_only.remove(None, editor)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE review_logentry SET snapshot = REPLACE(snapshot, '人口变动', '人口流动')")
    with connection.schema_editor() as editor:
        append_only.install(None, editor)
    said = look_up(cast, code)
    assert "可能被改动过，不能作准" in said
    assert "alert-success" not in said


def test_a_code_of_somebody_elses_making_is_not_vouched_for(cast: Cast, table: TargetTable) -> None:
    bring(cast, table, "section_review")
    entry = LogEntry.objects.first()
    assert entry
    PrintedCode.objects.filter(entry=entry).update(code="AAAA-BBBB-CCCC")
    assert "可能被改动过，不能作准" in look_up(cast, "AAAA-BBBB-CCCC")


def test_a_package_is_found_and_a_later_one_is_told(cast: Cast) -> None:
    def report(number: int, code: str) -> None:
        Package.objects.create(
            department=cast.building,
            department_name="建设局",
            year=2027,
            round="first",
            number=number,
            save_id=uuid4(),
            reported_at=timezone.now(),
            reported_by=cast.author,
            reporter_name="张建",
            role="author",
            code=code,
        )

    report(1, "AAAA-AAAA-AAAA")
    assert "第 1 次上报" in look_up(cast, "aaaaaaaaaaaa")
    assert "张表" in look_up(cast, "aaaaaaaaaaaa")
    assert "张表" not in look_up(cast, "aaaaaaaaaaaa", "nobody").partition("送审包汇总表")[2]
    assert "后来又上报过" not in look_up(cast, "aaaaaaaaaaaa")
    report(2, "BBBB-BBBB-BBBB")
    assert "这个单位后来又上报过" in look_up(cast, "aaaaaaaaaaaa")


def test_what_is_no_code_is_a_sentence_and_text_is_text(cast: Cast) -> None:
    assert "您输入了 3 位" in look_up(cast, "ABC")
    page = client_of(cast.author).get("/check-code/", {"code": "<script>alert(1)</script>" * 9}).content.decode()
    assert "<script>alert" not in page


def test_guessing_is_slow_and_each_guesses_alone(cast: Cast, table: TargetTable) -> None:
    bring(cast, table, "section_review")
    before = dump()
    for _ in range(MOST_MISSES):
        assert UNKNOWN in look_up(cast, "2222-2222-2222", "nobody")
    assert "查不到的次数太多，请 15 分钟后再查" in look_up(cast, code_of(table), "nobody")
    assert "与最近一次上报的内容一致" in look_up(cast, code_of(table), "reader")
    assert dump() == before


def test_a_mistyped_code_is_no_guess(cast: Cast) -> None:
    for _ in range(MOST_MISSES + 1):
        look_up(cast, "2222")
    assert UNKNOWN in look_up(cast, "2222-2222-2222")
