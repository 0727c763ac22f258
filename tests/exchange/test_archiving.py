"""归档包: everything of a year in one zip that can be checked by itself; a single changed byte is found."""

from __future__ import annotations

import json
import os
from decimal import Decimal
from hashlib import sha256
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from uuid import uuid4
from zipfile import ZipFile

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.utils import timezone

from perfgoals.exchange.archive_checking import NotAnArchive, faults_in
from perfgoals.exchange.archiving import CONTENTS, LOG, MANIFEST, streamed, tables_of
from perfgoals.grid.formats.xlsx import read as read_xlsx
from perfgoals.review.models import LogEntry, Package, PrintedCode, Scan
from perfgoals.tables.models import Attachment, Project, TargetTable
from tests.cast import Cast, published, stored
from tests.grid.formats.test_pdf import read, squeeze
from tests.review.acting import bring

HOSTILE = "../../etc/<b>a:b\\c\u202exslx.pdf"


@pytest.fixture
def tables(cast: Cast) -> list[TargetTable]:
    """One approved, one returned and then changed, one never submitted, all of 2021."""
    made = [stored(published(name), cast.building, by=cast.author) for name in ("henan-10", "henan-01", "henan-04")]
    bring(cast, made[0], "approved")
    bring(cast, made[1], "returned")
    TargetTable.objects.filter(pk=made[1].pk).update(annual_goal="退回以后改的目标")
    return made


def attach(table: TargetTable, cast: Cast, name: str = HOSTILE) -> Attachment:
    made = Attachment(table=table, kind="plan", name=name, size=9, sha256="0" * 64, uploaded_by=cast.author)
    made.content.save("x", ContentFile(b"%PDF-1.7\n"))
    return made


def scanned(cast: Cast) -> Scan:
    package = Package.objects.create(
        department=cast.building,
        department_name="建设局/..",
        year=2021,
        round="first",
        number=1,
        save_id=uuid4(),
        reported_at=timezone.now(),
        reported_by=cast.author,
        reporter_name="张建",
        role="author",
        code="AAAA-AAAA-AAAA",
    )
    made = Scan(package=package, name=HOSTILE, size=9, sha256="1" * 64, uploaded_by=cast.author)
    made.content.save("x", ContentFile(b"%PDF-scan"))
    return made


def zipped() -> ZipFile:
    return ZipFile(BytesIO(b"".join(streamed(2021, tables_of(2021)))))


def named(archive: ZipFile, *parts: str) -> str:
    (found,) = [name for name in archive.namelist() if all(part in name for part in parts)]
    return found


def text_of(pdf: bytes) -> str:
    return squeeze("".join(read(pdf, "-layout")))


def test_each_table_has_its_print_from_what_was_kept(cast: Cast, tables: list[TargetTable]) -> None:
    archive = zipped()
    approved = text_of(archive.read(named(archive, "人口变动抽样调查", "批复版.pdf")))
    assert "批复文号：某财预〔2027〕15号" in approved
    assert PrintedCode.objects.get(entry__act="approve").code in approved
    filed = text_of(archive.read(named(archive, "智慧园区", "申报版.pdf")))
    assert PrintedCode.objects.get(entry__act="send_back").code in filed
    assert "退回以后改的目标" not in filed
    assert not [name for name in archive.namelist() if "经二路南延" in name]


def test_every_act_has_its_record_and_its_line(cast: Cast, tables: list[TargetTable]) -> None:
    archive = zipped()
    lines = [json.loads(line) for line in archive.read(LOG).decode().splitlines()]
    assert len(lines) == LogEntry.objects.count() == len([name for name in archive.namelist() if "/记录/" in name])
    for line in lines:
        entry = LogEntry.objects.get(number=line["number"])
        assert line["snapshot_file"].endswith(f"/记录/{entry.number}-{entry.label}.json")
        assert archive.read(line["snapshot_file"]).decode() == entry.snapshot
        assert (line["hash"], line["previous"], line["actor_name"]) == (entry.hash, entry.previous, entry.actor_name)
    told = json.loads(archive.read(MANIFEST))["log"]
    assert told == {"last_number": lines[-1]["number"], "last_hash": lines[-1]["hash"]}


def test_attachments_and_stamped_pages_lie_under_safe_names(cast: Cast, tables: list[TargetTable]) -> None:
    attach(tables[0], cast)
    scanned(cast)
    archive = zipped()
    assert archive.read(named(archive, "101建设局/", "/附件/")) == b"%PDF-1.7\n"
    assert archive.read(named(archive, "/送审包/一上第1次-")) == b"%PDF-scan"
    for name in archive.namelist():
        assert not name.startswith("/")
        assert ".." not in name.split("/")
        assert not set(name) & set('<>:"\\|?*\u202e')


def test_the_contents_list_every_table(cast: Cast, tables: list[TargetTable]) -> None:
    (sheet,) = read_xlsx(zipped().read(CONTENTS))
    texts = {cell.text for cell in sheet.cells}
    assert {table.project_name for table in tables} <= texts
    assert {"没有上报过，不印", "已批复", "已退回"} <= texts
    assert Decimal(10) in {cell.number for cell in sheet.cells}


def test_hostile_names_are_names(cast: Cast, tables: list[TargetTable]) -> None:
    TargetTable.objects.filter(pk=tables[0].pk).update(project_name=HOSTILE + "长" * 400)
    Project.objects.filter(pk=tables[0].project_id).update(name="CON")
    cast.building.name = "../根"
    cast.building.save()
    assert all(len(part.encode()) < 255 and part not in ("..", "") for name in zipped().namelist() for part in name.split("/"))


