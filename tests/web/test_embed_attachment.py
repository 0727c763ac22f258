"""/attachments/<pk>/embedded/ gives a picture or a PDF to be looked at in a page of ours, and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from perfgoals.exchange.giving_out import FRAMED
from perfgoals.tables.attaching import attach
from perfgoals.tables.models import Attachment, TargetTable
from tests.cast import Cast, client_of

PNG = b"\x89PNG\r\n\x1a\n<script>alert(1)</script>"


@pytest.fixture(autouse=True)
def _uploads(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def attached(cast: Cast, table: TargetTable, name: str, content: bytes) -> Attachment:
    return attach(table, SimpleUploadedFile(name, content), kind="other", by=cast.author)


def asked(cast: Cast, attachment: Attachment, who: str = "reader") -> Any:
    return client_of(cast.people[who]).get(f"/attachments/{attachment.pk}/embedded/")


@pytest.mark.parametrize(
    ("name", "content", "kind", "policy"),
    [
        ("图.png", PNG, "image/png", "sandbox; default-src 'none'"),
        ("图.jpg", b"\xff\xd8\xff\xe0", "image/jpeg", "sandbox; default-src 'none'"),
        ("批复.pdf", b"%PDF-1.7 x", "application/pdf", FRAMED),
    ],
)
def test_it_is_what_its_first_bytes_say(cast: Cast, table: TargetTable, name: str, content: bytes, kind: str, policy: str) -> None:
    answer = asked(cast, attached(cast, table, name, content))
    assert b"".join(answer.streaming_content) == content
    assert answer.headers["Content-Type"] == kind
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == policy
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_nothing_else_is_given(cast: Cast, table: TargetTable) -> None:
    assert asked(cast, attached(cast, table, "包.zip", b"PK\x03\x04")).status_code == 404
    lost = attached(cast, table, "图.png", PNG)
    Path(lost.content.path).write_bytes(b"<html><script>alert(1)</script>")
    assert asked(cast, lost).status_code == 404
    Path(lost.content.path).unlink()
    assert asked(cast, lost).status_code == 404


@pytest.mark.parametrize("who", ["other_author", "other_section_reviewer", "nobody"])
def test_a_stranger_finds_nothing(cast: Cast, table: TargetTable, who: str) -> None:
    assert asked(cast, attached(cast, table, "图.png", PNG), who).status_code == 404
