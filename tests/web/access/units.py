"""单位合并: by the administrator."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.cast import PEOPLE, Cast
from tests.web.access.vocabulary import BY_THE_ADMINISTRATOR, SIGN_IN, Row, to


def world(cast: Cast, records: Mapping[str, Any]) -> dict[str, Any]:
    return {"water": cast.water}


MERGED = {"into": "water", "last_day": "2026-01-31", "with_posts": "on"}

ROWS = [
    Row("merge_unit", "GET", BY_THE_ADMINISTRATOR, ("building",)),
    Row("merge_unit", "POST", to(404, *PEOPLE) | to(302, "administrator") | {"anonymous": SIGN_IN}, ("building",), data=MERGED),
]
