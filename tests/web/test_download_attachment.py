"""/attachments/<pk>/ gives a file out to be saved, never to be shown."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from perfgoals.tables.attaching import attach
from perfgoals.tables.models import Attachment, TargetTable
from tests.cast import Cast, client_of

HTML_IN_PDF = b"%PDF-1.7 <script>alert(1)</script>"


@pytest.fixture
def attachment(settings: Any, tmp_path: Path, cast: Cast, table: TargetTable) -> Attachment:
    settings.MEDIA_ROOT = tmp_path
    return attach(table, SimpleUploadedFile("立项批复.pdf", HTML_IN_PDF), kind="grounds", by=cast.author)


def url(attachment: Attachment) -> str:
    return f"/attachments/{attachment.pk}/"


@pytest.mark.parametrize("who", ["author", "reader", "supervisor_reviewer", "section_reviewer", "performance_reviewer"])
def test_whoever_may_see_the_table_gets_the_same_bytes(cast: Cast, attachment: Attachment, who: str) -> None:
    answer = client_of(cast.people[who]).get(url(attachment))
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content) == HTML_IN_PDF  # type: ignore[arg-type]


def test_no_browser_shows_it(cast: Cast, attachment: Attachment) -> None:
    answer = client_of(cast.author).get(url(attachment))
    answer.close()
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"] == "attachment; filename*=utf-8''%E7%AB%8B%E9%A1%B9%E6%89%B9%E5%A4%8D.pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("who", ["other_author", "other_section_reviewer", "nobody"])
def test_a_stranger_finds_nothing(cast: Cast, attachment: Attachment, who: str) -> None:
    assert client_of(cast.people[who]).get(url(attachment)).status_code == 404


def test_that_of_a_deleted_table_is_not_found(cast: Cast, attachment: Attachment) -> None:
    TargetTable.objects.update(deleted_at="2026-11-01T08:00:00Z")
    assert client_of(cast.author).get(url(attachment)).status_code == 404


def test_one_that_there_is_not_is_not_found(cast: Cast, attachment: Attachment) -> None:
    assert client_of(cast.author).get("/attachments/999999/").status_code == 404


def test_content_that_is_lost_is_said_to_be_lost(cast: Cast, attachment: Attachment) -> None:
    Path(attachment.content.path).unlink()
    answer = client_of(cast.author).get(url(attachment), follow=True)
    assert "“立项批复.pdf”的内容不在存储中" in answer.content.decode()


def test_its_place_on_disk_has_no_address(cast: Cast, attachment: Attachment) -> None:
    for place in (f"/media/{attachment.content.name}", f"/{attachment.content.name}", f"/static/{attachment.content.name}"):
        assert client_of(cast.author).get(place).status_code == 404


def test_an_anonymous_visitor_is_sent_to_sign_in(client: Client, attachment: Attachment) -> None:
    assert client.get(url(attachment)).headers["Location"] == f"/sign-in/?next=/attachments/{attachment.pk}/"
