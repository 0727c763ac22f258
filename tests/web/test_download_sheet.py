"""/tables/<pk>/sheet.<format> and /tables/<pk>/sheets/<entry>.<format> print the 审核表."""

from __future__ import annotations

import subprocess
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.test import Client

from perfgoals.review.models import LogEntry
from perfgoals.tables.models import TargetTable
from tests.cast import Cast, client_of
from tests.review.acting import act, answer_all, bring
from tests.review.sheeting import fill, filled, make_key


@pytest.fixture
def under_review(cast: Cast, table: TargetTable) -> TargetTable:
    make_key(table)
    return bring(cast, table, "section_review")


def download(cast: Cast, who: str, table: TargetTable, name: str = "sheet.pdf") -> Any:
    return client_of(cast.people[who]).get(f"/tables/{table.pk}/{name}")


def text_of(answer: Any, *options: str) -> str:
    assert answer.status_code == 200
    said = subprocess.run(["pdftotext", *(options or ("-layout",)), "-", "-"], input=answer.content, capture_output=True, check=True)
    return said.stdout.decode()


def test_a_draft_says_so_and_is_printed_at_finance_only(cast: Cast, under_review: TargetTable) -> None:
    fill(cast.section_reviewer, under_review, filled("良"))
    answer = download(cast, "section_reviewer", under_review)
    assert "优□ 良☑ 中□ 差□" in text_of(answer)
    assert {"草", "稿"} <= set(text_of(answer, "-raw"))  # laid out, what rises across the page is left out
    assert "no-store" in answer.headers["Cache-Control"]
    assert download(cast, "performance_reviewer", under_review).status_code == 200
    for who in ("author", "reader", "supervisor_reviewer", "other_author"):
        assert download(cast, who, under_review).status_code == 404, who


def test_the_sheet_of_each_decision_can_be_printed_by_whoever_sees_the_table(cast: Cast, under_review: TargetTable) -> None:
    fill(cast.section_reviewer, under_review, filled("中"))
    returned = act(cast.section_reviewer, under_review, "send_back")
    answer_all(cast, under_review)
    act(cast.author, under_review, "submit")
    fill(cast.section_reviewer, under_review, filled("优"))
    passed = act(cast.section_reviewer, under_review, "pass", grade="")
    for entry, ticks in ((returned, "优□ 良□ 中☑ 差□"), (passed, "优☑ 良□ 中□ 差□")):
        assert ticks in text_of(download(cast, "author", under_review, f"sheets/{entry.number}.pdf"))
    latest = text_of(download(cast, "author", under_review))
    assert "优☑ 良□ 中□ 差□" in latest
    assert "审核人：孙股" in latest


def test_in_excel_scores_and_total_are_numbers(cast: Cast, under_review: TargetTable) -> None:
    fill(cast.section_reviewer, under_review, filled("优"))
    sheet = openpyxl.load_workbook(BytesIO(download(cast, "section_reviewer", under_review, "sheet.xlsx").content)).active
    assert sheet is not None
    values = {cell.value for row in sheet.iter_rows() for cell in row}
    assert {9.5, 14.3, "优☑ 良□ 中□ 差□"} <= values or {9.5, 14.2} <= values
    assert sheet.oddFooter.right.text is None or "草稿" in f"{sheet.oddFooter.left.text}{sheet.oddFooter.right.text}"


def test_the_empty_form_is_there_to_be_filled_in_by_hand(cast: Cast, under_review: TargetTable) -> None:
    said = text_of(download(cast, "section_reviewer", under_review))
    assert said.count("优□ 良□ 中□ 差□") == 9
    assert under_review.department_name in said
    assert "稿" not in text_of(download(cast, "section_reviewer", under_review), "-raw")


def test_what_is_not_there_is_404(cast: Cast, under_review: TargetTable) -> None:
    entry = LogEntry.objects.latest("number")  # one without a sheet
    for name in (f"sheets/{entry.number}.pdf", "sheets/999.pdf", "sheet.html", "sheet.json", "sheet.exe"):
        assert download(cast, "section_reviewer", under_review, name).status_code == 404, name
    assert Client().get(f"/tables/{under_review.pk}/sheet.pdf").headers["Location"].startswith("/sign-in/")
