"""The page's own model against the server's: the same wishes leave the same rows in the same order, and each can be undone."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from playwright.sync_api import Page

from perfgoals.official.layout_file import load
from perfgoals.official.snapshot import Snapshot
from perfgoals.tables.editing.cells import open_fields
from perfgoals.tables.editing.keyed import Keyed, fixed_texts
from perfgoals.tables.editing.record import form_data
from tests.browser.typing import mended
from tests.cast import published
from tests.tables.editing.wishing import keyed, one_year, steps_of

PERFORMED = """async ([record, form, wishes]) => {
  const { Model } = await import("/static/editor/model.js");
  const model = new Model(record, form);
  const shown = ({ key, level1, level2, texts }) => ({ key, level1, level2, texts: { ...texts } });
  const now = () => ({
    texts: model.record().texts,
    rows: Object.fromEntries(Object.entries(model.rows).map(([side, rows]) => [side, rows.map(shown)])),
  });
  return wishes.map((wish) => {
    const before = now();
    const back = model.perform(wish);
    const { texts, rows } = now();
    model.perform(back);
    const undone = now();
    model.perform(wish);
    return { texts, rows, undone, before, isSame: JSON.stringify(now().rows) === JSON.stringify(rows) };
  });
}"""


def acts_by(chance: Random, count: int) -> list[tuple[Any, ...]]:
    """Texts are such as the server keeps as they are; what it mends is told to the page by its answer."""

    def one() -> tuple[Any, ...]:
        places = [chance.randrange(10_000) for _ in range(3)]
        kind = chance.choice(["cell", "row", "add", "add", "remove", "move", "move", "move"])
        texts = {"cell": (places[0], "35"), "row": (*places[:2], "甲"), "remove": (places[0],), "move": tuple(places)}
        return (kind, *texts[kind]) if kind in texts else (kind, *places, {places[0]: "乙"})

    return [one() for _ in range(count)]


def record_of(keyed: Keyed) -> dict[str, Any]:
    """As ``editing.record.record_of`` gives the page a stored table."""
    form = load(keyed.snapshot.layout)
    return {
        "texts": fixed_texts(keyed),
        "rows": {
            side: [
                {"key": key, "level1": row.level1, "level2": row.level2, "texts": {n: getattr(row, n) for n in open_fields(form, side)}}
                for key, row in zip(keyed.keys[side], keyed.rows(side), strict=True)
            ]
            for side in form.sides
        },
    }


def rows_in(record: dict[str, Any]) -> dict[str, Any]:
    return {side: [{name: row[name] for name in ("key", "level1", "level2", "texts")} for row in rows] for side, rows in record.items()}


def records() -> list[tuple[Snapshot, bool]]:
    """As mended, the last two kept the same on both sides."""
    apart = ["henan-10", "made-01", "made-02", "hebei-01", "henan-09"]
    return [(mended(name), False) for name in apart] + [(mended("henan-02"), True), (mended("henan-13"), True)]


@pytest.mark.parametrize("number", range(len(records())))
def test_wishes_are_done_in_the_page_as_on_the_server(page: Page, number: int) -> None:
    snapshot, is_mirrored = records()[number]
    before = one_year(snapshot) if is_mirrored else keyed(snapshot)
    steps = list(steps_of(before, acts_by(Random(number), 72)))
    assert len(steps) > 60
    page.goto("/sign-in/")
    found = page.evaluate(PERFORMED, [record_of(before), form_data(load(snapshot.layout)), [change for change, _ in steps]])
    for (change, after), there in zip(steps, found, strict=True):
        assert rows_in(there["rows"]) == rows_in(record_of(after)["rows"]), change
        assert there["texts"] == fixed_texts(after), change
        assert there["undone"] == there["before"], change
        assert there["isSame"], change


@pytest.mark.parametrize("name", ["henan-01", "henan-10"])
def test_rows_whose_first_level_is_printed_wrong_are_placed_as_on_the_server(page: Page, name: str) -> None:
    """Undone they stand under the 一级指标 of their framework, as every row that is put there by hand."""
    before = keyed(published(name))
    steps = list(steps_of(before, acts_by(Random(name), 64)))
    page.goto("/sign-in/")
    found = page.evaluate(PERFORMED, [record_of(before), form_data(load(published(name).layout)), [change for change, _ in steps]])
    for (change, after), there in zip(steps, found, strict=True):
        rows = record_of(after)["rows"]
        assert {side: [row["key"] for row in listed] for side, listed in rows.items()} == {
            side: [row["key"] for row in listed] for side, listed in there["rows"].items()
        }, change
