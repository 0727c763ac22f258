"""The desk."""

from __future__ import annotations

from tests.cast import PEOPLE
from tests.web.access.approvals import of
from tests.web.access.vocabulary import EVERYBODY, NOBODY_BY_THIS_METHOD, READ, SIGN_IN, Row, to

REVIEWERS = ("unit_reviewer", "supervisor_reviewer", "section_reviewer", "performance_reviewer")
BY_REVIEWERS = to(403, *PEOPLE) | {"anonymous": SIGN_IN}

ROWS = [
    Row("view_desk", "GET", EVERYBODY),
    Row("view_desk", "POST", NOBODY_BY_THIS_METHOD | {"anonymous": 405}),
    Row("review_table", "GET", READ, ("table",)),
    Row("review_table", "POST", NOBODY_BY_THIS_METHOD | {"anonymous": 405}, ("table",)),
    Row("pass_tables", "GET", BY_REVIEWERS | to(302, *REVIEWERS, "other_section_reviewer")),  # with none chosen back to the desk
    Row("pass_tables", "POST", BY_REVIEWERS | to(302, *REVIEWERS) | to(404, "other_section_reviewer"), data=of("under_review", "1")),
]

CHANGES_ONLY_FOR = {"pass_tables": {"unit_reviewer"}}
"""Whose turn it is; the others are told why nothing was done."""
