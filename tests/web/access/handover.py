"""工作移交: by the administrator."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.cast import PEOPLE, Cast
from tests.web.access.vocabulary import BY_THE_ADMINISTRATOR, Row, to


def world(cast: Cast, records: Mapping[str, Any]) -> dict[str, Any]:
    return {"authors_post": cast.author.posts.get(), "colleague": cast.colleague}


HANDED = {"to": "colleague", "posts": ["authors_post"], "day": "2026-01-31", "reason": "调离"}

ROWS = [
    Row("hand_over", "GET", BY_THE_ADMINISTRATOR, ("author",)),
    Row("hand_over", "POST", to(404, *PEOPLE) | to(302, "administrator") | {"anonymous": "sign in"}, ("author",), data=HANDED),
]
