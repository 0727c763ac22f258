"""Random wishes, as a page would send them: each one possible when its turn comes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from perfgoals.official.layout_file import Layout, load
from perfgoals.official.snapshot import SIDES, Snapshot
from perfgoals.tables.editing.cells import open_fields, open_paths
from perfgoals.tables.editing.changes import is_open, perform
from perfgoals.tables.editing.keyed import FIELDS_BESIDE, MIRRORED, Keyed, fixed_texts
from perfgoals.tables.editing.wishes import wishes_in

SAMPLES = (
    *("", "≥95%", "35", "350,000元", "35万", "３５", "约50万", "-3", "0", "0.10", "1.1234567", "12345678901234567890", "1e5", "25%", "101"),
    *(" 两边 ", "一\n二", "a\r\nb", "\u200b零宽\ufeff", "制\x07表\t符", "半\ud800个", "😀", "★★☆", "=1+1", "𠮷"),
    *("<script>alert(1)</script>", "<p>甲</p><p>乙</p>", "长" * 61, "长" * 1001, "1" * 201, "9" * 199 + "亿", "0." + "1" * 190 + "元"),
)
texts = st.one_of(st.sampled_from(SAMPLES), st.text(max_size=12))
numbers = st.integers(0, 10_000)
"""Which row, field, 二级指标 or neighbour: counted through what there is when the wish is made."""

acts = st.one_of(
    st.tuples(st.just("cell"), numbers, texts),
    st.tuples(st.just("row"), numbers, numbers, texts),
    st.tuples(st.just("add"), numbers, numbers, numbers, st.dictionaries(numbers, texts, max_size=3)),
    st.tuples(st.just("remove"), numbers),
    st.tuples(st.just("move"), numbers, numbers, numbers),
)
tickings = st.tuples(st.just("mirror"), st.sampled_from(["", "1"]))


def key(number: int) -> str:
    return str(UUID(int=number, version=4))


def keyed(snapshot: Snapshot, *, mirrored: bool = False) -> Keyed:
    """The record with keys counted up from 1, and nothing beside it but perhaps the tick."""
    count = iter(range(1, 10_000))
    keys = {side: tuple(key(next(count)) for _ in getattr(snapshot.indicators, side)) for side in SIDES}
    return Keyed(snapshot, keys, dict.fromkeys(FIELDS_BESIDE, "") | {MIRRORED: "1" if mirrored else ""})


def one_year(snapshot: Snapshot, *, mirrored: bool = True) -> Keyed:
    """The record with its annual side on both sides."""
    funding, goals, rows = snapshot.funding, snapshot.goals, snapshot.indicators
    same = replace(
        snapshot,
        funding=replace(funding, period=funding.annual),
        goals=replace(goals, period=goals.annual),
        indicators=replace(rows, period=rows.annual),
    )
    return keyed(same, mirrored=mirrored)


def changes_of(before: Keyed, done: Sequence[tuple[Any, ...]]) -> list[dict[str, Any]]:
    """The changes on the wire."""
    return [change for change, _ in steps_of(before, done)]


def steps_of(before: Keyed, done: Sequence[tuple[Any, ...]]) -> Iterator[tuple[dict[str, Any], Keyed]]:
    """Each change, and the record after it."""
    form, now = load(before.snapshot.layout), before
    for number, act in enumerate(done):
        change = _change(now, form, act, 1_000_000 + 2 * number)
        if change is not None:
            now = perform(now, wishes_in([change]), form).keyed
            yield change, now


def _change(now: Keyed, form: Layout, act: tuple[Any, ...], fresh: int) -> dict[str, Any] | None:
    rows = [(side, each) for side in form.sides for each in now.keys[side]]
    match act:
        case ("mirror", text):
            return {"do": "set", "path": MIRRORED, "text": text}
        case ("cell", number, text):
            paths = sorted(path for path in fixed_texts(now) if path != MIRRORED and is_open(form, path))
            return {"do": "set", "path": paths[number % len(paths)], "text": text}
        case ("add", side, level2, after, said):
            chosen = form.sides[side % len(form.sides)]
            return _addition(now, form, chosen, level2, after, said) | {"row": key(fresh), "twin": key(fresh + 1)}
        case (_, number, *_) if not rows:
            return None
        case ("row", number, field, text):
            side, row = rows[number % len(rows)]
            fields = open_fields(form, side)
            return {"do": "set", "row": row, "field": fields[field % len(fields)], "text": text}
        case ("remove", number):
            return {"do": "remove", "row": rows[number % len(rows)][1]}
        case ("move", number, level2, after):
            side, row = rows[number % len(rows)]
            return {"do": "move", "row": row, "level2": _level2(form, level2), "after": _after(now, side, after)}
    raise AssertionError(act)


def _addition(now: Keyed, form: Layout, side: Any, level2: int, after: int, said: dict[int, str]) -> dict[str, Any]:
    fields = open_fields(form, side)
    typed = {fields[number % len(fields)]: text for number, text in said.items()}
    return {"do": "add", "side": side, "level2": _level2(form, level2), "after": _after(now, side, after), "texts": typed}


def _level2(form: Layout, number: int) -> str:
    names = [name for one in form.hierarchy.level1 for two in one.level2 for name in (two.name, *two.aliases)]
    return names[number % len(names)]


def _after(now: Keyed, side: Any, number: int) -> str | None:
    places = [None, "", *now.keys[side]]
    return places[number % len(places)]


def every_path(form: Layout) -> list[str]:
    """Every kind of cell that is filled in by hand, rows of lists as ``disbursement[].value``."""
    rows = [f"indicators.{side}[].{name}" for side in SIDES for name in open_fields(form, side)]
    return sorted(open_paths(form) - {MIRRORED}) + rows
