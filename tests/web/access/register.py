"""登记导入: units and people by the administrator, projects and 控制数 also by 绩效审核岗."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from perfgoals.exchange.models import ColumnMapping
from tests.cast import PEOPLE, Cast
from tests.web.access.vocabulary import NOBODY_BY_THIS_METHOD, SIGN_IN, Row, to

CAMPAIGNERS = ("performance_reviewer", "administrator")
BY_CAMPAIGNERS = to(404, *PEOPLE) | to(200, *CAMPAIGNERS) | {"anonymous": SIGN_IN}
BY_THE_ADMINISTRATOR_ALONE = BY_CAMPAIGNERS | to(403, "performance_reviewer")

CHANGES_NOTHING = ("read_register", "preview_register")


def world(cast: Cast, records: Mapping[str, Any]) -> dict[str, Any]:
    """A mapping kept."""
    kept = {"kind": "projects", "digest": "0" * 64, "heads": ["甲"], "columns": ["code"], "saved_by": cast.administrator}
    return {"mapping": ColumnMapping.objects.create(**kept)}


ROWS = [
    Row("choose_register", "GET", BY_CAMPAIGNERS),
    Row("choose_register", "POST", NOBODY_BY_THIS_METHOD | {"anonymous": 405}),
    Row("read_register", "GET", NOBODY_BY_THIS_METHOD | {"anonymous": 405}, kwargs={"kind": "projects"}),
    Row("read_register", "POST", BY_CAMPAIGNERS, kwargs={"kind": "projects"}, data={"file": "FILE"}),
    Row("read_register", "POST", BY_THE_ADMINISTRATOR_ALONE, kwargs={"kind": "units"}, data={"file": "FILE"}),
    Row("read_register", "POST", BY_THE_ADMINISTRATOR_ALONE, kwargs={"kind": "people"}, data={"file": "FILE"}),
    Row("read_register", "POST", to(404, *PEOPLE) | {"anonymous": SIGN_IN}, kwargs={"kind": "secrets"}, data={"file": "FILE"}),
    Row("preview_register", "GET", NOBODY_BY_THIS_METHOD | {"anonymous": 405}, kwargs={"kind": "projects"}),
    Row("preview_register", "POST", BY_CAMPAIGNERS | to(400, *CAMPAIGNERS), kwargs={"kind": "projects"}, data={"page": "forged"}),
    Row(
        "preview_register",
        "POST",
        BY_THE_ADMINISTRATOR_ALONE | to(400, "administrator"),
        kwargs={"kind": "people"},
        data={"page": "forged"},
    ),
    Row("import_register", "GET", NOBODY_BY_THIS_METHOD | {"anonymous": 405}, kwargs={"kind": "projects"}),
    Row("import_register", "POST", BY_CAMPAIGNERS | to(400, *CAMPAIGNERS), kwargs={"kind": "projects"}, data={"page": "forged"}),
    Row(
        "import_register", "POST", BY_THE_ADMINISTRATOR_ALONE | to(400, "administrator"), kwargs={"kind": "people"}, data={"page": "forged"}
    ),
    Row("download_register", "GET", BY_CAMPAIGNERS, kwargs={"kind": "projects"}),
    Row("download_register", "GET", BY_THE_ADMINISTRATOR_ALONE, kwargs={"kind": "units"}),
    Row("download_register", "GET", BY_THE_ADMINISTRATOR_ALONE, kwargs={"kind": "people"}),
    Row("download_register", "POST", NOBODY_BY_THIS_METHOD | {"anonymous": 405}, kwargs={"kind": "projects"}),
    Row("delete_mapping", "GET", NOBODY_BY_THIS_METHOD | {"anonymous": 405}, ("mapping",)),
    Row("delete_mapping", "POST", BY_CAMPAIGNERS | to(302, *CAMPAIGNERS), ("mapping",)),
]
