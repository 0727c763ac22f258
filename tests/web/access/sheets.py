"""审核表, 财政代改, 审核意见反馈表."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.cast import PEOPLE, Cast, published, stored
from tests.review.acting import bring
from tests.review.sheeting import filled, make_key
from tests.web.access.vocabulary import NOBODY_BY_THIS_METHOD, READ, SIGN_IN, WRITE, WRITERS, Row, to

BY_THE_SECTION = WRITE | to(403, *WRITERS) | to(302, "section_reviewer")

AT_FINANCE = to(404, *PEOPLE) | to(200, "section_reviewer", "performance_reviewer") | {"anonymous": SIGN_IN}
"""Who may have a sheet that is not decided upon yet."""


def world(cast: Cast, records: Mapping[str, Any]) -> dict[str, Any]:
    """A table of a 重点项目 before 股室审核岗."""
    graded = stored(published("henan-06"), cast.building, by=cast.author)
    make_key(graded)
    bring(cast, graded, "section_review")
    assert (graded.year, graded.round) == (2021, "first")  # as henan-04, which came back: it has its 审核意见反馈表
    return {"graded": graded}


_SHEET = {"version": "4", "based_on": "", **{f"grade-{code}": mark.grade for code, mark in filled().marks.items()}}
_FEEDBACK = {"department": "building", "year": "2021", "kind": "first", "file_format": "xlsx"}

ROWS = [
    Row("view_sheet", "GET", READ, ("graded",)),
    Row("view_sheet", "POST", NOBODY_BY_THIS_METHOD | {"anonymous": 405}, ("graded",)),
    Row("download_sheet", "GET", AT_FINANCE, kwargs={"pk": "graded", "file_format": "pdf"}),
    Row("download_sheet", "POST", NOBODY_BY_THIS_METHOD | {"anonymous": 405}, kwargs={"pk": "graded", "file_format": "xlsx"}),
    Row("download_feedback", "GET", READ, kwargs=_FEEDBACK),
    Row("download_feedback", "POST", NOBODY_BY_THIS_METHOD | {"anonymous": 405}, kwargs=_FEEDBACK),
    Row("save_sheet", "GET", NOBODY_BY_THIS_METHOD | {"anonymous": 405}, ("graded",)),
    Row("save_sheet", "POST", BY_THE_SECTION, ("graded",), data=_SHEET),
    Row(
        "save_sheet",
        "POST",
        WRITE | to(403, *WRITERS),
        ("table",),
        data=_SHEET | {"version": "1"},
        in_states={"section_review": to(0, "section_reviewer")},
    ),
]
