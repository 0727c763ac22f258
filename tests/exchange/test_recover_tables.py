"""recover_tables: every table of every file, the same JSON as the documents say, and no file spoils the call for another."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from perfgoals.grid.formats import xlsx
from perfgoals.grid.model import Cell, Grid, fill
from perfgoals.official.layout import layout
from perfgoals.official.layout_file import load
from perfgoals.official.mending import mend
from perfgoals.official.snapshot import from_json
from tests.exchange.commands import call, run


def answers(*files: Path) -> list[dict[str, Any]]:
    outcome = call("recover_tables", *files, "--json")
    loaded = json.loads(outcome.out)
    assert isinstance(loaded, list)
    assert (outcome.status == 2) == any(answer["error"] for answer in loaded)
    return loaded


def keys_in_the_readme(root: Path) -> dict[str, Any]:
    """The example of the answer that the README shows."""
    line = next(line for line in (root / "README.md").read_text("utf-8").splitlines() if line.startswith('[{"file"'))
    return json.loads(line)[0]  # type: ignore[no-any-return]


def self_evaluation() -> bytes:
    heads = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "得分")
    cells = [Cell(0, 0, "项目支出绩效自评表", columns=6), Cell(1, 0, "项目名称"), Cell(1, 1, "修路", columns=5)]
    return xlsx.write([Grid(fill([*cells, *(Cell(2, column, head) for column, head in enumerate(heads)), Cell(3, 0, "产出指标")]))])


def test_a_file_with_one_table(tables: Path, root: Path) -> None:
    path = tables / "docx" / "henan-02.docx"
    [answer] = answers(path)
    shown = keys_in_the_readme(root)
    assert list(answer) == list(shown)
    assert list(answer)[:2] == ["file", "error"]
    assert {"file", "error", "tables", "goals"} <= answer.keys()
    assert (answer["file"], answer["error"], answer["goals"]) == (str(path), None, [])
    [table] = answer["tables"]
    assert list(table) == ["layout", "snapshot", "problems"] == list(shown["tables"][0])
    truth, _ = mend(json.loads((tables / "json" / "henan-02.json").read_text("utf-8")))
    assert table["layout"] == table["snapshot"]["layout"] == truth.layout
    assert from_json(table["snapshot"]).project == truth.project
    assert table["problems"] == []


def test_a_problem_has_path_message_and_text(tables: Path, root: Path) -> None:
    [answer] = answers(tables / "xlsx" / "henan-09.xlsx")
    problems = answer["tables"][0]["problems"]
    assert problems
    assert all(list(problem) == list(keys_in_the_readme(root)["tables"][0]["problems"][0]) for problem in problems)
    assert {"path": "funding.annual.total", "message": "「66万元」读作 66 万元", "text": "66万元"} in problems


def test_every_table_of_every_file_in_order(tables: Path) -> None:
    listed = answers(tables / "docx" / "hebei-all.docx", tables / "xls" / "henan-02.xls", tables / "ods" / "henan-all.ods")
    assert [len(answer["tables"]) for answer in listed] == [10, 1, 13]
    assert [len(answer["goals"]) for answer in listed] == [1, 0, 0]
    assert listed[0]["goals"][0]["title"] == "部门整体绩效目标"


def test_without_json_it_is_told_for_a_person(tables: Path) -> None:
    outcome = call("recover_tables", tables / "docx" / "hebei-01.docx", tables / "xlsx" / "henan-09.xlsx")
    assert (outcome.status, outcome.err) == (0, "")
    lines = outcome.out.splitlines()
    assert lines[0] == f"{tables / 'docx' / 'hebei-01.docx'}：1 张绩效目标表"
    assert lines[1] == "  1. 城管综合治理（沧州临港经济技术开发区综合行政执法局本级，2026年度，5 条指标）"
    assert lines[2].startswith("     year：表中没有预算年度，按项目编码推定为2026年")
    assert "     funding.annual.total：「66万元」读作 66 万元（原文：66万元）" in lines
    assert "" not in lines


def test_every_problem_is_told_in_one_line(tables: Path, tmp_path: Path) -> None:
    truth, _ = mend(json.loads((tables / "json" / "henan-06.json").read_text("utf-8")))
    path = tmp_path / "表.xlsx"
    path.write_bytes(xlsx.write([layout(replace(truth, goals=replace(truth.goals, annual="<p>一</p>\n<p>二</p>")), load(truth.layout))]))
    outcome = call("recover_tables", path)
    assert "     goals.annual：已去除网页标记（原文：<p>一</p> <p>二</p>）" in outcome.out.splitlines()


@pytest.fixture
def unreadable(tmp_path: Path, tables: Path) -> dict[str, Path]:
    whole = (tables / "docx" / "henan-02.docx").read_bytes()
    contents = {
        "空.docx": b"",
        "半截.docx": whole[: len(whole) // 2],
        "旧.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000,
        "文本.xlsx": "项目名称，修路".encode(),
        "图片.docx": b"\x89PNG\r\n\x1a\n" + b"\0" * 100,
        "无表.xlsx": xlsx.write([Grid((Cell(0, 0, "通知"),))]),
        "自评.xlsx": self_evaluation(),
        "过大.xlsx": b"PK\x03\x04" + b"\0" * (20 * 1024 * 1024),
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "文件夹.docx").mkdir()
    return {path.stem: path for path in tmp_path.iterdir()} | {"没有": tmp_path / "没有.docx"}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("空", "空"), ("半截", "损坏"), ("旧", "docx"), ("文本", ""), ("图片", ""), ("无表", "没有找到绩效目标表"),
        ("自评", "“项目支出绩效自评表”，不是绩效目标表"), ("过大", "20 MB"), ("文件夹", "这是文件夹"), ("没有", "没有这个文件"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_told_in_one_sentence_and_the_others_are_answered(
    unreadable: dict[str, Path], tables: Path, name: str, said: str
) -> None:
    good = tables / "xlsx" / "henan-02.xlsx"
    outcome = call("recover_tables", good, unreadable[name], good, "--json")
    assert outcome.status == 2
    first, bad, last = json.loads(outcome.out)
    assert first == last
    assert len(first["tables"]) == 1
    assert said in bad["error"]
    assert "请" in bad["error"]
    assert bad["tables"] == bad["goals"] == []
    assert outcome.err == f"{unreadable[name]}: {bad['error']}\n"
    assert "\n" not in bad["error"]


def test_errors_go_to_stderr_and_answers_to_stdout(unreadable: dict[str, Path], tables: Path) -> None:
    outcome = call("recover_tables", unreadable["空"], tables / "xlsx" / "henan-02.xlsx", unreadable["没有"])
    assert outcome.status == 2
    assert [line.partition("：")[0] for line in outcome.out.splitlines() if not line.startswith(" ")] == [
        str(tables / "xlsx" / "henan-02.xlsx")
    ]
    assert [line.partition(": ")[0] for line in outcome.err.splitlines()] == [str(unreadable["空"]), str(unreadable["没有"])]


def test_a_self_evaluation_beside_a_target_table_is_named(tmp_path: Path, tables: Path) -> None:
    truth, _ = mend(json.loads((tables / "json" / "henan-06.json").read_text("utf-8")))
    path = tmp_path / "两张.xlsx"
    review = xlsx.read(self_evaluation())
    path.write_bytes(xlsx.write([layout(truth, load(truth.layout)), *review]))
    [answer] = answers(path)
    assert (len(answer["tables"]), answer["other_forms"]) == (1, ["项目支出绩效自评表"])
    assert "未读入：“项目支出绩效自评表”不是绩效目标表" in call("recover_tables", path).out


def test_the_name_of_a_file_says_nothing_about_its_kind(tmp_path: Path, tables: Path) -> None:
    shutil.copy(tables / "xlsx" / "henan-02.xlsx", tmp_path / "其实是表格.docx")
    assert len(answers(tmp_path / "其实是表格.docx")[0]["tables"]) == 1


def test_no_file_at_all_is_a_mistake_in_the_call() -> None:
    assert run("recover_tables").status == 2


def test_in_a_process_of_its_own(tables: Path, unreadable: dict[str, Path]) -> None:
    outcome = run("recover_tables", tables / "xlsx" / "henan-02.xlsx", unreadable["空"], "--json")
    assert outcome.status == 2
    assert [len(answer["tables"]) for answer in json.loads(outcome.out)] == [1, 0]
    assert "Traceback" not in outcome.err
    assert outcome.err.startswith(f"{unreadable['空']}: ")


def test_needs_no_database_and_ends_well(tables: Path, tmp_path: Path) -> None:
    nowhere = {"DATABASE_URL": "postgres://nobody:nothing@127.0.0.1:1/none"}
    outcome = run("recover_tables", tables / "ods" / "hebei-01.ods", environment=nowhere)
    assert (outcome.status, outcome.err) == (0, "")


def test_a_name_in_another_encoding_is_answered(tables: Path, tmp_path: Path) -> None:
    """As in archives made on Chinese Windows, whose names are GBK."""
    name = os.fsencode(tmp_path) + b"/" + "绩效.xlsx".encode("gbk")
    shutil.copy(os.fsencode(tables / "xlsx" / "henan-02.xlsx"), name)
    for options in ([], ["--json"]):
        outcome = run("recover_tables", Path(os.fsdecode(name)), *options)
        assert outcome.status == 0, outcome.err
        assert "修缮提升党风廉政教育中心" in outcome.out
