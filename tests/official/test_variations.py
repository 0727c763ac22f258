"""Forms as offices elsewhere type them, saved by an office program: read as they were typed, and nothing is dropped silently.

``tests/data/variations/forms`` shows each form as it was typed; the truth was written from it by hand.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from perfgoals.grid.formats.reading import read
from perfgoals.grid.model import Cell, Grid
from perfgoals.official.department_goals import goals_to_json
from perfgoals.official.labels import head_of, label_of
from perfgoals.official.money import parse_amount
from perfgoals.official.recover import Found, recover
from perfgoals.official.regions import find_regions
from perfgoals.official.snapshot import to_json

DATA = Path(__file__).parent.parent / "data"
OFFICE = {".docx", ".xlsx", ".xls", ".ods"}
VARIATIONS = sorted(path for path in (DATA / "variations").iterdir() if path.suffix in OFFICE)
PUBLISHED = sorted(path for path in (DATA / "tables").rglob("*") if path.suffix in OFFICE)


def named(path: Path) -> str:
    return path.name


@cache
def opened(path: Path) -> tuple[list[Grid], Found]:
    grids = read(path.read_bytes())
    return grids, recover(grids)


def squeezed(value: Any) -> Any:
    """The record with white space forgiven."""
    if isinstance(value, dict):
        return {name: squeezed(content) for name, content in value.items()}
    if isinstance(value, list):
        return [squeezed(content) for content in value]
    return re.sub(r"\s+", "", value) if isinstance(value, str) else value


def comparable(snapshot: dict[str, Any]) -> dict[str, Any]:
    """Squeezed, and without what a form adds that prints an empty block where the typed one has none."""
    record: dict[str, Any] = squeezed(snapshot)
    for side, money in record["funding"].items():
        if money and not any(money.values()):
            record["funding"][side] = None
    if not any(stage["value"] for stage in record["disbursement"]):
        record["disbursement"] = []
    if not record["goals"]["period"]:
        record["goals"]["period_label"] = ""
    return record


@pytest.mark.parametrize("path", VARIATIONS, ids=named)
def test_what_is_read_is_what_was_typed(path: Path) -> None:
    truth = json.loads((path.parent / f"{path.stem}.json").read_text("utf-8"))
    _, found = opened(path)
    wanted = [comparable(table["snapshot"]) for table in truth["tables"]]
    got = [comparable(to_json(table.snapshot)) for table in found.tables]
    for table, want in zip(got, wanted, strict=True):
        assert {name: text for name, text in table.items() if name in want or name != "layout"} == want
    assert squeezed([goals_to_json(each) for each in found.goals]) == squeezed(truth["goals"])
    assert list(found.other_forms) == truth["other_forms"]


@pytest.mark.parametrize("path", VARIATIONS, ids=named)
def test_every_mended_place_is_told_once_and_no_other(path: Path) -> None:
    truth = json.loads((path.parent / f"{path.stem}.json").read_text("utf-8"))
    _, found = opened(path)
    told = [sorted(problem.path for problem in table.problems if problem.path not in ("", "layout")) for table in found.tables]
    assert told == [sorted(table["mended"]) for table in truth["tables"]]


# ---- nothing is dropped silently ----

LINE_OF_A_FORM = re.compile(
    r"^(?:.{0,60}(?:绩效|目标).{0,12}表(?:\(.*\))?|[\(\[]?(?:\d{4})?年度?[\)\]]?|(?:金额)?单位:(?:万元|元)|.+\(续\)|序号)$"
)


def plain(text: str) -> str:
    """As little as possible kept: markup, spaces, width and punctuation do not count as lost."""
    unmarked = re.sub(r"</?p>|&nbsp;?", "", text)
    return re.sub(r"[^\w%≥≤<>=+\-.]", "", unicodedata.normalize("NFKC", unmarked))


def is_printed_by_the_form(cell: Cell) -> bool:
    """A label, a column's head, the title, the year or the money unit: what the form says, not the office."""
    line = re.sub(r"\s+", "", unicodedata.normalize("NFKC", cell.text))
    label = label_of(cell.text)
    return bool(label and label.kind != "foreign") or head_of(cell.text) is not None or LINE_OF_A_FORM.match(line) is not None


