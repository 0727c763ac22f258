"""The command export_tables: what was stored comes out equal, in files that every system can keep."""

from __future__ import annotations

import json
import re
import unicodedata
import zlib
from dataclasses import replace
from pathlib import Path, PurePath

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from perfgoals.accounts.models import Department
from perfgoals.exchange.exporting import export_tables, safe_name
from perfgoals.exchange.reading import recover_file
from perfgoals.official.layout_file import layout_ids
from perfgoals.official.snapshot import Project, Snapshot, from_json
from perfgoals.tables.models import TargetTable
from tests.cast import PUBLISHED, Cast, published, stored
from tests.exchange.commands import call
from tests.official.records import snapshots

NAMES = sorted(path.stem for path in PUBLISHED.glob("*.json") if "goals" not in path.stem)


def files_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def export(folder: Path, file_format: str = "json", *options: object) -> list[Path]:
    answer = call("export_tables", "--format", file_format, "--to", folder, *options)
    assert (answer.status, answer.err) == (0, "")
    files = files_in(folder)
    assert answer.out == f"已输出 {len(files)} 个文件到 {folder}\n"
    return files


def record_in(path: Path) -> Snapshot:
    return from_json(json.loads(path.read_text("utf-8")))


# Equal.


def test_every_published_table_comes_out_equal(cast: Cast, tmp_path: Path) -> None:
    tables = {stored(published(name), cast.building).pk: published(name) for name in NAMES}
    files = export(tmp_path)
    assert len(files) == len(tables) == 25
    for path in files:
        assert record_in(path) == tables[int(path.name.partition("-")[0])]


class AnyRecord(TestCase):
    @settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.differing_executors])
    @given(st.sampled_from(layout_ids()).flatmap(lambda id: snapshots(id, most_rows=4)))
    def test_comes_out_equal(self, record: Snapshot) -> None:
        from tempfile import TemporaryDirectory

        stored(record, Department.objects.create(name="某单位"))
        with TemporaryDirectory() as folder:
            (path,) = export_tables(TargetTable.objects.with_contents(), "json", Path(folder))
            assert record_in(path) == record


@pytest.mark.parametrize("file_format", ["xlsx", "docx"])
@pytest.mark.parametrize("name", ["made-01", "made-02", "hebei-01"])
def test_an_office_file_recovers_equal(cast: Cast, tmp_path: Path, file_format: str, name: str) -> None:
    stored(published(name), cast.building)
    (path,) = export(tmp_path, file_format)
    assert [found.snapshot for found in recover_file(path.read_bytes()).tables] == [published(name)]


@pytest.mark.parametrize(("file_format", "start"), [("pdf", b"%PDF-"), ("html", b"<!DOCTYPE html>")])
def test_prints(table: TargetTable, tmp_path: Path, file_format: str, start: bytes) -> None:
    (path,) = export(tmp_path, file_format)
    assert path.read_bytes().startswith(start)


# Which, and where.


def test_a_folder_a_unit_and_a_year(table: TargetTable, tmp_path: Path) -> None:
    (path,) = export(tmp_path)
    assert path == tmp_path / "101建设局" / "2021" / f"{table.pk}-人口变动抽样调查.json"
    assert [each.name for each in files_in(tmp_path)] == [path.name]  # nothing half written beside it


