"""/rounds/ tells everybody when which round is open, and units their own late opening."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from tests.cast import PEOPLE, Cast, client_of
from tests.review.campaign import CLOSES, DAY, extended, make_round

RUN_IT = ("performance_reviewer", "administrator")


def page_of(cast: Cast, who: str) -> str:
    return client_of(cast.people[who]).get("/rounds/").content.decode()


@pytest.fixture
def _campaign(cast: Cast, monkeypatch: Any) -> None:
    monkeypatch.setattr(timezone, "now", lambda: CLOSES - DAY)
    found = make_round(
        in_packages=True, locks_others=True, required_kinds=["plan", "calculation"], instructions="每个项目一张表。\n<b>附测算</b>"
    )
    extended(found, cast, CLOSES + DAY, cast.building)
    extended(found, cast, CLOSES + 3 * DAY, cast.water)


@pytest.mark.usefixtures("_campaign")
@pytest.mark.parametrize("who", PEOPLE)
def test_everybody_reads_when_and_what_is_asked(cast: Cast, who: str) -> None:
    page = page_of(cast, who)
    for said in ("2027年度", "一上", "上报中", "2026-09-30 18:00 起", "2026-10-20 18:00 截止", "整包上报", "退回后只能改标出的格"):
        assert said in page
    assert "必须上传的附件：实施方案、测算明细" in page
    assert "每个项目一张表。\n&lt;b&gt;附测算&lt;/b&gt;" in page


@pytest.mark.usefixtures("_campaign")
@pytest.mark.parametrize(
    ("who", "units"),
    [
        ("author", {"建设局"}),
        ("supervisor_reviewer", {"建设局"}),
        ("section_reviewer", {"建设局"}),
        ("other_author", {"水利局"}),
        ("nobody", set()),
        ("performance_reviewer", {"建设局", "水利局"}),
    ],
)
def test_a_unit_reads_of_its_own_late_opening_only(cast: Cast, who: str, units: set[str]) -> None:
    page = page_of(cast, who)
    ends = {"建设局": "至 2026-10-21 18:00", "水利局": "至 2026-10-23 18:00"}
    assert {unit for unit, end in ends.items() if end in page} == units


@pytest.mark.usefixtures("_campaign")
@pytest.mark.parametrize("who", PEOPLE)
def test_only_whoever_runs_the_campaign_is_offered_to_change_it(cast: Cast, who: str) -> None:
    page = page_of(cast, who)
    assert ('href="/rounds/new/"' in page, "/edit/" in page, "/extensions/" in page) == (who in RUN_IT,) * 3


def test_where_nothing_is_set_it_says_what_that_means(cast: Cast) -> None:
    assert "还没有设置轮次，上报不受时间限制" in page_of(cast, "author")
    assert "随时可以上报" in page_of(cast, "administrator")


@pytest.mark.parametrize("who", ["author", "administrator"])
def test_its_queries_do_not_grow(cast: Cast, django_assert_num_queries: Any, who: str) -> None:
    client = client_of(cast.people[who])
    found = make_round()
    extended(found, cast, CLOSES + DAY, cast.building)
    count = 8 if who == "author" else 6  # session, person, posts, rounds, extensions, the bell; the units one sees, what waits for one
    with django_assert_num_queries(count):
        client.get("/rounds/")
    for kind in ("second", "adjustment", "addition"):
        for day in range(2, 5):
            extended(make_round(kind, year=2020 + day), cast, CLOSES + day * DAY, cast.building)
    with django_assert_num_queries(count):
        client.get("/rounds/")
