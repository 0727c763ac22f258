"""部门整体绩效目标: a department's overall goals, running text under numbered headings; printed and recovered."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from perfgoals.grid.model import Cell, Grid, Role
from perfgoals.official.layout_file import load_goals
from perfgoals.official.outside import Reader
from perfgoals.official.problem import Problem, one_a_path

PART = re.compile(r"^第[一二三四五六七八九十\d]+部分$")
HEADING = re.compile(r"^[一二三四五六七八九十]+、")
INDENT = "　　"


@dataclass(frozen=True, slots=True)
class Section:
    """``heading`` with its number (一、总体绩效目标), and one item a printed paragraph."""

    heading: str = ""
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unit:
    code: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class DepartmentGoals:
    """``part`` and ``title`` are the lines above (第一部分, 部门整体绩效目标)."""

    department: Unit = field(default_factory=Unit)
    year: int = 0
    part: str = ""
    title: str = ""
    sections: tuple[Section, ...] = ()


def goals_to_json(goals: DepartmentGoals) -> dict[str, Any]:
    """The document as TABLE_JSON describes it."""
    return {
        "department": {"code": goals.department.code, "name": goals.department.name},
        "year": goals.year,
        "part": goals.part,
        "title": goals.title,
        "sections": [{"heading": section.heading, "items": list(section.items)} for section in goals.sections],
    }


def mend_goals(data: Mapping[str, Any]) -> tuple[DepartmentGoals, list[Problem]]:
    """The document that JSON from outside stands for, and one problem for every path mended or not understood. Never raises."""
    reader = _Reader()
    data = reader.mapping(data, ("department", "year", "part", "title", "sections"), "")
    unit = reader.mapping(data.get("department"), ("code", "name"), "department")
    goals = DepartmentGoals(
        Unit(reader.text(unit.get("code"), "department.code"), reader.text(unit.get("name"), "department.name")),
        reader.year(data.get("year"), "year"),
        reader.text(data.get("part"), "part"),
        reader.text(data.get("title"), "title"),
        reader.sections(data.get("sections")),
    )
    return goals, one_a_path(reader.problems)


class _Reader(Reader):
    def sections(self, data: Any) -> tuple[Section, ...]:
        """What says nothing is left out; paths are those of what is kept, and what was left out is told at its list."""
        kept: list[Section] = []
        for each in self.rows(data, "sections"):
            met = len(self.problems)
            section = self.section(each, f"sections[{len(kept)}]")
            if section != Section():
                kept.append(section)
            else:
                self.problems[met:] = [replace(problem, path="sections") for problem in self.problems[met:]]
        return tuple(kept)

    def section(self, data: Any, path: str) -> Section:
        found = self.mapping(data, ("heading", "items"), path)
        heading = self.text(found.get("heading"), f"{path}.heading")
        items: list[str] = []
        for each in self.rows(found.get("items"), f"{path}.items"):
            met = len(self.problems)
            if text := self.text(each, f"{path}.items[{len(items)}]"):
                items.append(text)
            else:
                self.problems[met:] = [replace(problem, path=f"{path}.items") for problem in self.problems[met:]]
        return Section(heading, tuple(items))


def is_goals(data: Any) -> bool:
    """Whether a JSON object is 部门整体绩效目标 and not a table."""
    return isinstance(data, Mapping) and "sections" in data and "indicators" not in data


def layout_goals(goals: DepartmentGoals) -> Grid:
    """The document as lines: part and title centred, headings, indented paragraphs. Unit and year are remembered by the file."""
    lines: list[Cell] = []

    def add(text: str, role: Role, path: str) -> None:
        lines.append(Cell(len(lines), 0, text, role=role, path=path))

    if goals.part:
        add(goals.part, "title", "part")
    add(goals.title or load_goals().title, "title", "title")
    for index, section in enumerate(goals.sections):
        if section.heading:
            add(section.heading, "heading", f"sections[{index}].heading")
        for place, item in enumerate(section.items):
            add(INDENT + item, "paragraph", f"sections[{index}].items[{place}]")
    remembered = {"year": str(goals.year or ""), "department.code": goals.department.code, "department.name": goals.department.name}
    return Grid(tuple(lines), properties=tuple((name, value) for name, value in remembered.items() if value))


def blank_goals(year: int = 0) -> Grid:
    """The empty document: part, title and headings."""
    form = load_goals()
    return layout_goals(DepartmentGoals(year=year, part=form.part, title=form.title, sections=tuple(map(Section, form.sections))))


def recover_goals(lines: Sequence[str], remembered: Mapping[str, str]) -> tuple[list[DepartmentGoals], list[str]]:
    """The documents among the lines of a file, and the lines that belong to none."""
    found: list[DepartmentGoals] = []
    rest: list[str] = []
    position = 0
    while position < len(lines):
        # Only titles ask what stands below them, each down to the next one: asked of every line it would take minutes.
        stop, sections = _sections(lines, position + 1) if _is_title(lines[position]) else (position, ())
        if sections:
            part = rest.pop() if rest and PART.match(rest[-1]) else ""
            unit = Unit(remembered.get("department.code", ""), remembered.get("department.name", ""))
            year = int(told) if re.fullmatch("[0-9]{4}", told := remembered.get("year", "")) else 0
            found.append(DepartmentGoals(unit, year, part, lines[position].strip(), sections))
            position = stop
        else:
            rest.append(lines[position].strip())
            position += 1
    return found, rest


def _is_title(line: str) -> bool:
    name = re.sub(r"\s+", "", line)
    return len(name) <= 30 and re.search(r"(?:部门|单位)[)）]?(?:整体|总体)(?:绩效)?目标$", name) is not None


def _sections(lines: Sequence[str], start: int) -> tuple[int, tuple[Section, ...]]:
    """The sections from line ``start`` on, up to the next part of the volume or the next title."""
    sections: list[tuple[str, list[str]]] = []
    stop = start
    while stop < len(lines) and not PART.match(lines[stop].strip()) and not _is_title(lines[stop]):
        line = lines[stop].strip()
        if HEADING.match(line):
            sections.append((line, []))
        elif sections:
            sections[-1][1].append(line)
        else:
            sections.append(("", [line]))
        stop += 1
    if not any(heading for heading, _ in sections):
        return start, ()
    return stop, tuple(Section(heading, tuple(items)) for heading, items in sections)
