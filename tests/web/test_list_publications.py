"""/publications/: what is public, the sentence for the document, and the share of each unit."""

from __future__ import annotations

from perfgoals.tables.models import Project, TargetTable
from tests.cast import Cast, client_of, published, stored
from tests.review.acting import act, bring
from tests.web.test_approve_tables import text_of


def made(cast: Cast) -> list[TargetTable]:
    return [
        bring(cast, stored(published(name), cast.building, by=cast.author), "approved") for name in ("henan-10", "henan-01", "henan-04")
    ]


def test_the_sentence_and_the_share_are_counted(cast: Cast) -> None:
    tables = made(cast)
    for table in tables[:2]:
        act(cast.performance_reviewer, table, "publish")
    page = text_of(client_of(cast.author).get("/publications/"))
    assert "编报绩效目标的项目 2 个，涉及项目预算资金 786.98853 万元。" in page
    assert '<td class="text-end">66%</td>' in page
    assert "公开所选" not in page
    Project.objects.filter(pk=tables[2].project_id).update(is_withheld=True)
    assert '<td class="text-end">100%</td>' in text_of(client_of(cast.author).get("/publications/"))
    Project.objects.filter(pk=tables[1].project_id).update(is_withheld=True)
    assert "编报绩效目标的项目 1 个，涉及项目预算资金 10 万元。" in text_of(client_of(cast.author).get("/publications/"))


def test_a_stranger_sees_none(cast: Cast) -> None:
    act(cast.performance_reviewer, made(cast)[0], "publish")
    assert "还没有公开的表" in text_of(client_of(cast.other_author).get("/publications/"))


def test_too_small_a_share_is_marked(cast: Cast) -> None:
    act(cast.performance_reviewer, made(cast)[0], "publish")
    assert "33% 不足 60%" in text_of(client_of(cast.performance_reviewer).get("/publications/"))
