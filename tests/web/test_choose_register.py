"""/register/: what one may import, the files there are, the mappings kept."""

from __future__ import annotations

import pytest

from tests.cast import Cast, client_of


def test_the_administrator_chooses_among_three(cast: Cast) -> None:
    page = client_of(cast.administrator).get("/register/").content.decode()
    assert [page.count(f'action="/register/{kind}/"') for kind in ("units", "people", "projects")] == [1, 1, 1]


def test_the_performance_office_imports_projects(cast: Cast) -> None:
    page = client_of(cast.performance_reviewer).get("/register/").content.decode()
    assert [page.count(f'action="/register/{kind}/"') for kind in ("units", "people", "projects")] == [0, 0, 1]


@pytest.mark.parametrize(("who", "listed"), [("administrator", True), ("performance_reviewer", True), ("author", False), ("nobody", False)])
def test_it_is_in_the_menu_of_those_who_may(cast: Cast, who: str, listed: bool) -> None:
    page = client_of(cast.people[who]).get("/").content.decode()
    assert ('href="/register/"' in page) is listed
