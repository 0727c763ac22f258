"""/approvals/leave-unfunded/: 未安排预算 for many at once."""

from __future__ import annotations

from perfgoals.review.models import LogEntry
from perfgoals.tables.models import BudgetFigures
from tests.cast import Cast, client_of, published, stored
from tests.review.acting import bring, now
from tests.web.forms_of import send
from tests.web.test_approve_tables import preview, text_of


def test_it_needs_neither_document_nor_amount(cast: Cast) -> None:
    tables = [bring(cast, stored(published(name), cast.building, by=cast.author), "passed") for name in ("henan-10", "henan-01")]
    client = client_of(cast.performance_reviewer)
    page = preview(client, [table.pk for table in tables], "leave_unfunded", number="", day="")
    assert "核对：未安排预算 2 张" in text_of(page)
    assert "批复数" not in text_of(page)
    done = send(client, page, "/approvals/leave-unfunded/")
    assert "未安排预算：办成 2 张" in text_of(done)
    assert {now(table).state for table in tables} == {"unfunded"}
    assert not BudgetFigures.objects.exists()
    assert LogEntry.objects.filter(act="leave_unfunded").count() == 2