def texts_of(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from texts_of(each)
    elif value not in (None, ""):
        yield str(value)


def kept_by(found: Found) -> Counter[str]:
    """Every text that the answer holds, with how often it does."""
    records = [to_json(table.snapshot) for table in found.tables] + [goals_to_json(goals) for goals in found.goals]
    problems = [part for table in found.tables for problem in table.problems for part in (problem.message, problem.text)]
    return Counter(plain(text) for text in [*texts_of(records), *problems, *found.lines, *found.other_forms])


def same_amount(cell: Cell, amounts: set[Decimal]) -> bool:
    read_as = [parse_amount(cell.text, unit).number for unit in ("万元", "元")]
    return bool(amounts & {each for each in (*read_as, cell.number) if each is not None})


def lost(cells: list[Cell], found: Found) -> list[str]:
    """The texts of cells that the answer holds less often than the file, even as a part of a longer text."""
    kept = kept_by(found)
    everything = "\n".join(kept.elements())
    amounts = {amount for text in kept if (amount := parse_amount(text).number) is not None}
    needed = Counter(plain(cell.text) for cell in cells)
    by_text = {plain(cell.text): cell for cell in cells}

    def is_kept(text: str, times: int) -> bool:
        cell = by_text[text]
        return max(kept[text], everything.count(text)) >= times or same_amount(cell, amounts) or made_of(cell.text, kept)

    return [by_text[text].text for text, times in needed.items() if text and not is_kept(text, times)]


def made_of(text: str, kept: Counter[str]) -> bool:
    """Whether a line or cell holds labels and values in one (主管部门：某局  单位：万元; 某局 308001): nothing is left but labels."""
    rest = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    for value in sorted((value for value in kept if len(value) > 1), key=len, reverse=True):
        rest = rest.replace(value, "|")
    parts = (part.strip("-_:、。,.;") for part in rest.split("|"))
    return all(not part.strip("[]()") or label_of(part) or re.fullmatch(r"(?:金额)?单位:(?:万元|元)", part) for part in parts)


def cells_to_keep(grids: list[Grid], found: Found) -> list[Cell]:
    """What offices typed, in all of the file but the other forms: these are told by their names."""
    regions, _ = find_regions(grids)
    names = {plain(name) for name in found.other_forms}
    other = {id(cell) for region in regions if names & {plain(cell.text) for cell in region.cells()} for cell in region.cells()}
    cells = [cell for grid in grids for cell in grid.cells if cell.text.strip()]
    return [cell for cell in cells if id(cell) not in other and not is_printed_by_the_form(cell)]


@pytest.mark.parametrize("path", [*VARIATIONS, *PUBLISHED], ids=named)
def test_nothing_is_dropped_silently(path: Path) -> None:
    grids, found = opened(path)
    assert lost(cells_to_keep(grids, found), found) == []


@pytest.mark.parametrize("path", [VARIATIONS[0], PUBLISHED[0]], ids=named)
def test_a_lost_text_would_be_seen(path: Path) -> None:
    grids, found = opened(path)
    cells = cells_to_keep(grids, found)
    foreign = Cell(0, 0, "这一句哪里也没有保留")
    assert lost([*cells, foreign], found) == [foreign.text]
    tables = tuple(table for table in found.tables[1:])
    assert len(lost(cells, Found(tables, found.goals, found.other_forms, found.lines))) > 10


# One format of each form: where a text stands does not depend on the file it was read from.
# What stands in another form (a 自评表 between two tables) is told by that form's name alone, so those files are no use here.
ONE_EACH = [path for path in sorted({path.stem: path for path in VARIATIONS}.values()) if not opened(path)[1].other_forms]


@pytest.mark.parametrize("path", ONE_EACH, ids=named)
def test_a_text_put_anywhere_is_told(path: Path) -> None:
    """Every third cell, label or blank or value, says something that no form expects: the answer says it too.

    Not the label 项目名称, by which a table is known.
    """
    grids, _ = opened(path)
    places = [(number, place) for number, grid in enumerate(grids) for place in range(len(grid.cells))]
    silent = []
    for number, place in places[::3]:
        cell = grids[number].cells[place]
        anchor = (label := label_of(cell.text)) is not None and label.name == "project.name"
        if not anchor and STRANGER not in everything_in(recover(with_stranger(grids, number, place))):
            silent.append(cell)
    assert silent == []


STRANGER = "蓝鲸"


def with_stranger(grids: list[Grid], number: int, place: int) -> list[Grid]:
    cells = list(grids[number].cells)
    cells[place] = replace(cells[place], text=STRANGER, number=None)
    return [*grids[:number], replace(grids[number], cells=tuple(cells)), *grids[number + 1 :]]


def everything_in(found: Found) -> str:
    return "\n".join(kept_by(found))
