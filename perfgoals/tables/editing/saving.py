"""A page's changes saved: atomic, compared with the version they are based on, and done once however often they are sent."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.utils import timezone

from perfgoals.accounts.models import User
from perfgoals.official.layout_file import layout_ids, load
from perfgoals.official.snapshot import SIDES, Side, amount_of
from perfgoals.tables.access import get_table
from perfgoals.tables.editing.changes import Answer, Done, Performed, Refused, perform
from perfgoals.tables.editing.earlier_places import EarlierPlaces
from perfgoals.tables.editing.keyed import FIELDS_BESIDE, MIRRORED, Keyed, keyed_of
from perfgoals.tables.editing.opening import opening_of
from perfgoals.tables.editing.wishes import SetCell, SetInRow, Wish, wishes_in
from perfgoals.tables.models import DisbursementStage, FundingPart, FundingSplit, IndicatorRow, Revision, TargetTable
from perfgoals.tables.storing import FIELDS, StaleVersion, amount_columns, number_of, row_columns, store_rows

_FIELD_AT = {**FIELDS, **FIELDS_BESIDE}
_STAMP = ("version", "changed_by", "changed_at")


@dataclass(frozen=True, slots=True)
class Saved:
    """``version`` is the one this save made, or the one it was based on where nothing changed. ``orders``: the keys of the
    rows as they stand now, told only where rows came, went or moved."""

    version: int
    saved_at: datetime
    answers: tuple[Answer, ...] = ()
    orders: dict[Side, tuple[str, ...]] | None = None


def save(user: User, pk: int, *, version: int, changes: Any, save_id: str, act: Revision.Act = Revision.Act.EDIT) -> Saved:
    """The changes (see ``wishes``) done to the table, as its next version.

    Http404 and PermissionDenied as in ``get_table``; StaleVersion when ``version`` is no longer the latest; Malformed or
    Refused for what cannot be; nothing is changed by any of them. Under a ``save_id`` that is known nothing is done again.
    """
    wishes = wishes_in(changes)
    try:
        return _save(user, pk, wishes, version=version, save_id=save_id, act=act)
    except IntegrityError:  # a save that is known, sent again as if based on what it made
        known = Revision.objects.filter(table=pk, save_id=save_id).first()
        if known is None:
            raise
        return Saved(known.version, known.saved_at)


def _save(user: User, pk: int, wishes: Sequence[Wish], *, version: int, save_id: str, act: Revision.Act) -> Saved:
    with transaction.atomic():
        table = get_table(user, pk, to_write=True, locked=True)
        if table.version != version:
            return _saved_before(table, save_id)
        performed = write_wishes(table, wishes, by=user, act=act, save_id=save_id)
    return Saved(table.version, table.changed_at, tuple(performed.answers), _orders(performed))


def write_wishes(table: TargetTable, wishes: Sequence[Wish], *, by: User, act: Revision.Act, save_id: str | None = None) -> Performed:
    """The wishes done to a table that the caller has locked and may change, as its next version where anything changed.

    Refused as in ``save``. ``table`` is one whose contents nobody has read yet; afterwards they are to be read anew.
    """
    _refuse_without_its_form(table)
    _read_contents(table, wishes)
    before = keyed_of(table)
    performed = perform(before, wishes, load(table.layout), EarlierPlaces(table), opening_of(table))
    if performed.done:
        _write(table, before, performed, by=by)
        Revision.objects.create(table=table, version=table.version, act=act, changes=performed.done, save_id=save_id, saved_by=by)
    return performed


def _refuse_without_its_form(table: TargetTable) -> None:
    if table.layout not in layout_ids():
        raise Refused(f"这张表用的版式“{table.layout}”已不在本系统，不能修改，请联系系统管理员")


def _saved_before(table: TargetTable, save_id: str) -> Saved:
    """The answer that was lost on its way, if this very save has been done; StaleVersion if not."""
    known = Revision.objects.filter(table=table, save_id=save_id).first()
    if known is None:
        _refuse_without_its_form(table)  # there would be no form to show the other text in
        raise StaleVersion(table)
    return Saved(known.version, known.saved_at)


def _orders(performed: Performed) -> dict[Side, tuple[str, ...]] | None:
    return dict(performed.keyed.keys) if _rows_moved(performed.done) else None


def _rows_moved(done: Sequence[Done]) -> set[Side]:
    return {each["side"] for each in done if each["do"] != "set"}


# What a save needs of a table is little: a row for a changed cell, and everything only where rows come, go or move.


def _read_contents(table: TargetTable, wishes: Sequence[Wish]) -> None:
    paths = [wish.path for wish in wishes if isinstance(wish, SetCell)]
    money = any(path.startswith("funding.") for path in paths)
    prefetch_related_objects(
        [table],
        Prefetch("indicator_rows", _rows_for(table, wishes)),
        Prefetch("disbursement_stages", _only(DisbursementStage.objects.all(), any(path.startswith("disbursement") for path in paths))),
        Prefetch("funding_splits", _only(FundingSplit.objects.all(), money)),
    )
    finer = any(".parts[" in path for path in paths)
    prefetch_related_objects(list(table.funding_splits.all()), Prefetch("parts", _only(FundingPart.objects.all(), finer)))


def _only(rows: QuerySet[Any], wanted: bool) -> QuerySet[Any]:
    return rows if wanted else rows.none()  # asking for none is no query


def _rows_for(table: TargetTable, wishes: Sequence[Wish]) -> QuerySet[IndicatorRow]:
    rows = IndicatorRow.objects.all()
    if any(_may_touch_any_row(wish) for wish in wishes):
        return rows
    keys = {wish.row for wish in wishes if isinstance(wish, SetInRow)}
    if not keys or not table.is_mirrored:
        return rows.filter(key__in=keys)
    return rows.filter(order__in=IndicatorRow.objects.filter(table=table, key__in=keys).values("order"))


def _may_touch_any_row(wish: Wish) -> bool:
    """Whether it takes all rows to know what becomes of it: ticking 一年期项目同年度 means the rows beside those that follow."""
    return not isinstance(wish, SetInRow) and not (isinstance(wish, SetCell) and wish.path != MIRRORED)


def _write(table: TargetTable, before: Keyed, performed: Performed, *, by: User) -> None:
    """Only what was changed, and the stamp."""
    fields = _write_fixed(table, performed)
    moved = _rows_moved(performed.done)
    _write_rows(table, performed, moved)
    problems = _problems_left(table, before, performed)
    if problems != table.source_problems:
        table.source_problems = problems
        fields.add("source_problems")
    table.version, table.changed_by, table.changed_at = table.version + 1, by, timezone.now()
    table.save(update_fields=[*_STAMP, *sorted(fields)])


def _write_fixed(table: TargetTable, performed: Performed) -> set[str]:
    """Writes amounts and stages; what the table itself holds is set on it, and the fields are returned."""
    fields: set[str] = set()
    texts = _last_texts(performed.done)
    _write_amounts(table, {path: text for path, text in texts.items() if path.startswith("funding.")})
    for path, text in texts.items():
        if field := _FIELD_AT.get(path):
            setattr(table, field, bool(text) if path == MIRRORED else text)
            fields.add(field)
        elif path.startswith("disbursement["):
            _write_stage(table, path, text)
    return fields


def _last_texts(done: Sequence[Done]) -> dict[str, str]:
    return {each["path"]: each["after"] for each in done if each["do"] == "set" and "path" in each}


def _write_amounts(table: TargetTable, texts: Mapping[str, str]) -> None:
    """The same amount of both sides in one statement, as while they are kept equal."""
    splits = {split.side: split.pk for split in table.funding_splits.all()}
    alike: dict[tuple[str, str], list[int]] = {}
    for path, text in texts.items():
        _, side, name = path.split(".", 2)
        alike.setdefault((name, text), []).append(splits[side])
    for (name, text), rows in alike.items():
        if part := re.fullmatch(r"parts\[(\d+)\]\.amount", name):
            FundingPart.objects.filter(split__in=rows, order=int(part[1])).update(**amount_columns("amount", amount_of(text)))
        else:
            FundingSplit.objects.filter(pk__in=rows).update(**amount_columns(name, amount_of(text)))


def _write_stage(table: TargetTable, path: str, text: str) -> None:
    order = int(path.partition("[")[2].partition("]")[0])
    DisbursementStage.objects.filter(table=table, order=order).update(value=text, number=number_of(amount_of(text)))


def _write_rows(table: TargetTable, performed: Performed, moved: set[Side]) -> None:
    keyed = performed.keyed
    for side in moved:
        IndicatorRow.objects.filter(table=table, side=side).delete()
        store_rows(table, side, keyed.rows(side), keyed.keys[side])
    touched = {each["row"] for each in performed.done if each["do"] == "set" and "row" in each}
    kept = {str(row.key): row for row in table.indicator_rows.all() if row.side not in moved}
    alike: dict[tuple[Any, ...], list[int]] = {}
    for key in sorted(touched & kept.keys()):
        side, index = keyed.find(key)  # type: ignore[misc]
        columns = row_columns(keyed.rows(side)[index])
        alike.setdefault(tuple(columns.items()), []).append(kept[key].pk)
    for said, rows in alike.items():  # the rows of both sides, while they are kept equal, in one statement
        IndicatorRow.objects.filter(pk__in=rows).update(**dict(said))


def _problems_left(table: TargetTable, before: Keyed, performed: Performed) -> list[Any]:
    """The problems of the table's source without those of cells that were written since, each still at its own row."""
    if not table.source_problems:
        return []
    written = _written_paths(table, performed.done)
    moved = _rows_moved(performed.done)
    left = (each for each in table.source_problems if each["path"] not in written)
    return [each for problem in left if (each := _followed(problem, before, performed.keyed, moved)) is not None]


def _written_paths(table: TargetTable, done: Sequence[Done]) -> set[str]:
    places = {str(row.key): f"indicators.{row.side}[{row.order}]" for row in table.indicator_rows.all()}
    rows = {f"{places[each['row']]}.{each['field']}" for each in done if each["do"] == "set" and each.get("row") in places}
    return rows | {each["path"] for each in done if each["do"] == "set" and "path" in each}


def _followed(problem: dict[str, str], before: Keyed, now: Keyed, moved: set[Side]) -> dict[str, str] | None:
    """The problem at the place its row has now; None when the row is gone."""
    at = re.match(r"indicators\.(period|annual)\[(\d+)\]", problem["path"])
    side = next((each for each in SIDES if at and each == at[1]), None)
    if at is None or side not in moved or side is None or int(at[2]) >= len(before.keys[side]):
        return problem
    key = before.keys[side][int(at[2])]
    if key not in now.keys[side]:
        return None
    return problem | {"path": f"indicators.{side}[{now.keys[side].index(key)}]{problem['path'][at.end() :]}"}
