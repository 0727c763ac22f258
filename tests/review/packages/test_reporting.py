"""整包上报: all tables at once or none, by the right post, as they were seen; a refusal changes nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from perfgoals.accounts.models import Post
from perfgoals.official.check_code import ALPHABET, check_code
from perfgoals.review.deciding import Decided, NotDone
from perfgoals.review.models import LogEntry, Package, ReportingRound
from perfgoals.review.packages.reporting import SeenPackage, duties_of, report_package
from perfgoals.review.points import mark_point
from perfgoals.review.verifying import verify
from perfgoals.tables.models import Project, TargetTable
from tests.cast import PEOPLE, Cast, published, stored
from tests.dumping import dump
from tests.review.acting import act, answer_all, bring, lead, now
from tests.review.packages.packing import YEAR, drafts, duty_of, issue_controls, report, seen_by, submit, unit_of


def states(tables: list[TargetTable]) -> list[str]:
    return [now(table).state for table in tables]


@pytest.fixture
def made(cast: Cast) -> list[TargetTable]:
    return drafts(cast)


@pytest.fixture
def submitted(cast: Cast, made: list[TargetTable]) -> list[TargetTable]:
    submit(cast.author, cast.building)
    return made


def refused(kind: type[Exception], sentence: str, ask: Callable[[], object]) -> None:
    before = dump()
    with pytest.raises(kind, match=sentence or None):
        ask()
    assert dump() == before


# done


def test_the_author_submits_and_the_unit_reviewer_reports(cast: Cast, made: list[TargetTable]) -> None:
    assert submit(cast.author, cast.building) == 3
    assert states(made) == ["unit_review"] * 3
    assert not Package.objects.exists()
    package = report(cast.unit_reviewer, cast.building)
    assert states(made) == ["supervisor_review"] * 3
    assert (package.number, package.role, package.reporter_name, package.department_name) == (1, "unit_reviewer", "王审", "建设局")
    assert verify() == (6, [])


def test_without_a_unit_reviewer_the_author_reports(cast: Cast) -> None:
    made = drafts(cast, cast.water, cast.other_author)
    package = report(cast.other_author, cast.water)
    assert states(made) == ["section_review"] * 3
    assert package.role == "author"


def test_a_package_keeps_its_lines_as_they_were(cast: Cast, submitted: list[TargetTable]) -> None:
    Project.objects.filter(pk=submitted[1].project_id).update(is_key=True)
    package = report(cast.unit_reviewer, cast.building)
    lines = list(package.tables.all())
    assert [(line.order, line.table) for line in lines] == [(1, submitted[0]), (2, submitted[1]), (3, submitted[2])]
    assert [str(line.amount) for line in lines] == ["60.000000", "1179.210000", "10.000000"]
    assert [line.is_key for line in lines] == [False, True, False]
    for line in lines:
        entry = LogEntry.objects.get(table=line.table, version=line.version)
        assert (entry.act, entry.told["package"]) == ("pass", package.pk)
        assert line.code == entry.printed_code.code == check_code(entry.record.snapshot, line.table_id)
        assert (line.project_code, line.project_name) == (line.table.project.code, line.table.project_name)
    assert re.fullmatch(rf"([{ALPHABET}]{{4}}-){{2}}[{ALPHABET}]{{4}}", package.code)


def test_what_comes_later_is_the_next_package(cast: Cast, submitted: list[TargetTable]) -> None:
    first = report(cast.unit_reviewer, cast.building)
    late = stored(published("henan-11"), cast.building, by=cast.author)
    submit(cast.author, cast.building)
    second = report(cast.unit_reviewer, cast.building)
    assert (first.number, second.number) == (1, 2)
    assert [line.table for line in second.tables.all()] == [late]
    assert first.code != second.code


def test_a_round_that_wants_packages_has_them(cast: Cast, made: list[TargetTable]) -> None:
    ReportingRound.objects.create(year=YEAR, kind="first", in_packages=True)
    submit(cast.author, cast.building)
    refused(NotDone, "须整包上报，请到“送审包”", lambda: act(cast.unit_reviewer, made[0], "pass"))
    report(cast.unit_reviewer, cast.building)
    assert states(made) == ["supervisor_review"] * 3


def test_a_second_click_does_nothing_more(cast: Cast, made: list[TargetTable]) -> None:
    seen = seen_by(cast.author, cast.building)
    submit(cast.author, cast.building, seen)
    before = dump()
    assert submit(cast.author, cast.building, seen) == 3
    assert dump() == before
    seen = seen_by(cast.unit_reviewer, cast.building)
    package = report(cast.unit_reviewer, cast.building, seen)
    before = dump()
    assert report(cast.unit_reviewer, cast.building, seen) == package
    assert dump() == before


def test_corrected_tables_go_with_the_package_where_the_author_reports(cast: Cast) -> None:
    made = drafts(cast, cast.water, cast.other_author)
    report(cast.other_author, cast.water)
    act(cast.other_section_reviewer, made[0], "send_back")
    refused(NotDone, "必须修改.*退回后还没有修改", lambda: report(cast.other_author, cast.water))
    TargetTable.objects.filter(pk=made[0].pk).update(annual_goal="改过的目标")
    assert duty_of(cast.other_author, cast.water).lacks(unit_of(cast.water))[0][1].sentence == "1 条退回意见没有答复"
    assert report(cast.other_author, cast.water).number == 2
    assert states(made) == ["section_review"] * 3


def test_what_was_returned_from_above_goes_up_by_itself(cast: Cast, made: list[TargetTable]) -> None:
    lead(cast, made[0], "submit", "pass", "send_back")  # 主管部门 returns it
    lead(cast, made[1], "submit", "send_back")  # 单位审核岗 does
    answer_all(cast, made[1])
    assert [each.table for each in duty_of(cast.author, cast.building).going] == [made[1], made[2]]
    assert submit(cast.author, cast.building) == 2
    assert states(made) == ["returned", "unit_review", "unit_review"]


def test_whoever_holds_both_posts_has_both_duties(cast: Cast, made: list[TargetTable]) -> None:
    Post.objects.create(user=cast.unit_reviewer, department=cast.building, role="author")
    lead(cast, made[0], "submit")
    duties = duties_of(cast.unit_reviewer, unit_of(cast.building))
    assert [(duty.label, [each.table for each in duty.going]) for duty in duties] == [("提交整包", made[1:]), ("整包上报", made[:1])]


# refused


def test_only_the_right_post_reports(cast: Cast, submitted: list[TargetTable]) -> None:
    seen = seen_by(cast.unit_reviewer, cast.building)
    strangers = {"other_author", "other_section_reviewer", "nobody"}
    for name in set(PEOPLE) - {"unit_reviewer"}:
        kind, sentence = (Http404, "") if name in strangers else (PermissionDenied, "由本单位单位审核岗上报")
        refused(kind, sentence, lambda name=name: report(cast.people[name], cast.building, seen))  # type: ignore[misc]


def test_only_authors_submit(cast: Cast, made: list[TargetTable]) -> None:
    seen = seen_by(cast.author, cast.building)
    refused(PermissionDenied, "由本单位经办岗提交", lambda: submit(cast.unit_reviewer, cast.building, seen))
    refused(PermissionDenied, "由本单位单位审核岗上报", lambda: report(cast.author, cast.building, seen))


def test_what_must_be_changed_refuses_all_and_names_its_table(cast: Cast, made: list[TargetTable]) -> None:
    TargetTable.objects.filter(pk=made[1].pk).update(annual_goal="")
    name = made[1].project_name
    refused(NotDone, f"有 1 处必须修改，改好后再提交整包。“{name}”：年度目标没有填", lambda: submit(cast.author, cast.building))


def test_what_is_to_be_looked_at_must_have_been_seen(cast: Cast, submitted: list[TargetTable]) -> None:
    seen = seen_by(cast.unit_reviewer, cast.building)
    Project.objects.create(department=cast.building, name="后来的")
    refused(NotDone, "请看过后再按“已核实，整包上报”", lambda: report(cast.unit_reviewer, cast.building, seen))
    package = report(cast.unit_reviewer, cast.building)
    assert package.not_asked == ["后来的"]


def test_a_closed_round_refuses_all(cast: Cast, submitted: list[TargetTable]) -> None:
    closed = timezone.now() - timedelta(seconds=1)
    ReportingRound.objects.create(year=YEAR, kind="first", closes_at=closed)
    refused(NotDone, "2021年度一上已于 .* 截止", lambda: report(cast.unit_reviewer, cast.building))


def test_nothing_to_report(cast: Cast, submitted: list[TargetTable]) -> None:
    report(cast.unit_reviewer, cast.building)
    refused(NotDone, "没有可以上报的表", lambda: report(cast.unit_reviewer, cast.building))


def test_what_somebody_changed_meanwhile_names_its_table(cast: Cast, made: list[TargetTable]) -> None:
    seen = seen_by(cast.author, cast.building)
    TargetTable.objects.filter(pk=made[2].pk).update(version=9)
    refused(Decided, f"“{made[2].project_name}”：他人已修改，请核对", lambda: submit(cast.author, cast.building, seen))


def test_what_somebody_decided_meanwhile_names_table_and_person(cast: Cast, submitted: list[TargetTable]) -> None:
    seen = seen_by(cast.unit_reviewer, cast.building)
    act(cast.unit_reviewer, submitted[1], "send_back")
    sentence = f"“{submitted[1].project_name}”：王审已于 .* 办理“退回”，这张表现在是“已退回”"
    refused(Decided, sentence, lambda: report(cast.unit_reviewer, cast.building, seen))


def test_what_came_or_went_meanwhile_is_told(cast: Cast, submitted: list[TargetTable]) -> None:
    seen = seen_by(cast.unit_reviewer, cast.building)
    late = stored(published("henan-11"), cast.building, by=cast.author)
    act(cast.author, late, "submit")
    refused(Decided, f"“{late.project_name}”是您打开这一页以后才有的", lambda: report(cast.unit_reviewer, cast.building, seen))
    TargetTable.objects.filter(pk=late.pk).update(deleted_at=timezone.now())
    with_gone = replace(seen, versions=seen.versions | {late.pk: 2})
    refused(Decided, f"“{late.project_name}”已删除到回收站", lambda: report(cast.unit_reviewer, cast.building, with_gone))


def test_forged_ids(cast: Cast, submitted: list[TargetTable]) -> None:
    seen = seen_by(cast.unit_reviewer, cast.building)
    of_water = stored(published("henan-11"), cast.water)
    of_another_year = stored(published("made-01"), cast.building)
    for pk in (of_water.pk, of_another_year.pk, 987654321):
        forged = replace(seen, versions=seen.versions | {pk: 1})
        refused(Http404, "", lambda forged=forged: report(cast.unit_reviewer, cast.building, forged))  # type: ignore[misc]
    draft = stored(published("henan-13"), cast.building)
    forged = replace(seen, versions=seen.versions | {draft.pk: 1})
    refused(NotDone, "现在是“填报中”，不在这个包里", lambda: report(cast.unit_reviewer, cast.building, forged))
    refused(Decided, "以后才有的", lambda: report(cast.unit_reviewer, cast.building, SeenPackage({}, uuid4())))


def test_a_page_used_for_something_else(cast: Cast, submitted: list[TargetTable]) -> None:
    seen = seen_by(cast.unit_reviewer, cast.building)
    report(cast.unit_reviewer, cast.building, seen)
    other = drafts(cast, cast.water, cast.other_author)
    stolen = replace(seen_by(cast.other_author, cast.water), save_id=seen.save_id)
    refused(NotDone, "这一页已经用过", lambda: report(cast.other_author, cast.water, stolen))
    assert states(other) == ["drafting"] * 3


def test_a_table_that_refuses_for_itself_refuses_all(cast: Cast, submitted: list[TargetTable]) -> None:
    seen = seen_by(cast.unit_reviewer, cast.building)
    mark_point(cast.unit_reviewer, submitted[2].pk, path="goals.annual", kind="must", text="请量化")
    sentence = f"“{submitted[2].project_name}”：标出的 1 条意见还没有退回"
    refused(NotDone, sentence, lambda: report(cast.unit_reviewer, cast.building, seen))


def test_second_round_above_its_control_is_refused(cast: Cast) -> None:
    made = drafts(cast, cast.water, cast.other_author)
    TargetTable.objects.update(round="second")
    issue_controls(cast.performance_reviewer, henan_02=60, henan_04=1000, henan_10=10)
    refused(NotDone, f"“{made[1].project_name}”：年度资金总额 1179.21 万元超过控制数 1000 万元", lambda: _report_second(cast))


def _report_second(cast: Cast) -> Package:
    return report_package(cast.other_author, cast.water.pk, YEAR, "second", seen_by(cast.other_author, cast.water, "second"))


def test_fifty_tables_take_as_long_as_they_must(cast: Cast, django_assert_max_num_queries: Any) -> None:
    """What one table costs is what it costs by itself; the package adds a fixed number of queries."""
    for number in range(50):
        stored(published("made-02"), cast.water, by=cast.other_author, code=f"{number}")
    TargetTable.objects.update(year=YEAR)
    seen = seen_by(cast.other_author, cast.water)
    with django_assert_max_num_queries(40 + 50 * 30):
        report(cast.other_author, cast.water, seen)
    assert Package.objects.get().tables.count() == 50


def test_those_brought_by_other_ways_are_left_alone(cast: Cast, made: list[TargetTable]) -> None:
    bring(cast, made[0], "section_review")
    submit(cast.author, cast.building)
    assert states(made) == ["section_review", "unit_review", "unit_review"]
