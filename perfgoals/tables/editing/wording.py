"""What was done, in words: the place as people call it, the text before and the text after, short enough for a list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import takewhile
from typing import Literal

from perfgoals.official.place_names import place_name
from perfgoals.official.snapshot import SIDES, Side
from perfgoals.tables.editing.changes import Done
from perfgoals.tables.editing.keyed import MIRRORED, Keyed, from_data

Kind = Literal["set", "add", "remove", "move"]

MOST_CHARACTERS = 60
"""Of a text in a line."""

_AROUND = 8
"""So many characters of what stayed the same are left on either side of what changed."""

_LONGEST_NAME = 24
_SIDE_NAMES: Mapping[str, str] = {"period": "实施期", "annual": "年度"}
_BESIDE = {"contacts.head": "单位负责人", "contacts.author": "填报人", "contacts.telephone": "联系电话", MIRRORED: "一年期项目同年度"}
_SUMMED_UP = ("value", "weight")


@dataclass(frozen=True, slots=True)
class RowName:
    """What tells a row from others."""

    side: str
    level2: str
    level3: str

    def __str__(self) -> str:
        name = f"“{_cut(self.level3, _LONGEST_NAME)}”" if self.level3 else "（未填三级指标）"
        return " ".join(filter(None, (_SIDE_NAMES.get(self.side, ""), self.level2))) + name


@dataclass(frozen=True, slots=True)
class Line:
    """One change. ``before`` and ``after`` may be empty; of an added row only ``after`` says something, of a removed one ``before``."""

    kind: Kind
    place: str
    before: str = ""
    after: str = ""


def names_of(keyed: Keyed) -> dict[str, RowName]:
    """The rows of a record by their keys."""
    return {
        key: RowName(side, row.level2, row.level3) for side in SIDES for key, row in zip(keyed.keys[side], keyed.rows(side), strict=True)
    }


def add_names(names: dict[str, RowName], dones: Iterable[Done]) -> None:
    """Adds the rows that went by these, as they were called when they went; given the newest first, a name once known stays."""
    for done in dones:
        if done["do"] == "remove":
            names.setdefault(done["row"], _named(done))
        elif done["do"] == "replace":
            for key, name in names_of(from_data(done["before"])).items():
                names.setdefault(key, name)


def _named(done: Done) -> RowName:
    return RowName(done["side"], done["texts"].get("level2", ""), done["texts"].get("level3", ""))


def told(done: Done, names: Mapping[str, RowName]) -> Line:
    """One of ``net`` in words."""
    row = done.get("row", "")
    match done["do"]:
        case "set" if row:
            return _written(f"{names.get(row, '一行指标')} {column_name(done['field'])}", done)
        case "set":
            return _written(_BESIDE.get(done["path"]) or place_name(done["path"]), done)
        case "add":
            return Line("add", str(_named(done)), after=_summary(done))
        case "remove":
            return Line("remove", str(_named(done)), before=_summary(done))
    return _moved(str(names.get(row, "一行指标")), done)


def column_name(field: str) -> str:
    """The name of a column of the indicator rows, by its field."""
    return place_name(f"indicators.annual[0].{field}").rpartition(" ")[2]


def _written(place: str, done: Done) -> Line:
    before, after = done["before"], done["after"]
    if done.get("path") == MIRRORED:
        return Line("set", place, *("是" if text else "否" for text in (before, after)))
    return Line("set", place, *shortened(before, after))


def _moved(place: str, done: Done) -> Line:
    (old, _, was), (new, _, now) = done["before"], done["after"]
    return Line("move", place, was, now) if was != now else Line("move", place, f"第 {old + 1} 行", f"第 {new + 1} 行")


def _summary(done: Done) -> str:
    texts = [f"{column_name(name)}：{text}" for name in _SUMMED_UP if (text := done["texts"].get(name))]
    return _cut("，".join(texts), MOST_CHARACTERS)


def shortened(before: str, after: str) -> tuple[str, str]:
    """Both texts about where they differ, what is left out shown by an ellipsis."""
    if max(len(before), len(after)) <= MOST_CHARACTERS:
        return _in_a_line(before), _in_a_line(after)
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(before, after, strict=False)))
    start = max(same - _AROUND, 0)
    return _from(before, start), _from(after, start)


def _from(text: str, start: int) -> str:
    return ("…" if 0 < start < len(text) else "") + _cut(text[start:], MOST_CHARACTERS)


def _cut(text: str, longest: int) -> str:
    line = _in_a_line(text)
    return line if len(line) <= longest else f"{line[: longest - 1]}…"


def _in_a_line(text: str) -> str:
    return text.replace("\n", "↵")


def path_in(keyed: Keyed, done: Done) -> str:
    """Where in this record the change is to be seen: a cell, a row, or "" where the record has no such place."""
    if "row" not in done:
        return str(done["path"])
    found: tuple[Side, int] | None = keyed.find(done["row"])
    if found is None:
        return ""
    side, index = found
    return f"indicators.{side}[{index}]" + (f".{done['field']}" if done["do"] == "set" else "")
