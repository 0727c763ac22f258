"""Role × state × route: every address of one table, everybody in the cast, in every state of its road.

Taken for granted: what a row of the matrix says of reading a table in 填报中 holds in every state; what its author may write there they
may write in 已退回 too and nowhere else. A row says so itself where it is otherwise. Acts are walked by tests/review/test_perform.py.
"""

from __future__ import annotations

import pytest

from perfgoals.review.transitions import State
from perfgoals.tables.access import OPEN_TO_THE_AUTHOR
from tests.cast import Cast, published, stored
from tests.dumping import dump
from tests.review.acting import bring
from tests.web.access import ROWS
from tests.web.access.vocabulary import Row
from tests.web.asking import browser_of, make_world, status, taken_back

_ALL = [row for row in ROWS if "table" in (*row.args, row.kwargs.get("pk")) and row.route != "perform_act"]
OF_A_TABLE = list({(row.route, row.method): row for row in reversed(_ALL)}.values())
"""One row a route and method: the first, which is that of the plainest request."""

ACCEPTED = (200, 302)


def expected(row: Row, state: str) -> dict[str, int | str]:
    """What everybody gets; 0 for whatever but a refusal of the person."""
    said = dict(row.expected)
    if said["reader"] == 403:  # what only its writer may
        closed = 0 if state in OPEN_TO_THE_AUTHOR else 403
        said |= {name: closed for name, result in said.items() if result in ACCEPTED}
    return said | dict(row.in_states.get(state, {}))


@pytest.mark.parametrize("state", [state for state in State if state != State.DRAFTING])
def test_in_every_state_everybody_gets_what_the_matrix_says(cast: Cast, state: State) -> None:
    world = make_world(cast)
    world.keys["table"] = str(bring(cast, stored(published("henan-10"), cast.building, by=cast.author), state).pk)
    asked = [(row, name, wanted) for row in OF_A_TABLE for name, wanted in expected(row, state).items()]
    before, wrong = dump(), []
    for row, name, wanted in asked:
        if wanted not in (0, *ACCEPTED) and (got := status(browser_of(name, world), row, world)) != wanted:
            wrong.append((str(row), name, got, wanted))
    assert wrong == []
    assert dump() == before
    for row, name, wanted in asked:
        if wanted in (0, *ACCEPTED):
            with taken_back():
                got = status(browser_of(name, world), row, world)
            if got in (403, 404, 500) if wanted == 0 else got != wanted:
                wrong.append((str(row), name, got, wanted))
    assert wrong == []


def test_every_route_of_a_table_is_among_them() -> None:
    routes = {row.route for row in OF_A_TABLE}
    assert {"view_table", "save_table", "paste_block", "download_table", "upload_attachment", "view_history", "view_reference"} <= routes
