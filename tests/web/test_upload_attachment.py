"""/tables/<pk>/attachments/ takes one file for a table."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.test import Client

from perfgoals.tables.attaching import MAX_COUNT, MAX_SIZE
from perfgoals.tables.models import Attachment, TargetTable
from tests.cast import Cast, client_of

PDF = b"%PDF-1.7 content"


@pytest.fixture(autouse=True)
def _own_place(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def url(table: TargetTable) -> str:
    return f"/tables/{table.pk}/attachments/"


def kept() -> tuple[int, int]:
    """Rows and files."""
    return Attachment.objects.count(), sum(path.is_file() for path in Path(settings.MEDIA_ROOT).rglob("*"))


def sent(client: Client, table: TargetTable, name: str = "批复.pdf", content: bytes = PDF, kind: str = "grounds") -> Any:
    return client.post(url(table), {"kind": kind, "file": SimpleUploadedFile(name, content)})


def refused(cast: Cast, table: TargetTable, sentence: str, *, field: str = "file", **what: Any) -> None:
    before = kept()
    answer = sent(client_of(cast.author), table, **what)
    assert answer.status_code == 200
    assert any(sentence in error for error in answer.context["attachment_form"].errors[field])
    assert sentence in answer.content.decode()
    assert kept() == before


def test_the_file_is_kept_and_shown_with_the_table(cast: Cast, table: TargetTable) -> None:
    client = client_of(cast.author)
    assert sent(client, table, kind="calculation").headers["Location"] == f"/tables/{table.pk}/#attachments"
    attachment = Attachment.objects.get()
    assert (attachment.table, attachment.kind, attachment.uploaded_by) == (table, "calculation", cast.author)
    page = client.get(f"/tables/{table.pk}/").content.decode()
    for text in ("批复.pdf", "测算明细", attachment.sha256, f"/attachments/{attachment.pk}/"):
        assert text in page


def test_a_table_is_not_a_new_version_for_it(cast: Cast, table: TargetTable) -> None:
    sent(client_of(cast.author), table)
    table.refresh_from_db()
    assert table.version == 1


def test_a_folder_in_the_name_and_markup_do_no_harm(cast: Cast, table: TargetTable) -> None:
    client = client_of(cast.author)
    sent(client, table, "<img src=x onerror=alert(1)>.pdf")
    assert "<img" not in client.get(f"/tables/{table.pk}/").content.decode()


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("page.html", b"<html>", "附件不接受 .html 文件"),
        ("draw.svg", b"<svg>", "附件不接受 .svg 文件"),
        ("run.exe", b"MZ", "附件不接受 .exe 文件"),
        ("a.pdf", b"<html>", "的内容不是 .pdf 文件"),
        ("a.pdf", b"", "空文件"),
    ],
)
def test_what_may_not_be_an_attachment_is_refused(cast: Cast, table: TargetTable, name: str, content: bytes, sentence: str) -> None:
    refused(cast, table, sentence, name=name, content=content)


def test_a_file_too_large_is_refused(cast: Cast, table: TargetTable) -> None:
    refused(cast, table, "超过每个附件 20 MB 的上限", content=PDF.ljust(MAX_SIZE + 1))


def test_the_largest_file_is_taken(cast: Cast, table: TargetTable) -> None:
    sent(client_of(cast.author), table, content=PDF.ljust(MAX_SIZE))
    assert kept() == (1, 1)


def test_a_file_far_too_large_is_never_written_whole(cast: Cast, table: TargetTable, monkeypatch: pytest.MonkeyPatch) -> None:
    written = []
    keep = TemporaryFileUploadHandler.receive_data_chunk

    def counting(self: TemporaryFileUploadHandler, data: bytes, start: int) -> bytes | None:
        written.append(len(data))
        return keep(self, data, start)

    monkeypatch.setattr(TemporaryFileUploadHandler, "receive_data_chunk", counting)
    refused(cast, table, "20 MB", content=PDF.ljust(3 * MAX_SIZE))
    assert 0 < sum(written) <= MAX_SIZE


def test_one_more_than_may_be_is_refused(cast: Cast, table: TargetTable) -> None:
    client = client_of(cast.author)
    for number in range(MAX_COUNT):
        sent(client, table, content=PDF + bytes([number]))
    refused(cast, table, "最多 20 个附件")


def test_the_same_file_twice_is_refused(cast: Cast, table: TargetTable) -> None:
    sent(client_of(cast.author), table)
    refused(cast, table, "已经上传过", name="副本.pdf")


def test_a_forged_kind_is_refused(cast: Cast, table: TargetTable) -> None:
    refused(cast, table, "没有这一项", field="kind", kind="virus")


def test_no_file_is_said_to_be_none(cast: Cast, table: TargetTable) -> None:
    answer = client_of(cast.author).post(url(table), {"kind": "plan"})
    assert "请选择要上传的文件" in answer.content.decode()
    assert kept() == (0, 0)


def test_the_form_needs_its_token(cast: Cast, table: TargetTable) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.author)
    assert sent(client, table).status_code == 403
    assert kept() == (0, 0)
    token = client.get(f"/tables/{table.pk}/").cookies["csrftoken"].value
    fields = {"csrfmiddlewaretoken": token, "kind": "plan", "file": SimpleUploadedFile("a.pdf", PDF)}
    assert client.post(url(table), fields).status_code == 302
    assert kept() == (1, 1)


@pytest.mark.parametrize("who", ["reader", "unit_reviewer", "expert", "supervisor_reviewer", "section_reviewer", "administrator"])
def test_whoever_may_only_see_the_table_is_refused(cast: Cast, table: TargetTable, who: str) -> None:
    assert sent(client_of(cast.people[who]), table).status_code == 403
    assert kept() == (0, 0)


def test_so_is_the_author_once_it_has_left_them(cast: Cast, table: TargetTable) -> None:
    TargetTable.objects.filter(pk=table.pk).update(state="section_review")
    assert sent(client_of(cast.author), table).status_code == 403
    assert kept() == (0, 0)


@pytest.mark.parametrize("who", ["other_author", "other_section_reviewer", "nobody"])
def test_a_stranger_finds_nothing(cast: Cast, table: TargetTable, who: str) -> None:
    assert sent(client_of(cast.people[who]), table).status_code == 404
    assert kept() == (0, 0)


def test_looking_uploads_nothing(cast: Cast, table: TargetTable) -> None:
    assert client_of(cast.author).get(url(table)).status_code == 405


def test_an_anonymous_visitor_is_sent_to_sign_in(client: Client, table: TargetTable) -> None:
    assert sent(client, table).headers["Location"].startswith("/sign-in/")
    assert kept() == (0, 0)
