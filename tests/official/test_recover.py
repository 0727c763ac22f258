"""Published tables as office programs saved them: read whole, mended where they are odd, silent everywhere else."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from time import process_time
from typing import Any

import pytest

from perfgoals.grid.formats import docx, xlsx
from perfgoals.grid.formats.reading import read
from perfgoals.grid.model import Cell, Grid, fill
from perfgoals.official.department_goals import goals_to_json
from perfgoals.official.layout import layout
from perfgoals.official.layout_file import load
from perfgoals.official.mending import mend
from perfgoals.official.problem import Problem
from perfgoals.official.recover import Found, Recovered, recover
from perfgoals.official.snapshot import Snapshot, to_json

TABLES = Path(__file__).parent.parent / "data" / "tables"
FORMATS = ("docx", "xlsx", "xls", "ods")
NAMES = sorted(path.stem for path in (TABLES / "json").glob("*.json") if path.stem != "hebei-overall-goals")
FILES = [f"{name}.{kind}" for kind in FORMATS for name in NAMES]
VOLUMES = [f"{volume}-all.{kind}" for kind in FORMATS for volume in ("hebei", "henan")]


@cache
def truth(name: str) -> tuple[Snapshot, dict[str, Problem]]:
    """The table as it should be read, and what had to be mended of its text as printed, by path."""
    snapshot, problems = mend(json.loads((TABLES / "json" / f"{name}.json").read_text("utf-8")))
    return snapshot, {problem.path: problem for problem in problems}


@cache
def found_in(name: str) -> Found:
    return recover(read((TABLES / name.rpartition(".")[2] / name).read_bytes()))


def squeezed(snapshot: Snapshot, exact: bool = True) -> Any:
    """Without white space, which office programs and narrow cells put anywhere; where a sheet keeps numbers, ``1.00`` is ``1``.

    Without the heading's number too, which the files print and the JSON beside them does not have.
    """

    def squeeze(data: Any) -> Any:
        if isinstance(data, dict):
            return {name: squeeze(value) for name, value in data.items()}
        if isinstance(data, list):
            return [squeeze(value) for value in data]
        text = "".join(str(data).split())
        return text if exact or not re.fullmatch(r"\d+\.\d+", text) else text.rstrip("0").rstrip(".")

    return squeeze(to_json(replace(snapshot, number="")))


def check(found: Recovered, name: str, kind: str) -> None:
    """The table is the truth, and exactly what is odd in the truth is told; a year that is not printed is a guess and told as one."""
    snapshot, problems = truth(name)
    assert squeezed(found.snapshot, kind == "docx") == squeezed(snapshot, kind == "docx")
    told = {problem.path: problem for problem in found.problems}
    assert len(told) == len(found.problems)
    if snapshot.layout == "hebei":
        assert "推定为2026年" in told.pop("year").message
    assert told.keys() == problems.keys()
    for path, problem in told.items():
        assert problem.message == problems[path].message
        assert "".join(problem.text.split()) == "".join(problems[path].text.split())


def test_there_is_a_file_of_every_table_in_every_format() -> None:
    for kind in FORMATS:
        assert sorted(path.name for path in (TABLES / kind).iterdir()) == sorted(
            [*(f"{name}.{kind}" for name in NAMES), f"hebei-all.{kind}", f"henan-all.{kind}"]
        )


@pytest.mark.parametrize("name", FILES)
def test_a_published_table_is_read_and_told_where_it_was_mended(name: str) -> None:
    found = found_in(name)
    assert len(found.tables) == 1
    check(found.tables[0], *name.split("."))
    assert (found.goals, found.other_forms, found.lines) == ((), (), ())


@pytest.mark.parametrize("name", VOLUMES)
def test_a_volume_is_read_table_by_table(name: str) -> None:
    volume = name.partition("-")[0]
    names = [each for each in NAMES if each.startswith(volume)]
    found = found_in(name)
    assert len(found.tables) == len(names)
    for table, each in zip(found.tables, names, strict=True):
        check(table, each, name.partition(".")[2])
    assert found.other_forms == ()


@pytest.mark.parametrize("name", VOLUMES)
def test_only_the_volume_with_goals_has_goals(name: str) -> None:
    goals = [goals_to_json(each) for each in found_in(name).goals]
    expected = json.loads((TABLES / "json" / "hebei-overall-goals.json").read_text("utf-8"))
    assert goals == ([expected] if name.startswith("hebei") else [])
    assert found_in(name).lines == (("第二部分", "预算项目绩效目标") if name.startswith("hebei") else ())


@pytest.mark.parametrize("name", FILES)
def test_what_was_read_and_printed_is_read_again(name: str) -> None:
    [first] = found_in(name).tables
    again = recover([layout(first.snapshot, load(first.snapshot.layout))])
    assert len(again.tables) == 1
    assert again.tables[0].snapshot == first.snapshot
    assert again.tables[0].problems == ()
    assert (again.goals, again.other_forms, again.lines) == ((), (), ())


@pytest.mark.parametrize("kind", [xlsx, docx], ids=["xlsx", "docx"])
@pytest.mark.parametrize("name", NAMES)
def test_what_was_read_and_printed_into_a_file_is_read_again(kind: Any, name: str) -> None:
    [first] = found_in(f"{name}.ods").tables
    again = recover(kind.read(kind.write([layout(first.snapshot, load(first.snapshot.layout))])))
    assert [(table.snapshot, table.problems) for table in again.tables] == [(first.snapshot, ())]


def test_many_tables_printed_into_one_file_are_read_again() -> None:
    snapshots = [table.snapshot for table in found_in("henan-all.docx").tables]
    for kind in (xlsx, docx):
        data = kind.write([layout(snapshot, load(snapshot.layout)) for snapshot in snapshots])
        assert [table.snapshot for table in recover(kind.read(data)).tables] == snapshots


def test_nothing_at_all() -> None:
    assert recover([]) == Found()
    assert recover([Grid(())]) == Found()


@pytest.mark.parametrize("lines", [["关于印发的通知"], ["项目名称"], ["项目名称：修路"], ["绩效目标表", "一级指标"]])
def test_lines_that_are_no_table_are_kept_as_lines(lines: list[str]) -> None:
    found = recover([Grid(tuple(Cell(row, 0, text) for row, text in enumerate(lines)))])
    assert found.tables == ()
    assert [*found.lines, *found.other_forms] != []


def test_a_table_of_something_else_is_kept_as_lines() -> None:
    table = Grid(fill([Cell(0, 0, "收入"), Cell(0, 1, "100"), Cell(1, 0, "支出"), Cell(1, 1, "90")]))
    assert recover([table]) == Found(lines=("收入 100", "支出 90"))


def rows_of(first: list[str], other: list[str]) -> Grid:
    """A sheet of six thousand rows that are all alike below the first."""
    rows = [(texts + [""] * 6)[:6] for texts in (first, *[other] * 5999)]
    return Grid(tuple(Cell(row, column, text) for row, texts in enumerate(rows) for column, text in enumerate(texts)))


@pytest.mark.parametrize(
    ("first", "other"),
    [
        pytest.param(["单位", "金额"], ["某单位", "100"], id="no table"),
        pytest.param(["某某收支表"], ["某某收支表"], id="titles"),
        pytest.param(["项目绩效目标表"], ["3月底", "6月底"], id="stages"),
    ],
)
def test_a_large_sheet_takes_time_by_its_size_and_no_more(first: list[str], other: list[str]) -> None:
    sheet = rows_of(first, other)
    start = process_time()
    recover([sheet])
    assert process_time() - start < 3  # some tenths of a second; where every row looks at all the others it is far more


def test_a_self_evaluation_is_no_target_table() -> None:
    snapshot, _ = truth("henan-06")
    grid = layout(snapshot, load("henan"))
    title = next(cell for cell in grid.cells if cell.role == "title")
    values = [cell for cell in grid.cells if cell.text == "指标值"]
    names = {title: "项目支出绩效自评表", values[0]: "实际完成值", values[1]: "得分"}
    changed = Grid(tuple(Cell(c.row, c.column, names.get(c, c.text), c.rows, c.columns, c.role) for c in grid.cells))
    found = recover([changed])
    assert found.tables == ()
    assert found.other_forms == ("项目支出绩效自评表",)


@pytest.mark.parametrize("year", ["", "²", "9" * 5000, "二〇二六", "-5"])
def test_a_year_that_a_file_remembers_wrongly_breaks_nothing(year: str) -> None:
    snapshot, _ = truth("hebei-01")
    grid = layout(snapshot, load("hebei"))
    found = recover([Grid(grid.cells, grid.shares, properties=(("year", year),))])
    assert found.tables[0].snapshot.year in (0, snapshot.year)
    assert [problem.path for problem in found.tables[0].problems] == ["year"]


def test_text_around_a_table_is_kept_as_lines() -> None:
    snapshot, _ = truth("henan-06")
    before, behind = (Grid((Cell(0, 0, text, role="paragraph"),)) for text in ("根据预算法，现予公开。", "以上内容由办公室负责解释。"))
    found = recover([before, layout(snapshot, load("henan")), behind])
    assert [table.snapshot for table in found.tables] == [snapshot]
    assert found.lines == ("根据预算法，现予公开。", "以上内容由办公室负责解释。")


def test_the_number_of_the_heading_is_read() -> None:
    assert [table.snapshot.number for table in found_in("hebei-all.docx").tables] == [
        f"{int(name[-2:])}." for name in NAMES if name.startswith("hebei")
    ]


def test_a_cell_that_no_form_knows_is_told_with_its_text() -> None:
    snapshot, _ = truth("henan-06")
    grid = layout(snapshot, load("henan"))
    shifted = [Cell(c.row + (c.row >= 3), c.column, c.text, c.rows, c.columns, c.role) for c in grid.cells]
    strange = (Cell(3, 0, "审核意见", columns=2), Cell(3, 2, "同意申报", columns=6))
    [table] = recover([Grid((*shifted, *strange), grid.shares)]).tables
    assert table.snapshot == snapshot
    assert "同意申报" in "".join(problem.text for problem in table.problems)


def test_filled_signature_lines_are_each_told_by_their_own_label() -> None:
    form = load("henan")
    contacts = {"head": "王局长", "author": "李晓敏", "telephone": "0393-1234567", "date": "2026年11月21日"}
    table = recover([layout(mend({"layout": "henan", "year": 2027, "project": {"name": "修路"}})[0], form, contacts=contacts)]).tables[0]
    told = {problem.message: problem.text for problem in table.problems}
    assert told == {
        "表下“单位负责人”一栏不属于绩效目标，未读入": "王局长",
        "表下“填报人”一栏不属于绩效目标，未读入": "李晓敏",
        "表下“联系电话”一栏不属于绩效目标，未读入": "0393-1234567",
        "表下“填报日期”一栏不属于绩效目标，未读入": "2026年11月21日",
    }
