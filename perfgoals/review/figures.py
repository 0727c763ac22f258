"""批复数 beside 申报数 and 控制数: three amounts of a project's year that stay apart. All in 万元."""

from __future__ import annotations

from decimal import Decimal

from perfgoals.official.money import plain, without_idle_zeros
from perfgoals.official.snapshot import Snapshot
from perfgoals.review.deciding import NotDone
from perfgoals.review.models import LogEntry
from perfgoals.review.transitions import APPROVE
from perfgoals.tables.models import BudgetFigures, TargetTable
from perfgoals.tables.models.amount_field import DIGITS, PLACES, fits
from perfgoals.tables.record import to_snapshot


def declared_in(snapshot: Snapshot) -> Decimal | None:
    """申报数: the 年度资金总额 of a record; None where it is empty or no number."""
    funding = snapshot.funding.annual
    return funding.total if funding and isinstance(funding.total, Decimal) else None


def write_approved(table: TargetTable, wanted: Decimal | None) -> dict[str, str]:
    """Keeps the 批复数 of the project's year: ``wanted``, or the 申报数 where nothing else is wanted. An 追加 is added to what was
    approved before, an adjustment takes its place. Returns the amounts for the log; one that is not known is not among them."""
    declared = declared_in(to_snapshot(table))
    approved = declared if wanted is None else wanted
    if approved is not None:  # there first, to be locked: two tables of a project may be approved at the same moment
        BudgetFigures.objects.get_or_create(project_id=table.project_id, year=table.year)
    known = BudgetFigures.objects.select_for_update().filter(project=table.project_id, year=table.year).first()
    control, before = (known.control, known.approved) if known else (None, None)
    told = {"declared": declared, "control": control, "approved": approved, "approved_before": before}
    if approved is not None:
        _keep(table, approved, known)
    return {name: plain(without_idle_zeros(amount)) for name, amount in told.items() if amount is not None}


def _keep(table: TargetTable, approved: Decimal, known: BudgetFigures | None) -> None:
    if sentence := not_kept_because(approved):
        raise NotDone(sentence)
    whole = approved + _approved_beside(table, known)
    BudgetFigures.objects.update_or_create(project_id=table.project_id, year=table.year, defaults={"approved": whole})


def _approved_beside(table: TargetTable, known: BudgetFigures | None) -> Decimal:
    """What was approved before and stays so: an 追加, and the adjustment of one, is not all that the project gets in the year."""
    first = table
    while first.adjusts is not None:
        first = first.adjusts
    if known is None or known.approved is None or first.round != TargetTable.Round.ADDITION:
        return Decimal(0)
    return known.approved - (approved_by(last_approval(table.adjusts_id)) or Decimal(0))


def last_approval(table_id: int | None) -> LogEntry | None:
    """The 批复 of a table, without the record of that day."""
    return LogEntry.objects.filter(table=table_id, act=APPROVE.code).defer("snapshot").order_by("-number").first()


def approved_by(entry: LogEntry | None) -> Decimal | None:
    """The 批复数 that an entry tells."""
    said = entry.told.get("approved") if entry else None
    return Decimal(said) if said else None


def not_kept_because(approved: Decimal) -> str:
    """Why an amount can be no 批复数, and what to do; empty where it can."""
    if not fits(approved):
        return f"批复数 {approved} 万元写不下：最多 {DIGITS - PLACES} 位整数和 {PLACES} 位小数（到分），请核对"
    return f"批复数 {plain(approved)} 万元小于 0，请核对" if approved < 0 else ""
