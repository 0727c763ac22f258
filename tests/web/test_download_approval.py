"""/approvals/<unit>/<year>/…: the list of one 文号, alone or with its tables; the same paper however late it is printed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from unittest.mock import patch
from urllib.parse import unquote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from perfgoals.exchange.reading import recover_file
from perfgoals.grid.formats.xlsx import read as read_xlsx
from perfgoals.review.models import PrintedCode
from perfgoals.tables.models import Project, TargetTable
from tests.cast import Cast, client_of, published, stored
from tests.grid.formats.test_pdf import inside, read, sizes, squeeze
from tests.review.acting import act, bring, lead, now

FIRST, SECOND = "某财预〔2027〕15号", "a/b?c=1&d <i>"


@pytest.fixture
def tables(cast: Cast) -> list[TargetTable]:
    """Two of the first document, one of the second, whose number tries to be an address."""
    made = [stored(published(name), cast.building, by=cast.author) for name in ("henan-10", "henan-01", "henan-04")]
    for table in made[:2]:
        bring(cast, table, "approved")
    bring(cast, made[2], "passed")
    act(cast.performance_reviewer, made[2], "approve", number=SECOND, approved=Decimal("12.5"))
    return made


def get(cast: Cast, what: str, somebody: str = "author", **query: str) -> Any:
    return client_of(cast.people[somebody]).get(f"/approvals/{cast.building.pk}/2021/{what}", query)


def text_of(answer: Any) -> str:
    return squeeze("".join(read(answer.content, "-layout")))


def test_the_list_says_what_one_document_approved(cast: Cast, tables: list[TargetTable]) -> None:
    answer = get(cast, "list.pdf", number=FIRST)
    said = text_of(answer)
    assert "年度项目支出绩效目标批复表清单" in said
    assert "批复文号：某财预〔2027〕15号批复日期：2026年3月1日" in said
    codes = PrintedCode.objects.filter(entry__act="approve").order_by("entry")
    assert [each.code in said for each in codes] == [True, True, False]
    assert "786.98853" in said  # 10 and 776.98853
    assert "批复表清单" in unquote(answer["Content-Disposition"])


def test_the_list_in_excel_has_numbers(cast: Cast, tables: list[TargetTable]) -> None:
    (sheet,) = read_xlsx(get(cast, "list.xlsx", number=SECOND).content)
    assert Decimal("12.5") in {cell.number for cell in sheet.cells}
    assert f"批复文号：{SECOND}　批复日期：2026年3月1日" in {cell.text for cell in sheet.cells}


def test_without_a_number_it_is_every_document_of_the_year(cast: Cast, tables: list[TargetTable]) -> None:
    assert len(read_xlsx(get(cast, "list.xlsx").content)) == 2


def test_the_tables_lie_behind_their_list_and_are_found_by_name(cast: Cast, tables: list[TargetTable]) -> None:
    pages = [squeeze(page) for page in read(get(cast, "tables.pdf", number=FIRST).content, "-layout")]
    assert "批复表清单" in pages[0]
    for table in tables[:2]:
        code = PrintedCode.objects.get(entry__act="approve", table=table).code
        assert any(squeeze(table.project_name) in page and f"校验码：{code}" in page for page in pages[1:])
    outline = inside(get(cast, "tables.pdf", number=FIRST).content).lower()
    for name in (f"批复表清单 {FIRST}", *(table.project_name for table in tables[:2])):
        assert name.encode("utf-16-be").hex().encode() in outline


def test_what_was_approved_is_printed_whatever_the_table_says_now(cast: Cast, tables: list[TargetTable]) -> None:
    before = get(cast, "tables.pdf", number=FIRST).content
    TargetTable.objects.filter(pk=tables[0].pk).update(project_name="改名", annual_goal="偷改的目标")
    Project.objects.filter(pk=tables[0].project_id).update(name="改名")
    assert get(cast, "tables.pdf", number=FIRST).content == before


def test_what_was_adjusted_since_is_marked(cast: Cast, tables: list[TargetTable]) -> None:
    lead(cast, tables[0], "request_adjustment")
    bring(cast, TargetTable.objects.get(adjusts=tables[0]), "passed")
    act(cast.performance_reviewer, TargetTable.objects.get(adjusts=tables[0]), "approve", number="另一号")
    assert "第1项批复后已调整，以调整后的批复为准" in text_of(get(cast, "list.pdf", number=FIRST))
    assert "已调整" not in text_of(get(cast, "list.pdf", number="另一号"))
    assert now(tables[0]).is_superseded


@pytest.mark.parametrize("what", ["list.docx", "tables.xlsx", "other.pdf"])
def test_other_files_are_not_found(cast: Cast, tables: list[TargetTable], what: str) -> None:
    assert get(cast, what).status_code == 404


def test_nothing_is_not_found(cast: Cast, tables: list[TargetTable]) -> None:
    assert get(cast, "list.pdf", number="没有").status_code == 404
    assert get(cast, "list.pdf", "other_author").status_code == 404


def test_a_key_larger_than_any_is_not_found(cast: Cast, tables: list[TargetTable]) -> None:
    for key in ("9" * 25, "0"):
        assert client_of(cast.performance_reviewer).get(f"/approvals/{key}/2021/list.pdf").status_code == 404


def test_too_many_are_told(cast: Cast, tables: list[TargetTable]) -> None:
    with patch("perfgoals.exchange.approval_views.MOST_AT_ONCE", 1):
        assert get(cast, "tables.pdf")["Location"] == "/approvals/"
        assert get(cast, "list.pdf").status_code == 200


def test_print_choices_turn_the_paper(cast: Cast, tables: list[TargetTable]) -> None:
    assert sizes(get(cast, "list.pdf", number=FIRST).content) == ["595.276 x 841.89"]
    assert sizes(get(cast, "list.pdf", number=FIRST, landscape="1").content) == ["841.89 x 595.276"]


def test_the_links_of_the_pages_lead_here(cast: Cast, tables: list[TargetTable]) -> None:
    client = client_of(cast.author)
    for page in (client.get("/approvals/"), client.get(f"/tables/{tables[2].pk}/")):
        text = page.content.decode()
        assert "number=a%2Fb%3Fc%3D1%26d%20%3Ci%3E" in text
    assert client.get(f"/approvals/{cast.building.pk}/2021/list.pdf?number=a%2Fb%3Fc%3D1%26d%20%3Ci%3E").status_code == 200


def test_its_queries_do_not_grow(cast: Cast, tables: list[TargetTable]) -> None:
    client = client_of(cast.author)
    counts = []
    for query in ({"number": SECOND}, {"number": FIRST}):
        with CaptureQueriesContext(connection) as met:
            client.get(f"/approvals/{cast.building.pk}/2021/tables.pdf", query)
        counts.append(len(met))
    assert counts[0] == counts[1] <= 10


def test_a_printed_table_is_read_back(cast: Cast, tables: list[TargetTable]) -> None:
    answer = client_of(cast.author).get(f"/tables/{tables[0].pk}/approved.xlsx?landscape=1&binding=1")
    assert len(recover_file(answer.content).tables) == 1
