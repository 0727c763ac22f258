"""/tables/<pk>/compare/: a table beside the one it adjusts, its 一上, or last year's."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from perfgoals.official.layout_file import layout_ids, load
from perfgoals.review.controls import control_of
from perfgoals.review.notes.side_by_side import AmountLine, aligned, amount_lines, counterpart_of, differences
from perfgoals.tables.contents import table_with_contents
from perfgoals.tables.editing.changes import Done
from perfgoals.tables.editing.keyed import Keyed, keyed_of
from perfgoals.tables.editing.wording import Line, names_of, path_in, told
from perfgoals.tables.filters import year_name
from perfgoals.tables.form_page import form_html
from perfgoals.tables.keys import key_in
from perfgoals.tables.models import BudgetFigures, TargetTable
from perfgoals.tables.views.signed_in import SignedIn


@dataclass(frozen=True, slots=True)
class Change:
    """A difference in words, and the cells in which it is seen in either form; empty where in none."""

    line: Line
    before: str
    after: str


@require_safe
@login_required
def compare_tables(request: SignedIn, pk: int) -> HttpResponse:
    """Both forms with what differs marked on both, the amounts, and the changes in words. ``with``: the other table's key."""
    table = table_with_contents(request.user, pk)
    other = _other(request, table)
    if other is None:
        return render(request, "review/notes/compare.html", {"table": table})
    after = keyed_of(table)
    before = aligned(keyed_of(other), after)
    dones = differences(before, after)
    forms = [_form(before, dones, "before"), _form(after, dones, "after")]
    names = names_of(before) | names_of(after)
    context = {
        "table": table,
        "other": other,
        "columns": [(each, year_name(each.year), html) for each, (html, _) in zip((other, table), forms, strict=True)],
        "changes": [Change(told(done, names), *targets) for done, *targets in zip(dones, forms[0][1], forms[1][1], strict=True)],
        "amounts": [*amount_lines(before.snapshot, after.snapshot), *_figures(other, table)],
    }
    return render(request, "review/notes/compare.html", context)


def _other(request: SignedIn, table: TargetTable) -> TargetTable | None:
    chosen = request.GET.get("with", "")
    if not chosen:
        found = counterpart_of(request.user, table)
        return table_with_contents(request.user, found.pk) if found else None
    return table_with_contents(request.user, key_in(chosen))


def _form(keyed: Keyed, dones: list[Done], name: str) -> tuple[str, list[str]]:
    """The form, empty where its layout is not known here, and the cell of each difference."""
    if keyed.snapshot.layout not in layout_ids():
        return "", [""] * len(dones)
    marks = [{"path": path_in(keyed, done) or "-", "message": ""} for done in dones]  # "" would be the whole table
    html, notes = form_html(keyed.snapshot, load(keyed.snapshot.layout), marks, name=name)
    return mark_safe(html), [note.target for note in notes[: len(marks)]]  # noqa: S308 - html.table escapes every text it writes


def _figures(other: TargetTable, table: TargetTable) -> list[AmountLine]:
    """控制数 once it is given out, 批复数 once the table is approved."""
    controls = AmountLine("控制数", control_of(other), control_of(table))
    approved = AmountLine("批复数", _approved(other), _approved(table))
    return [line for line in (controls, approved) if (line.before, line.after) != (None, None)]


def _approved(table: TargetTable) -> Decimal | None:
    if table.state != TargetTable.State.APPROVED:
        return None
    figures = BudgetFigures.objects.filter(project=table.project_id, year=table.year).first()
    return figures.approved if figures else None
