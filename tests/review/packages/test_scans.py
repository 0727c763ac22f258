"""盖章页扫描件: kept like attachments, row and content both, and for good once finance has decided."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from perfgoals.review.models import Package, Scan
from perfgoals.review.packages.scans import add_scan, decided_among, delete_scan, is_decided
from perfgoals.tables.attaching import MAX_COUNT, NotAttached
from tests.cast import Cast
from tests.review.acting import act, correct
from tests.review.packages.packing import drafts, report

PDF = b"%PDF-1.7 stamped"


@pytest.fixture(autouse=True)
def _own_place(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def package(cast: Cast) -> Package:
    drafts(cast, cast.water, cast.other_author)
    return report(cast.other_author, cast.water)


def upload(name: str = "盖章.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def files(tmp_path: Path) -> int:
    return sum(path.is_file() for path in tmp_path.rglob("*"))


def test_it_is_kept_under_a_name_of_our_own(cast: Cast, package: Package, tmp_path: Path) -> None:
    scan = add_scan(package, upload("../盖章.pdf"), by=cast.other_author)
    assert (scan.name, scan.size, scan.uploaded_by) == ("盖章.pdf", len(PDF), cast.other_author)
    assert "盖章" not in scan.content.name
    with scan.content.open() as content:
        assert content.read() == PDF
    assert files(tmp_path) == 1


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("表.docx", b"PK\x03\x04", "盖章页扫描件不接受 .docx 文件（表.docx），请另存为 pdf、jpg、jpeg、png 中的一种"),
        ("a.svg", b"<svg>", "盖章页扫描件不接受 .svg 文件"),
        ("a.pdf", b"<html>", "的内容不是 .pdf 文件"),
        ("a.png", b"\xff\xd8\xff", "的内容不是 .png 文件"),
        ("a.jpg", b"", "空文件"),
    ],
)
def test_what_is_no_scan(cast: Cast, package: Package, tmp_path: Path, name: str, content: bytes, sentence: str) -> None:
    with pytest.raises(NotAttached, match=re.escape(sentence)):
        add_scan(package, upload(name, content), by=cast.other_author)
    assert (Scan.objects.count(), files(tmp_path)) == (0, 0)


def test_the_same_file_twice_and_too_many(cast: Cast, package: Package, tmp_path: Path) -> None:
    add_scan(package, upload(), by=cast.other_author)
    with pytest.raises(NotAttached, match=re.escape("这个文件已经上传过，名为“盖章.pdf”")):
        add_scan(package, upload("另名.pdf"), by=cast.other_author)
    for number in range(MAX_COUNT - 1):
        add_scan(package, upload(content=PDF + bytes([number])), by=cast.other_author)
    with pytest.raises(NotAttached, match="每个送审包最多 20 个盖章页扫描件"):
        add_scan(package, upload(content=PDF + b"more"), by=cast.other_author)
    assert (Scan.objects.count(), files(tmp_path)) == (MAX_COUNT, MAX_COUNT)


@pytest.mark.parametrize("code", ["pass", "send_back", "reject", "correct"])
def test_once_finance_has_decided_on_any_table_it_stays(cast: Cast, package: Package, tmp_path: Path, code: str) -> None:
    scan = add_scan(package, upload(), by=cast.other_author)
    table = package.tables.all()[1].table
    correct(cast.other_section_reviewer, table) if code == "correct" else act(cast.other_section_reviewer, table, code)
    assert is_decided(package)
    with pytest.raises(NotAttached, match="财政已办理这个包中的表，盖章页扫描件不能再删除"):
        delete_scan(scan)
    assert (Scan.objects.count(), files(tmp_path)) == (1, 1)


def test_what_was_only_passed_on_or_withdrawn_is_not_decided(cast: Cast, package: Package) -> None:
    first, second, _ = (line.table for line in package.tables.all())
    act(cast.other_section_reviewer, first, "reassign")
    act(cast.other_author, second, "withdraw")
    assert not is_decided(package)


def test_a_decision_before_the_package_is_none_on_it(cast: Cast, package: Package) -> None:
    table = package.tables.all()[0].table
    act(cast.other_section_reviewer, table, "send_back")
    table.refresh_from_db()
    table.annual_goal = "改过的目标"
    table.save(update_fields=["annual_goal"])
    again = report(cast.other_author, cast.water)
    assert (is_decided(package), is_decided(again)) == (True, False)
    assert decided_among([package, again]) == {package.pk}


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("emptied_log")
def test_before_that_row_and_content_go(cast: Cast, package: Package, tmp_path: Path) -> None:
    delete_scan(add_scan(package, upload(), by=cast.other_author))
    assert (Scan.objects.count(), files(tmp_path)) == (0, 0)
