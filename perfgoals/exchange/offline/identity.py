"""Which row of the file is which row of the table: by its key, else by what it says."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from perfgoals.exchange.offline.reading import FileRow
from perfgoals.official.indicator_rows import CONTENT
from perfgoals.official.snapshot import Indicator


def contents(row: Indicator) -> tuple[str, ...]:
    """What a row says beside its place."""
    return tuple(str(getattr(row, name)) for name in CONTENT)


def with_known_keys(rows: Sequence[FileRow], keys: Sequence[str], known: Sequence[Indicator]) -> list[FileRow]:
    """The rows, each with one of ``keys`` or none. ``known`` are the rows with these keys as they were downloaded.

    The hidden key stays behind where somebody cuts a row and pastes it elsewhere: the same words in a row without a key, and
    none in the row they came from, are that row.
    """
    rows = [row if row.key in keys else FileRow("", row.row) for row in rows]
    kept = {row.key for row in rows if row.key and row.row.has_content}
    lost = {contents(row): key for key, row in zip(keys, known, strict=True) if key not in kept and row.has_content}
    found = [FileRow(row.key or lost.pop(contents(row.row), ""), row.row) for row in rows]
    again = {row.key for row in found if row.row.has_content}
    return [row for row in found if row.row.has_content or (row.key and row.key not in again)]


def keys_by_words(rows: Sequence[FileRow], keys: Sequence[str], known: Sequence[Indicator]) -> list[FileRow]:
    """The rows of a file without keys, each with the key of the row that is the same indicator; a row in the place of another is that."""
    names = [(row.level2, row.level3) for row in known]
    matcher = SequenceMatcher(None, names, [(row.row.level2, row.row.level3) for row in rows], autojunk=False)
    found = list(rows)
    for _, start, stop, new_start, new_stop in matcher.get_opcodes():
        for step in range(min(stop - start, new_stop - new_start)):
            if known[start + step].level2 == rows[new_start + step].row.level2:
                found[new_start + step] = FileRow(keys[start + step], rows[new_start + step].row)
    return found
