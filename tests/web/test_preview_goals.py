"""/goals/<pk>/preview.pdf is the print to be looked at beside the document that is being written."""

from __future__ import annotations

import pytest
from django.test import Client

from perfgoals.tables.goals_beginning import begin_goals
from perfgoals.tables.models import DepartmentGoals
from tests.cast import Cast, client_of


@pytest.fixture
def goals(cast: Cast) -> DepartmentGoals:
    return begin_goals(cast.building, 2027, cast.author)


def url(goals: DepartmentGoals) -> str:
    return f"/goals/{goals.pk}/preview.pdf"


def test_it_is_the_pdf_shown_in_frames_of_this_site_only(cast: Cast, goals: DepartmentGoals) -> None:
    answer = client_of(cast.author).get(url(goals))
    assert answer.content.startswith(b"%PDF")
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]
    assert "no-store" in answer.headers["Cache-Control"]


def test_what_cannot_be_printed_is_said_in_the_frame(cast: Cast, goals: DepartmentGoals, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> bytes:
        raise ValueError("这一段太长")

    monkeypatch.setattr("perfgoals.exchange.goals_views.write", refuse)
    answer = client_of(cast.author).get(url(goals))
    assert answer.content.decode() == "印不出来：这一段太长"
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"


def test_readers_may_look_and_strangers_find_nothing(cast: Cast, goals: DepartmentGoals) -> None:
    assert client_of(cast.reader).get(url(goals)).status_code == 200
    assert client_of(cast.other_author).get(url(goals)).status_code == 404
    assert Client().get(url(goals)).headers["Location"].startswith("/sign-in/")
