"""How a table begins: empty in its official form, or carried over from last year's."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfgoals.accounts.models import Department
from perfgoals.official.layout import unplaced
from perfgoals.official.layout_file import layout_ids, load
from perfgoals.official.snapshot import Funding, Part, Snapshot, Stage
from perfgoals.tables.carrying import (
    AlreadyThere,
    NotCarried,
    blank_snapshot,
    carry_over,
    create_table,
    flags,
    moved_span,
    next_year,
)
from perfgoals.tables.models import IndicatorRow, Project, TargetTable
from perfgoals.tables.record import to_snapshot
from tests.cast import Cast, published, stored

State = TargetTable.State


def project_of(cast: Cast, **fields: object) -> Project:
    return Project.objects.create(**{"department": cast.building, "code": "41090026T000000000001", "name": "农村公路养护"} | fields)


def contents(table: TargetTable) -> Snapshot:
    return to_snapshot(TargetTable.objects.with_contents().get(pk=table.pk))


def everything() -> tuple[int, int]:
    return TargetTable.objects.count(), IndicatorRow.objects.count()


@pytest.mark.parametrize("layout", layout_ids())
def test_an_empty_table_has_a_row_for_every_name_of_its_framework(cast: Cast, layout: str) -> None:
    table = create_table(project_of(cast), layout=layout, year=2027, round="first", by=cast.author)
    snapshot, form = contents(table), load(layout)
    names = [two.name for one in form.hierarchy.level1 for two in one.level2 if not two.local]
    for side in form.sides:
        assert [row.level2 for row in getattr(snapshot.indicators, side)] == names
    assert not table.indicator_rows.filter(is_misfit=True).exists()
    assert [stage.by for stage in snapshot.disbursement] == list(form.stages)


@pytest.mark.parametrize("layout", layout_ids())
def test_nothing_in_it_is_missing_from_its_print(cast: Cast, layout: str) -> None:
    project = project_of(cast, starts_on=date(2026, 1, 1), ends_on=date(2028, 12, 31))
    snapshot = blank_snapshot(project, load(layout), 2027)
    assert unplaced(snapshot, load(layout)) == []
    assert snapshot.project.name == "农村公路养护"


def test_it_names_the_unit_its_supervisor_and_who_fills_it_in(cast: Cast) -> None:
    table = create_table(project_of(cast), layout="henan", year=2027, round="second", by=cast.author)
    assert (table.department_code, table.department_name, table.supervisor_name) == ("101", "建设局", "住建局")
    assert (table.author_name, table.telephone, table.changed_by) == ("张建", "0311-1234567", cast.author)
    assert (table.year, table.round, table.state, table.version) == (2027, "second", "drafting", 1)


def test_a_unit_without_supervisor_is_its_own(cast: Cast) -> None:
    table = create_table(project_of(cast, department=cast.water), layout="henan", year=2027, round="first", by=cast.other_author)
    assert table.supervisor_name == "水利局"


def test_a_second_one_for_the_round_is_refused_and_named(cast: Cast) -> None:
    project = project_of(cast)
    first = create_table(project, layout="henan", year=2027, round="first", by=cast.author)
    before = everything()
    with pytest.raises(AlreadyThere, match="“农村公路养护”2027年度（一上）已有绩效目标表") as refusal:
        create_table(project, layout="hebei", year=2027, round="first", by=cast.author)
    assert refusal.value.table == first
    assert everything() == before


def test_another_round_another_year_and_one_deleted_do_not_stand_in_the_way(cast: Cast) -> None:
    project = project_of(cast)
    deleted = create_table(project, layout="henan", year=2027, round="first", by=cast.author)
    TargetTable.objects.filter(pk=deleted.pk).update(deleted_at="2026-11-01T08:00:00Z")
    for year, round in ((2027, "first"), (2027, "second"), (2028, "first"), (2027, "adjustment"), (2027, "adjustment")):
        create_table(project, layout="henan", year=year, round=round, by=cast.author)
    assert project.tables.count() == 6


def test_structure_rows_and_values_are_carried_over(table: TargetTable, cast: Cast) -> None:
    carried = contents(carry_over(table, by=cast.colleague))
    assert carried.indicators == contents(table).indicators
    assert carried.year == 2022
    assert carried.layout == "henan"


def test_amounts_are_cleared(hebei_table: TargetTable, cast: Cast) -> None:
    before, carried = contents(hebei_table), contents(carry_over(hebei_table, by=cast.author))
    assert before.funding.annual is not None
    assert before.funding.annual.total
    assert (carried.funding.annual, carried.funding.period) == (Funding(), None)
    assert [stage.by for stage in carried.disbursement] == [stage.by for stage in before.disbursement]
    assert not any(stage.value for stage in carried.disbursement)


def test_names_of_finer_parts_stay_without_their_amounts(cast: Cast) -> None:
    funding = Funding(Decimal(3), parts=(Part("上年结转", Decimal(1)),))
    snapshot = replace(published("henan-10"), disbursement=(Stage("3月底", "25"),))
    snapshot = replace(snapshot, funding=replace(snapshot.funding, annual=funding))
    carried = next_year(snapshot, project_of(cast), load("henan"))
    assert carried.funding.annual == Funding(parts=(Part("上年结转"),))
    assert carried.disbursement == (Stage("3月底"),)


def test_a_row_keeps_its_key(table: TargetTable, cast: Cast) -> None:
    carried = carry_over(table, by=cast.author)
    keys = [list(each.indicator_rows.values_list("side", "order", "key")) for each in (table, carried)]
    assert keys[0] == keys[1]
    assert keys[0]


def test_the_source_is_noted_and_stays_as_it_is(table: TargetTable, cast: Cast) -> None:
    before = contents(table)
    carried = carry_over(table, by=cast.colleague)
    table.refresh_from_db()
    assert carried.source == "沿用2021年度绩效目标表（第1版）"
    assert (carried.changed_by, carried.author_name) == (cast.colleague, "李建")
    assert contents(table) == before
    assert (table.version, table.changed_by) == (1, cast.author)


@pytest.mark.parametrize("state", [State.APPROVED, State.REJECTED])
def test_what_is_carried_over_is_a_draft_of_the_first_round(table: TargetTable, cast: Cast, state: State) -> None:
    TargetTable.objects.filter(pk=table.pk).update(state=state, round="second", number="4.")
    carried = carry_over(table, by=cast.author)
    assert (carried.state, carried.round, carried.version, carried.number) == ("drafting", "first", 1, "")


def test_the_unit_is_named_as_it_is_named_today(table: TargetTable, cast: Cast) -> None:
    cast.building.name = "住房和城乡建设局"
    cast.building.save()
    assert carry_over(table, by=cast.author).department_name == "住房和城乡建设局"


def test_a_supervisor_whom_the_register_does_not_know_stays_as_printed(cast: Cast) -> None:
    other = stored(published("henan-10"), cast.water, by=cast.other_author)
    carried = carry_over(other, by=cast.other_author)
    assert carried.supervisor_name == published("henan-10").department.supervisor
    assert carried.supervisor_name != "水利局"


def test_nothing_is_carried_over_next_years_table(table: TargetTable, cast: Cast) -> None:
    there = carry_over(table, by=cast.author)
    before = everything()
    with pytest.raises(AlreadyThere) as refusal:
        carry_over(table, by=cast.colleague)
    assert refusal.value.table == there
    assert everything() == before


def test_nothing_is_carried_over_from_a_table_without_year(table: TargetTable, cast: Cast) -> None:
    TargetTable.objects.filter(pk=table.pk).update(year=0)
    table.refresh_from_db()
    before = everything()
    with pytest.raises(NotCarried, match="请先补填年度"):
        carry_over(table, by=cast.author)
    assert everything() == before


def test_nothing_is_carried_over_beyond_the_last_year(table: TargetTable, cast: Cast) -> None:
    TargetTable.objects.filter(pk=table.pk).update(year=2099)
    table.refresh_from_db()
    before = everything()
    with pytest.raises(NotCarried, match="2099"):
        carry_over(table, by=cast.author)
    assert everything() == before


def test_nothing_is_carried_over_in_a_form_that_is_gone(table: TargetTable, cast: Cast) -> None:
    TargetTable.objects.filter(pk=table.pk).update(layout="atlantis")
    table.refresh_from_db()
    before = everything()
    with pytest.raises(NotCarried, match="请在项目下另选版式"):
        carry_over(table, by=cast.author)
    assert everything() == before


@pytest.mark.parametrize(
    ("text", "then"),
    [
        ("实施期绩效目标(2026年—2026年)", "实施期绩效目标(2027年—2027年)"),
        ("2026-2026", "2027-2027"),
        ("2026年", "2027年"),
        ("2026年度", "2027年度"),
        ("实施期绩效目标(2026年—2028年)", "实施期绩效目标(2026年—2028年)"),  # still running
        ("中期目标（2027年—2029年）", "中期目标（2027年—2029年）"),
        ("2024年至2026年", "2024年至2026年"),  # over: for its author to say
        ("2025年", "2025年"),
        ("实施期目标", "实施期目标"),
        ("1年", "1年"),
        ("240天", "240天"),
        ("", ""),
    ],
)
def test_a_span_of_last_year_alone_moves_and_no_other(text: str, then: str) -> None:
    assert moved_span(text, 2027) == then


@given(st.text("2026789年—-至（） 期目标", max_size=30), st.integers(2011, 2040))
def test_moving_changes_figures_only(text: str, year: int) -> None:
    moved = moved_span(text, year)
    assert len(moved) == len(text)
    assert [sign for sign in moved if not sign.isdigit()] == [sign for sign in text if not sign.isdigit()]


@pytest.mark.parametrize("text", ["2026年11月底前", "2026-11-30", "较2025年增长5%", "2026.11", "2024年、2026年各一批"])
def test_a_text_that_names_an_earlier_year_is_flagged_and_kept(text: str) -> None:
    snapshot = replace(published("made-01"), year=2026, purpose=text)
    carried = next_year(snapshot, Project(department=Department(name="水利局"), name="供水"), load("national-2015"))
    assert carried.purpose == text
    assert [(flag.path, flag.text) for flag in flags(carried) if flag.path == "purpose"] == [("purpose", text)]


@pytest.mark.parametrize("text", ["11月底前", "2027年11月底前", "财预〔2015〕88号", "2026.5万元", "≥2026人", "2000-5000人", "12026年", ""])
def test_a_text_that_names_none_is_not_flagged(text: str) -> None:
    assert list(flags(Snapshot(year=2027, purpose=text))) == []


def test_a_span_that_is_over_is_flagged_and_one_that_runs_is_not() -> None:
    label = Snapshot(year=2027).goals
    over = replace(label, period_label="实施期绩效目标(2024年—2026年)")
    runs = replace(label, period_label="实施期绩效目标(2026年—2028年)")
    assert [flag.path for flag in flags(Snapshot(year=2027, goals=over))] == ["goals.period_label"]
    assert list(flags(Snapshot(year=2027, goals=runs))) == []


def test_flags_stay_with_the_table(cast: Cast) -> None:
    carried = carry_over(stored(published("made-01"), cast.building), by=cast.author)
    values = {row["path"]: row["text"] for row in carried.source_problems}
    assert "2027年11月底前" in values.values()
    assert "2029年11月底前" not in values.values()
