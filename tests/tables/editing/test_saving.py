"""A page's changes into the database: it has what the pure changes make of the record, and nothing else is touched."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from perfgoals.accounts.models import Department, Post
from perfgoals.official.layout_file import load
from perfgoals.official.snapshot import Funding, FundingSides, Indicator, Part, Snapshot
from perfgoals.tables.editing.changes import Refused, perform
from perfgoals.tables.editing.keyed import Keyed, to_data
from perfgoals.tables.editing.saving import save
from perfgoals.tables.editing.undoing import undo
from perfgoals.tables.editing.wishes import wishes_in
from perfgoals.tables.models import IndicatorRow, Revision, TargetTable
from tests.cast import Cast, person, published, stored
from tests.dumping import dump
from tests.tables.editing.saves import cell, first_row, in_row, read, saved, with_keys
from tests.tables.editing.wishing import acts, key, keyed, one_year, steps_of, tickings

NAMES = ["henan-10", "hebei-01", "henan-04", "made-02"]


class AnyChanges(TestCase):
    """Each example in a transaction of its own."""

    @settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.differing_executors])
    @given(st.sampled_from(NAMES), st.booleans(), st.lists(st.one_of(acts, tickings), max_size=8))
    def test_the_database_has_what_the_changes_make(self, name: str, mirrored: bool, done: Sequence[Any]) -> None:
        unit = Department.objects.create(code="101", name="建设局")
        author = person("author", "张建", (unit, Post.Role.AUTHOR))
        before = one_year(published(name)) if mirrored and name != "hebei-01" else keyed(published(name), mirrored=mirrored)
        table = with_keys(before, unit)
        steps = list(steps_of(before, done))
        changes = [change for change, _ in steps]
        with suppress(RolledBack), transaction.atomic():
            for change, wanted in steps:
                saved(author, table, change)
                assert to_data(read(table)) == to_data(wanted)
            raise RolledBack
        wanted = perform(before, wishes_in(changes), load(before.snapshot.layout))
        answer = saved(author, table, *changes)
        assert to_data(read(table)) == to_data(wanted.keyed)
        assert [each.reading for each in answer.answers] == [each.reading for each in wanted.answers]
        assert answer.orders in (None, wanted.keyed.keys)
        told = [each for revision in table.revisions.filter(act="edit") for each in revision.changes]
        assert told == json.loads(json.dumps(wanted.done))
        assert to_data(undo(read(table), told)) == to_data(before)
        assert derived(table) == derived(with_keys(wanted.keyed, unit))


class RolledBack(Exception):
    pass


def derived(table: TargetTable) -> list[tuple[Any, ...]]:
    """The columns that are read out of the texts: they are those of a record stored whole."""
    rows = table.indicator_rows.values_list("side", "order", "comparator", "number", "unit", "is_apart", "is_misfit")
    amounts = table.funding_splits.order_by("side").values_list("total", "fiscal", "other", "parts__amount")
    return [*rows, *amounts, *table.disbursement_stages.values_list("number")]


def test_a_cell_is_saved_as_the_next_version_and_noted(cast: Cast, table: TargetTable) -> None:
    answer = saved(cast.colleague, table, cell("goals.annual", "甲"))
    table.refresh_from_db()
    assert (answer.version, table.version, table.changed_by, table.annual_goal) == (2, 2, cast.colleague, "甲")
    assert answer.saved_at == table.changed_at
    assert answer.orders is None
    note = table.revisions.get(version=2)
    assert (note.act, note.saved_by, [each["path"] for each in note.changes]) == ("edit", cast.colleague, ["goals.annual"])


@pytest.mark.parametrize(
    ("name", "path", "text"),
    [
        ("henan-10", "department.supervisor", "某局"),
        ("henan-10", "funding.period.fiscal", "35.50"),
        ("henan-10", "goals.period_label", "实施期目标（2027年—2029年）"),
        ("henan-04", "project.attribute", "延续项目"),
        ("henan-04", "project.period", "2027年—2029年"),
        ("hebei-01", "purpose", "甲\n乙"),
        ("hebei-01", "disbursement[2].value", "75"),
        ("hebei-01", "number", "4."),
        ("hebei-01", "contacts.telephone", "0311-1"),
        ("hebei-01", "mirrored", "1"),
    ],
)
def test_every_kind_of_cell_is_kept(cast: Cast, name: str, path: str, text: str) -> None:
    table = stored(published(name), cast.building)
    before = read(table)
    saved(cast.author, table, cell(path, text))
    wanted = perform(before, wishes_in([cell(path, text)]), load(table.layout)).keyed
    assert to_data(read(table)) == to_data(wanted) != to_data(before)


@pytest.mark.parametrize("text", ["350,000元", "35万", "35万元", "３５", "35"])
def test_an_amount_however_it_is_written(cast: Cast, table: TargetTable, text: str) -> None:
    answer = saved(cast.author, table, cell("funding.annual.total", text))
    split = table.funding_splits.get(side="annual")
    assert (split.total, split.total_text) == (35, "35")
    assert answer.answers[0].reading.text == "35"


def test_what_a_value_says_is_read_anew_with_every_save(cast: Cast, table: TargetTable) -> None:
    row = first_row(table)
    for text, parts in (("≥95%", ("≥", "95", "%")), ("≥" + "9" * 900, ("", "", "")), ("约一半", ("", "", "")), ("3次", ("", "3", "次"))):
        saved(cast.author, table, in_row(row, "value", text))
        now = IndicatorRow.objects.get(table=table, key=row)
        assert (now.value, (now.comparator, now.number, now.unit)) == (text, parts)


def test_a_save_leaves_alone_what_others_hold(cast: Cast, table: TargetTable) -> None:
    other = stored(published("henan-10"), cast.water)
    before = dump()
    saved(cast.author, table, in_row(first_row(table), "value", "甲"), cell("funding.annual.total", "1"))
    after = dump()
    for label in ("tables.TargetTable", "tables.IndicatorRow", "tables.FundingSplit"):
        changed = set(map(repr, before[label])) ^ set(map(repr, after[label]))
        assert len(changed) == 2, label  # one row as it was, and as it is
    assert read(other).snapshot == published("henan-10")


def test_rows_come_go_and_move_in_one_save(cast: Cast, table: TargetTable) -> None:
    before = read(table)
    one, two, three = before.keys["annual"][:3]
    add = {"do": "add", "row": key(1), "side": "annual", "level2": "质量指标", "after": None, "texts": {"level3": "新", "value": "≥9%"}}
    answer = saved(cast.author, table, {"do": "remove", "row": one}, add, {"do": "move", "row": two, "level2": "质量指标", "after": key(1)})
    now = read(table)
    assert answer.orders == now.keys
    assert one not in now.keys["annual"]
    listed = now.keys["annual"]
    assert listed[listed.index(key(1)) + 1] == two
    assert now.keys["period"] == before.keys["period"]
    assert list(table.indicator_rows.filter(side="annual").values_list("order", flat=True)) == list(range(len(listed)))
    assert three in listed
    new = IndicatorRow.objects.get(table=table, key=key(1))
    assert (new.level1, new.level2, new.number, new.is_misfit) == ("产出指标", "质量指标", "9", False)


def test_a_misfit_that_is_moved_into_the_framework_is_one_no_more(cast: Cast, table: TargetTable) -> None:
    row = table.indicator_rows.filter(is_misfit=True, level1="")[0]
    saved(cast.author, table, {"do": "move", "row": str(row.key), "level2": "经济效益指标", "after": None})
    moved = IndicatorRow.objects.get(table=table, key=row.key)
    assert (moved.level1, moved.level2, moved.is_misfit) == ("效益指标", "经济效益指标", False)


def test_all_rows_may_go(cast: Cast, table: TargetTable) -> None:
    keys = read(table).keys
    saved(cast.author, table, *[{"do": "remove", "row": row} for side in keys for row in keys[side]])  # type: ignore[index]
    assert not table.indicator_rows.exists()
    assert to_data(undo(read(table), table.revisions.get(version=2).changes)) == to_data(
        Keyed(published("henan-10"), keys, read(table).beside)
    )


def test_what_changes_nothing_is_no_version(cast: Cast, table: TargetTable) -> None:
    before = dump()
    goal = published("henan-10").goals.annual
    answer = saved(cast.author, table, cell("goals.annual", goal), {"do": "remove", "row": key(1)})
    assert (answer.version, len(answer.answers)) == (1, 1)
    assert saved(cast.author, table).version == 1
    assert dump() == before


def test_an_empty_table_can_be_filled(cast: Cast) -> None:
    table = stored(Snapshot("henan", 2027), cast.building)
    saved(cast.author, table, {"do": "add", "row": key(1), "side": "annual", "level2": "数量指标", "after": None, "texts": {"value": "1"}})
    assert read(table).rows("annual") == (Indicator("产出指标", "数量指标", value="1"),)
    assert Revision.objects.filter(table=table).count() == 2


# 一年期项目同年度.


def test_mirrored_in_the_database(cast: Cast) -> None:
    same = one_year(published("henan-10"))
    table = with_keys(same, cast.building)
    saved(cast.author, table, in_row(same.keys["annual"][5], "value", "甲"), cell("funding.period.total", "7"), cell("goals.period", "乙"))
    now = read(table).snapshot
    assert now.indicators.period == now.indicators.annual
    assert now.indicators.period[5].value == "甲"
    assert now.funding.period == now.funding.annual
    assert now.goals.period == now.goals.annual == "乙"


def test_the_parts_of_an_amount_are_mirrored_too(cast: Cast) -> None:
    parts = tuple(Part(name, "") for name in ("上年结转", "本级"))
    record = replace(published("henan-10"), funding=FundingSides(Funding(parts=parts), Funding(parts=parts)))
    table = with_keys(keyed(record, mirrored=True), cast.building)
    saved(
        cast.author,
        table,
        cell("funding.period.parts[1].amount", "35万"),
        cell("funding.annual.total", "35"),
        cell("funding.period.fiscal", "35"),
    )
    wanted = Funding(Decimal(35), Decimal(35), "", (parts[0], Part("本级", Decimal(35))))
    assert read(table).snapshot.funding == FundingSides(wanted, wanted)


def test_a_tick_and_a_row_in_the_same_save(cast: Cast) -> None:
    """The row beside the one that is written has to be there, although nothing was mirrored when the save began."""
    same = one_year(published("henan-10"), mirrored=False)
    table = with_keys(same, cast.building)
    saved(cast.author, table, cell("mirrored", "1"), in_row(same.keys["annual"][5], "value", "甲"))
    now = read(table)
    assert now.is_mirrored
    assert now.rows("period")[5].value == now.rows("annual")[5].value == "甲"


def test_a_misfit_that_was_removed_can_be_put_back_where_it_stood(cast: Cast, table: TargetTable) -> None:
    row = table.indicator_rows.filter(side="annual").order_by("order")[0]
    table.indicator_rows.filter(pk=row.pk).update(level1="成本效益", level2="亩均指标", is_misfit=True)
    place = {"side": "annual", "level2": "亩均指标", "after": "", "texts": {"level3": row.level3}}
    back = {"do": "add", "row": str(row.key), **place, "back": True}
    save(cast.author, table.pk, version=1, changes=[{"do": "remove", "row": str(row.key)}], save_id=str(uuid4()))
    save(cast.author, table.pk, version=2, changes=[back], save_id=str(uuid4()))
    again = table.indicator_rows.get(key=row.key)
    assert (again.level1, again.level2, again.order, again.is_misfit) == ("成本效益", "亩均指标", 0, True)


def test_only_a_row_that_stood_there_comes_back_outside_the_framework(cast: Cast, table: TargetTable) -> None:
    row = table.indicator_rows.filter(side="annual").order_by("order")[0]
    before = dump()
    forged = {"do": "add", "row": str(uuid4()), "side": "annual", "level2": "亩均指标", "after": "", "texts": {}, "back": True}
    moved = {"do": "move", "row": str(row.key), "level2": "亩均指标", "after": "", "back": True}
    for wish in (forged, moved):
        with pytest.raises(Refused, match="不是本表指标框架中的二级指标"):
            save(cast.author, table.pk, version=1, changes=[wish], save_id=str(uuid4()))
    assert dump() == before
