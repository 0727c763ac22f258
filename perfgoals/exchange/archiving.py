"""归档包: a year as one zip of prints, kept records, log, attachments and stamped pages, with a 目录 and the hash of every file.

Everything comes from what the log kept up to the moment it was begun, a file at a time: neither the zip nor any part of it is held
as a whole.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import IO, Any

from django.core.files.base import File
from django.db.models import QuerySet
from django.utils import timezone

from perfgoals.exchange.exporting import safe_name
from perfgoals.exchange.lists import ListColumn, Text, list_grid
from perfgoals.exchange.printing import write
from perfgoals.exchange.variants import approved_sheet, contacts_kept, filed_sheet
from perfgoals.grid.formats.pdf_booklet import Sheet, write_booklet
from perfgoals.official.check_code import check_code
from perfgoals.review.figures import approved_by
from perfgoals.review.models import SEALED, LogEntry, Package
from perfgoals.review.transitions import APPROVE
from perfgoals.tables.models import TargetTable

MANIFEST, LOG, CONTENTS = "校验清单.json", "日志.jsonl", "目录.xlsx"
_CHUNK = 1 << 16
_COLUMNS = (
    ListColumn("序号", 6, "value"),
    ListColumn("单位", 18),
    ListColumn("项目编码", 14, "value"),
    ListColumn("项目名称", 26),
    ListColumn("轮次", 6, "value"),
    ListColumn("状态", 9, "value"),
    ListColumn("批复数（万元）", 10, "amount"),
    ListColumn("说明", 11),
)


def tables_of(year: int) -> QuerySet[TargetTable]:
    """What an archive of the year is made of, unit by unit."""
    order = ("project__department__code", "project__department", "pk")
    return TargetTable.objects.filter(year=year, deleted_at__isnull=True).order_by(*order)


@dataclass
class Archive:
    """One archive being written to ``file``, which need not be one that can be gone back in.

    ``tables`` are all that go in. ``missing`` are the files that should be in it and could not be read.
    """

    file: IO[bytes]
    year: int
    tables: QuerySet[TargetTable]
    made_at: datetime = field(default_factory=timezone.now)
    files: dict[str, dict[str, Any]] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    rows: list[list[Text]] = field(default_factory=list)

    def write(self) -> Iterator[bool]:
        """Writes everything, and pauses after each piece, so that it can be given out; True says that another table is done."""
        self.last = LogEntry.objects.only("number", "hash").order_by("-number").first()
        self.until = self.last.number if self.last else 0
        with zipfile.ZipFile(self.file, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as self.zip:
            for table in self.tables.select_related("project__department").iterator(chunk_size=50):
                yield from self._add_table(table)
                yield True
            yield from self._add_scans()
            yield from self._add_log()
            yield from self._add(CONTENTS, write([self._contents()], "xlsx", title=f"{self.year}年度绩效目标归档目录"))
            yield from self._add_manifest()

    # one table

    def _add_table(self, table: TargetTable) -> Iterator[bool]:
        folder = f"{_unit(table)}/{table.pk}-{safe_name(table.project_name[:40], '项目')}"
        entries = self._entries(table)
        for entry in entries.iterator(chunk_size=20):
            yield from self._add(f"{folder}/记录/{entry.number}-{entry.label}.json", entry.snapshot.encode("utf-8", "surrogatepass"))
        counting = _counting(entries)
        said = (yield from self._add_print(folder, table, counting)) if counting else "没有上报过，不印"
        for attachment in table.attachments.all():
            yield from self._add_stored(f"{folder}/附件/{attachment.pk}-{safe_name(attachment.name, '附件')}", attachment.content)
        self.rows.append(self._row(table, counting, said))

    def _entries(self, table: TargetTable) -> QuerySet[LogEntry]:
        return LogEntry.objects.filter(table=table, number__lte=self.until).order_by("number")

    def _add_print(self, folder: str, table: TargetTable, entry: LogEntry) -> Generator[bool, None, str]:
        """Returns what is to be said of it in the 目录: nothing, or why there is no print."""
        name = f"{folder}/{_variant(entry)}.pdf"
        try:
            printed = write_booklet([kept_sheet(table, entry)], title=table.project_name)
        except ValueError as error:
            self.missing.append(name)
            return f"印不出来：{error}"
        yield from self._add(name, printed)
        return ""

    def _row(self, table: TargetTable, entry: LogEntry | None, said: str) -> list[Text]:
        project = table.project
        amount = approved_by(entry) if entry and entry.of == APPROVE else None
        number, state = len(self.rows) + 1, table.get_state_display()
        return [number, project.department.name, project.code, table.project_name, table.get_round_display(), state, amount, said]

    # the year

    def _add_scans(self) -> Iterator[bool]:
        units = self.tables.order_by().values("project__department")
        packages = Package.objects.filter(year=self.year, department__in=units).select_related("department")
        for package in packages.prefetch_related("scans").order_by("pk"):
            folder = safe_name(f"{package.department.code}{package.department_name}", "单位") + "/送审包"
            name = f"{package.get_round_display()}第{package.number}次"
            for scan in package.scans.all():
                yield from self._add_stored(f"{folder}/{name}-{scan.pk}-{safe_name(scan.name, '扫描件')}", scan.content)

    def _add_log(self) -> Iterator[bool]:
        """One entry a line with everything its hash is over but the record, whose file is named."""
        names = {(int(parts[-1].partition("-")[0])): name for name in self.files if (parts := name.split("/"))[-2:-1] == ["记录"]}
        entries = LogEntry.objects.filter(table__in=self.tables.order_by().values("pk"), number__lte=self.until).order_by("number")
        lines = (_line(entry, names.get(entry.number, "")) for entry in entries.defer("snapshot").iterator(chunk_size=200))
        yield from self._add_stream(LOG, lines)

    def _contents(self) -> Any:
        note = f"{timezone.localtime(self.made_at):%Y-%m-%d %H:%M} 归档"
        return list_grid(f"{self.year}年度绩效目标归档目录", _COLUMNS, self.rows, note=note, landscape=True)

    def _add_manifest(self) -> Iterator[bool]:
        told = {
            "year": self.year,
            "made_at": self.made_at.isoformat(),
            "log": {"last_number": self.until, "last_hash": self.last.hash if self.last else ""},
            "missing": self.missing,
            "files": self.files,
        }
        yield from self._add(MANIFEST, json.dumps(told, ensure_ascii=False, indent=1).encode())

    # files

    def _add(self, name: str, data: bytes) -> Iterator[bool]:
        yield from self._add_stream(name, [data])

    def _add_stored(self, name: str, content: File[Any]) -> Iterator[bool]:
        """A file as it was uploaded; where it is gone, that is told and not passed over."""
        try:
            with content.open("rb") as opened:
                yield from self._add_stream(name, opened.chunks(_CHUNK))
        except OSError:
            self.missing.append(name)

    def _add_stream(self, name: str, chunks: Iterable[bytes]) -> Iterator[bool]:
        digest, size = hashlib.sha256(), 0
        info = zipfile.ZipInfo(name, timezone.localtime(self.made_at).timetuple()[:6])
        info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
        with self.zip.open(info, "w", force_zip64=True) as written:
            for chunk in chunks:
                written.write(chunk)
                digest.update(chunk)
                size += len(chunk)
                yield False
        if name != MANIFEST:
            self.files[name] = {"sha256": digest.hexdigest(), "size": size}


def _unit(table: TargetTable) -> str:
    department = table.project.department
    return safe_name(f"{department.code}{department.name}", "单位")


def _counting(entries: QuerySet[LogEntry]) -> LogEntry | None:
    """The entry whose record counts: the 批复, or the last one there is."""
    return entries.filter(act=APPROVE.code).last() or entries.last()


def _variant(entry: LogEntry) -> str:
    return "批复版" if entry.of == APPROVE else "申报版"


def kept_sheet(table: TargetTable, entry: LogEntry) -> Sheet:
    """The 批复版 or 申报版 of what the log kept. ValueError where its form is not known here."""
    keyed = entry.record
    code = check_code(keyed.snapshot, table.pk)
    if entry.of == APPROVE:
        told = entry.told
        day = date.fromisoformat(told["day"])
        return approved_sheet(keyed.snapshot, told["number"], day, code, is_superseded=table.is_superseded)
    return filed_sheet(keyed.snapshot, contacts_kept(keyed.beside), code)


def _line(entry: LogEntry, snapshot: str) -> bytes:
    said = {name: getattr(entry, name) for name in SEALED if name != "snapshot"}
    said |= {"at": entry.at.isoformat(), "snapshot_file": snapshot, "previous": entry.previous, "hash": entry.hash}
    return (json.dumps(said, ensure_ascii=False) + "\n").encode("utf-8", "surrogatepass")


class Outlet(io.RawIOBase):
    """A file that is given out as it is written: ``taken`` is what came since the last time."""

    def __init__(self) -> None:
        self._held = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._held += data
        return len(data)

    def __len__(self) -> int:
        return len(self._held)

    def taken(self) -> bytes:
        held, self._held = bytes(self._held), bytearray()
        return held


def streamed(year: int, tables: QuerySet[TargetTable]) -> Iterator[bytes]:
    """The archive a piece at a time, of which a few are held: one table may have files of hundreds of megabytes, and a year scans."""
    outlet = Outlet()
    for _ in Archive(outlet, year, tables).write():  # type: ignore[arg-type]
        if len(outlet) >= _CHUNK:
            yield outlet.taken()
    yield outlet.taken()
