"""批复 of many tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.cast import PEOPLE, Cast, published, stored
from tests.review.acting import act, bring
from tests.web.access.vocabulary import EVERYBODY, NOBODY_BY_THIS_METHOD, PAGE_KEY, READ, SIGN_IN, Row, to

FINANCE = to(403, *PEOPLE) | to(302, "performance_reviewer") | {"anonymous": SIGN_IN}

ARCHIVISTS = to(403, *PEOPLE) | to(200, "performance_reviewer", "administrator") | {"anonymous": SIGN_IN}


def world(cast: Cast, records: Mapping[str, Any]) -> dict[str, Any]:
    """A table that waits for 批复, one that is approved and one that is public."""
    passed, approved = (stored(published(name), cast.building, by=cast.author) for name in ("henan-06", "henan-07"))
    bring(cast, passed, "passed")
    bring(cast, approved, "approved")
    public = bring(cast, stored(published("henan-09"), cast.building, by=cast.author), "approved")
    act(cast.performance_reviewer, public, "publish")
    return {"passed": passed, "approved": approved}


def of(key: str, version: str = "6", **said: str) -> dict[str, Any]:
    """The form of one table."""
    return {"id": [key], f"{{{key}}}-version": version, f"{{{key}}}-save": PAGE_KEY, **said}


APPROVAL = {"act": "approve", "number": "某财预〔2027〕15号", "day": "2026-03-01"}


APPROVED = {"department": "building", "year": "2021"}

ROWS = [
    Row("list_approvals", "GET", EVERYBODY),
    Row("list_approvals", "POST", NOBODY_BY_THIS_METHOD | {"anonymous": 405}),
    Row("preview_approvals", "GET", NOBODY_BY_THIS_METHOD | {"anonymous": 405}),
    Row("preview_approvals", "POST", FINANCE | to(200, "performance_reviewer"), data=of("passed", **APPROVAL)),
    Row("approve_tables", "GET", NOBODY_BY_THIS_METHOD | {"anonymous": 405}),
    Row("approve_tables", "POST", FINANCE, data=of("passed", **APPROVAL)),
    Row("leave_tables_unfunded", "GET", NOBODY_BY_THIS_METHOD | {"anonymous": 405}),
    Row("leave_tables_unfunded", "POST", FINANCE, data=of("passed")),
    Row("view_result", "GET", to(302, *PEOPLE) | {"anonymous": SIGN_IN}),
    Row("view_result", "POST", NOBODY_BY_THIS_METHOD | {"anonymous": 405}),
    *(
        Row("download_approval", "GET", READ, kwargs=APPROVED | {"content": content, "file_format": file_format})
        for content, file_format in (("list", "pdf"), ("list", "xlsx"), ("tables", "pdf"))
    ),
    Row(
        "download_approval",
        "GET",
        to(404, *PEOPLE) | {"anonymous": SIGN_IN},
        kwargs=APPROVED | {"content": "tables", "file_format": "xlsx"},
    ),
    Row(
        "download_approval",
        "POST",
        NOBODY_BY_THIS_METHOD | {"anonymous": 405},
        kwargs=APPROVED | {"content": "list", "file_format": "pdf"},
    ),
    Row("list_publications", "GET", EVERYBODY),
    Row("list_publications", "POST", NOBODY_BY_THIS_METHOD | {"anonymous": 405}),
    Row("preview_publications", "GET", NOBODY_BY_THIS_METHOD | {"anonymous": 405}),
    Row("preview_publications", "POST", FINANCE | to(200, "performance_reviewer"), data=of("approved", "7")),
    Row("publish_tables", "GET", NOBODY_BY_THIS_METHOD | {"anonymous": 405}),
    Row("publish_tables", "POST", FINANCE, data=of("approved", "7")),
    *(
        Row("download_publications", "GET", READ, kwargs={"year": "2021", "content": content, "file_format": file_format})
        for content, file_format in (("tables", "pdf"), ("list", "xlsx"))
    ),
    Row(
        "download_publications",
        "POST",
        NOBODY_BY_THIS_METHOD | {"anonymous": 405},
        kwargs={"year": "2021", "content": "list", "file_format": "xlsx"},
    ),
    Row("list_archives", "GET", ARCHIVISTS),
    Row("list_archives", "POST", NOBODY_BY_THIS_METHOD | {"anonymous": 405}),
    Row("download_archive", "GET", ARCHIVISTS, kwargs={"year": "2021"}),
    Row("download_archive", "POST", NOBODY_BY_THIS_METHOD | {"anonymous": 405}, kwargs={"year": "2021"}),
    Row("look_up_code", "GET", EVERYBODY),
    Row("look_up_code", "POST", NOBODY_BY_THIS_METHOD | {"anonymous": 405}),
]
