"""What is open of a returned table, in Python and in the page by the same rules."""

from __future__ import annotations

import pytest

from perfgoals.tables.editing.opening import EVERYTHING, opening_in

KEY, OTHER = "1b671a64-40d5-491e-99b0-da01ff1f3341", "2b671a64-40d5-491e-99b0-da01ff1f3341"


def test_nothing_kept_is_everything_open() -> None:
    assert opening_in(None) == EVERYTHING
    assert opening_in(None).has_cell("goals.annual")
    assert opening_in(None).has_rows("annual")


def test_nothing_named_is_nothing_open_but_who_signs() -> None:
    closed = opening_in([])
    assert closed.has_cell("contacts.author")
    assert not closed.has_cell("goals.annual")
    assert not closed.has_in_row("annual", KEY, "value")
    assert not closed.has_rows("annual")


@pytest.mark.parametrize(
    ("place", "cell", "value", "name", "row", "rows"),
    [
        (("goals.annual", "", ""), True, False, False, False, False),
        (("", KEY, "value"), False, True, False, False, False),
        (("", KEY, ""), False, True, True, True, False),
        (("indicators.annual", "", ""), False, True, True, True, True),
        (("indicators.period", "", ""), False, False, False, False, False),
        (("goals", "", ""), True, False, False, False, False),
    ],
)
def test_each_place_opens_what_it_says(place: tuple[str, str, str], cell: bool, value: bool, name: bool, row: bool, rows: bool) -> None:
    found = opening_in([place])
    assert found.has_cell("goals.annual") is cell
    assert found.has_in_row("annual", KEY, "value") is value
    assert found.has_in_row("annual", KEY, "level3") is name
    assert found.has_row("annual", KEY) is row
    assert found.has_rows("annual") is rows
    assert found.has_row("annual", OTHER) is rows
