"""The law: recover(layout(s)) == s for every canonical snapshot, and through every format that can be read."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perfgoals.grid.formats import docx, xlsx
from perfgoals.official.layout import layout, unplaced
from perfgoals.official.layout_file import layout_ids, load
from perfgoals.official.mending import mend
from perfgoals.official.recover import recover
from perfgoals.official.snapshot import Snapshot, from_json, to_json
from tests.official.records import snapshots

any_snapshot = st.sampled_from(layout_ids()).flatmap(snapshots)


def recovered(grids: Any) -> Snapshot:
    found = recover(grids)
    assert len(found.tables) == 1
    assert found.tables[0].problems == ()
    return found.tables[0].snapshot


@given(any_snapshot)
def test_recover_undoes_layout(snapshot: Snapshot) -> None:
    form = load(snapshot.layout)
    assert unplaced(snapshot, form) == []
    assert recovered([layout(snapshot, form)]) == snapshot


@given(any_snapshot)
def test_signature_lines_do_not_disturb(snapshot: Snapshot) -> None:
    assert recovered([layout(snapshot, load(snapshot.layout), contacts={})]) == snapshot


@pytest.mark.parametrize("file_format", [xlsx, docx], ids=["xlsx", "docx"])
@given(snapshot=any_snapshot)
@settings(max_examples=30)
def test_recover_undoes_printing(file_format: Any, snapshot: Snapshot) -> None:
    data = file_format.write([layout(snapshot, load(snapshot.layout))])
    assert recovered(file_format.read(data)) == snapshot


@given(any_snapshot)
def test_json_keeps_everything(snapshot: Snapshot) -> None:
    assert from_json(to_json(snapshot)) == snapshot
    assert mend(to_json(snapshot)) == (snapshot, [])
