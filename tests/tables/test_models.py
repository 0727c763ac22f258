"""What the database itself refuses, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model
from hypothesis import given
from hypothesis import strategies as st

from perfgoals.accounts.models import Department, Post
from perfgoals.tables.models import (
    Attachment,
    BudgetFigures,
    DepartmentGoals,
    DisbursementStage,
    FundingPart,
    FundingSplit,
    GoalItem,
    GoalSection,
    IndicatorRow,
    Project,
    TargetTable,
)
from perfgoals.tables.models.amount_field import fits
from tests.cast import Cast

Make = Callable[[], Model]


def refused(make: Make, because: str = "") -> None:
    """The database refuses it by itself, whatever the forms would have said; and it leaves nothing behind."""
    kinds = (Department, Post, Project, TargetTable, FundingSplit, FundingPart, DisbursementStage, IndicatorRow, GoalSection)
    before = [kind._default_manager.count() for kind in kinds]
    with pytest.raises(IntegrityError), transaction.atomic():
        make()
    assert [kind._default_manager.count() for kind in kinds] == before


# Once only.


def test_a_unit_in_use_has_its_code_alone_and_one_out_of_use_shares_it(cast: Cast) -> None:
    refused(lambda: Department.objects.create(code="101", name="另一个建设局"))
    Department.objects.create(code="101", name="从前的建设局", valid_until=date(2020, 12, 31))


def test_units_without_a_code_are_told_apart_by_name(cast: Cast) -> None:
    Department.objects.create(name="无码单位")
    refused(lambda: Department.objects.create(name="无码单位"))
    Department.objects.create(code="9", name="无码单位")


def test_a_post_is_held_once(cast: Cast) -> None:
    refused(lambda: Post.objects.create(user=cast.author, department=cast.building, role="author"))
    Post.objects.create(user=cast.author, department=cast.water, role="author")


def test_a_project_code_is_given_once_and_none_may_be_missing_often(cast: Cast) -> None:
    Project.objects.create(department=cast.building, code="P1", name="甲")
    refused(lambda: Project.objects.create(department=cast.water, code="P1", name="乙"))
    for _ in range(2):
        Project.objects.create(department=cast.building, name="丙")


def test_a_project_has_one_table_a_year_and_round_and_the_bin_is_no_obstacle(table: TargetTable) -> None:
    def another(**fields: Any) -> TargetTable:
        return TargetTable.objects.create(**({"project": table.project, "year": table.year, "layout": "henan"} | fields))

    refused(another)
    another(round="second")
    another(year=table.year + 1)
    for _ in range(2):  # 调整 and 追加 may come again
        another(round="adjustment")
        another(round="addition")
    TargetTable.objects.filter(pk=table.pk).update(deleted_at="2027-01-01T00:00:00Z")
    again = another()
    refused(another)
    again.delete()
    TargetTable.objects.filter(pk=table.pk).update(deleted_at=None)
    refused(another)


def test_a_unit_has_goals_once_a_year_and_a_project_figures_once_a_year(cast: Cast, table: TargetTable) -> None:
    DepartmentGoals.objects.create(department=cast.building, year=2027)
    refused(lambda: DepartmentGoals.objects.create(department=cast.building, year=2027))
    BudgetFigures.objects.create(project=table.project, year=2027, control=Decimal("1.5"))
    refused(lambda: BudgetFigures.objects.create(project=table.project, year=2027))


# Order.


def test_two_rows_never_stand_in_the_same_place(cast: Cast, hebei_table: TargetTable) -> None:
    row = hebei_table.indicator_rows.filter(side="annual")[0]
    place = {"table": hebei_table, "side": "annual", "order": row.order, "level1": "产出指标", "level2": "数量指标"}
    refused(lambda: IndicatorRow.objects.create(**place))
    refused(lambda: IndicatorRow.objects.create(**place | {"order": 99, "key": row.key}))
    IndicatorRow.objects.create(**place | {"side": "period"})
    stage = hebei_table.disbursement_stages.all()[0]
    refused(lambda: DisbursementStage.objects.create(table=hebei_table, order=stage.order, by="3月底"))
    split = hebei_table.funding_splits.all()[0]
    FundingPart.objects.create(split=split, order=0, name="上年结转")
    refused(lambda: FundingPart.objects.create(split=split, order=0, name="本年"))


def test_goals_are_in_order(cast: Cast) -> None:
    goals = DepartmentGoals.objects.create(department=cast.building, year=2027)
    section = GoalSection.objects.create(goals=goals, order=0, heading="一、")
    refused(lambda: GoalSection.objects.create(goals=goals, order=0))
    GoalItem.objects.create(section=section, order=0, text="甲")
    refused(lambda: GoalItem.objects.create(section=section, order=0, text="乙"))


def test_no_place_is_below_zero(table: TargetTable) -> None:
    refused(lambda: DisbursementStage.objects.create(table=table, order=-1, by="3月底"))


# Sides, years, roles, dates.


def test_there_are_two_sides_and_no_third(table: TargetTable) -> None:
    refused(lambda: FundingSplit.objects.create(table=table, side="third"))
    refused(lambda: FundingSplit.objects.create(table=table, side="annual"))  # there is one already
    refused(lambda: IndicatorRow.objects.create(table=table, side="", order=200, level1="产出指标", level2="数量指标"))


@pytest.mark.parametrize("year", [1, 1948, 3000])
def test_a_year_is_a_year_or_unknown(table: TargetTable, year: int) -> None:
    refused(lambda: TargetTable.objects.create(project=table.project, year=year, layout="henan"))
    TargetTable.objects.create(project=table.project, year=0, layout="henan")


def test_a_version_counts_from_one(table: TargetTable) -> None:
    refused(lambda: TargetTable.objects.create(project=table.project, year=2030, layout="henan", version=0))


def test_there_is_no_unknown_post(cast: Cast) -> None:
    refused(lambda: Post.objects.create(user=cast.nobody, department=cast.building, role="king"))
    for role in Post.Role.values:
        Post.objects.create(user=cast.nobody, department=cast.building, role=role)


def test_nothing_ends_before_it_begins(cast: Cast) -> None:
    days = date(2027, 2, 1), date(2027, 1, 31)
    refused(lambda: Department.objects.create(code="7", name="短命局", valid_from=days[0], valid_until=days[1]))
    refused(lambda: Project.objects.create(department=cast.building, name="倒着做", starts_on=days[0], ends_on=days[1]))
    Project.objects.create(department=cast.building, name="一天做完", starts_on=days[0], ends_on=days[0])


def test_a_procurement_amount_needs_a_procurement(cast: Cast) -> None:
    refused(lambda: Project.objects.create(department=cast.building, name="不采购", procurement_amount=Decimal(1)))
    Project.objects.create(department=cast.building, name="采购", is_procurement=True, procurement_amount=Decimal(1))


def test_units_do_not_form_a_ring(cast: Cast) -> None:
    cast.building.clean()
    cast.authority.supervisor = cast.building
    with pytest.raises(ValidationError, match="首尾相接"):
        cast.authority.clean()


def test_a_unit_with_tables_and_a_person_with_uploads_are_not_deleted(cast: Cast, table: TargetTable) -> None:
    Attachment.objects.create(table=table, kind="plan", name="a.pdf", content="x", size=1, sha256="0" * 64, uploaded_by=cast.colleague)
    for kept in (cast.building, table.project, cast.author, cast.colleague):
        with pytest.raises(IntegrityError):  # ProtectedError
            kept.delete()


# Precision: an amount is kept to the last place or refused, never rounded.


@pytest.mark.parametrize("amount", ["0.000001", "999999999.999999", "-12.345678", "19.00", "1.0000000", "0"])
def test_an_amount_comes_back_as_it_went(table: TargetTable, amount: str) -> None:
    table.funding_splits.filter(side="annual").delete()
    split = FundingSplit.objects.create(table=table, side="annual", total=Decimal(amount))
    split.refresh_from_db()
    assert split.total == Decimal(amount)


@pytest.mark.parametrize("amount", ["0.0000001", "999999999.9999995", "1000000000", "1E+20", "NaN", "Infinity"])
def test_an_amount_that_would_be_rounded_is_refused(table: TargetTable, amount: str) -> None:
    before = list(FundingSplit.objects.values())
    with pytest.raises(ValueError, match="不四舍五入"), transaction.atomic():
        FundingSplit.objects.create(table=table, side="annual", total=Decimal(amount))
    split = table.funding_splits.get(side="annual")
    split.other = Decimal(amount)
    with pytest.raises(ValueError, match="其他资金"), transaction.atomic():
        split.save()
    assert list(FundingSplit.objects.values()) == before


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_what_fits_has_nine_places_before_the_point_and_six_after(amount: Decimal) -> None:
    whole, _, fraction = format(abs(amount), "f").partition(".")
    assert fits(amount) == (len(whole.lstrip("0")) <= 9 and len(fraction.rstrip("0")) <= 6)


# The framework of indicators binds what is new; what was imported stays, flagged.


def row_of(table: TargetTable, level1: str, level2: str, **fields: Any) -> IndicatorRow:
    return IndicatorRow(table=table, side="annual", order=99, level1=level1, level2=level2, level3="甲", value="1", **fields)


def test_a_new_row_stands_in_the_framework(table: TargetTable) -> None:
    row_of(table, "产出指标", "数量指标").full_clean()
    for level1, level2 in (("产出指标", "社会效益指标"), ("效益指标", "别的指标"), ("", "数量指标"), ("产出指标", "")):
        for flag in (False, True):  # a flag of one's own makes no exception
            with pytest.raises(ValidationError, match="指标框架") as refusal:
                row_of(table, level1, level2, is_misfit=flag).full_clean()
            assert "level2" in refusal.value.message_dict


def test_an_imported_misfit_stays_and_may_be_changed_but_not_moved_to_another_wrong_place(table: TargetTable) -> None:
    row = table.indicator_rows.filter(is_misfit=True, side="annual")[0]
    row.value = "改过"
    row.full_clean()
    assert row.is_misfit
    row.level1, row.level2 = "产出指标", "社会效益指标"
    with pytest.raises(ValidationError, match="指标框架"):
        row.full_clean()
    row.level1 = "效益指标"
    row.full_clean()
    assert not row.is_misfit


def test_a_row_without_its_place_is_refused_by_the_database_unless_flagged(table: TargetTable) -> None:
    for level1, level2 in (("", "数量指标"), ("产出指标", "")):
        refused(row_of(table, level1, level2).save)
    row_of(table, "", "数量指标", is_misfit=True).save()


def test_a_table_has_a_layout_that_exists(table: TargetTable) -> None:
    table.layout = "atlantis"
    with pytest.raises(ValidationError, match="没有版式"):
        table.clean()
