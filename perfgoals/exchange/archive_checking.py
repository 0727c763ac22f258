"""A 归档包 checked by itself, without the database: every file against its hash, every entry of the log against its seal."""

from __future__ import annotations

import hashlib
import json
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from perfgoals.exchange.archiving import LOG, MANIFEST
from perfgoals.review.models import SEALED
from perfgoals.review.sealing import seal

_CHUNK = 1 << 16
_LARGEST_MANIFEST = 64 << 20
_UNREADABLE = (OSError, zipfile.BadZipFile, zlib.error, ValueError, KeyError, TypeError, AttributeError, EOFError, NotImplementedError)
"""What a damaged or forged archive leads to: zipfile raises the first five and NotImplementedError for methods it does not know, and a
manifest or a log that is JSON of another shape the rest."""


class NotAnArchive(Exception):
    """str: one sentence on why the file cannot be checked at all."""


def faults_in(path: Path) -> tuple[int, list[str]]:
    """How many files there are, and a sentence for each that is missing, added or not as it was written. NotAnArchive for another file."""
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = _manifest(archive)
            files: dict[str, Any] = manifest["files"]
            return len(files), [*_files(archive, files), *_log(archive), *(f"归档时缺少 {name}" for name in manifest["missing"])]
    except _UNREADABLE as error:
        raise NotAnArchive(f"{path.name} 不是完整的归档包（{error}），请换一份再核对") from error


def _manifest(archive: zipfile.ZipFile) -> dict[str, Any]:
    if archive.getinfo(MANIFEST).file_size > _LARGEST_MANIFEST:
        raise ValueError(f"{MANIFEST}过大")
    read: dict[str, Any] = json.loads(archive.read(MANIFEST))
    return read


def _files(archive: zipfile.ZipFile, files: dict[str, Any]) -> Iterator[str]:
    found = archive.namelist()
    yield from (f"多出 {name}" for name in sorted(set(found) - {*files, MANIFEST}))
    yield from (f"重复 {name}" for name, times in Counter(found).items() if times > 1)
    for name, told in files.items():
        if name not in archive.NameToInfo:
            yield f"缺少 {name}"
        elif archive.getinfo(name).file_size != told["size"] or _sha256(archive, name) != told["sha256"]:
            yield f"{name} 被改动过"


def _sha256(archive: zipfile.ZipFile, name: str) -> str:
    """Empty where what is kept does not even fit the zip's own sum."""
    digest = hashlib.sha256()
    try:
        with archive.open(name) as content:
            while chunk := content.read(_CHUNK):
                digest.update(chunk)
    except (zipfile.BadZipFile, zlib.error, EOFError):
        return ""
    return digest.hexdigest()


def _log(archive: zipfile.ZipFile) -> Iterator[str]:
    if LOG not in archive.NameToInfo:
        return  # told already
    with archive.open(LOG) as lines:
        for number, line in enumerate(lines, 1):
            if not _is_sealed(archive, line):
                yield f"{LOG} 第 {number} 行被改动过"


def _is_sealed(archive: zipfile.ZipFile, line: bytes) -> bool:
    """Whether the entry in this line is as it was written, its record in the file that it names included."""
    try:
        said = json.loads(line)
        values = said | {"at": datetime.fromisoformat(said["at"]), "snapshot": _snapshot(archive, said["snapshot_file"])}
        return bool(seal([values[name] for name in SEALED], said["previous"]) == said["hash"])
    except (ValueError, KeyError, TypeError, AttributeError):
        return False


def _snapshot(archive: zipfile.ZipFile, name: str) -> str:
    try:
        return archive.read(name).decode("utf-8", "surrogatepass")
    except (KeyError, zipfile.BadZipFile, zlib.error):
        return ""
