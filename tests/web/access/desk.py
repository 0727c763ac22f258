"""The desk."""

from __future__ import annotations

from tests.web.access.vocabulary import EVERYBODY, NOBODY_BY_THIS_METHOD, READ, Row

ROWS = [
    Row("view_desk", "GET", EVERYBODY),
    Row("view_desk", "POST", NOBODY_BY_THIS_METHOD | {"anonymous": 405}),
    Row("review_table", "GET", READ, ("table",)),
    Row("review_table", "POST", NOBODY_BY_THIS_METHOD | {"anonymous": 405}, ("table",)),
]
