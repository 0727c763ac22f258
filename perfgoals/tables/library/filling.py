"""Fills the 指标库 from the published tables that come with the site and from the approved ones in it. Counts anew each time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from itertools import chain
from pathlib import Path

from django.conf import settings
from django.db import transaction

from perfgoals.official.mending import mend
from perfgoals.official.snapshot import Snapshot
from perfgoals.tables.library.gathering import Entry, Place, gather
from perfgoals.tables.models import LibraryEntry, TargetTable
from perfgoals.tables.record import to_snapshot

_BATCH = 500
_COLUMNS = tuple(field.name for field in fields(Entry))
_KEPT = ("level2", "folded")


class NotFilled(Exception):
    """str: one sentence on why the library stayed as it was, and what to do."""


@dataclass(frozen=True, slots=True)
class Filled:
    """How many entries there are now, and how many of them are new, changed, and no longer there."""

    total: int
    added: int
    changed: int
    removed: int


def fill(folder: Path | None = None) -> Filled:
    """The library as the published tables in ``folder`` (those of the site by default) and the approved tables make it.

    Once more changes nothing. NotFilled, and nothing changed, when a file of ``folder`` is no table.
    """
    published = published_in(folder or settings.BASE_DIR / "fixtures" / "tables")
    with transaction.atomic():
        return _replace(gather(chain(published, _approved())))


def published_in(folder: Path) -> list[Snapshot]:
    """The tables in the JSON files of a folder; none where there is no such folder. NotFilled for a file that is no JSON."""
    return [snapshot for path in sorted(folder.glob("*.json")) for snapshot in _read(path)]


def _read(path: Path) -> Iterator[Snapshot]:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise NotFilled(f"{path.name} 不是可读的 JSON 文件，指标库没有改动，请更正或移走这个文件后再运行") from error
    if isinstance(data, dict) and "indicators" in data:  # beside the tables lie 部门整体绩效目标
        yield mend(data)[0]


def _approved() -> Iterator[Snapshot]:
    """Not those 不宜公开: what is in the library, everybody sees."""
    tables = TargetTable.objects.filter(state=TargetTable.State.APPROVED, deleted_at__isnull=True, project__is_withheld=False)
    return (to_snapshot(table) for table in tables.with_contents().iterator(chunk_size=_BATCH))


def _replace(entries: list[Entry]) -> Filled:
    known: dict[Place, LibraryEntry] = {(each.level2, each.folded): each for each in LibraryEntry.objects.all()}
    added, changed = [], []
    for entry in entries:
        before = known.pop((entry.level2, entry.folded), None)
        if before is None:
            added.append(entry)
        elif any(getattr(before, name) != getattr(entry, name) for name in _COLUMNS):
            changed.append(entry)
    _write(added + changed)
    gone = [each.pk for each in known.values()]
    for start in range(0, len(gone), _BATCH):
        LibraryEntry.objects.filter(pk__in=gone[start : start + _BATCH]).delete()
    return Filled(len(entries), len(added), len(changed), len(gone))


def _write(entries: list[Entry]) -> None:
    """Somebody else may be filling in the same moment: what is there already is written over."""
    LibraryEntry.objects.bulk_create(
        (LibraryEntry(**asdict(entry)) for entry in entries),
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=_KEPT,
        update_fields=[name for name in _COLUMNS if name not in _KEPT],
    )
