"""What stands around a decision: opinions begun, advice of experts, 常用审核意见, tables compared, attachments looked at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from perfgoals.review.models import Phrase
from perfgoals.review.notes.phrases import create_phrase
from perfgoals.review.transitions import STEPS
from perfgoals.tables.access import OPEN_TO_THE_AUTHOR
from tests.cast import PEOPLE, Cast
from tests.review.acting import WHOSE
from tests.web.access.vocabulary import BY_SCRIPT, NOBODY_BY_THIS_METHOD, READ, READERS, SIGN_IN, WRITERS, Row, to

REVIEWERS = tuple(name for name in PEOPLE if name.endswith("reviewer") or name in ("expert", "administrator"))
WITH_PHRASES = to(403, *PEOPLE) | to(200, *REVIEWERS) | {"anonymous": SIGN_IN}
KEEPERS = ("performance_reviewer", "administrator")
OWN = to(404, *PEOPLE) | to(302, "unit_reviewer") | {"anonymous": SIGN_IN}
SHARED = to(404, *PEOPLE) | to(403, *REVIEWERS) | to(302, *KEEPERS) | {"anonymous": SIGN_IN}


def world(cast: Cast, records: Mapping[str, Any]) -> dict[str, Any]:
    """Phrases of somebody's own and of the office, with others behind them, so that there is something to be moved past."""
    own, _ = (create_phrase(cast.unit_reviewer, text) for text in ("请量化", "请核对"))
    shared, _ = (Phrase.objects.create(text=text, order=order) for order, text in enumerate(("请补充效益指标", "请补充满意度指标")))
    return {"phrase": own, "shared_phrase": shared}


ANSWERS_IN_PLACE = ("save_opinion",)

WRITES_OPINIONS = {
    **{state: to(409, who) for state, who in WHOSE.items() if state not in OPEN_TO_THE_AUTHOR},
    **dict.fromkeys(("unit_confirmation", "approved"), to(409, *WRITERS)),
}
"""Who has an opinion to give in each state; 409, for the version that the row sends is the first."""

ROWS = [
    Row("save_opinion", "GET", NOBODY_BY_THIS_METHOD | {"anonymous": 405}, ("under_review",)),
    Row(
        "save_opinion",
        "POST",
        READ | to(403, *WRITERS, *READERS) | to(200, "unit_reviewer") | BY_SCRIPT,
        ("under_review",),
        data={"version": "1", "opinion": "请量化"},
    ),
    Row(
        "save_opinion",
        "POST",
        READ | to(403, *WRITERS, *READERS) | BY_SCRIPT,
        ("table",),
        data={"version": "1", "opinion": "请量化"},
        in_states=WRITES_OPINIONS,
    ),
    Row("advise_table", "GET", NOBODY_BY_THIS_METHOD | {"anonymous": 405}, ("under_review",)),
    Row(
        "advise_table",
        "POST",
        READ | to(403, *WRITERS, *READERS) | to(302, "expert"),
        ("under_review",),
        data={"version": "1", "text": "建议量化"},
    ),
    Row(
        "advise_table",
        "POST",
        READ | to(403, *WRITERS, *READERS),
        ("table",),
        data={"version": "1", "text": "建议量化"},
        in_states=dict.fromkeys(STEPS, to(409, "expert")),
    ),
    Row("compare_tables", "GET", READ, ("table",)),
    Row("compare_tables", "POST", NOBODY_BY_THIS_METHOD | {"anonymous": 405}, ("table",)),
    Row("view_attachment", "GET", READ, ("attachment",)),
    Row("view_attachment", "GET", to(404, *PEOPLE) | {"anonymous": SIGN_IN}, ("attachment_of_binned",)),
    Row("view_attachment", "POST", NOBODY_BY_THIS_METHOD | {"anonymous": 405}, ("attachment",)),
    Row("embed_attachment", "GET", READ, ("attachment",)),
    Row("embed_attachment", "GET", to(404, *PEOPLE) | {"anonymous": SIGN_IN}, ("attachment_of_binned",)),
    Row("embed_attachment", "POST", NOBODY_BY_THIS_METHOD | {"anonymous": 405}, ("attachment",)),
    Row("list_phrases", "GET", WITH_PHRASES),
    Row("list_phrases", "POST", NOBODY_BY_THIS_METHOD | {"anonymous": 405}),
    Row("create_phrase", "GET", NOBODY_BY_THIS_METHOD | {"anonymous": 405}),
    Row("create_phrase", "POST", WITH_PHRASES | to(302, *REVIEWERS), data={"text": "请说明"}),
    Row("create_phrase", "POST", to(403, *PEOPLE) | to(302, *KEEPERS) | {"anonymous": SIGN_IN}, data={"text": "请说明", "shared": "on"}),
    Row("edit_phrase", "GET", NOBODY_BY_THIS_METHOD | {"anonymous": 405}, ("phrase",)),
    Row("edit_phrase", "POST", OWN, ("phrase",), data={"text": "请说明"}),
    Row("edit_phrase", "POST", SHARED, ("shared_phrase",), data={"text": "请说明"}),
    Row("delete_phrase", "GET", NOBODY_BY_THIS_METHOD | {"anonymous": 405}, ("phrase",)),
    Row("delete_phrase", "POST", OWN, ("phrase",)),
    Row("delete_phrase", "POST", SHARED, ("shared_phrase",)),
    Row("move_phrase", "GET", NOBODY_BY_THIS_METHOD | {"anonymous": 405}, ("phrase",)),
    Row("move_phrase", "POST", OWN, ("phrase",), data={"to": "down"}),
    Row("move_phrase", "POST", SHARED, ("shared_phrase",), data={"to": "down"}),
]
