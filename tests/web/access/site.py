"""Signing in, tables, the editor, projects, attachments, 部门整体绩效目标, prints."""

from __future__ import annotations

from itertools import product

from tests.cast import PASSWORD, PEOPLE
from tests.web.access.vocabulary import (
    AUTHORS_ANYWHERE,
    BEGIN,
    BY_SCRIPT,
    BY_THE_ADMINISTRATOR,
    EVERYBODY,
    FROM_THE_BIN,
    NOBODY_BY_THIS_METHOD,
    OPEN_A_FORM,
    OPEN_TO_BEGIN,
    PAGE_KEY,
    PASTING,
    READ,
    READERS,
    SAVING,
    SAVING_GOALS,
    SIGN_IN,
    STRANGERS,
    WRITE,
    WRITERS,
    WRITTEN_IN_EVERY_STATE,
    Row,
    to,
)

ANSWERS_IN_PLACE = ("reset_password",)
CHANGES_NOTHING = ("sign_in", "sign_out", "switch_unit", "paste_block")
"""What is posted there and accepted leaves every row as it is, but one's own session."""

ROWS = [
    # signing in and out, passwords, the unit
    Row("sign_in", "GET", to(302, *PEOPLE) | {"anonymous": 200}),
    Row("sign_in", "POST", to(302, *PEOPLE) | {"anonymous": 200}, data={"username": "author", "password": "wrong"}),
    Row("sign_in_again", "GET", NOBODY_BY_THIS_METHOD | {"anonymous": 405}),
    Row("sign_in_again", "POST", to(400, *PEOPLE) | {"anonymous": 400}, data={"username": "author", "password": "wrong"}),
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
    # the editor
    Row("edit_table", "GET", OPEN_A_FORM, ("table",)),
    Row("edit_table", "GET", OPEN_A_FORM | to(403, *WRITERS), ("under_review",)),
    Row("edit_table", "GET", to(404, *PEOPLE) | {"anonymous": SIGN_IN}, ("binned",)),
    Row("edit_table", "POST", NOBODY_BY_THIS_METHOD | {"anonymous": 405}, ("table",)),
    Row("save_table", "GET", NOBODY_BY_THIS_METHOD | {"anonymous": 405}, ("table",)),
    Row("save_table", "POST", OPEN_A_FORM | BY_SCRIPT, ("table",), data=SAVING, is_json=True),
    Row("save_table", "POST", OPEN_A_FORM | to(403, *WRITERS) | BY_SCRIPT, ("under_review",), data=SAVING, is_json=True),
    Row("save_table", "POST", to(404, *PEOPLE) | BY_SCRIPT, ("binned",), data=SAVING, is_json=True),
    Row("read_table", "GET", READ | BY_SCRIPT, ("table",)),
    Row("read_table", "GET", to(404, *PEOPLE) | BY_SCRIPT, ("binned",)),
    Row("read_table", "POST", NOBODY_BY_THIS_METHOD | {"anonymous": 405}, ("table",)),
    Row("note_presence", "GET", NOBODY_BY_THIS_METHOD | {"anonymous": 405}, ("table",)),
    Row("note_presence", "POST", READ | BY_SCRIPT, ("table",), data={"tab": PAGE_KEY, "leaving": False}, is_json=True),
    Row("note_presence", "POST", to(404, *PEOPLE) | BY_SCRIPT, ("binned",), data={"tab": PAGE_KEY, "leaving": False}, is_json=True),
    Row("view_history", "GET", READ, ("table",)),
    Row("view_history", "GET", to(404, *PEOPLE) | {"anonymous": SIGN_IN}, ("binned",)),
    Row("view_history", "POST", NOBODY_BY_THIS_METHOD | {"anonymous": 405}, ("table",)),
    Row("view_version", "GET", READ, kwargs={"pk": "table", "version": "1"}),
    Row("view_version", "GET", to(404, *PEOPLE) | {"anonymous": SIGN_IN}, kwargs={"pk": "binned", "version": "1"}),
    Row("view_version", "POST", NOBODY_BY_THIS_METHOD | {"anonymous": 405}, kwargs={"pk": "table", "version": "1"}),
    Row("restore_version", "GET", NOBODY_BY_THIS_METHOD | {"anonymous": SIGN_IN}, kwargs={"pk": "table", "version": "1"}),
    Row("restore_version", "POST", WRITE, kwargs={"pk": "table", "version": "1"}, data={"version": "1"}),
    Row("restore_version", "POST", WRITE | to(403, *WRITERS), kwargs={"pk": "under_review", "version": "1"}, data={"version": "1"}),
    Row(
        "restore_version", "POST", to(404, *PEOPLE) | {"anonymous": SIGN_IN}, kwargs={"pk": "binned", "version": "1"}, data={"version": "1"}
    ),
    Row("paste_block", "GET", NOBODY_BY_THIS_METHOD | {"anonymous": 405}, ("table",)),
    Row("paste_block", "POST", OPEN_A_FORM | BY_SCRIPT, ("table",), data=PASTING, is_json=True),
    Row("paste_block", "POST", to(404, *PEOPLE) | BY_SCRIPT, ("binned",), data=PASTING, is_json=True),
    Row("preview_table", "GET", READ, ("table",)),
    Row("preview_table", "GET", to(404, *PEOPLE) | {"anonymous": SIGN_IN}, ("binned",)),
    Row("preview_table", "POST", NOBODY_BY_THIS_METHOD | {"anonymous": 405}, ("table",)),
    # the offline file
    Row("download_offline", "GET", OPEN_A_FORM, ("table",)),
    Row("download_offline", "GET", to(404, *PEOPLE) | {"anonymous": SIGN_IN}, ("binned",)),
    Row("download_offline", "GET", to(403, *WRITERS, *READERS) | to(404, *STRANGERS) | {"anonymous": SIGN_IN}, ("under_review",)),
    Row("download_offline", "POST", NOBODY_BY_THIS_METHOD | {"anonymous": 405}, ("table",)),
    Row("download_offline_unit", "GET", OPEN_A_FORM, kwargs={"department": "building", "year": "2027"}),
    Row("download_offline_unit", "POST", NOBODY_BY_THIS_METHOD | {"anonymous": 405}, kwargs={"department": "building", "year": "2027"}),
    Row("upload_offline", "GET", OPEN_TO_BEGIN),
    Row("upload_offline", "POST", OPEN_TO_BEGIN, data={"file": "FILE"}),
    Row("accept_offline", "GET", NOBODY_BY_THIS_METHOD | {"anonymous": 405}),
    Row("accept_offline", "POST", BEGIN | to(400, *AUTHORS_ANYWHERE), data={"page": "forged", "take": "1:goals.annual"}),
    # 指标库, 同类项目参照
    Row("list_library", "GET", EVERYBODY),
    Row("list_library", "POST", NOBODY_BY_THIS_METHOD | {"anonymous": 405}),
    Row("search_library", "GET", to(200, *PEOPLE) | BY_SCRIPT),
    Row("search_library", "POST", NOBODY_BY_THIS_METHOD | {"anonymous": 405}),
    Row("suggest_units", "GET", to(200, *PEOPLE) | BY_SCRIPT),
    Row("suggest_units", "POST", NOBODY_BY_THIS_METHOD | {"anonymous": 405}),
    Row("offer_library", "GET", READ | BY_SCRIPT, ("table",)),
    Row("offer_library", "POST", NOBODY_BY_THIS_METHOD | {"anonymous": 405}, ("table",)),
    Row("view_reference", "GET", READ | BY_SCRIPT, ("table",)),
    Row("view_reference", "POST", NOBODY_BY_THIS_METHOD | {"anonymous": 405}, ("table",)),
    # from year to year
    Row("carry_over", "GET", NOBODY_BY_THIS_METHOD | {"anonymous": SIGN_IN}, ("table",)),
    Row("carry_over", "POST", WRITE, ("table",), in_states=WRITTEN_IN_EVERY_STATE),
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
    Row("edit_project", "GET", OPEN_A_FORM, ("project",)),
    # not as it was seen: told, nothing saved
    Row("edit_project", "POST", OPEN_A_FORM, ("project",), data={"name": "新名", "code": "", "confirmed": "", "seen": ""}),
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
    Row("edit_goals", "POST", NOBODY_BY_THIS_METHOD | {"anonymous": 405}, ("goals",)),
    Row("save_goals", "GET", NOBODY_BY_THIS_METHOD | {"anonymous": 405}, ("goals",)),
    Row("save_goals", "POST", OPEN_A_FORM | BY_SCRIPT, ("goals",), data=SAVING_GOALS, is_json=True),
    Row("read_goals", "GET", READ | BY_SCRIPT, ("goals",)),
    Row("read_goals", "POST", NOBODY_BY_THIS_METHOD | {"anonymous": 405}, ("goals",)),
    Row("note_goals_presence", "GET", NOBODY_BY_THIS_METHOD | {"anonymous": 405}, ("goals",)),
    Row("note_goals_presence", "POST", READ | BY_SCRIPT, ("goals",), data={"tab": PAGE_KEY, "leaving": False}, is_json=True),
    Row("view_goals_history", "GET", READ, ("goals",)),
    Row("view_goals_history", "POST", NOBODY_BY_THIS_METHOD | {"anonymous": 405}, ("goals",)),
    Row("view_goals_version", "GET", READ, kwargs={"pk": "goals", "version": "1"}),
    Row("view_goals_version", "POST", NOBODY_BY_THIS_METHOD | {"anonymous": 405}, kwargs={"pk": "goals", "version": "1"}),
    Row("restore_goals", "GET", NOBODY_BY_THIS_METHOD | {"anonymous": SIGN_IN}, kwargs={"pk": "goals", "version": "1"}),
    Row("restore_goals", "POST", WRITE, kwargs={"pk": "goals", "version": "1"}, data={"version": "1"}),
    Row("preview_goals", "GET", READ, ("goals",)),
    Row("preview_goals", "POST", NOBODY_BY_THIS_METHOD | {"anonymous": 405}, ("goals",)),
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
