"""The fixed part of a table, above and below its indicators: labels, and the values beside or under them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from perfgoals.grid.model import Cell, Grid
from perfgoals.official.funding_totals import Total
from perfgoals.official.labels import LONGEST, Label, bare, label_of
from perfgoals.official.money import parse_amount
from perfgoals.official.problem import Problem
from perfgoals.official.regions import NUMBERED, TITLE, UNIT_LINE, YEAR_LINE, Slice, narrow
from perfgoals.official.snapshot import Side
from perfgoals.official.unit_line import code_and_name

INLINE = re.compile(r"([^\s:：]{2,20})[:：]\s*(\S(?:(?!\s{2,}|\s[^\s:：]{2,12}[:：]).)*)")

_NOT_OF_A_FORM = frozenset({"sign", "foreign", "stage"})
"""The kinds of labels by which no form is known."""


@dataclass
class FixedPart:
    """What was found. ``texts`` by path; ``labels`` are the bare labels met, by which the form is known."""

    texts: dict[str, Any] = field(default_factory=dict)
    stages: list[dict[str, str]] = field(default_factory=list)
    labels: set[str] = field(default_factory=set)
    money_unit: Literal["万元", "元"] = "万元"
    problems: list[Problem] = field(default_factory=list)
    totals: list[Total] = field(default_factory=list)


def read_fixed_part(slices: list[Slice]) -> FixedPart:
    """Everything the rows outside the indicator blocks say. A text that nothing was made of is a problem."""
    part = FixedPart()
    reader = _Reader(part)
    for piece in slices:
        reader.read(piece)
    reader.finish()
    return part


class _Reader:
    def __init__(self, part: FixedPart) -> None:
        self.part = part
        self.used: set[Cell] = set()
        self.left_over: list[tuple[Grid, Cell]] = []
        self.above: set[Cell] = set()  # what stands above the first label
        self.in_lines: list[tuple[str, str]] = []  # values of fields in lines outside the form, which says more
        self.purpose_block: Cell | None = None
        self.last_total: dict[int, Total] = {}  # by the column it stands in

    def read(self, piece: Slice) -> None:
        cells = [cell for row in range(piece.start, piece.stop) for cell in piece.grid.starting(row) if cell.text.strip()]
        self.used = set()
        for cell in cells:
            if cell not in self.used and (label := label_of(cell.text)):
                if not self.part.labels and label.kind not in _NOT_OF_A_FORM:
                    self.above = {each for each in cells if each.row < cell.row}
                self.used.add(cell)
                self._read_label(piece, cell, label)
        for cell in cells:
            if cell not in self.used:
                self._read_unlabelled(piece.grid, cell)

    def finish(self) -> None:
        """Texts that stand where a form prints values without a label, and then those that nothing is known about."""
        for path, text in self.in_lines:
            self._field(path, text)
        strange: list[tuple[Grid, Cell]] = []
        for grid, cell in self.left_over:
            if self._is_purpose(cell):
                self.part.texts["purpose"] = cell.text
            elif cell in self.above and "department.name" not in self.part.texts and grid.columns > 1:
                self._field("department.name", cell.text)
            else:
                strange.append((grid, cell))
        self.part.problems += _not_understood(strange)

    def _read_label(self, piece: Slice, cell: Cell, label: Label) -> None:
        if label.kind not in _NOT_OF_A_FORM:
            self.part.labels.add(bare(cell.text))
        match label.kind:
            case "field":
                found = self._beside(piece.grid, cell)
                self._field(label.name, found.text if found else "")
            case "total":
                self._total(cell, label.side, {"total": self._amount(piece.grid, cell)})
                self._unit_of(cell)
            case "fiscal" | "other" | "part":
                self._belonging(piece.grid, cell, label)
            case "goal" | "goals":
                self._goal(piece, cell, label)
            case "stage":
                self._stage(piece, cell)
            case "block":
                self._unit_of(cell)
                if label.name == "purpose":
                    self.purpose_block = cell
            case "sign":
                self._signed(piece.grid, cell)
            case "foreign":
                self.part.problems.append(Problem("", "这一处没有看懂，未读入", cell.text.strip()))

    def _field(self, path: str, text: str) -> None:
        """Keeps the value of a field. A second, other one is told, unless another field (主管部门) says the same."""
        code = ""
        if path == "year" and re.fullmatch(r"\d{4}年?度?", narrow(text)):
            return self._year(text)
        if path == "department.name":
            code, text = code_and_name(text)
        texts = self.part.texts
        if not str(texts.get(path, "")).strip():
            texts[path] = text
            if path == "department.name":
                texts["department.code"] = code
        elif text.strip() and text.strip() not in {str(known).strip() for known in texts.values()}:
            self.part.problems.append(Problem(path, "同一项目出现两次，后一处未读入", text.strip()))

    def _beside(self, grid: Grid, cell: Cell) -> Cell | None:
        """The value of a label: the cell to its right; in a sheet without merges blank cells may stand between."""
        cells = _right_of(grid, cell)
        found = next((other for other in cells if other.text.strip()), None)
        if found is None or label_of(found.text) or UNIT_LINE.match(narrow(found.text)):
            return None
        behind = next(cells, None)
        if found.column > cell.right and behind and behind.text.strip() and not label_of(behind.text):
            return None  # the value is blank, and this is a label unknown to us with its own value behind it
        self.used.add(found)
        return found

    def _amount(self, grid: Grid, cell: Cell) -> Decimal | str:
        found = self._beside(grid, cell)
        return amount_in(found) if found else ""

    def _belonging(self, grid: Grid, cell: Cell, label: Label) -> None:
        """财政拨款, 其他资金 and finer parts belong to the total above them in the same column, else to the last one met."""
        amount = self._amount(grid, cell)
        if not self.part.totals:
            self._total(cell, None, {})
        owner = self.last_total.get(cell.column, self.part.totals[-1])
        if label.kind == "part" or owner.amounts.get(label.name) not in (None, ""):
            owner.parts.append({"name": bare(cell.text), "amount": amount})
        else:
            owner.amounts[label.name] = amount

    def _total(self, cell: Cell, side: Side | None, amounts: dict[str, Any]) -> None:
        total = self.last_total[cell.column] = Total(cell, side, amounts)
        self.part.totals.append(total)

    def _goal(self, piece: Slice, cell: Cell, label: Label) -> None:
        grid = piece.grid
        beside = grid.covering[cell.row][cell.right] if cell.right < grid.columns else None
        below = grid.covering[cell.bottom][cell.column] if cell.bottom < piece.stop else None
        if label.kind == "goals":
            if beside and (other := label_of(beside.text)) and other.kind == "goal":
                return
            self._set_goal("annual", self._beside(grid, cell))
            return
        if label.name == "period":
            self.part.texts.setdefault("goals.period_label", cell.text)
        if beside is not None and beside.text.strip() and not label_of(beside.text):
            self._set_goal(label.name, self._beside(grid, cell))
        elif below is not None and below.column == cell.column and not label_of(below.text):
            self.used.add(below)
            self._set_goal(label.name, below)

    def _set_goal(self, side: str, found: Cell | None) -> None:
        path = f"goals.{side}"
        if found is None:
            self.part.texts.setdefault(path, "")
        elif self.part.texts.get(path):
            self.part.problems.append(Problem(path, "同一目标出现两次，后一处未读入", found.text.strip()))
        else:
            self.part.texts[path] = found.text

    def _stage(self, piece: Slice, cell: Cell) -> None:
        """The value of a stage stands below it, or beside it where labels of stages and values take turns."""
        below = piece.grid.covering[cell.bottom][cell.column] if cell.bottom < piece.stop else None
        found = self._beside(piece.grid, cell)
        if found is None and below is not None and not label_of(below.text):
            found = below
            self.used.add(below)
        self.part.stages.append({"by": cell.text, "value": found.text if found else ""})

    def _signed(self, grid: Grid, cell: Cell) -> None:
        found = self._beside(grid, cell)
        if found and _is_signed_line(found.text):
            self.used.discard(found)  # the next line to sign, filled in: 单位盖章：　单位负责人：王局长
        elif found:
            self.part.problems.append(Problem("", f"表下“{bare(cell.text)}”一栏不属于绩效目标，未读入", found.text.strip()))

    def _unit_of(self, cell: Cell) -> None:
        if re.search(r"\(元\)", narrow(cell.text)):
            self.part.money_unit = "元"

    def _read_unlabelled(self, grid: Grid, cell: Cell) -> None:
        line = narrow(cell.text)
        if unit := UNIT_LINE.match(line):
            self.part.money_unit = "元" if unit[1] == "元" else "万元"
        elif YEAR_LINE.match(line) and "年" in line:
            self._year(line)
        elif TITLE.match(line):
            self._title(cell.text)
        elif not self._read_inline(cell):
            self.left_over.append((grid, cell))

    def _year(self, line: str) -> None:
        year = re.search(r"\d{4}", line)
        self.part.texts.setdefault("year", int(year[0]) if year else "")

    def _title(self, text: str) -> None:
        line = " ".join(text.split())
        if (numbered := NUMBERED.match(line)) and "附" not in line:
            self.part.texts["number"] = numbered[1]
        elif year := re.search(r"(?:19|20)\d\d(?=\s*年)", line):
            self.part.texts.setdefault("year", int(year[0]))

    def _read_inline(self, cell: Cell) -> bool:
        """Labels and values in one cell or line: 预算单位：某局　金额单位：万元."""
        pairs = [(label_of(name), name, text.strip()) for name, text in INLINE.findall(cell.text)]
        if not pairs or not any(label or UNIT_LINE.match(narrow(f"{name}:{text}")) for label, name, text in pairs):
            return False
        for label, name, text in pairs:
            if label and label.kind == "field":
                self.in_lines.append((label.name, text))
            elif unit := UNIT_LINE.match(narrow(f"{name}:{text}")):
                self.part.money_unit = "元" if unit[1] == "元" else "万元"
            elif label and label.kind == "total":
                self._total(cell, label.side, {"total": text})
            else:
                said = f"表下“{name}”一栏不属于绩效目标，未读入" if label else "这一处没有看懂，未读入"
                self.part.problems.append(Problem("", said, text))
        return True

    def _is_purpose(self, cell: Cell) -> bool:
        block = self.purpose_block
        return block is not None and not self.part.texts.get("purpose") and block.row < cell.row <= block.row + max(1, block.rows - 1)


def _right_of(grid: Grid, cell: Cell) -> Iterator[Cell]:
    column = cell.right
    while column < grid.columns:
        other = grid.covering[cell.row][column]
        yield other
        column = other.right


def _is_signed_line(text: str) -> bool:
    pair = INLINE.match(text)
    label = label_of(pair[1]) if pair else None
    return label is not None and label.kind == "sign"


def _not_understood(cells: list[tuple[Grid, Cell]]) -> list[Problem]:
    """What no label of ours stands before: a label unknown to us together with its value, anything else by itself."""
    problems: list[Problem] = []
    open_label: tuple[Grid, Cell] | None = None
    for grid, cell in cells:
        text = cell.text.strip()
        before = open_label[1] if open_label and open_label[0] is grid else None
        if before and (before.row, before.bottom, before.right) == (cell.row, cell.bottom, cell.column):
            name = bare(before.text)
            problems[-1] = Problem("", f"表样中没有“{name}”一栏，未读入", text)
            open_label = None
        else:
            problems.append(Problem("", "这一处没有看懂，未读入", text))
            open_label = (grid, cell) if len(text) <= LONGEST else None
    return problems


def amount_in(cell: Cell) -> Decimal | str:
    """The amount as shown, or as stored where the display rounds it: nothing is rounded silently."""
    if cell.number is None:
        return cell.text
    shown = parse_amount(cell.text)
    return cell.text if shown.number == cell.number else cell.number
