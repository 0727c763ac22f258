"""/library/ is the 指标库 to browse: the most used first, by words, 二级指标 and sector, fifty a page."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from perfgoals.tables.library.filling import fill
from perfgoals.tables.models import LibraryEntry
from tests.cast import PEOPLE, Cast, client_of
from tests.dumping import dump

URL = "/library/"


@pytest.fixture
def filled(db: None) -> None:
    fill()


def page(cast: Cast, who: str = "author", **asked: object) -> str:
    answer = client_of(cast.people[who]).get(URL, asked)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_entry_is_shown_with_what_is_usual(cast: Cast, filled: None) -> None:
    shown = page(cast, text="群众满意度")
    assert "共 1 条" in shown
    for text in ("满意度指标", "服务对象满意度指标", '<th scope="row">群众满意度</th>', "≥90%", "按照实际产生费用进行结算", "通用"):
        assert text in shown


def test_a_number_of_ones_own_is_said_to_be_so(cast: Cast, filled: None) -> None:
    assert "各项目自定" in page(cast, text="改造公厕数量")


@pytest.mark.parametrize("who", PEOPLE)
def test_whoever_signs_in_sees_it(cast: Cast, filled: None, who: str) -> None:
    assert "共 232 条，第 1 页，共 5 页" in page(cast, who)


@pytest.mark.parametrize(
    ("asked", "there", "not_there"),
    [
        ({"text": "qzmyd"}, "群众满意度", "企业满意度"),
        ({"level2": "时效指标"}, "按期完工率", "群众满意度"),
        ({"sector": "农林水"}, "自来水普及率", "群众满意度"),
        ({"sector": "农林水", "level2": "数量指标", "text": "gw"}, "延伸管网长度", "新增供水人口"),
    ],
)
def test_it_is_narrowed_down(cast: Cast, filled: None, asked: dict[str, str], there: str, not_there: str) -> None:
    shown = page(cast, **asked)
    assert there in shown
    assert not_there not in shown


@pytest.mark.parametrize("field", ["level2", "sector"])
def test_a_choice_that_is_none_is_told_and_left_out(cast: Cast, filled: None, field: str) -> None:
    shown = page(cast, **{field: "<没有>"})
    assert "没有这一项，请从列表中另选" in shown
    assert "共 232 条" in shown
    assert "<没有>" not in shown


def test_what_was_chosen_goes_along_to_the_next_page(cast: Cast) -> None:
    LibraryEntry.objects.bulk_create(
        LibraryEntry(level1="产出指标", level2="数量指标", level3=f"道路{n:03}", folded=f"道路{n:03}", initials="", sector="通用", uses=1)
        for n in range(60)
    )
    shown = page(cast, text="道路", level2="数量指标")
    assert "共 60 条，第 1 页，共 2 页" in shown
    assert "page=2" in shown
    assert "text=%E9%81%93%E8%B7%AF&amp;level2=" in shown
    assert "道路059" not in shown
    assert "道路059" in page(cast, text="道路", page=2)


@pytest.mark.parametrize("number", ["0", "-1", "x", "99999"])
def test_a_page_that_there_is_not_is_the_nearest_one(cast: Cast, filled: None, number: str) -> None:
    assert "共 5 页" in page(cast, page=number)


def test_what_is_not_there_is_said_not_to_be_there(cast: Cast, filled: None) -> None:
    shown = page(cast, text="<水库>甲乙")
    assert "没有符合的指标" in shown
    assert 'value="&lt;水库&gt;甲乙"' in shown
    assert "<水库>" not in shown


@pytest.mark.parametrize("text", ["甲" * 5000, "%", "'--"])
def test_any_text_is_answered(cast: Cast, filled: None, text: str) -> None:
    page(cast, text=text)


def test_an_empty_library_says_how_it_is_filled(cast: Cast) -> None:
    assert "指标库还是空的" in page(cast)


def test_texts_are_texts(cast: Cast, filled: None) -> None:
    LibraryEntry.objects.filter(level3="群众满意度").update(basis="<script>alert(1)</script>")
    assert "&lt;script&gt;alert(1)" in page(cast, text="群众满意度")


def test_it_is_in_the_menu(cast: Cast) -> None:
    assert '<a class="nav-link active" href="/library/" aria-current="page">指标库</a>' in page(cast)


def test_it_only_reads(cast: Cast, filled: None) -> None:
    before = dump()
    page(cast, text="满意")
    assert client_of(cast.author).post(URL).status_code == 405
    assert dump() == before


def test_the_number_of_queries(cast: Cast, filled: None, django_assert_num_queries: Any) -> None:
    client = client_of(cast.reader)
    with django_assert_num_queries(6):
        client.get(URL)


def test_an_anonymous_visitor_is_sent_to_sign_in(db: None) -> None:
    assert Client().get(URL).headers["Location"] == "/sign-in/?next=/library/"
