"""Every earlier version can be had again, seen and restored; a restore loses nothing and writes over nobody."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from perfgoals.accounts.models import User
from perfgoals.tables.binning import delete_table
from perfgoals.tables.binning import restore_table as out_of_the_bin
from perfgoals.tables.editing.history import MOST_LINES, NotKept, Told, record_at, restore_version, sittings, tell
from perfgoals.tables.editing.keyed import Keyed, keyed_of
from perfgoals.tables.editing.saving import save
from perfgoals.tables.models import Revision, TargetTable
from perfgoals.tables.storing import StaleVersion, store
from tests.cast import Cast, published
from tests.dumping import dump


def now(table: TargetTable) -> TargetTable:
    return TargetTable.objects.with_contents().get(pk=table.pk)


def write(table: TargetTable, by: User, *changes: dict[str, Any]) -> Keyed:
    """One save, based on the latest version; the record after it."""
    save(by, table.pk, version=now(table).version, changes=list(changes), save_id=str(uuid4()))
    return keyed_of(now(table))


def goal(text: str) -> dict[str, Any]:
    return {"do": "set", "path": "goals.annual", "text": text}


@pytest.fixture
def written(cast: Cast, table: TargetTable) -> list[Keyed]:
    """The record of every version of the table, which was written in many ways."""
    records = [keyed_of(now(table))]
    row, other = records[0].keys["annual"][:2]
    records.append(write(table, cast.author, goal("甲"), {"do": "set", "row": row, "field": "value", "text": "≥1"}))
    added = {"do": "add", "row": str(uuid4()), "side": "annual", "level2": "质量指标", "after": None, "texts": {"level3": "新"}}
    records.append(write(table, cast.colleague, added, {"do": "set", "path": "funding.annual.total", "text": "约50万"}))
    records.append(
        write(table, cast.author, {"do": "remove", "row": row}, {"do": "move", "row": other, "level2": "质量指标", "after": None})
    )
    store(now(table), replace(published("henan-10"), purpose="导入的"), by=cast.author, based_on=4)
    records.append(keyed_of(now(table)))
    records.append(
        write(table, cast.author, {"do": "set", "path": "mirrored", "text": "1"}, {"do": "set", "path": "contacts.head", "text": "王"})
    )
    return records


def test_every_version_is_as_it_was(table: TargetTable, written: list[Keyed]) -> None:
    latest = now(table)
    assert latest.version == len(written)
    for version, record in enumerate(written, start=1):
        assert record_at(latest, version) == record


@pytest.mark.parametrize("version", [0, 7, 10**30, -1])
def test_a_version_that_never_was_is_told(table: TargetTable, written: list[Keyed], version: int) -> None:
    with pytest.raises(NotKept, match="现在是第 6 版"):
        record_at(now(table), version)


def test_what_is_older_than_the_history_is_told(table: TargetTable, written: list[Keyed]) -> None:
    Revision.objects.filter(table=table, version=3).delete()
    assert record_at(now(table), 3) == written[2]
    with pytest.raises(NotKept, match="没有保留第 2 版"):
        record_at(now(table), 2)


@pytest.mark.parametrize("version", [1, 2, 3, 4, 5])
def test_an_earlier_version_becomes_the_next(cast: Cast, table: TargetTable, written: list[Keyed], version: int) -> None:
    restored = restore_version(cast.colleague, table.pk, version, based_on=6)
    assert restored.version == 7
    latest = now(table)
    assert keyed_of(latest) == written[version - 1]
    assert (latest.version, latest.changed_by) == (7, cast.colleague)
    assert Revision.objects.get(table=table, version=7).act == Revision.Act.RESTORE


def test_a_restore_is_taken_back_by_another(cast: Cast, table: TargetTable, written: list[Keyed]) -> None:
    restore_version(cast.author, table.pk, 1, based_on=6)
    restore_version(cast.author, table.pk, 6, based_on=7)
    assert keyed_of(now(table)) == written[5]
    assert record_at(now(table), 7) == written[0]


def test_a_restore_that_somebody_overtook_changes_nothing(cast: Cast, table: TargetTable, written: list[Keyed]) -> None:
    before = dump()
    with pytest.raises(StaleVersion, match="现在是第 6 版"):
        restore_version(cast.author, table.pk, 2, based_on=5)
    assert dump() == before


def test_a_version_that_is_not_kept_changes_nothing(cast: Cast, table: TargetTable, written: list[Keyed]) -> None:
    before = dump()
    with pytest.raises(NotKept):
        restore_version(cast.author, table.pk, 99, based_on=6)
    assert dump() == before


@pytest.mark.parametrize(("who", "refusal"), [("reader", PermissionDenied), ("other_author", Http404)])
def test_nobody_else_restores(cast: Cast, table: TargetTable, written: list[Keyed], who: str, refusal: type[Exception]) -> None:
    before = dump()
    with pytest.raises(refusal):
        restore_version(cast.people[who], table.pk, 2, based_on=6)
    assert dump() == before


def test_what_is_still_to_be_looked_at_goes_with_its_row(cast: Cast, table: TargetTable) -> None:
    record = keyed_of(now(table))
    first, second = record.keys["annual"][:2]
    write(table, cast.author, {"do": "remove", "row": first})
    noted = [
        {"path": path, "message": "请核对", "text": "原文"}
        for path in ("indicators.annual[0].value", "goals.annual", "indicators.annual[900].value")
    ]
    TargetTable.objects.filter(pk=table.pk).update(source_problems=noted)
    restore_version(cast.author, table.pk, 1, based_on=2)
    found = now(table)
    assert [problem["path"] for problem in found.source_problems] == ["indicators.annual[1].value", "goals.annual"]
    assert keyed_of(found).keys["annual"][1] == second


def test_a_problem_of_a_row_that_was_not_there_yet_is_gone_with_the_row(cast: Cast, table: TargetTable) -> None:
    added = {"do": "add", "row": str(uuid4()), "side": "annual", "level2": "数量指标", "after": "", "texts": {"level3": "新"}}
    write(table, cast.author, added)
    noted = [{"path": "indicators.annual[0].value", "message": "请核对", "text": ""}]
    TargetTable.objects.filter(pk=table.pk).update(source_problems=noted)
    restore_version(cast.author, table.pk, 1, based_on=2)
    assert now(table).source_problems == []


# In words


def told(table: TargetTable) -> list[Told]:
    latest = now(table)
    return tell(latest, sittings(latest))


def lines(one: Told) -> list[tuple[str, str, str, str]]:
    return [(line.kind, line.place, line.before, line.after) for line in one.lines]


def test_a_sitting_says_who_did_what(cast: Cast, table: TargetTable) -> None:
    record = keyed_of(now(table))
    was, row = record.snapshot.goals.annual, record.rows("annual")[0]
    write(table, cast.author, goal("甲"))
    write(table, cast.author, goal("乙"))
    write(table, cast.author, {"do": "set", "row": record.keys["annual"][0], "field": "value", "text": "≥1"})
    newest, first = told(table)
    assert (newest.who, newest.act, newest.sitting.versions) == (cast.author.name, "填写", (2, 3, 4))
    assert (first.who, first.act, first.lines) == (cast.author.name, "导入", ())
    (_, place, before, after), of_the_row = lines(newest)
    assert (place, after) == ("年度目标", "乙")
    assert was.startswith(before[:40])
    assert of_the_row == ("set", f"年度 {row.level2}“{row.level3}” 指标值", row.value, "≥1")


def test_a_row_is_called_as_it_is_called_now_and_one_that_went_as_it_was_last(cast: Cast, table: TargetTable) -> None:
    first, second = keyed_of(now(table)).keys["annual"][:2]
    write(table, cast.author, *({"do": "set", "row": key, "field": "value", "text": "≥1"} for key in (first, second)))
    write(
        table,
        cast.colleague,
        {"do": "set", "row": first, "field": "level3", "text": "改名"},
        {"do": "set", "row": second, "field": "level3", "text": "将删"},
    )
    write(table, cast.colleague, {"do": "remove", "row": second})
    by_author = next(each for each in told(table) if each.sitting.versions == (2,))
    assert [("改名" in line.place, "将删" in line.place) for line in by_author.lines] == [(True, False), (False, True)]


def test_an_import_says_what_it_changed(cast: Cast, table: TargetTable) -> None:
    store(now(table), replace(published("henan-10"), purpose="另一用途"), by=None, based_on=1)
    newest = told(table)[0]
    assert (newest.who, newest.act) == ("系统", "导入")
    assert [line.after for line in newest.lines if line.place == "资金用途"] == ["另一用途"]


def test_of_many_changes_twenty_are_said_and_the_others_counted(cast: Cast, table: TargetTable) -> None:
    keys = keyed_of(now(table)).keys
    rows = [*keys["period"], *keys["annual"]]
    write(table, cast.author, *({"do": "set", "row": key, "field": "value", "text": f"第{key}"} for key in rows))
    newest = told(table)[0]
    assert (len(newest.lines), newest.left_out) == (MOST_LINES, len(rows) - MOST_LINES)


def test_the_bin_is_in_the_history(cast: Cast, table: TargetTable) -> None:
    delete_table(now(table), by=cast.author, based_on=1)
    out_of_the_bin(now(table), by=cast.colleague)
    assert [(each.who, each.act, each.lines) for each in told(table)[:2]] == [
        (cast.colleague.name, "从回收站恢复", ()),
        (cast.author.name, "删除到回收站", ()),
    ]


def test_a_table_older_than_the_history_has_none(table: TargetTable) -> None:
    Revision.objects.all().delete()
    assert told(table) == []


def test_the_words_cost_three_queries_however_many_there_are(cast: Cast, table: TargetTable, django_assert_num_queries: Any) -> None:
    for text in "甲乙丙丁":
        write(table, cast.author, goal(text))
        write(table, cast.colleague, goal(text * 2))
    latest = now(table)
    with django_assert_num_queries(3):  # the stamps, the changes, the people
        assert len(tell(latest, sittings(latest))) == 3
