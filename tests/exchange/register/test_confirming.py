"""All or nothing, only what was shown, as many statements whatever the number of rows, and noted."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext

from perfgoals.accounts.models import Department
from perfgoals.exchange.models import ColumnMapping
from perfgoals.exchange.register import confirming
from perfgoals.exchange.register.carried import LARGEST, Carried, Expired, sealed, unsealed
from perfgoals.exchange.register.confirming import ChangedMeanwhile, Consent, NotImported, plan_register, write_register
from perfgoals.exchange.register.fields import KINDS
from perfgoals.exchange.register.mapping import options_for, saved_mapping
from perfgoals.exchange.register.reading import Register
from perfgoals.tables.models import BudgetFigures, Project
from tests.cast import Cast
from tests.dumping import dump
from tests.exchange.register.books import imported, options_of, put_in, read

UNITS = (["单位编码", "单位名称"], ["300", "农业局"], ["101", "建设局新名"])


def written(cast: Cast, register: Register, said: Consent, kind: str = "units") -> Any:
    return write_register(cast.administrator, register, KINDS[kind], options_of(kind, register), said, source="单位.xlsx")


def signature(register: Register, kind: str = "units") -> str:
    return plan_register(register, KINDS[kind], options_of(kind, register)).signature


def test_looking_changes_nothing(cast: Cast) -> None:
    before = dump()
    signature(read("units", *UNITS))
    assert dump() == before


def test_what_changed_since_it_was_shown_is_shown_anew(cast: Cast) -> None:
    register = read("units", *UNITS)
    seen = signature(register)
    Department.objects.filter(code="101").update(name="有人改过的局")
    before = dump()
    with pytest.raises(ChangedMeanwhile) as refusal:
        written(cast, register, Consent(seen))
    assert dump() == before
    assert refusal.value.plan.entries[1].changes[0].before == "有人改过的局"


def test_a_second_click_does_nothing(cast: Cast) -> None:
    register = read("units", *UNITS)
    said = Consent(signature(register))
    written(cast, register, said)
    before = dump()
    with pytest.raises(ChangedMeanwhile):
        written(cast, register, said)
    assert dump() == before


def test_with_an_error_nothing_is_written_until_it_is_said(cast: Cast) -> None:
    register = read("units", *UNITS, ["=1", "坏局"])
    seen, before = signature(register), dump()
    with pytest.raises(NotImported, match="有 1 行有错误"):
        written(cast, register, Consent(seen))
    assert dump() == before
    assert written(cast, register, Consent(seen, skip_errors=True)).left_out == 1
    assert set(Department.objects.filter(code__in=["300", "101"]).values_list("name", flat=True)) == {"农业局", "建设局新名"}


def test_new_projects_are_said_not_to_be_secret(cast: Cast) -> None:
    register = read("projects", ["项目名称", "单位名称"], ["道路", "建设局"])
    seen, before = signature(register, "projects"), dump()
    with pytest.raises(NotImported, match="涉密项目不得录入本系统"):
        written(cast, register, Consent(seen), "projects")
    assert dump() == before


def test_a_register_without_news_is_not_written(cast: Cast) -> None:
    register = read("units", UNITS[0], ["101", "建设局"])
    with pytest.raises(NotImported, match="没有新的或有变化的内容"):
        written(cast, register, Consent(signature(register)))
    assert not ColumnMapping.objects.exists()


def test_what_fails_at_its_last_step_leaves_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    register = read("units", *UNITS)
    said, before = Consent(signature(register)), dump()

    def fail(*_: object) -> None:
        raise DatabaseError("the disk is full")

    monkeypatch.setattr(confirming, "save_mapping", fail)
    with pytest.raises(DatabaseError):
        written(cast, register, said)
    assert dump() == before


def test_what_the_database_refuses_is_said(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody makes the same unit between the last look and the writing."""
    register = read("units", *UNITS)
    said, before = Consent(signature(register)), dump()
    write = confirming._write

    def forestalled(*args: Any) -> Any:
        Department.objects.create(code="300", name="别人刚建的局")
        return write(*args)

    monkeypatch.setattr(confirming, "_write", forestalled)
    with pytest.raises(NotImported, match="什么都没有导入"):
        written(cast, register, said)
    assert dump() == before