def archived(tmp_path: Path, *options: str) -> Path:
    call_command("archive_year", "2021", "--to", str(tmp_path), *options, stdout=StringIO())
    (made,) = tmp_path.glob("*.zip")
    return made


def test_the_command_says_how_far_it_is_and_the_zip_is_whole(cast: Cast, tables: list[TargetTable], tmp_path: Path) -> None:
    attach(tables[0], cast)
    said = StringIO()
    call_command("archive_year", "2021", "--to", str(tmp_path), stdout=said)
    assert "3/3 张表" in said.getvalue()
    assert [path.name for path in tmp_path.iterdir()] == ["2021年度绩效目标归档.zip"]
    checked = StringIO()
    call_command("archive_year", "--verify", str(tmp_path / "2021年度绩效目标归档.zip"), stdout=checked)
    assert "归档包完好" in checked.getvalue()


def test_one_unit_alone(cast: Cast, tables: list[TargetTable], tmp_path: Path) -> None:
    stored(published("henan-02"), cast.water)
    made = archived(tmp_path, "--department", "201")
    (sheet,) = read_xlsx(ZipFile(made).read(CONTENTS))
    assert not {table.project_name for table in tables} & {cell.text for cell in sheet.cells}
    with pytest.raises(CommandError, match="名册中没有单位"):
        archived(tmp_path, "--department", "没有")


@pytest.mark.parametrize("arguments", [("1999", "--to", "x"), ("2021",), ()])
def test_what_cannot_be_archived_is_a_sentence(cast: Cast, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    with pytest.raises(CommandError, match=r"没有归档|请写明年度"):
        call_command("archive_year", *arguments, stdout=StringIO())


def test_a_file_that_is_gone_is_told(cast: Cast, tables: list[TargetTable], tmp_path: Path) -> None:
    gone = attach(tables[0], cast, "方案.pdf")
    gone.content.storage.delete(str(gone.content.name))
    with pytest.raises(CommandError, match=r"有 1 个文件没有归入：.*方案\.pdf"):
        archived(tmp_path)
    (made,) = tmp_path.glob("*.zip")
    assert [fault for fault in faults_in(made)[1] if "归档时缺少" in fault]


def rewritten(path: Path, change: Any) -> Path:
    """The archive with ``change(name, data)`` in place of each file; None leaves it out."""
    other = path.with_name("changed.zip")
    with ZipFile(path) as old, ZipFile(other, "w") as new:
        for name in old.namelist():
            if (data := change(name, old.read(name))) is not None:
                new.writestr(name, data)
    return other


def test_every_changed_file_is_found(cast: Cast, tables: list[TargetTable], tmp_path: Path) -> None:
    made = archived(tmp_path)
    assert faults_in(made)[1] == []
    for victim in ZipFile(made).namelist():
        if victim == MANIFEST:
            continue

        def longer(name: str, data: bytes, victim: str = victim) -> bytes:
            return data + b" " if name == victim else data

        assert f"{victim} 被改动过" in faults_in(rewritten(made, longer))[1]
        assert f"缺少 {victim}" in faults_in(rewritten(made, lambda name, data, v=victim: None if name == v else data))[1]


def test_a_log_line_that_fits_the_list_but_not_its_seal_is_found(cast: Cast, tables: list[TargetTable], tmp_path: Path) -> None:
    made = archived(tmp_path)
    forged = ZipFile(made).read(LOG).replace("张建".encode(), "张假".encode())

    def change(name: str, data: bytes) -> bytes:
        if name == LOG:
            return forged
        if name != MANIFEST:
            return data
        told = json.loads(data)
        told["files"][LOG] = {"sha256": sha256(forged).hexdigest(), "size": len(forged)}
        return json.dumps(told).encode()

    assert f"{LOG} 第 1 行被改动过" in faults_in(rewritten(made, change))[1]


def test_what_was_added_is_found(cast: Cast, tables: list[TargetTable], tmp_path: Path) -> None:
    made = archived(tmp_path)
    with ZipFile(made, "a") as archive:
        archive.writestr("多余.txt", b"x")
    with pytest.raises(CommandError, match="归档包有 1 处不符"):
        call_command("archive_year", "--verify", str(made), stdout=StringIO())


@pytest.mark.parametrize("data", [b"", b"PK", b"%PDF", b"\x00" * 100])
def test_another_file_is_no_archive(tmp_path: Path, data: bytes) -> None:
    (path := tmp_path / "x.zip").write_bytes(data)
    with pytest.raises(NotAnArchive, match="不是完整的归档包"):
        faults_in(path)


def test_a_zip_without_its_list_is_no_archive(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("a", "b")
    with pytest.raises(NotAnArchive):
        faults_in(tmp_path / "x.zip")
    with pytest.raises(CommandError, match="不是完整的归档包"):
        call_command("archive_year", "--verify", str(tmp_path / "没有.zip"))


def test_of_large_files_only_a_piece_is_held(cast: Cast, tables: list[TargetTable]) -> None:
    """Neither of the attachments of one table, nor of all the scans of a year."""
    large = os.urandom(400_000)
    for made in (attach(tables[0], cast), attach(tables[0], cast), scanned(cast)):
        made.content.save("x", ContentFile(large))
    pieces = [len(piece) for piece in streamed(2021, tables_of(2021))]
    assert sum(pieces) > 3 * len(large)
    assert max(pieces) < len(large)
