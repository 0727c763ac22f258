"""The rows of the matrix role × route: what everybody gets at every address. test_access.py walks them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from tests.cast import PASSWORD, PEOPLE

WRITERS = ("author", "colleague")
STRANGERS = ("other_author", "other_section_reviewer", "nobody")
READERS = tuple(name for name in PEOPLE if name not in WRITERS + STRANGERS)
AUTHORS_ANYWHERE = (*WRITERS, "other_author")
SIGN_IN = "sign in"
"""What an anonymous visitor gets: the way to the page of signing in, and back."""


@dataclass(frozen=True)
class Row:
    """One address and method, and what each of the cast gets. ``args`` and ``data`` are read in the world of the test."""

    route: str
    method: str
    expected: Mapping[str, int | str]
    args: tuple[str, ...] = ()
    kwargs: Mapping[str, str] = field(default_factory=dict)
    data: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.method} {self.route}"


def to(status: int, *people: str) -> dict[str, int | str]:
    return dict.fromkeys(people, status)


EVERYBODY = to(200, *PEOPLE) | {"anonymous": SIGN_IN}
NOBODY_BY_THIS_METHOD = to(405, *PEOPLE)
READ = to(200, *WRITERS, *READERS) | to(404, *STRANGERS) | {"anonymous": SIGN_IN}
WRITE = to(302, *WRITERS) | to(403, *READERS) | to(404, *STRANGERS) | {"anonymous": SIGN_IN}
OPEN_A_FORM = WRITE | to(200, *WRITERS)
BEGIN = to(403, *PEOPLE) | to(302, *AUTHORS_ANYWHERE) | {"anonymous": SIGN_IN}
OPEN_TO_BEGIN = BEGIN | to(200, *AUTHORS_ANYWHERE)
FROM_THE_BIN = to(404, *PEOPLE) | to(302, *WRITERS) | {"anonymous": SIGN_IN}
BY_THE_ADMINISTRATOR = to(404, *PEOPLE) | to(200, "administrator") | {"anonymous": SIGN_IN}

SECTIONS = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-heading": "一、", "form-0-items": "甲", "form-0-ORDER": "1"}

ROWS = [
    # signing in and out, passwords, the unit
    Row("sign_in", "GET", to(302, *PEOPLE) | {"anonymous": 200}),
    Row("sign_in", "POST", to(302, *PEOPLE) | {"anonymous": 200}, data={"username": "author", "password": "wrong"}),
    Row("sign_out", "GET", NOBODY_BY_THIS_METHOD | {"anonymous": 405}),
    Row("sign_out", "POST", to(302, *PEOPLE) | {"anonymous": 302}),
    Row("change_password", "GET", EVERYBODY),
    Row(
        "change_password",
        "POST",
        to(302, *PEOPLE) | {"anonymous": SIGN_IN},
        data={"old_password": PASSWORD, "new_password1": "new-pass-2027-x", "new_password2": "new-pass-2027-x"},
    ),
    Row("switch_unit", "GET", NOBODY_BY_THIS_METHOD | {"anonymous": SIGN_IN}),
    Row(
        "switch_unit",
        "POST",
        to(404, *PEOPLE) | to(302, *WRITERS, "unit_reviewer", "expert", "reader") | {"anonymous": SIGN_IN},
        data={"unit": "building"},
    ),
    Row("switch_unit", "POST", to(302, *PEOPLE) | {"anonymous": SIGN_IN}, data={"unit": ""}),
    Row("reset_password", "GET", BY_THE_ADMINISTRATOR, ("author",)),
    Row("reset_password", "POST", BY_THE_ADMINISTRATOR, ("author",)),
    # tables
    Row("list_tables", "GET", EVERYBODY),
    Row("list_tables", "POST", NOBODY_BY_THIS_METHOD | {"anonymous": 405}),
    Row("view_table", "GET", READ, ("table",)),
    Row("view_table", "GET", to(404, *PEOPLE) | {"anonymous": SIGN_IN}, ("binned",)),
    Row("view_table", "POST", NOBODY_BY_THIS_METHOD | {"anonymous": 405}, ("table",)),
    Row("carry_over", "GET", NOBODY_BY_THIS_METHOD | {"anonymous": SIGN_IN}, ("table",)),
    Row("carry_over", "POST", WRITE, ("table",)),
    Row("delete_table", "GET", NOBODY_BY_THIS_METHOD | {"anonymous": SIGN_IN}, ("table",)),
    Row("delete_table", "POST", WRITE, ("table",), data={"version": "1"}),
    Row("delete_table", "POST", WRITE | to(403, *WRITERS), ("under_review",), data={"version": "1"}),
    Row("list_bin", "GET", EVERYBODY),
    Row("list_bin", "POST", NOBODY_BY_THIS_METHOD | {"anonymous": 405}),
    Row("restore_table", "GET", NOBODY_BY_THIS_METHOD | {"anonymous": SIGN_IN}, ("binned",)),
    Row("restore_table", "POST", FROM_THE_BIN, ("binned",)),
    Row("restore_table", "POST", to(404, *PEOPLE) | {"anonymous": SIGN_IN}, ("table",)),
    # projects
    Row("list_projects", "GET", EVERYBODY),
    Row("list_projects", "POST", NOBODY_BY_THIS_METHOD | {"anonymous": 405}),
    Row("create_project", "GET", OPEN_TO_BEGIN),
    Row(
        "create_project",
        "POST",
        BEGIN | to(200, "other_author"),  # of another unit: an error at the field
        data={"department": "building", "name": "新项目", "code": "", "not_secret": "on", "confirmed": ""},
    ),
    Row("create_table", "GET", OPEN_A_FORM, ("project",)),
    Row("create_table", "POST", WRITE, ("project",), data={"layout": "henan", "year": "2030", "round": "first"}),
    # attachments
    Row("upload_attachment", "GET", NOBODY_BY_THIS_METHOD | {"anonymous": SIGN_IN}, ("table",)),
    Row("upload_attachment", "POST", WRITE, ("table",), data={"kind": "plan", "file": "FILE"}),
    Row("upload_attachment", "POST", WRITE | to(403, *WRITERS), ("under_review",), data={"kind": "plan", "file": "FILE"}),
    Row("download_attachment", "GET", READ, ("attachment",)),
    Row("download_attachment", "GET", to(404, *PEOPLE) | {"anonymous": SIGN_IN}, ("attachment_of_binned",)),
    Row("download_attachment", "POST", NOBODY_BY_THIS_METHOD | {"anonymous": 405}, ("attachment",)),
    Row("delete_attachment", "GET", NOBODY_BY_THIS_METHOD | {"anonymous": SIGN_IN}, ("attachment",)),
    Row("delete_attachment", "POST", WRITE, ("attachment",)),
    Row("delete_attachment", "POST", to(404, *PEOPLE) | {"anonymous": SIGN_IN}, ("attachment_of_binned",)),
    # 部门整体绩效目标
    Row("list_goals", "GET", EVERYBODY),
    Row("list_goals", "POST", NOBODY_BY_THIS_METHOD | {"anonymous": 405}),
    Row("create_goals", "GET", OPEN_TO_BEGIN),
    Row("create_goals", "POST", BEGIN | to(200, "other_author"), data={"department": "building", "year": "2031"}),
    Row("view_goals", "GET", READ, ("goals",)),
    Row("view_goals", "POST", NOBODY_BY_THIS_METHOD | {"anonymous": 405}, ("goals",)),
    Row("edit_goals", "GET", OPEN_A_FORM, ("goals",)),
    Row("edit_goals", "POST", WRITE, ("goals",), data={"version": "1", "part": "", "title": "目标", **SECTIONS}),
    # what is given out
    *(
        Row("download_table", "GET", READ, kwargs={"pk": "table", "variant": variant, "file_format": file_format})
        for variant, file_format in [*product(["draft"], ["pdf", "xlsx", "docx", "html", "json"]), ("filed", "pdf"), ("filed", "json")]
    ),
    Row(
        "download_table", "GET", to(404, *PEOPLE) | {"anonymous": SIGN_IN}, kwargs={"pk": "table", "variant": "draft", "file_format": "exe"}
    ),
    Row(
        "download_table",
        "GET",
        to(404, *PEOPLE) | {"anonymous": SIGN_IN},
        kwargs={"pk": "table", "variant": "secret", "file_format": "pdf"},
    ),
    Row(
        "download_table",
        "GET",
        to(404, *PEOPLE) | {"anonymous": SIGN_IN},
        kwargs={"pk": "binned", "variant": "draft", "file_format": "pdf"},
    ),
    Row(
        "download_table",
        "POST",
        NOBODY_BY_THIS_METHOD | {"anonymous": 405},
        kwargs={"pk": "table", "variant": "draft", "file_format": "pdf"},
    ),
    Row("print_tables", "GET", NOBODY_BY_THIS_METHOD | {"anonymous": 405}),
    Row("print_tables", "POST", READ, data={"id": ["table", "under_review"], "variant": "draft"}),
    Row(
        "print_tables",
        "POST",
        to(404, *PEOPLE) | to(200, "performance_reviewer", "administrator") | {"anonymous": SIGN_IN},
        data={"id": ["table", "of_water"]},
    ),
    Row("print_tables", "POST", to(404, *PEOPLE) | {"anonymous": SIGN_IN}, data={"id": ["binned"]}),
    *(
        Row("download_goals", "GET", READ, kwargs={"pk": "goals", "file_format": file_format})
        for file_format in ("pdf", "xlsx", "docx", "html", "json")
    ),
    Row("download_goals", "GET", to(404, *PEOPLE) | {"anonymous": SIGN_IN}, kwargs={"pk": "goals", "file_format": "exe"}),
    Row("download_goals", "POST", NOBODY_BY_THIS_METHOD | {"anonymous": 405}, kwargs={"pk": "goals", "file_format": "pdf"}),
    Row("list_layouts", "GET", EVERYBODY),
    Row("list_layouts", "POST", NOBODY_BY_THIS_METHOD | {"anonymous": 405}),
    *(
        Row("download_blank", "GET", EVERYBODY, kwargs={"layout_id": layout, "file_format": "docx"})
        for layout in ("henan", "hebei", "national-2015", "department-goals")
    ),
    Row("download_blank", "GET", to(404, *PEOPLE) | {"anonymous": SIGN_IN}, kwargs={"layout_id": "atlantis", "file_format": "docx"}),
    Row("download_blank", "POST", NOBODY_BY_THIS_METHOD | {"anonymous": 405}, kwargs={"layout_id": "henan", "file_format": "docx"}),
]
