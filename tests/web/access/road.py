"""The road: acts, points, answers, notices."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from perfgoals.review.models import Notice
from perfgoals.review.points import mark_point
from perfgoals.review.transitions import STEPS
from tests.cast import PEOPLE, Cast, published, stored
from tests.review.acting import bring
from tests.web.access.vocabulary import EVERYBODY, NOBODY_BY_THIS_METHOD, ONLY_THE_UNIT_REVIEWER, PAGE_KEY, SIGN_IN, WRITE, WRITERS, Row, to


def world(cast: Cast, records: Mapping[str, Any]) -> dict[str, Any]:
    """A table that came back with a point, and one with a point still to be sent back, of which the reviewer was told."""
    returned, marked = (stored(published(name), cast.building, by=cast.author) for name in ("henan-04", "henan-05"))
    bring(cast, returned, "returned")
    bring(cast, marked, "unit_review")
    point = mark_point(cast.unit_reviewer, marked.pk, path="goals.annual", kind="must", text="请量化")
    notice = Notice.objects.create(to=cast.unit_reviewer, table=marked, entry=marked.log_entries.get(), sentence="请审核")
    return {"returned": returned, "returned_point": returned.return_points.get(), "marked_point": point, "notice": notice}


CHANGES_ONLY_FOR = {"read_notices": {"unit_reviewer"}}
"""Who has something there to be changed."""

ROWS = [
    # the road: acts, points, answers, notices
    Row("perform_act", "GET", NOBODY_BY_THIS_METHOD | {"anonymous": 405}, kwargs={"pk": "table", "act": "submit"}),
    Row("perform_act", "POST", WRITE, kwargs={"pk": "table", "act": "submit"}, data={"version": "1", "save": PAGE_KEY}),
    Row(
        "perform_act", "POST", ONLY_THE_UNIT_REVIEWER, kwargs={"pk": "under_review", "act": "pass"}, data={"version": "1", "save": PAGE_KEY}
    ),
    Row(
        "perform_act",
        "POST",
        to(404, *PEOPLE) | {"anonymous": SIGN_IN},
        kwargs={"pk": "binned", "act": "submit"},
        data={"version": "1", "save": PAGE_KEY},
    ),
    Row(
        "perform_act",
        "POST",
        to(404, *PEOPLE) | {"anonymous": SIGN_IN},
        kwargs={"pk": "table", "act": "print"},
        data={"version": "1", "save": PAGE_KEY},
    ),
    Row("mark_point", "GET", NOBODY_BY_THIS_METHOD | {"anonymous": 405}, ("under_review",)),
    Row("mark_point", "POST", ONLY_THE_UNIT_REVIEWER, ("under_review",), data={"path": "goals.annual", "kind": "must", "text": "请量化"}),
    Row(
        "mark_point",
        "POST",
        WRITE | to(403, *WRITERS),
        ("table",),
        data={"path": "goals.annual", "kind": "must", "text": "请量化"},
        in_states={state: to(302, str(role)) for state, role in (*STEPS.items(), ("passed", "performance_reviewer"))},
    ),
    Row("unmark_point", "GET", NOBODY_BY_THIS_METHOD | {"anonymous": 405}, ("marked_point",)),
    Row("unmark_point", "POST", ONLY_THE_UNIT_REVIEWER, ("marked_point",)),
    Row("unmark_point", "POST", to(404, *PEOPLE) | {"anonymous": SIGN_IN}, ("returned_point",)),
    Row("answer_points", "GET", NOBODY_BY_THIS_METHOD | {"anonymous": 405}, ("returned",)),
    Row("answer_points", "POST", WRITE, ("returned",), data={"answer-{returned_point}": "changed"}),
    Row("list_notices", "GET", EVERYBODY),
    Row("list_notices", "POST", NOBODY_BY_THIS_METHOD | {"anonymous": 405}),
    Row("read_notices", "GET", NOBODY_BY_THIS_METHOD | {"anonymous": 405}),
    Row("read_notices", "POST", to(302, *PEOPLE) | {"anonymous": SIGN_IN}),
    Row("read_notice", "GET", NOBODY_BY_THIS_METHOD | {"anonymous": 405}, ("notice",)),
    Row("read_notice", "POST", to(404, *PEOPLE) | to(302, "unit_reviewer") | {"anonymous": SIGN_IN}, ("notice",)),
]
