"""Difference: one thing that a file would change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from perfgoals.official.layout_file import Layout
from perfgoals.official.money import parse_amount
from perfgoals.official.snapshot import Side
from perfgoals.tables.editing.cells import read_cell

Kind = Literal["file only", "both"]
"""Whether only the file changed it since the download, or the table too, in another way."""


@dataclass(frozen=True, slots=True)
class Difference:
    """``base``, ``now`` and ``file`` are what is shown of the three; ``about`` names the row, ``remark`` what is to be put right.

    ``changes`` are what to do when it is accepted. A row that comes or moves stands in the file as number ``at`` of its side, and
    goes below the first of ``above`` that is there.
    The ``id`` is the same whenever the same file is compared with the same table.
    """

    id: str
    place: str
    about: str
    base: str
    now: str
    file: str
    kind: Kind
    changes: tuple[Mapping[str, Any], ...]
    side: Side | None = None
    at: int = 0
    above: tuple[str, ...] = ()
    remark: str = ""

    @property
    def is_conflict(self) -> bool:
        return self.kind == "both"


def kind_of(unchanged_here: bool) -> Kind:
    return "file only" if unchanged_here else "both"


def same(form: Layout, path: str, one: str, other: str) -> bool:
    """Whether two texts say the same in this cell: 19.00 and 19 are one amount; markup and blanks that saving takes out are nothing."""
    if one == other or (path.startswith(("funding.", "disbursement")) and _equal_numbers(one, other)):
        return True
    # An amount is stored in 万元 and typed in the unit of its form: only other texts can be read as if they were typed.
    return not path.startswith("funding.") and read_cell(form, path, one).text == read_cell(form, path, other).text


def _equal_numbers(one: str, other: str) -> bool:
    number = parse_amount(one).number
    return number is not None and number == parse_amount(other).number
