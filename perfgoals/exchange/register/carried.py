"""What travels with the page between upload and confirmation: the file's cells, signed and packed.

Nothing is kept here that would have to be cleared away, and nothing else than what was in the file, for this person, can come back.
A register of 2,000 rows takes some hundred kilobytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core import signing

from perfgoals.accounts.models import User
from perfgoals.exchange.register.fields import Kind
from perfgoals.exchange.register.reading import Register, Row, Said, address

LARGEST = 2_000_000
"""Characters of what travels with a page; Django takes 2.5 MB of a form."""

_SALT = "perfgoals.exchange.register"
_LONGEST_WAIT = 8 * 60 * 60  # a working day, as long as a session


class Expired(Exception):
    """What came back with the page is too old, of somebody else, or not what was sent. str: one sentence."""


@dataclass(frozen=True, slots=True)
class Carried:
    """An uploaded file between two pages."""

    name: str
    register: Register


def sealed(user: User, kind: Kind, carried: Carried) -> str:
    register = carried.register
    data = {
        "user": user.pk,
        "kind": kind.code,
        "name": carried.name,
        "heads": register.heads,
        "rows": [[row.number, [[said.text, said.exact, said.is_merged] for said in row.cells]] for row in register.rows],
        "money_unit": register.money_unit,
        "year": register.year,
        "skipped": register.skipped,
    }
    return signing.dumps(data, salt=_SALT, compress=True)


def unsealed(user: User, kind: Kind, text: str) -> Carried:
    """Raises Expired where ``text`` is not what ``sealed`` gave this person today for this register."""
    if len(text) > LARGEST:
        raise Expired("这一页的内容不完整，什么都没有导入，请重新上传文件")
    try:
        data = signing.loads(text, salt=_SALT, max_age=_LONGEST_WAIT)
    except signing.BadSignature as error:
        raise Expired("这一页已过期或内容不完整，什么都没有导入，请重新上传文件") from error
    if (data["user"], data["kind"]) != (user.pk, kind.code):
        raise Expired("这一页不是您打开的，什么都没有导入，请重新上传文件")
    return Carried(data["name"], _register(data))


def _register(data: dict[str, Any]) -> Register:
    rows = tuple(_row(number, cells) for number, cells in data["rows"])
    skipped = tuple((number, text) for number, text in data["skipped"])
    return Register(tuple(data["heads"]), rows, data["money_unit"], data["year"], skipped)


def _row(number: int, cells: list[tuple[str, str, bool]]) -> Row:
    said = (Said(text, exact, merged, address(number - 1, place)) for place, (text, exact, merged) in enumerate(cells))
    return Row(number, tuple(said))
