"""/goals/<pk>.<format> gives 部门整体绩效目标 out as a file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from perfgoals.accounts.models import Department
from perfgoals.exchange.reading import recover_file
from perfgoals.official.department_goals import DepartmentGoals as Record
from perfgoals.official.department_goals import goals_to_json, mend_goals
from perfgoals.tables.goals_storing import store_goals
from perfgoals.tables.models import DepartmentGoals
from tests.cast import Cast, client_of


@pytest.fixture
def record(tables: Path) -> Record:
    return mend_goals(json.loads((tables / "json" / "hebei-overall-goals.json").read_text(encoding="utf-8")))[0]


@pytest.fixture
def goals(cast: Cast, record: Record) -> DepartmentGoals:
    Department.objects.filter(pk=cast.building.pk).update(code=record.department.code, name=record.department.name)
    return store_goals(record, create=False)


def downloaded(cast: Cast, goals: DepartmentGoals, file_format: str, who: str = "reader") -> Any:
    return client_of(cast.people[who]).get(f"/goals/{goals.pk}.{file_format}")


@pytest.mark.parametrize("file_format", ["docx", "xlsx"])
def test_what_is_given_out_is_read_back(cast: Cast, goals: DepartmentGoals, record: Record, file_format: str) -> None:
    assert recover_file(downloaded(cast, goals, file_format).content).goals == (record,)


def test_the_record_is_given_out_as_json(cast: Cast, goals: DepartmentGoals, record: Record) -> None:
    assert downloaded(cast, goals, "json").json() == goals_to_json(record)


@pytest.mark.parametrize(("file_format", "beginning"), [("pdf", b"%PDF"), ("html", b"<!DOCTYPE html>")])
def test_it_is_a_file_to_be_saved_under_its_name(cast: Cast, goals: DepartmentGoals, file_format: str, beginning: bytes) -> None:
    answer = downloaded(cast, goals, file_format)
    assert answer.content.startswith(beginning)
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert answer.headers["Content-Disposition"].endswith(f".{file_format}")


@pytest.mark.parametrize("file_format", ["exe", "PDF", "xls"])
def test_a_format_that_there_is_not_is_not_found(cast: Cast, goals: DepartmentGoals, file_format: str) -> None:
    assert downloaded(cast, goals, file_format).status_code == 404


@pytest.mark.parametrize("who", ["other_author", "other_section_reviewer", "nobody"])
def test_a_stranger_finds_nothing(cast: Cast, goals: DepartmentGoals, who: str) -> None:
    assert downloaded(cast, goals, "pdf", who).status_code == 404


def test_an_anonymous_visitor_is_sent_to_sign_in(client: Any, goals: DepartmentGoals) -> None:
    assert client.get(f"/goals/{goals.pk}.pdf").headers["Location"].startswith("/sign-in/")
