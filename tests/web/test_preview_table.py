"""/tables/<pk>/preview.pdf is the 送审稿 to be looked at beside the form."""

from __future__ import annotations

from django.test import Client

from perfgoals.tables.models import TargetTable
from tests.cast import Cast, client_of


def test_it_is_the_pdf_shown_in_frames_of_this_site_only(cast: Cast, table: TargetTable) -> None:
    answer = client_of(cast.author).get(f"/tables/{table.pk}/preview.pdf")
    assert answer.content.startswith(b"%PDF")
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]
    assert "no-store" in answer.headers["Cache-Control"]


def test_no_other_page_may_be_framed(cast: Cast, table: TargetTable) -> None:
    answer = client_of(cast.author).get(f"/tables/{table.pk}/")
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


def test_a_form_that_is_no_more_is_said(cast: Cast, table: TargetTable) -> None:
    TargetTable.objects.filter(pk=table.pk).update(layout="atlantis")
    answer = client_of(cast.author).get(f"/tables/{table.pk}/preview.pdf")
    assert "印不出来" in answer.content.decode()
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]


def test_before_it_has_passed_it_bears_its_mark(cast: Cast, table: TargetTable) -> None:
    client = client_of(cast.author)
    draft, printed = (client.get(f"/tables/{table.pk}/{name}.pdf").content for name in ("preview", "draft"))
    assert len(draft) == len(printed)
    TargetTable.objects.filter(pk=table.pk).update(state="passed")
    assert len(client.get(f"/tables/{table.pk}/preview.pdf").content) < len(draft)


def test_readers_may_look_and_strangers_find_nothing(cast: Cast, table: TargetTable) -> None:
    assert client_of(cast.reader).get(f"/tables/{table.pk}/preview.pdf").status_code == 200
    assert client_of(cast.other_author).get(f"/tables/{table.pk}/preview.pdf").status_code == 404


def test_an_anonymous_visitor_is_sent_to_sign_in(client: Client, table: TargetTable) -> None:
    assert client.get(f"/tables/{table.pk}/preview.pdf").headers["Location"].startswith("/sign-in/")
