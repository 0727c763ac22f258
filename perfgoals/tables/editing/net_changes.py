"""What many things that were done come to: a cell written ten times is one change, a row added and removed again is none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from typing import Any

from perfgoals.official.snapshot import SIDES, Indicator, Side
from perfgoals.tables.editing.changes import Done
from perfgoals.tables.editing.keyed import Keyed, fixed_texts, from_data

_PLACES = ("level1", "level2")
_TEXTS = tuple(name for name in Indicator.__dataclass_fields__ if name not in _PLACES)


def net(dones: Iterable[Done]) -> list[Done]:
    """As few as lead from where the first began to where the last ended, cells first, in the order in which they were touched."""
    work = _Net()
    for done in dones:
        work.take(done)
    return work.left()


def unfolded(dones: Iterable[Done]) -> Iterator[Done]:
    """The same, with a whole record put in place of another told cell by cell and row by row."""
    for done in dones:
        if done["do"] == "replace":
            yield from between(from_data(done["before"]), from_data(done["after"]))
        else:
            yield done


def between(before: Keyed, after: Keyed) -> list[Done]:
    """What leads from one record to the other. Rows are the same where their keys are."""
    return [*_cells_between(before, after), *(done for side in SIDES for done in _rows_between(before, after, side))]


def _cells_between(before: Keyed, after: Keyed) -> Iterator[Done]:
    was, now = fixed_texts(before), fixed_texts(after)
    for path in dict.fromkeys([*now, *was]):
        if was.get(path, "") != now.get(path, ""):
            yield {"do": "set", "path": path, "before": was.get(path, ""), "after": now.get(path, "")}


def _rows_between(before: Keyed, after: Keyed, side: Side) -> Iterator[Done]:
    was = {key: (index, row) for index, (key, row) in enumerate(zip(before.keys[side], before.rows(side), strict=True))}
    now = {key: (index, row) for index, (key, row) in enumerate(zip(after.keys[side], after.rows(side), strict=True))}
    moved = moved_keys(before.keys[side], after.keys[side])
    for key, (index, row) in was.items():
        if key not in now:
            yield {"do": "remove", "row": key, "side": side, "index": index, "texts": _texts(row)}
    for key, (index, row) in now.items():
        if key not in was:
            yield {"do": "add", "row": key, "side": side, "index": index, "texts": _texts(row)}
            continue
        old, wrote = was[key]
        for name in _TEXTS:
            if getattr(wrote, name) != getattr(row, name):
                yield {"do": "set", "row": key, "field": name, "before": getattr(wrote, name), "after": getattr(row, name)}
        if key in moved or (wrote.level1, wrote.level2) != (row.level1, row.level2):
            places = {"before": [old, wrote.level1, wrote.level2], "after": [index, row.level1, row.level2]}
            yield {"do": "move", "row": key, "side": side, **places}


def moved_keys(before: Iterable[str], after: Iterable[str]) -> set[str]:
    """The keys in both that changed their order; those that only gave way to others have not moved."""
    known, kept = set(before), set(after)
    was, now = [key for key in before if key in kept], [key for key in after if key in known]
    blocks = SequenceMatcher(None, was, now, autojunk=False).get_matching_blocks()
    return set(was) - {key for block in blocks for key in was[block.a : block.a + block.size]}


def _texts(row: Indicator) -> dict[str, str]:
    return {name: text for name in (*_PLACES, *_TEXTS) if (text := getattr(row, name))}


def _saying(texts: dict[str, str]) -> dict[str, str]:
    return {name: text for name, text in texts.items() if text}


class _Net:
    """``sets`` by the row (or "") and the field or path; the others by their row."""

    def __init__(self) -> None:
        self.sets: dict[tuple[str, str], Done] = {}
        self.added: dict[str, Done] = {}
        self.moved: dict[str, Done] = {}
        self.removed: dict[str, Done] = {}

    def take(self, done: Done) -> None:
        row = done.get("row", "")
        match done["do"]:
            case "set":
                self._set(row, done)
            case "add" if row in self.removed:
                self._back(self.removed.pop(row), done)
            case "add":
                self.added[row] = done
            case "move" if row in self.added:
                self._write_added(row, dict(zip(_PLACES, done["after"][1:], strict=True)))
            case "move":
                self.moved[row] = done | {"before": self.moved.get(row, done)["before"]}
            case "remove" if self.added.pop(row, None) is None:
                self._remove(row, done)

    def _set(self, row: str, done: Done) -> None:
        if row in self.added:
            self._write_added(row, {done["field"]: done["after"]})
            return
        at = (row, done["field"] if row else done["path"])
        self.sets[at] = done | {"before": self.sets.get(at, done)["before"]}

    def _write_added(self, row: str, texts: dict[str, Any]) -> None:
        done = self.added[row]
        self.added[row] = done | {"texts": _saying(done["texts"] | texts)}

    def _remove(self, row: str, done: Done) -> None:
        """As it was when the first of these was done, whatever was written in it before it went."""
        wrote = [at for at in self.sets if at[0] == row]
        texts = done["texts"] | {name: self.sets.pop((row, name))["before"] for _, name in wrote}
        came = self.moved.pop(row, None)
        places = dict(zip(_PLACES, came["before"][1:], strict=True)) if came else {}
        self.removed[row] = done | {"texts": _saying(texts | places)}

    def _back(self, gone: Done, done: Done) -> None:
        """A row removed and put back, which undoing does: what is left is where the two differ."""
        was, now = gone["texts"], done["texts"]
        for name in dict.fromkeys([*now, *was]):
            if name not in _PLACES and was.get(name, "") != now.get(name, ""):
                self._set(
                    done["row"], {"do": "set", "row": done["row"], "field": name, "before": was.get(name, ""), "after": now.get(name, "")}
                )
        places = [[each["index"], *(each["texts"].get(name, "") for name in _PLACES)] for each in (gone, done)]
        if places[0][1:] != places[1][1:]:
            self.moved[done["row"]] = {"do": "move", "row": done["row"], "side": done["side"], "before": places[0], "after": places[1]}

    def left(self) -> list[Done]:
        changed = [each for each in (*self.sets.values(), *self.moved.values()) if each["before"] != each["after"]]
        return [*changed, *self.added.values(), *self.removed.values()]