def test_a_choice_of_year_unit_and_state(cast: Cast, tmp_path: Path) -> None:
    henan = stored(published("henan-10"), cast.building)
    stored(published("hebei-01"), cast.water)
    gone = stored(published("henan-01"), cast.building)
    TargetTable.objects.filter(pk=gone.pk).update(deleted_at="2027-01-01T00:00:00Z")
    TargetTable.objects.filter(pk=henan.pk).update(state="approved")
    chosen = {
        "all": [],
        "year": ["--year", 2021],
        "other-year": ["--year", 2019],
        "unit": ["--department", "水利局"],
        "code": ["--department", "101"],
        "state": ["--state", "approved"],
        "both": ["--state", "approved", "--department", "201"],
    }
    counts = {name: len(export(tmp_path / name, "json", *options)) for name, options in chosen.items()}
    assert counts == {"all": 2, "year": 1, "other-year": 0, "unit": 1, "code": 1, "state": 1, "both": 0}


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--format", "json", "--booklet"], "不能成册，请去掉 --booklet"),
        (["--format", "pdf", "--department", "没有局"], "没有单位“没有局”"),
        (["--format", "exe"], "exe"),
        (["--format", "pdf", "--state", "lost"], "lost"),
        (["--format", "pdf", "--year", "明年"], "明年"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_written(table: TargetTable, tmp_path: Path, options: list[str], sentence: str) -> None:
    answer = call("export_tables", *options, "--to", tmp_path / "出")
    assert answer.status != 0
    assert sentence in answer.err
    assert not (tmp_path / "出").exists()


def test_where_nothing_can_be_written_it_is_said(table: TargetTable, tmp_path: Path) -> None:
    (tmp_path / "出").write_text("一个文件")
    answer = call("export_tables", "--format", "json", "--to", tmp_path / "出")
    assert answer.status == 2
    assert answer.err.startswith(f"写不进 {tmp_path / '出'}（")
    assert (tmp_path / "出").read_text() == "一个文件"


# Booklets.


def test_a_booklet_a_unit_with_its_tables_in_order(cast: Cast, tmp_path: Path) -> None:
    names = ["made-02", "hebei-01", "made-01"]
    for name in names:
        stored(published(name), cast.building)
    stored(published("henan-10"), cast.water)
    files = export(tmp_path, "xlsx", "--booklet")
    assert [path.name for path in files] == [f"{unit.pk}-{unit}.xlsx" for unit in (cast.building, cast.water)]
    found = [each.snapshot for each in recover_file(files[0].read_bytes()).tables]
    assert found == [published(name) for name in ("hebei-01", "made-02", "made-01")]  # by year, then as they came


@pytest.mark.parametrize("file_format", ["pdf", "docx", "html"])
def test_booklets_in_every_format(cast: Cast, tmp_path: Path, file_format: str) -> None:
    for name in ("made-01", "made-02"):
        stored(published(name), cast.building)
    (path,) = export(tmp_path, file_format, "--booklet")
    assert path.stat().st_size > 2000


def test_a_pdf_booklet_names_each_table_in_its_outline(cast: Cast, tmp_path: Path) -> None:
    records = [published(name) for name in ("made-02", "henan-10")]
    for record in records:
        stored(record, cast.building)
    (path,) = export(tmp_path, "pdf", "--booklet")
    opened = [zlib.decompress(part) for part in re.findall(rb"stream\r?\n(x.*?)\r?\nendstream", path.read_bytes(), re.DOTALL)]
    outline = b"".join(opened).lower()
    assert all(record.project.name.encode("utf-16-be").hex().encode() in outline for record in records)


def test_units_of_one_name_have_booklets_of_their_own(cast: Cast, tmp_path: Path) -> None:
    for code in ("301", "302"):
        stored(published("made-01"), Department.objects.create(code=code, name="中心小学"))
    assert len(export(tmp_path, "pdf", "--booklet")) == 2


# Names.

HOSTILE = [
    "../../etc/passwd",
    "..\\..\\表",
    "a/b\\c",
    "\x00\x1f\x7f名",
    "\u202eexe.fdp",
    "",
    "...",
    "   ",
    "CON",
    "nul.txt",
    "Lpt1",
    "-rf",
    "~root",
]
HOSTILE += ["𠮷" * 300, "长" * 300, "名\n字", 'a"b<c>d|e?f*g:h', "\ud800半"]


def is_safe(name: str) -> bool:
    """What Linux, macOS and Windows all take for one name in the folder where it is put."""
    forbidden = any(sign in '<>:"/\\|?*' or unicodedata.category(sign) in ("Cc", "Cs", "Zl", "Zp") for sign in name)
    device = re.fullmatch(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?", name)
    return bool(name) and not forbidden and not device and name.strip(" .") == name and name[0] not in "-~" and len(name.encode()) <= 200


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_names(text: str) -> None:
    assert is_safe(safe_name(text, "表"))


@given(st.text(st.characters(), max_size=120))
def test_any_text_makes_a_safe_name(text: str) -> None:
    assert is_safe(safe_name(text, "表"))


def test_an_honest_name_is_left_alone() -> None:
    for name in ("人口变动抽样调查", "2027年“雪亮工程”（二期）", "CONSOLE", "a.b", "第1-3标段", "CON1"):
        assert safe_name(name, "表") == name
    assert safe_name("../..", "表") == "表"


@pytest.mark.parametrize("text", [name for name in HOSTILE if name.isprintable()])
def test_hostile_names_of_projects_and_units_stay_in_their_folder(cast: Cast, tmp_path: Path, text: str) -> None:
    unit = Department.objects.create(code="", name=text[:300])
    record = replace(published("made-01"), project=Project(name=text))
    table = stored(record, unit)
    (path,) = export(tmp_path / "出")
    assert all(is_safe(part) for part in PurePath(path.relative_to(tmp_path / "出")).parts)
    assert path.name.startswith(f"{table.pk}-") or path.stem == str(table.pk)
    (booklet,) = export(tmp_path / "册", "html", "--booklet")
    assert is_safe(booklet.name)
    assert files_in(tmp_path) == sorted([path, booklet])


def test_the_cost_does_not_grow_with_the_tables(cast: Cast, tmp_path: Path) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            export_tables(TargetTable.objects.with_contents(), "json", tmp_path)
        return len(captured)

    stored(published("made-01"), cast.building)
    few = queries()
    for _ in range(5):
        stored(published("made-02"), cast.water)
    assert queries() == few
