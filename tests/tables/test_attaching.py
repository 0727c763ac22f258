"""Attachments: what is taken, under which name, and that row and content come and go together."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from hypothesis import given
from hypothesis import strategies as st

from perfgoals.tables.attaching import KINDS, MAX_COUNT, MAX_SIZE, NotAttached, attach, clean_name, delete_attachment
from perfgoals.tables.models import Attachment, TargetTable
from tests.cast import Cast

PDF = b"%PDF-1.7 content"


@pytest.fixture(autouse=True)
def _own_place(settings: object, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]


def files() -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def upload(name: str = "批复.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def attached(table: TargetTable, cast: Cast, name: str = "批复.pdf", content: bytes = PDF) -> Attachment:
    return attach(table, upload(name, content), kind="grounds", by=cast.author)


def refused(table: TargetTable, cast: Cast, name: str, content: bytes, *, sentence: str) -> None:
    before = (Attachment.objects.count(), len(files()))
    with pytest.raises(NotAttached, match=sentence):
        attached(table, cast, name, content)
    assert (Attachment.objects.count(), len(files())) == before


def test_row_and_content_are_kept(table: TargetTable, cast: Cast) -> None:
    attachment = attached(table, cast)
    attachment.refresh_from_db()
    assert [path.read_bytes() for path in files()] == [PDF]
    assert (attachment.name, attachment.size, attachment.kind) == ("批复.pdf", len(PDF), "grounds")
    assert (attachment.sha256, attachment.uploaded_by) == (hashlib.sha256(PDF).hexdigest(), cast.author)


def test_the_content_lies_under_a_name_of_our_own(table: TargetTable, cast: Cast) -> None:
    attached(table, cast, "../../evil.pdf")
    assert [path.parent for path in files()] == [Path(settings.MEDIA_ROOT) / "attachments"]
    assert "evil" not in files()[0].name
    assert files()[0].suffix == ""


@pytest.mark.parametrize("extension", KINDS)
def test_every_kind_that_is_offered_is_taken(table: TargetTable, cast: Cast, extension: str) -> None:
    for number, beginning in enumerate(KINDS[extension]):
        assert attached(table, cast, f"{number}.{extension.upper()}", beginning + b"...").pk


@pytest.mark.parametrize("name", ["page.html", "draw.svg", "run.exe", "run.bat", "macro.docm", "macro.xlsm", "a.js", "a.pdf.exe", "a.txt"])
def test_other_extensions_are_refused(table: TargetTable, cast: Cast, name: str) -> None:
    refused(table, cast, name, PDF, sentence="附件不接受")


def test_a_name_without_extension_is_refused(table: TargetTable, cast: Cast) -> None:
    refused(table, cast, "批复", PDF, sentence="没有扩展名的文件")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b"MZ\x90\x00 a program"),
        ("a.png", b"<html><script>"),
        ("a.jpg", b"<svg xmlns="),
        ("a.docx", b"<html>"),
        ("a.zip", b"Rar!\x1a\x07"),
        ("a.ofd", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    ],
)
def test_content_that_is_not_what_the_extension_says_is_refused(table: TargetTable, cast: Cast, name: str, content: bytes) -> None:
    refused(table, cast, name, content, sentence="内容不是")


def test_an_empty_file_is_refused(table: TargetTable, cast: Cast) -> None:
    refused(table, cast, "a.pdf", b"", sentence="空文件")


def test_twenty_megabytes_are_taken_and_one_byte_more_is_not(table: TargetTable, cast: Cast) -> None:
    whole = PDF.ljust(MAX_SIZE)
    assert attached(table, cast, "a.pdf", whole).size == MAX_SIZE
    refused(table, cast, "b.pdf", whole + b" ", sentence="20 MB")


def test_the_twenty_first_is_refused(table: TargetTable, cast: Cast) -> None:
    for number in range(MAX_COUNT):
        attached(table, cast, content=PDF + bytes([number]))
    refused(table, cast, "one-more.pdf", PDF, sentence=f"最多 {MAX_COUNT} 个")


def test_the_same_content_twice_is_refused(table: TargetTable, cast: Cast) -> None:
    attached(table, cast, "批复.pdf")
    refused(table, cast, "批复（副本）.pdf", PDF, sentence="名为“批复.pdf”")


@pytest.mark.parametrize("fields", [{"state": "section_review"}, {"state": "approved"}, {"deleted_at": "2026-11-01T08:00:00Z"}])
def test_a_table_that_has_left_its_author_takes_none_and_loses_none(table: TargetTable, cast: Cast, fields: dict[str, str]) -> None:
    attachment = attached(table, cast)
    TargetTable.objects.filter(pk=table.pk).update(**fields)
    refused(table, cast, "b.pdf", PDF + b"2", sentence="现在不能增加附件")
    with pytest.raises(NotAttached, match="现在不能删除附件"):
        delete_attachment(attachment)
    assert Attachment.objects.filter(pk=attachment.pk).exists()
    assert len(files()) == 1


def test_no_content_stays_when_the_row_cannot(table: TargetTable, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Attachment, **kwargs: object) -> None:
        assert len(files()) == 1, "the content is written first"
        raise IntegrityError

    monkeypatch.setattr(Attachment, "save", refuse)
    with pytest.raises(IntegrityError):
        attached(table, cast)
    assert files() == []


def test_no_half_content_stays_when_the_disk_is_full(table: TargetTable, cast: Cast) -> None:
    class Breaking(SimpleUploadedFile):
        rounds = 0

        def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
            self.rounds += 1
            yield PDF
            if self.rounds > 1:  # once for the check sum, then to be written
                raise OSError("No space left on device")

    with pytest.raises(OSError, match="No space"):
        attach(table, Breaking("a.pdf", PDF), kind="plan", by=cast.author)
    assert files() == []
    assert not Attachment.objects.exists()


def test_content_goes_when_the_deletion_is_committed(
    table: TargetTable, cast: Cast, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    attachment = attached(table, cast)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        delete_attachment(attachment)
        assert len(files()) == 1, "not before"
    assert files() == []
    assert not Attachment.objects.exists()


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("批复文件.pdf", "批复文件.pdf"),
        ("C:\\用户\\桌面\\批复.pdf", "批复.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie x.pdf"),
        ("invoice\u202efdp.exe", "invoice fdp.exe"),
        ('a<b>"c"|d?.pdf', "a b c d.pdf"),
        ("  .pdf", "pdf"),
        ("", "附件"),
        ("..", "附件"),
    ],
)
def test_a_name_is_cleaned(name: str, clean: str) -> None:
    assert clean_name(name) == clean


def test_a_long_name_keeps_its_extension() -> None:
    name = clean_name("绩" * 300 + ".xlsx")
    assert len(name) == 120
    assert name.endswith("绩.xlsx")


@given(st.text(max_size=200))
def test_a_cleaned_name_is_never_more_than_a_name(name: str) -> None:
    cleaned = clean_name(name)
    assert 0 < len(cleaned) <= 120
    assert cleaned.isprintable()
    assert not set(cleaned) & set('<>:"/\\|?*')
    assert clean_name(cleaned) == cleaned
