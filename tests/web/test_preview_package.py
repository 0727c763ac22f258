"""/packages/<unit>/<year>/<round>.<format> prints what is still to be reported, as it stands, marked 送审稿."""

from __future__ import annotations

import pytest

from perfgoals.official.check_code import check_code
from perfgoals.tables.models import TargetTable
from perfgoals.tables.record import to_snapshot
from tests.cast import Cast, client_of
from tests.grid.formats.test_pdf import read, squeeze
from tests.review.acting import act, now
from tests.review.packages.packing import drafts, report, submit
from tests.web.packages import url


@pytest.fixture
def made(cast: Cast) -> list[TargetTable]:
    return drafts(cast)


def pages(cast: Cast, who: str = "author") -> list[str]:
    answer = client_of(cast.people[who]).get(f"{url(cast.building)[:-1]}.pdf")
    assert answer.status_code == 200
    return [squeeze(text) for text in read(answer.content, "-layout")]


def test_it_is_marked_and_has_the_codes_of_the_tables(cast: Cast, made: list[TargetTable]) -> None:
    summary, *others = pages(cast)
    for table in made:
        code = check_code(to_snapshot(now(table)), table.pk)
        assert code in summary
        own = [page for page in others if f"校验码：{code}" in page]
        assert own
        assert "单位盖章：" in own[-1]
    assert all(set("送审稿") <= set(page) for page in (summary, *others))
    assert "校验码：" not in summary  # a package that is none yet has no code of its own
    assert "次上报" not in summary


def test_the_reviewer_prints_what_goes(cast: Cast, made: list[TargetTable]) -> None:
    act(cast.author, made[0], "submit")
    assert "1个项目" in pages(cast, "unit_reviewer")[0]
    assert "3个项目" in pages(cast, "reader")[0]


def test_when_all_is_reported_there_is_nothing_to_print(cast: Cast, made: list[TargetTable]) -> None:
    submit(cast.author, cast.building)
    report(cast.unit_reviewer, cast.building)
    answer = client_of(cast.author).get(f"{url(cast.building)[:-1]}.xlsx", follow=True)
    assert answer.redirect_chain == [(url(cast.building), 302)]
    assert "没有还没上报的表；已上报的请在上报记录中下载" in answer.content.decode()


def test_a_form_that_is_no_more_is_told(cast: Cast, made: list[TargetTable]) -> None:
    TargetTable.objects.filter(pk=made[0].pk).update(layout="atlantis")
    answer = client_of(cast.author).get(f"{url(cast.building)[:-1]}.pdf", follow=True)
    assert "印不出来：没有版式“atlantis”" in answer.content.decode()
