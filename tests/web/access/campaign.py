"""The campaign: rounds, late opening, progress."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from tests.cast import PEOPLE, Cast
from tests.review.campaign import extended, make_round
from tests.web.access.vocabulary import EVERYBODY, NOBODY_BY_THIS_METHOD, SIGN_IN, STRANGERS, Row, to

RUN_IT = ("performance_reviewer", "administrator")
BY_THE_CAMPAIGNERS = to(403, *PEOPLE) | to(200, *RUN_IT) | {"anonymous": SIGN_IN}
DONE_BY_THEM = BY_THE_CAMPAIGNERS | to(302, *RUN_IT)
UNSEEN = to(404, "nobody")


def world(cast: Cast, records: Mapping[str, Any]) -> dict[str, Any]:
    """A round of long ago that has closed but for one unit, and its 二上, for which there are no 控制数."""
    now, day = timezone.now(), timedelta(days=1)
    found = make_round(year=2015, closes_at=now - day, opens_at=None)
    return {"round": found, "second": make_round("second", year=2015), "extension": extended(found, cast, now + day, cast.building)}


CHANGES_NOTHING = ("issue_controls",)
"""Where there are none to be given out, whoever may is told so on the page."""


OVERSEE = to(403, *PEOPLE) | to(200, "supervisor_reviewer", "section_reviewer", "other_section_reviewer", *RUN_IT) | {"anonymous": SIGN_IN}
LATE = {"department": "all", "until": "2099-01-01T18:00", "reason": "停电"}

ROWS = [
    Row("list_rounds", "GET", EVERYBODY),
    Row("list_rounds", "POST", NOBODY_BY_THIS_METHOD | {"anonymous": 405}),
    Row("create_round", "GET", BY_THE_CAMPAIGNERS),
    Row("create_round", "POST", DONE_BY_THEM, data={"year": "2016", "kind": "first"}),
    Row("create_round", "POST", BY_THE_CAMPAIGNERS, data={"year": "2015", "kind": "first"}),
    Row("edit_round", "GET", BY_THE_CAMPAIGNERS | UNSEEN, ("round",)),
    Row("edit_round", "POST", BY_THE_CAMPAIGNERS | UNSEEN, ("round",), data={"in_packages": "on", "seen": "stale"}),
    Row("extend_round", "GET", BY_THE_CAMPAIGNERS | UNSEEN, ("round",)),
    Row("extend_round", "POST", DONE_BY_THEM | UNSEEN, ("round",), data=LATE),
    Row(
        "extend_round",
        "POST",
        BY_THE_CAMPAIGNERS | UNSEEN,
        ("round",),
        data=LATE | {"until": "2015-01-01T18:00"},
    ),
    Row("issue_controls", "GET", BY_THE_CAMPAIGNERS | UNSEEN, ("second",)),
    Row("issue_controls", "POST", DONE_BY_THEM | UNSEEN, ("second",)),
    Row("revoke_extension", "GET", NOBODY_BY_THIS_METHOD | {"anonymous": 405}, ("extension",)),
    *(Row(route, "GET", OVERSEE) for route in ("view_progress", "download_progress", "download_reminders")),
    *(Row(route, "GET", EVERYBODY) for route in ("compare_rounds", "download_comparison")),
    *(
        Row(route, "POST", NOBODY_BY_THIS_METHOD | {"anonymous": 405})
        for route in ("view_progress", "download_progress", "download_reminders", "compare_rounds", "download_comparison")
    ),
    Row("revoke_extension", "POST", DONE_BY_THEM | to(404, *STRANGERS), ("extension",)),
]
