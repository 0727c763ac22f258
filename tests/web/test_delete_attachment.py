"""/attachments/<pk>/delete/ takes a file away for good."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from perfgoals.tables.attaching import attach
from perfgoals.tables.models import Attachment, TargetTable
from tests.cast import Cast, client_of


@pytest.fixture
def attachment(settings: Any, tmp_path: Path, cast: Cast, table: TargetTable) -> Attachment:
    settings.MEDIA_ROOT = tmp_path
    return attach(table, SimpleUploadedFile("立项批复.pdf", b"%PDF-1.7"), kind="grounds", by=cast.author)


def url(attachment: Attachment) -> str:
    return f"/attachments/{attachment.pk}/delete/"


def is_kept(attachment: Attachment) -> bool:
    return Attachment.objects.filter(pk=attachment.pk).exists() and Path(attachment.content.path).exists()


def test_row_and_content_are_gone(cast: Cast, attachment: Attachment, django_capture_on_commit_callbacks: Any) -> None:
    place = Path(attachment.content.path)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client_of(cast.colleague).post(url(attachment))
    assert answer.headers["Location"] == f"/tables/{attachment.table_id}/#attachments"
    assert not Attachment.objects.exists()
    assert not place.exists()


@pytest.mark.parametrize("who", ["reader", "unit_reviewer", "expert", "supervisor_reviewer", "section_reviewer", "administrator"])
def test_whoever_may_only_see_the_table_is_refused(cast: Cast, attachment: Attachment, who: str) -> None:
    assert client_of(cast.people[who]).post(url(attachment)).status_code == 403
    assert is_kept(attachment)


def test_so_is_the_author_once_the_table_has_left_them(cast: Cast, attachment: Attachment) -> None:
    TargetTable.objects.update(state="section_review")
    assert client_of(cast.author).post(url(attachment)).status_code == 403
    assert is_kept(attachment)


@pytest.mark.parametrize("who", ["other_author", "other_section_reviewer", "nobody"])
def test_a_stranger_finds_nothing(cast: Cast, attachment: Attachment, who: str) -> None:
    assert client_of(cast.people[who]).post(url(attachment)).status_code == 404
    assert is_kept(attachment)


def test_that_of_a_deleted_table_stays_with_it(cast: Cast, attachment: Attachment) -> None:
    TargetTable.objects.update(deleted_at="2026-11-01T08:00:00Z")
    assert client_of(cast.author).post(url(attachment)).status_code == 404
    assert is_kept(attachment)


def test_looking_deletes_nothing(cast: Cast, attachment: Attachment) -> None:
    assert client_of(cast.author).get(url(attachment)).status_code == 405
    assert is_kept(attachment)


def test_an_anonymous_visitor_is_sent_to_sign_in(client: Client, attachment: Attachment) -> None:
    assert client.post(url(attachment)).headers["Location"].startswith("/sign-in/")
    assert is_kept(attachment)
