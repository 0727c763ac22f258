"""A record into the database and out again; every write carries the version it is based on."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from perfgoals.accounts.models import Department, User
from perfgoals.official.layout_file import layout_ids
from perfgoals.official.problem import Problem
from perfgoals.official.snapshot import Funding, FundingSides, Goals, Indicator, IndicatorSides, Part, Project, Snapshot, Stage
from perfgoals.tables.carrying import carry_over, create_table
from perfgoals.tables.editing.keyed import Keyed, keyed_of, to_data
from perfgoals.tables.editing.undoing import replaced, undo
from perfgoals.tables.fitting import DoesNotFit
from perfgoals.tables.models import Revision, TargetTable
from perfgoals.tables.record import to_snapshot
from perfgoals.tables.storing import StaleVersion, row_columns, store
from tests.cast import PUBLISHED, Cast, published, stored
from tests.dumping import dump
from tests.official.records import snapshots


def fetched(table: TargetTable) -> Snapshot:
    return to_snapshot(TargetTable.objects.with_contents().get(pk=table.pk))


@pytest.mark.parametrize("name", sorted(path.stem for path in PUBLISHED.glob("*.json") if "goals" not in path.stem))
def test_every_published_table_comes_back_as_it_went(cast: Cast, name: str) -> None:
    assert fetched(stored(published(name), cast.building)) == published(name)


class AnyRecord(TestCase):
    """Each example in a transaction of its own."""

    @settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.differing_executors])
    @given(st.sampled_from(layout_ids()).flatmap(lambda id: snapshots(id, most_rows=4)))
    def test_comes_back_as_it_went(self, record: Snapshot) -> None:
        unit = Department.objects.create(name="某单位")
        assert fetched(stored(record, unit)) == record

    @settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.differing_executors], max_examples=15)
    @given(snapshots("hebei", most_rows=3), snapshots("national-2015", most_rows=3))
    def test_takes_the_place_of_another_and_leaves_nothing_of_it(self, one: Snapshot, other: Snapshot) -> None:
        table = stored(one, Department.objects.create(name="某单位"))
        store(table, other, by=None, based_on=1)
        assert fetched(table) == other


def test_a_block_that_is_empty_is_not_a_block_that_is_missing(cast: Cast) -> None:
    for funding in (
        FundingSides(None, None),
        FundingSides(Funding(), None),
        FundingSides(None, Funding(parts=(Part("结转", Decimal(1)),))),
    ):
        record = Snapshot("henan", 2027, funding=funding)
        assert fetched(stored(record, cast.building)) == record


# Nothing is rounded: the text beside the number has it whole.


@pytest.mark.parametrize("amount", ["1.1234567", "12345678901234567890.1", "0." + "0" * 60 + "1", "19.00", "-0.5", "约50万", "=1+1", "1E5"])
def test_an_amount_survives_as_text_whatever_the_column_holds(cast: Cast, amount: str) -> None:
    entry: Any = Decimal(amount) if amount[-1].isdigit() and "E" not in amount and "=" not in amount else amount
    record = Snapshot("henan", 2027, funding=FundingSides(annual=Funding(entry, "", entry, (Part("上年结转", entry),))))
    table = stored(record, cast.building)
    back = fetched(table)
    assert back == record
    assert back.funding.annual is not None
    assert str(back.funding.annual.total) == str(entry)  # 19.00 is printed as 19.00


def test_the_number_beside_the_text_is_the_same_number_or_none(cast: Cast) -> None:
    amounts = {"total": Decimal("1.1234567"), "fiscal": Decimal("1.10"), "other": "约50万"}
    table = stored(Snapshot("henan", 2027, funding=FundingSides(annual=Funding(**amounts))), cast.building)
    split = table.funding_splits.get()
    assert (split.total, split.total_text) == (None, "1.1234567")
    assert (split.fiscal, split.fiscal_text) == (Decimal("1.1"), "1.10")
    assert (split.other, split.other_text) == (None, "约50万")


def test_a_stage_keeps_its_entry_and_its_number_where_it_is_one(cast: Cast) -> None:
    stages = (Stage("3月底", "25%"), Stage("6月底", "50.00"), Stage("9月底", ""), Stage("12月底", "1" * 40))
    table = stored(Snapshot("hebei", 2027, disbursement=stages), cast.building)
    assert [stage.number for stage in table.disbursement_stages.all()] == [None, Decimal(50), None, None]
    assert fetched(table).disbursement == stages


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("上年结转", "carried"),
        ("一般债券", "bond"),
        ("上级补助", "superior"),
        ("省级资金", "superior"),
        ("本级财力", "own"),
        ("捐赠", "other"),
    ],
)
def test_the_source_of_a_part_is_read_from_its_name(cast: Cast, name: str, source: str) -> None:
    table = stored(Snapshot("henan", 2027, funding=FundingSides(annual=Funding(parts=(Part(name, ""),)))), cast.building)
    assert table.funding_splits.get().parts.get().source == source


# Indicators.


def rows(*places: tuple[str, str, str]) -> Snapshot:
    made = tuple(Indicator(level1, level2, level3, value="≥95%") for level1, level2, level3 in places)
    return Snapshot("henan", 2027, indicators=IndicatorSides(annual=made))


PLACES = (("产出指标", "数量指标", "甲"), ("产出指标", "质量指标", "乙"), ("效益指标", "社会效益指标", "丙"))


def test_the_parts_of_a_value_are_read_from_it_and_the_text_stays_the_authority(cast: Cast) -> None:
    row = stored(rows(PLACES[0]), cast.building).indicator_rows.get()
    assert (row.value, row.comparator, row.number, row.unit, row.is_apart) == ("≥95%", "≥", "95", "%", False)


def test_parts_that_the_form_prints_apart_stay_as_printed(cast: Cast) -> None:
    apart = Indicator("产出指标", "数量指标", "甲", comparator="大于等于", number="九十五", unit="％")
    record = Snapshot("henan", 2027, indicators=IndicatorSides(annual=(apart,)))
    assert fetched(stored(record, cast.building)) == record


def test_a_row_keeps_its_key_while_it_is_the_same_indicator_in_the_same_place(cast: Cast) -> None:
    table = stored(rows(*PLACES), cast.building)
    before = dict(table.indicator_rows.values_list("level3", "key"))
    store(table, rows(PLACES[2], ("产出指标", "数量指标", "新"), PLACES[0]), by=None, based_on=1)
    after = dict(table.indicator_rows.values_list("level3", "key"))
    assert list(after) == ["丙", "新", "甲"]
    assert {after["甲"], after["丙"]} == {before["甲"], before["丙"]}
    assert (after["甲"], after["丙"]) == (before["甲"], before["丙"])
    assert after["新"] not in before.values()


def test_two_rows_that_say_the_same_are_two_rows(cast: Cast) -> None:
    table = stored(rows(PLACES[0], PLACES[0]), cast.building)
    store(table, rows(PLACES[0], PLACES[0], PLACES[0]), by=None, based_on=1)
    assert table.indicator_rows.values("key").distinct().count() == 3


def test_imported_misfits_stay_as_they_were_printed_and_are_flagged(table: TargetTable) -> None:
    flagged = table.indicator_rows.filter(is_misfit=True).values_list("side", "level1", "level2")
    assert {place[1:] for place in flagged} == {("", "社会效益指标"), ("可持续影响指标", "可持续影响指标")}
    assert fetched(table) == published("henan-10")
    assert table.indicator_rows.filter(is_misfit=False).count() == 26


# Versions.


def test_every_write_is_the_next_version_and_says_by_whom(cast: Cast, table: TargetTable) -> None:
    assert (table.version, table.changed_by) == (1, cast.author)
    store(table, replace(published("henan-10"), purpose="改"), by=cast.colleague, based_on=1)
    table.refresh_from_db()
    assert (table.version, table.changed_by, table.purpose) == (2, cast.colleague, "改")


@pytest.mark.parametrize("based_on", [None, 0, 1, 3])
def test_a_stale_write_changes_nothing_and_gets_the_table_as_it_stands(cast: Cast, table: TargetTable, based_on: int | None) -> None:
    store(table, published("henan-10"), by=cast.author, based_on=1)
    before = dump()
    stale = TargetTable.objects.get(pk=table.pk)
    with pytest.raises(StaleVersion, match="他人已修改，请核对：现在是第 2 版") as refusal:
        store(stale, Snapshot("henan", 2030), by=cast.colleague, based_on=based_on)
    assert dump() == before
    assert (refusal.value.table.version, refusal.value.table.project_name) == (2, "人口变动抽样调查")


def test_a_write_leaves_alone_what_others_changed_meanwhile(cast: Cast, table: TargetTable) -> None:
    """Between reading and writing the table was put in the bin and given a telephone: neither comes back."""
    read = TargetTable.objects.get(pk=table.pk)
    TargetTable.objects.update(deleted_at="2027-01-01T00:00:00Z", state="unit_review", telephone="1")
    store(read, published("henan-10"), by=cast.author, based_on=1)
    read.refresh_from_db()
    assert (read.deleted_at is not None, read.state, read.telephone, read.version) == (True, "unit_review", "1", 2)


def test_the_problems_of_the_source_stay_with_the_table(cast: Cast, table: TargetTable) -> None:
    store(table, published("henan-10"), by=None, based_on=1, problems=[Problem("year", "没有年度", "二〇")])
    table.refresh_from_db()
    assert table.source_problems == [{"path": "year", "message": "没有年度", "text": "二〇"}]


# What does not fit is said before the database says it in its own words, and nothing is stored.

TOO_LONG = {
    "项目名称": Snapshot("henan", 2027, project=Project(name="长" * 1001)),
    "项目编码": Snapshot("henan", 2027, project=Project(code="1" * 41)),
    "实施期目标标签": Snapshot("henan", 2027, goals=Goals(period_label="长" * 201)),
    "总额": Snapshot("henan", 2027, funding=FundingSides(annual=Funding(total="约" * 201))),
    "财政拨款": Snapshot("henan", 2027, funding=FundingSides(annual=Funding(fiscal=Decimal("0." + "1" * 200)))),
    "名称": Snapshot("henan", 2027, funding=FundingSides(annual=Funding(parts=(Part("长" * 101, ""),)))),
    "累计": Snapshot("hebei", 2027, disbursement=(Stage("3月底", "1" * 201),)),
    "三级指标": rows(("产出指标", "数量指标", "长" * 1001)),
    "年度": Snapshot("henan", 40000),
    "年度目标": Snapshot("henan", 2027, goals=Goals(annual="控\0制")),
    "资金用途": Snapshot("henan", 2027, purpose="半\ud800个"),
}


@pytest.mark.parametrize("name", TOO_LONG)
def test_what_does_not_fit_is_refused_by_name(cast: Cast, table: TargetTable, name: str) -> None:
    before = dump()
    with pytest.raises(DoesNotFit, match=f"“{name}"):
        store(table, TOO_LONG[name], by=cast.author, based_on=1)
    assert dump() == before
    with pytest.raises(DoesNotFit, match=f"“{name}"):
        store(TargetTable(project=table.project), TOO_LONG[name], by=cast.author)
    assert dump() == before


def test_a_value_of_many_digits_is_kept_as_text_only(cast: Cast) -> None:
    value = "≥" + "9" * 900
    record = Snapshot("henan", 2027, indicators=IndicatorSides(annual=(Indicator("产出指标", "数量指标", "甲", value=value),)))
    assert fetched(stored(record, cast.building)) == record


# History.


def history(table: TargetTable) -> list[tuple[int, str, User | None, int]]:
    return [(each.version, each.act, each.saved_by, len(each.changes)) for each in table.revisions.select_related("saved_by")]


def keyed(table: TargetTable) -> Keyed:
    return keyed_of(TargetTable.objects.with_contents().get(pk=table.pk))


def test_every_write_is_noted_with_what_it_was_and_by_whom(cast: Cast, table: TargetTable) -> None:
    before = keyed(table)
    store(table, published("henan-01"), by=cast.colleague, based_on=1)
    after = keyed(table)
    store(table, published("henan-10"), by=None, based_on=2, act=Revision.Act.RESTORE)
    assert history(table) == [(1, "import", cast.author, 0), (2, "import", cast.colleague, 1), (3, "restore", None, 1)]
    second = table.revisions.get(version=2).changes
    assert second[0] == replaced(before, after)
    assert undo(undo(keyed(table), table.revisions.get(version=3).changes), second) == before


def test_a_new_form_is_noted_as_started(cast: Cast) -> None:
    table = create_table(cast.building.projects.create(name="新项目"), layout="henan", year=2027, round="first", by=cast.author)
    assert history(table) == [(1, "start", cast.author, 0)]
    next_year = carry_over(table, by=cast.colleague)
    assert history(next_year) == [(1, "start", cast.colleague, 0)]


def test_what_stands_beside_the_form_is_kept_unless_it_is_given(cast: Cast, table: TargetTable) -> None:
    """And the note has what is in the database, although the writer had read the table before it came there."""
    read = TargetTable.objects.get(pk=table.pk)
    TargetTable.objects.update(telephone="1")
    before = keyed(table)
    store(read, published("henan-01"), by=None, based_on=1)
    assert keyed(table).beside == before.beside
    assert table.revisions.get(version=2).changes == [replaced(before, keyed(table))]
    store(read, published("henan-01"), by=None, based_on=2, beside={"contacts.head": "王", "mirrored": "1"})
    assert keyed(table).beside == before.beside | {"contacts.head": "王", "mirrored": "1"}
    assert table.revisions.get(version=3).changes[0]["after"] == to_data(keyed(table))


@pytest.mark.parametrize("alike", [True, False])
def test_both_sides_are_kept_equal_only_while_they_are(cast: Cast, table: TargetTable, alike: bool) -> None:
    """Else the first word written on one side would go over what a file has put on the other."""
    record = published("henan-01")
    record = replace(record, funding=FundingSides(record.funding.annual, record.funding.annual), goals=replace(record.goals, period="同"))
    sides = IndicatorSides(record.indicators.annual, record.indicators.annual if alike else record.indicators.annual[1:])
    TargetTable.objects.update(is_mirrored=True)
    store(table, replace(record, goals=replace(record.goals, annual="同"), indicators=sides), by=None, based_on=1)
    assert keyed(table).is_mirrored == alike
    assert table.revisions.get(version=2).changes[0]["after"] == to_data(keyed(table))
    assert table.revisions.get(version=2).changes[0]["before"]["beside"]["mirrored"] == "1"


def test_the_keys_that_are_given_are_kept(cast: Cast, table: TargetTable) -> None:
    before = keyed(table)
    turned = {side: tuple(reversed(before.keys[side])) for side in before.keys}
    store(table, published("henan-10"), by=None, based_on=1, keys=turned)
    assert keyed(table).keys == turned


def test_a_refused_write_is_not_noted(cast: Cast, table: TargetTable) -> None:
    for refused in (StaleVersion, DoesNotFit):
        with pytest.raises(refused):
            store(table, TOO_LONG["项目名称"], by=None, based_on=1 if refused is DoesNotFit else 7)
    assert history(table) == [(1, "import", cast.author, 0)]


@pytest.mark.django_db
def test_columns_read_out_of_a_value_never_outlive_it() -> None:
    columns = [row_columns(Indicator(value=value)) for value in ("≥95%", "≥" + "9" * 900, "")]
    assert {frozenset(each) for each in columns} == {frozenset(columns[0])}  # all of them each time
    assert [each["number"] for each in columns] == ["95", "", ""]
    assert [row_columns(each)["is_apart"] for each in (Indicator(unit="次"), Indicator(value="3次"))] == [True, False]


# Cost.


def test_many_tables_are_read_in_as_many_queries_as_one(cast: Cast, table: TargetTable, django_assert_num_queries: Any) -> None:
    for name in ("henan-01", "hebei-01", "hebei-02", "made-01"):
        stored(published(name), cast.water)
    with django_assert_num_queries(5):
        assert len([to_snapshot(each) for each in TargetTable.objects.with_contents()]) == 5


def test_a_table_is_stored_in_queries_that_do_not_grow_with_its_rows(cast: Cast) -> None:
    def queries(record: Snapshot) -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            stored(record, cast.building)
        return len(captured)

    assert queries(rows(*PLACES)) == queries(rows(*PLACES * 20))


def test_the_migrations_say_what_the_models_say(db: None) -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
