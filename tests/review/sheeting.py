"""审核表 filled in, as tests need them."""

from __future__ import annotations

from decimal import Decimal

from perfgoals.accounts.models import User
from perfgoals.official.review_sheet import Mark, SheetRecord, review_form
from perfgoals.review.models import ReviewSheet
from perfgoals.review.sheets import draft_of, save_sheet, stamp_of
from perfgoals.tables.models import Project, TargetTable
from tests.review.acting import now

SHARES = {"优": 95, "良": 85, "中": 70, "差": 40}
"""A score in the middle of each band, in %."""


def marks(grade: str, **others: Mark) -> dict[str, Mark]:
    """All eight points with this grade and a score that goes with it; some of them otherwise."""
    scores = {point.code: Decimal(point.maximum) * SHARES[grade] / 100 for point in review_form().points}
    return {code: Mark(grade, f"{score:.1f}") for code, score in scores.items()} | others


def filled(grade: str = "优", **others: Mark) -> SheetRecord:
    return SheetRecord(is_key=True, marks=marks(grade, **others), opinion="符合要求")


def fill(user: User, table: TargetTable, record: SheetRecord | None = None) -> ReviewSheet:
    """Saved from a page that was opened just now."""
    known = now(table)
    return save_sheet(user, table.pk, version=known.version, based_on=stamp_of(draft_of(known)), filled=record or filled())


def posted(table: TargetTable, record: SheetRecord | None = None) -> dict[str, str]:
    """What the page of the sheet sends."""
    known, record = now(table), record or filled()
    data = {"version": str(known.version), "based_on": stamp_of(draft_of(known)), "opinion": record.opinion, "grade": record.grade}
    for code, mark in record.marks.items():
        data |= {f"grade-{code}": mark.grade, f"score-{code}": mark.score}
    return data


def make_key(table: TargetTable, is_key: bool = True) -> None:
    """The 重点项目 flag of its project."""
    Project.objects.filter(pk=table.project_id).update(is_key=is_key)
