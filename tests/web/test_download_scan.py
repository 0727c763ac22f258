"""/packages/scans/<pk>/ gives a scan out to be saved, never to be shown."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.core.files.base import ContentFile

from perfgoals.review.models import Scan
from tests.cast import Cast, client_of
from tests.review.packages.packing import drafts, report
from tests.web.packages import url


def made(cast: Cast) -> Scan:
    drafts(cast, cast.water, cast.other_author)
    package = report(cast.other_author, cast.water)
    scan = Scan(package=package, name="盖章.pdf", size=9, sha256="0" * 64, uploaded_by=cast.other_author)
    scan.content.save("盖章.pdf", ContentFile(b"%PDF-1.7\n"))
    return scan


def test_it_comes_as_it_was_sent_under_its_name(cast: Cast) -> None:
    answer = client_of(cast.other_section_reviewer).get(f"/packages/scans/{made(cast).pk}/")
    assert b"".join(answer.streaming_content) == b"%PDF-1.7\n"
    assert answer.headers["Content-Disposition"] == f"attachment; filename*=utf-8''{quote('盖章.pdf')}"
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_a_lost_content_is_told(cast: Cast, caplog: Any) -> None:
    scan = made(cast)
    scan.content.storage.delete(scan.content.name)
    answer = client_of(cast.other_author).get(f"/packages/scans/{scan.pk}/", follow=True)
    assert answer.redirect_chain[0][0].startswith(url(cast.water))
    assert "“盖章.pdf”的内容不在存储中，无法下载" in answer.content.decode()
