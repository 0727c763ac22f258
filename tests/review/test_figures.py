"""申报数, 控制数 and 批复数 stay apart: what 批复 keeps, and what the log tells of it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from perfgoals.review.deciding import NotDone
from perfgoals.review.figures import approved_by, last_approval, not_kept_because
from perfgoals.review.forms import Amount
from perfgoals.tables.models import BudgetFigures, TargetTable
from tests.cast import Cast, published, stored
from tests.dumping import dump
from tests.review.acting import act, bring

DECLARED = "10"


class Typed(forms.Form):
    amount = Amount("批复数")


def figures(table: TargetTable) -> BudgetFigures:
    return BudgetFigures.objects.get(project=table.project_id, year=table.year)


def approve(cast: Cast, table: TargetTable, amount: str | None = None) -> dict[str, str]:
    bring(cast, table, "passed")
    entry = act(cast.performance_reviewer, table, "approve", approved=Decimal(amount) if amount else None)
    return {name: entry.told[name] for name in ("declared", "control", "approved", "approved_before") if name in entry.told}


def adjusted(cast: Cast, table: TargetTable, amount: str) -> TargetTable:
    new = TargetTable.objects.get(pk=act(cast.author, table, "request_adjustment").told["table"])
    approve(cast, new, amount)
    return new


def test_without_another_amount_the_declared_one_is_approved(cast: Cast, table: TargetTable) -> None:
    assert approve(cast, table) == {"declared": DECLARED, "approved": DECLARED}
    assert figures(table).approved == Decimal(DECLARED)


def test_three_amounts_stay_apart(cast: Cast, table: TargetTable) -> None:
    BudgetFigures.objects.create(project=table.project, year=table.year, control=Decimal("8.5"))
    assert approve(cast, table, "8.25") == {"declared": DECLARED, "control": "8.5", "approved": "8.25"}
    assert (figures(table).control, figures(table).approved) == (Decimal("8.5"), Decimal("8.25"))


def test_an_adjustment_takes_the_place_of_what_was_approved_and_the_log_keeps_both(cast: Cast, table: TargetTable) -> None:
    approve(cast, table, "8.25")
    new = adjusted(cast, table, "12")
    assert figures(table).approved == Decimal(12)
    entry = last_approval(new.pk)
    assert entry
    assert (entry.told["approved_before"], approved_by(entry), approved_by(last_approval(table.pk))) == (
        "8.25",
        Decimal(12),
        Decimal("8.25"),
    )


def test_an_addition_is_added_and_its_adjustment_changes_it_alone(cast: Cast, table: TargetTable) -> None:
    approve(cast, table, "8")
    added = stored(published("henan-10"), cast.building, by=cast.author)
    TargetTable.objects.filter(pk=added.pk).update(project=table.project, round="addition")
    added.refresh_from_db()
    approve(cast, added, "2")
    assert figures(table).approved == Decimal(10)
    adjusted(cast, added, "3.5")
    assert figures(table).approved == Decimal("11.5")


def test_a_table_without_an_amount_is_approved_without_one(cast: Cast, table: TargetTable) -> None:
    table.funding_splits.all().delete()
    assert approve(cast, table) == {}
    assert not BudgetFigures.objects.exists()


@pytest.mark.parametrize(("amount", "sentence"), [("-1", "小于 0"), ("0.0000001", "写不下"), ("1000000000", "写不下"), ("NaN", "写不下")])
def test_an_amount_that_cannot_be_kept_is_refused(cast: Cast, table: TargetTable, amount: str, sentence: str) -> None:
    bring(cast, table, "passed")
    before = dump()
    with pytest.raises(NotDone, match=sentence):
        act(cast.performance_reviewer, table, "approve", approved=Decimal(amount))
    assert dump() == before


@given(st.decimals(min_value=0, max_value=999_999_999, places=6))
def test_every_amount_that_is_said_can_be_typed(amount: Decimal) -> None:
    assert Amount("批复数").clean(f" {amount}") == amount
    assert not not_kept_because(amount)


@given(st.text(max_size=60))
def test_whatever_is_typed_is_an_amount_or_a_sentence(text: str) -> None:
    form = Typed({"amount": text})
    if form.is_valid():
        assert form.cleaned_data["amount"] is None or not not_kept_because(form.cleaned_data["amount"])
    else:
        assert "批复数" in str(form.errors["amount"][0])