def test_each_record_has_its_entry_in_the_log(cast: Cast) -> None:
    imported(cast.administrator, "units", *UNITS)
    said = {entry.object_repr: entry.get_change_message() for entry in LogEntry.objects.all()}
    assert said == {
        "300农业局": "从“登记.xlsx”导入新建：单位编码“300”，单位名称“农业局”",
        "101建设局新名": "从“登记.xlsx”导入修改：单位名称“建设局”改为“建设局新名”",
    }
    assert {entry.user for entry in LogEntry.objects.all()} == {cast.administrator}


def test_the_mapping_is_kept_for_the_same_heads(cast: Cast) -> None:
    register = read("projects", ["甲", "乙", "丙"], ["C1", "建设局", 1200000], ["C2", "建设局", 5])
    Project.objects.create(department=cast.building, code="C1", name="道路")
    put_in(cast.administrator, "projects", register, skip_errors=True, columns=("code", "unit", "control"), money_unit="元")
    saved = saved_mapping(KINDS["projects"], register.heads)
    assert saved is not None
    again = options_for(KINDS["projects"], register, 2028, saved)
    assert (again.columns, again.money_unit, again.year) == (("code", "unit", "control"), "元", 2028)
    assert saved_mapping(KINDS["units"], register.heads) is None
    assert saved_mapping(KINDS["projects"], ["甲", "乙"]) is None
    put_in(
        cast.performance_reviewer, "projects", read("projects", ["甲", "乙", "丙"], ["C1", "建设局", 7]), columns=("code", "", "control")
    )
    assert ColumnMapping.objects.get().saved_by == cast.performance_reviewer


def rows_of(kind: str, count: int) -> list[list[object]]:
    match kind:
        case "units":
            return [["单位编码", "单位名称", "上级单位"], *([f"N{n}", f"新单位{n}", "财政局"] for n in range(count))]
        case "people":
            return [["用户名", "姓名", "单位", "岗位"], *([f"user{n}", f"人{n}", "建设局", "经办岗"] for n in range(count))]
    return [["项目编码", "项目名称", "单位", "控制数"], *([f"P{n}", f"项目{n}", "建设局", n + 1] for n in range(count))]


@pytest.mark.parametrize("kind", KINDS)
def test_as_many_queries_whatever_the_number_of_rows(cast: Cast, kind: str) -> None:
    counted = []
    for count in (3, 60):  # the second time the first three are there already
        with CaptureQueriesContext(connection) as queries:
            imported(cast.administrator, kind, *rows_of(kind, count))
        counted.append(len(queries))
    assert counted[1] <= counted[0] + 1, counted  # what is there already is changed in a statement of its own


def test_two_thousand_rows(cast: Cast) -> None:
    register = read("projects", *rows_of("projects", 2000))
    page = sealed(cast.administrator, KINDS["projects"], Carried("大.xlsx", register))
    assert len(page) < LARGEST / 4
    assert unsealed(cast.administrator, KINDS["projects"], page).register == register
    put_in(cast.administrator, "projects", register)
    assert BudgetFigures.objects.count() == Project.objects.count() == 2000
    assert LogEntry.objects.count() == 2000
    assert BudgetFigures.objects.get(project__code="P1999").control == Decimal(2000)


def test_what_travels_with_the_page_is_of_one_person_and_register(cast: Cast) -> None:
    page = sealed(cast.administrator, KINDS["units"], Carried("单位.xlsx", read("units", *UNITS)))
    for user, kind, text in (
        (cast.performance_reviewer, "units", page),
        (cast.administrator, "people", page),
        (cast.administrator, "units", page[:-1] + ("A" if page[-1] != "A" else "B")),
        (cast.administrator, "units", ""),
        (cast.administrator, "units", "x" * (LARGEST + 1)),
    ):
        with pytest.raises(Expired, match="什么都没有导入"):
            unsealed(user, KINDS[kind], text)
