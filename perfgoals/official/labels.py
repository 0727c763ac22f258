"""What a printed label stands for, whichever of its many spellings an office uses (``layouts/labels.toml``)."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from perfgoals.grid.model import Cell
from perfgoals.official.layout import layout
from perfgoals.official.layout_file import FOLDER, Layout, all_layouts
from perfgoals.official.snapshot import SIDES, Side, Snapshot

Kind = Literal["field", "total", "fiscal", "other", "part", "goal", "goals", "block", "stage", "sign", "foreign"]

LONGEST = 40
"""No label is longer than this; longer texts are not looked up."""


@dataclass(frozen=True, slots=True)
class Label:
    """``kind`` says how the value is found; ``name`` is a path, a part's name or a block's name; ``side`` if the label tells it."""

    kind: Kind
    name: str
    side: Side | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """A column head of the indicators: the field, and the side if the head tells it (三级指标(年度))."""

    field: str
    side: Side | None = None


@lru_cache(maxsize=8192)
def bare(text: str) -> str:
    """The label without what does not matter: spaces, width, colon, 其中, a leading number or star, a bracket at the end."""
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    text = re.sub(r"^(?:[*★☆]+|\d+[.、]|\(\d+\)|\([一二三四五六七八九十]+\)|[一二三四五六七八九十]+、)", "", text)
    text = text.rstrip(":").removeprefix("其中:").removeprefix("其中").removeprefix(":")
    shorter = re.sub(r"\([^()]*\)$", "", text).rstrip(":")
    return shorter or text


@cache
def _vocabulary() -> tuple[dict[str, Label], dict[str, Head], re.Pattern[str]]:
    data = tomllib.loads((FOLDER / "labels.toml").read_text("utf-8"))
    labels: dict[str, Label] = {}

    def add(names: list[str], label: Label) -> None:
        for name in names:
            labels.setdefault(_compact(name), label)

    for path, names in data["fields"].items():
        add(names, Label("field", path))
    funding = data["funding"]
    add(funding["period.total"], Label("total", "total", "period"))
    add(funding["annual.total"], Label("total", "total", "annual"))
    add(funding["total"], Label("total", "total"))
    add(funding["fiscal"], Label("fiscal", "fiscal"))
    add(funding["other"], Label("other", "other"))
    add(data["parts"]["names"], Label("part", "part"))
    add(data["goals"]["period"], Label("goal", "period", "period"))
    add(data["goals"]["annual"], Label("goal", "annual", "annual"))
    add(data["goals"]["block"], Label("goals", "goals"))
    for name, names in data["blocks"].items():
        add(names, Label("block", name))
    add(data["signs"]["names"], Label("sign", "sign"))
    add(data["not_targets"]["names"], Label("foreign", "foreign"))
    heads = {_compact(name): Head(field) for field, names in data["heads"].items() for name in names}
    for form in all_layouts():
        for name, label in _labels_in(form):
            labels.setdefault(name, label)
        for column in (column for block in form.blocks for column in block.columns):
            heads.setdefault(_compact(column.head), Head(column.field))
    return labels, heads, re.compile(data["stages"]["pattern"])


def _labels_in(form: Layout) -> Iterator[tuple[str, Label]]:
    """The labels that a form prints, bare, with the value beside or below them: what a form prints can be read without more ado."""
    grid = layout(Snapshot(), form)
    for cell in (cell for row in range(grid.head[0]) for cell in grid.starting(row)):
        if cell.role != "label" or cell.text.startswith("单位：") or cell.path.startswith("disbursement"):
            continue
        beside = grid.covering[cell.row][cell.right] if cell.right < grid.columns else cell
        below = grid.covering[cell.bottom][cell.column]
        yield bare(cell.text), _label_for(cell.path or _value_path(beside) or _value_path(below), form)
    yield from ((bare(by), Label("stage", bare(by))) for by in form.stages)
    yield from ((bare(cell.text), Label("sign", "sign")) for row in form.signs for cell in row)


def _value_path(cell: Cell) -> str:
    return "" if cell.role in ("label", "head") else cell.path


def _label_for(path: str, form: Layout) -> Label:
    group, _, name = path.rpartition(".")
    if group.startswith("funding"):
        twin = all(f"funding.{side}.total" in form.bound for side in SIDES)
        side: Side = "period" if group == "funding.period" else "annual"
        return Label("total", "total", side if twin else None) if name == "total" else _FUNDING[name]
    if group == "goals":
        return Label("goal", "annual", "annual") if name == "annual" else Label("goal", "period", "period")
    return Label("field", path) if group or path == "purpose" else Label("block", "block")


_FUNDING = {"fiscal": Label("fiscal", "fiscal"), "other": Label("other", "other")}


def _compact(name: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", name))


@lru_cache(maxsize=8192)
def label_of(text: str) -> Label | None:
    """What the text labels in the fixed part of a form, or None when it is no label."""
    if not text or len(text) > LONGEST:
        return None
    labels, _, stages = _vocabulary()
    name = bare(text)
    found = labels.get(_compact(text).rstrip(":")) or labels.get(name)
    if found is None and stages.match(name):
        return Label("stage", name)
    return found


@lru_cache(maxsize=4096)
def head_of(text: str) -> Head | None:
    """Which indicator column the text heads, or None."""
    if not text or len(text) > LONGEST:
        return None
    _, heads, _ = _vocabulary()
    whole = _compact(text).rstrip(":")
    found = heads.get(whole) or heads.get(bare(text))
    if found is None:
        return None
    return Head(found.field, side_named(whole))


def side_named(text: str) -> Side | None:
    """The side that a label or a block's name tells: 长期, 中期, 实施期 -> period; 年度, 当年 -> annual."""
    if re.search("年度|当年|本年", text):
        return "annual"
    return "period" if re.search("长期|中期|实施期", text) else None


@cache
def printed_labels(layout: Layout) -> frozenset[str]:
    """The labels that a form prints, bare: by these its tables are known."""
    fixed = [cell.text or cell.blank for row in layout.rows for cell in row if cell.role == "label"]
    heads = [column.head for block in layout.blocks for column in block.columns]
    blocks = [block.label for block in layout.blocks if block.label]
    return frozenset(bare(text) for text in (*fixed, *heads, *blocks) if not text.startswith("单位："))


@cache
def bound_kinds(layout: Layout) -> frozenset[str]:
    """The paths a form prints, without indexes and sides of indicator columns, to weigh what a found label would lose in it."""
    return frozenset(path if not path.startswith("indicators.") else path.rpartition(".")[2] for path in layout.bound)


def layouts_by_likeness(found: frozenset[str], paths: frozenset[str], sides: int) -> list[Layout]:
    """The forms, the likeliest first, for a table with these bare labels, value paths and number of sides."""

    def likeness(layout: Layout) -> int:
        own = printed_labels(layout)
        lost = len(paths - bound_kinds(layout)) + (4 if sides != len(layout.sides) else 0)
        return 2 * len(own & found) - len(own - found) - 3 * lost

    preferred = sorted(all_layouts(), key=lambda layout: layout.id != "national-2015")
    return sorted(preferred, key=likeness, reverse=True)
