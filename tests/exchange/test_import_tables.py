"""The command import_tables: what it says and how it ends. What importing does is in test_importing.py."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from perfgoals.tables.models import DepartmentGoals, TargetTable
from tests.cast import PUBLISHED, Cast
from tests.dumping import dump
from tests.exchange.commands import call

ONE = PUBLISHED / "henan-10.json"


@pytest.mark.django_db
def test_a_file_is_imported_and_said() -> None:
    answer = call("import_tables", ONE)
    assert (answer.status, answer.err) == (0, "")
    assert answer.out == f"{ONE}：已导入 1 张表\n  人口变动抽样调查（2021年度）：新建\n"
    assert TargetTable.objects.count() == 1


@pytest.mark.django_db
def test_goals_are_said_too() -> None:
    answer = call("import_tables", PUBLISHED / "hebei-overall-goals.json")
    assert "已导入 0 张表、1 份部门整体绩效目标" in answer.out
    assert DepartmentGoals.objects.count() == 1


@pytest.mark.django_db
def test_a_dry_run_says_what_would_be_and_changes_nothing() -> None:
    before = dump()
    answer = call("import_tables", "--dry-run", ONE)
    assert answer.status == 0
    assert "会导入 1 张表" in answer.out
    assert dump() == before


def test_replacing_says_how_much_differs(cast: Cast, tmp_path: Path) -> None:
    call("import_tables", "--create", ONE)
    changed = tmp_path / "改.json"
    changed.write_text(json.dumps(json.loads(ONE.read_text("utf-8")) | {"purpose": "改了"}), "utf-8")
    refused = call("import_tables", changed)
    assert (refused.status, refused.out) == (2, "")
    assert refused.err == f"{changed}: “人口变动抽样调查”2021年度已有绩效目标表，没有导入；确要替换，请加上 --replace\n"
    assert "人口变动抽样调查（2021年度）：替换，1 处不同" in call("import_tables", "--replace", changed).out


def test_units_are_made_only_if_wished_or_the_register_is_empty(cast: Cast) -> None:
    for wish in ([], ["--no-create"]):
        refused = call("import_tables", *wish, ONE)
        assert refused.status == 2
        assert "河南濮阳工业园区统计局”不在单位名册中，请先在管理页登记，或加上 --create 一并新建" in refused.err
    assert call("import_tables", "--create", ONE).status == 0


@pytest.mark.django_db
def test_no_create_holds_in_an_empty_register_too() -> None:
    assert call("import_tables", "--no-create", ONE).status == 2
    assert not TargetTable.objects.exists()


@pytest.mark.django_db
def test_a_file_that_cannot_be_read_leaves_the_others(tmp_path: Path) -> None:
    (tmp_path / "空.json").write_text("")
    (tmp_path / "信.docx").write_bytes(b"not a document")
    answer = call("import_tables", tmp_path / "空.json", tmp_path / "信.docx", tmp_path / "没有.xlsx", tmp_path, ONE)
    assert answer.status == 2
    assert [line.partition(": ")[0] for line in answer.err.splitlines()] == [
        str(tmp_path / "空.json"),
        str(tmp_path / "信.docx"),
        str(tmp_path / "没有.xlsx"),
        str(tmp_path),
    ]
    assert "已导入 1 张表" in answer.out
    assert TargetTable.objects.count() == 1


@pytest.mark.django_db
def test_as_json(tmp_path: Path) -> None:
    answer = call("import_tables", "--json", ONE, tmp_path / "没有.json", PUBLISHED / "hebei-overall-goals.json")
    done, failed, goals = json.loads(answer.out)
    assert answer.status == 2
    assert (done["file"], done["error"], done["goals"]) == (str(ONE), None, [])
    (table,) = done["tables"]
    assert (table["project"], table["department"], table["year"], table["new"]) == (
        "人口变动抽样调查",
        "河南濮阳工业园区统计局",
        2021,
        True,
    )
    assert (table["changes"], len(table["problems"])) == ([], 6)
    assert (failed["error"], failed["tables"]) == ("没有这个文件，请检查文件名和路径", [])
    assert [each["year"] for each in goals["goals"]] == [2026]


@pytest.mark.django_db
def test_as_json_changes_are_said_by_path(tmp_path: Path) -> None:
    call("import_tables", ONE)
    changed = tmp_path / "改.json"
    record = json.loads(ONE.read_text("utf-8"))
    record["funding"]["annual"]["total"] = "12.50"
    changed.write_text(json.dumps(record), "utf-8")
    ((answer,),) = (each["tables"] for each in json.loads(call("import_tables", "--json", "--replace", changed).out))
    assert answer["changes"] == [{"path": "funding.annual.total", "before": "10", "after": "12.50"}]


def test_half_a_character_does_not_keep_the_answer_from_being_printed(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "half.json"
    half = {"layout": "henan", "year": 2027, "department": {"name": "建设局"}, "project": {"name": "\ud800修路"}, "indicators": {}}
    path.write_text(json.dumps(half))
    printed = call("import_tables", "--json", "--create", path).out.encode("utf-8")
    (answer,) = json.loads(printed)
    assert answer["error"] is None
    assert [problem["text"] for problem in answer["tables"][0]["problems"]] == ["?修路"]
