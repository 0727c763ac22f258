"""What the rows of the matrix role × route are made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from perfgoals.review.transitions import State
from tests.cast import PEOPLE

WRITERS = ("author", "colleague")
STRANGERS = ("other_author", "other_section_reviewer", "nobody")
READERS = tuple(name for name in PEOPLE if name not in WRITERS + STRANGERS)
AUTHORS_ANYWHERE = (*WRITERS, "other_author")
SIGN_IN = "sign in"
"""What an anonymous visitor gets: the way to the page of signing in, and back."""


@dataclass(frozen=True)
class Row:
    """One address and method, and what each of the cast gets. ``args`` and ``data`` are read in the world of the test;
    ``{table}`` in a name of ``data`` is the key of that record."""

    route: str
    method: str
    expected: Mapping[str, int | str]
    args: tuple[str, ...] = ()
    kwargs: Mapping[str, str] = field(default_factory=dict)
    data: Mapping[str, Any] = field(default_factory=dict)
    is_json: bool = False  # sent as JSON, as scripts do; 200 is then what an act answers
    in_states: Mapping[str, Mapping[str, int | str]] = field(default_factory=dict)
    """Where a state of the table makes it otherwise than test_access_by_state.py takes for granted: what these people get then."""

    def __str__(self) -> str:
        return f"{self.method} {self.route}"


def to(status: int, *people: str) -> dict[str, int | str]:
    return dict.fromkeys(people, status)


EVERYBODY = to(200, *PEOPLE) | {"anonymous": SIGN_IN}
NOBODY_BY_THIS_METHOD = to(405, *PEOPLE)
READ = to(200, *WRITERS, *READERS) | to(404, *STRANGERS) | {"anonymous": SIGN_IN}
WRITE = to(302, *WRITERS) | to(403, *READERS) | to(404, *STRANGERS) | {"anonymous": SIGN_IN}
OPEN_A_FORM = WRITE | to(200, *WRITERS)
BEGIN = to(403, *PEOPLE) | to(302, *AUTHORS_ANYWHERE) | {"anonymous": SIGN_IN}
OPEN_TO_BEGIN = BEGIN | to(200, *AUTHORS_ANYWHERE)
FROM_THE_BIN = to(404, *PEOPLE) | to(302, *WRITERS) | {"anonymous": SIGN_IN}
BY_THE_ADMINISTRATOR = to(404, *PEOPLE) | to(200, "administrator") | {"anonymous": SIGN_IN}

WRITTEN_IN_EVERY_STATE = dict.fromkeys(State.values, to(302, *WRITERS))
"""Of a row that writes something else than the table's own contents."""

BY_SCRIPT = {"anonymous": 401}

ONLY_THE_UNIT_REVIEWER = WRITE | to(403, *WRITERS) | to(302, "unit_reviewer")

PAGE_KEY = "1b671a64-40d5-491e-99b0-da01ff1f3341"
SAVING = {"save": PAGE_KEY, "version": 1, "changes": [{"do": "set", "path": "goals.annual", "text": "另一个目标"}]}
PASTING = {"path": "funding.annual.total", "html": "", "text": "1\t2"}
SAVING_GOALS = {"save": PAGE_KEY, "version": 1, "changes": [{"do": "set", "path": "title", "text": "另一个标题"}]}
