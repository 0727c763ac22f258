"""What a person accepted of a comparison, saved: the comparison is made again, and the page is believed in nothing but the choice.

Between the page and its answer the file's contents travel with the page, signed: nothing is kept here that would have to be
cleared away, and nothing else than what was in the file, for this person, can come back.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import Http404

from perfgoals.accounts.models import User
from perfgoals.exchange.offline.comparing import changes_of
from perfgoals.exchange.offline.mark import Mark
from perfgoals.exchange.offline.reading import FileTable
from perfgoals.exchange.offline.receiving import NOT_YOURS, Received, compared
from perfgoals.official.layout_file import load
from perfgoals.official.snapshot import SIDES, Side, from_json, to_json
from perfgoals.tables.access import get_table
from perfgoals.tables.editing.changes import Refused
from perfgoals.tables.editing.keyed import keyed_of
from perfgoals.tables.editing.saving import save
from perfgoals.tables.editing.wishes import MOST_CHANGES
from perfgoals.tables.models import Revision, TargetTable
from perfgoals.tables.storing import StaleVersion

LARGEST = 1_000_000
"""Characters of what travels with a page."""

_SALT = "perfgoals.exchange.offline"
_LONGEST_WAIT = 8 * 60 * 60  # a working day, as long as a session


class Expired(Exception):
    """What came back with the page is too old, of somebody else, or not what was sent. str: one sentence."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one table: ``version`` it has now, and how many differences were accepted; or why nothing was saved.

    ``anew`` is the comparison made again where the table has been changed since the page was shown.
    """

    table: int
    name: str
    accepted: int = 0
    version: int = 0
    refusal: str = ""
    anew: Received | None = None


def sealed(user: User, received: Iterable[Received]) -> str:
    """What travels with the page: what the file says of every table in which something is to be decided."""
    tables = [_to_data(each) for each in received if each.comparison.differences]
    return signing.dumps({"user": user.pk, "tables": tables}, salt=_SALT, compress=True)


def accept(user: User, text: str, chosen: Collection[str]) -> list[Outcome]:
    """Saves the chosen differences (``<table>:<id>``) of every table of a page; one that cannot be saved leaves the others.

    Raises Expired, and nothing is saved, where ``text`` is not what ``sealed`` gave this person today.
    """
    return [_accept(user, data, chosen) for data in _unsealed(user, text)]


def _unsealed(user: User, text: str) -> list[dict[str, Any]]:
    if len(text) > LARGEST:
        raise Expired("这一页的内容不完整，什么都没有保存，请重新上传文件")
    try:
        data = signing.loads(text, salt=_SALT, max_age=_LONGEST_WAIT)
    except signing.BadSignature as error:
        raise Expired("这一页已过期或内容不完整，什么都没有保存，请重新上传文件") from error
    if data["user"] != user.pk:
        raise Expired("这一页不是您打开的，什么都没有保存，请重新上传文件")
    tables: list[dict[str, Any]] = data["tables"]
    return tables


def _accept(user: User, data: Mapping[str, Any], chosen: Collection[str]) -> Outcome:
    pk, file = data["table"], _file_in(data)
    ids = {each.removeprefix(f"{pk}:") for each in chosen if each.startswith(f"{pk}:")}
    try:
        get_table(user, pk, to_write=True)
    except (Http404, PermissionDenied):
        return Outcome(pk, file.snapshot.project.name, refusal=NOT_YOURS)
    table = TargetTable.objects.with_contents().get(pk=pk)
    again = compared(file, table, data["save_id"])
    if again.refusal or not ids:
        return Outcome(pk, again.name, version=table.version, refusal=again.refusal)
    try:
        return _saved(user, again, data["version"], ids)
    except StaleVersion:
        return Outcome(pk, again.name, refusal="他人已修改，请核对：下面是重新比较的结果", anew=again)
    except Refused as error:
        return Outcome(pk, again.name, refusal=str(error))


def _saved(user: User, again: Received, version: int, ids: Collection[str]) -> Outcome:
    """Saved on top of the version that the page was made of. Of another version only what this very save has done before is known."""
    table, differences = again.table, again.comparison.differences
    assert table is not None, "it has been compared"
    is_fresh = table.version == version
    changes = changes_of(differences, ids, keyed_of(table), load(table.layout)) if is_fresh else []
    if len(changes) > MOST_CHANGES:
        raise Refused(f"一次最多保存 {MOST_CHANGES} 格的修改，这里有 {len(changes)} 格，请少选一些，保存后再上传这个文件采用其余的")
    done = save(user, table.pk, version=version, changes=changes, save_id=again.save_id, act=Revision.Act.IMPORT)
    accepted = sum(each.id in ids for each in differences) if is_fresh else len(ids)
    return Outcome(table.pk, again.name, accepted, done.version)


def _to_data(received: Received) -> dict[str, Any]:
    assert received.table is not None, "only compared tables have differences"
    file = received.file
    return {
        "table": received.table.pk,
        "version": received.table.version,
        "save_id": received.save_id,
        "sheet": file.sheet,
        "mark": [file.mark.table, file.mark.version] if file.mark else None,
        "record": to_json(file.snapshot),
        "keys": {side: list(keys) for side, keys in file.keys.items()},
    }


def _file_in(data: Mapping[str, Any]) -> FileTable:
    mark = Mark(data["mark"][0], data["mark"][1], "annual") if data["mark"] else None
    keys: dict[Side, tuple[str, ...]] = {side: tuple(data["keys"][side]) for side in SIDES}
    return FileTable(data["sheet"], mark, from_json(data["record"]), keys)
