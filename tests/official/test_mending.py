"""Mending: what comes from outside becomes canonical; each mended path is told once, and where nothing was mended nothing is."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perfgoals.official.layout_file import layout_ids
from perfgoals.official.mending import mend
from perfgoals.official.paths import PathError, value_at
from perfgoals.official.problem import Problem
from perfgoals.official.snapshot import Funding, FundingSides, Indicator, Snapshot, Stage, to_json

UNMENDABLE = ("不是金额", "一级指标空白，请补填", "一级指标栏中是二级指标", "没有找到预算年度")


def told(data: dict[str, Any], **options: Any) -> list[Problem]:
    return mend({"year": 2026} | data, **options)[1]


def row(**texts: str) -> dict[str, str]:
    return {"level1": "产出指标", "level2": "数量指标", "level3": "里程", "value": "5"} | texts


def annual(*rows: Any) -> dict[str, Any]:
    return {"indicators": {"annual": list(rows)}}


def listed(data: dict[str, Any]) -> tuple[Indicator, ...]:
    return mend({"year": 2026} | data)[0].indicators.annual


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"project": None, "funding": None, "goals": None, "indicators": None, "disbursement": None, "department": None},
        {"project": {}, "disbursement": [], "indicators": {"annual": []}},
        {"project": {"name": " 修路 ", "code": 5}, "purpose": " 甲\r\n\r\n乙 "},
        {"funding": {"annual": {"total": "776.98853", "fiscal": "1,000", "other": ""}}},
        {"funding": {"annual": {"total": 5, "fiscal": Decimal("0.50"), "other": None}}},
        {"goals": {"annual": "a < b；<规定>；&amp;"}},
        annual(row(), row(level1="自定指标", level2="自定二级"), row(level1="满意度指标", level2="满意度指标")),
        {"disbursement": [{"by": "3月底", "value": "约一半"}]},
        {"year": 0, "project": {"code": "13091626P00016110003L"}, "layout": "hebei"},
    ],
)
def test_nothing_is_told_where_nothing_was_mended(data: dict[str, Any]) -> None:
    problems = told(data)
    if data.get("year") == 0:  # but a year that is a guess
        assert [problem.path for problem in problems] == ["year"]
    else:
        assert problems == []


@pytest.mark.parametrize(
    ("data", "path", "text"),
    [
        ({"goals": {"annual": "<p>目标1</p>"}}, "goals.annual", "<p>目标1</p>"),
        ({"project": {"name": "修\x00路"}}, "project.name", "修\x00路"),
        ({"funding": {"annual": {"total": "66万元"}}}, "funding.annual.total", "66万元"),
        ({"funding": {"period": {"other": "968.191 8"}}}, "funding.period.other", "968.191 8"),
        ({"funding": {"annual": {"total": "约50万"}}}, "funding.annual.total", "约50万"),
        ({"funding": {"annual": {"parts": [{"name": "上年结转", "amount": "3万"}]}}}, "funding.annual.parts[0].amount", "3万"),
        ({"year": "2026年度"}, "year", "2026年度"),
        ({"year": "明年", "project": {"code": "x"}}, "year", "明年"),
        (annual(row(level1="")), "indicators.annual[0].level1", ""),
        (annual(row(level1="", level2="自定二级")), "indicators.annual[0].level1", ""),
        (annual(row(level1="社会效益指标", level2="社会效益指标")), "indicators.annual[0].level1", "社会效益指标"),
        (annual(row(level1="社会效益指标", level2="")), "indicators.annual[0].level1", "社会效益指标"),
        ({"colour": "red"}, "colour", "red"),
        ({"project": {"nmae": "修路"}}, "project.nmae", "修路"),
        ({"project": "修路"}, "project", "修路"),
        ({"indicators": [1]}, "indicators", "[1]"),
        (annual("里程"), "indicators.annual", "里程"),
        ({"indicators": {"annual": "里程"}}, "indicators.annual", "里程"),
        ({"disbursement": {"by": "3月底"}}, "disbursement", "{'by': '3月底'}"),
        ({"funding": {"annual": "66"}}, "funding.annual", "66"),
    ],
)
def test_each_mended_path_is_told_once_with_the_text_found(data: dict[str, Any], path: str, text: str) -> None:
    assert [(problem.path, problem.text) for problem in told(data)] == [(path, text)]


def test_every_problem_says_something_in_chinese() -> None:
    data = {"year": "x", "colour": 1, "project": [1], "goals": {"annual": "<p>"}, "funding": {"annual": {"total": "约5"}}} | annual(
        row(level1="")
    )
    for problem in told(data):
        assert any("\u4e00" <= sign <= "\u9fff" for sign in problem.message), problem


def test_what_was_mended_reads_well() -> None:
    snapshot, _ = mend({"funding": {"annual": {"total": "66万元", "fiscal": "约50万"}}, "goals": {"annual": "<p>一</p> <p>二</p>"}})
    assert snapshot.funding.annual == Funding(Decimal(66), "约50万")
    assert snapshot.goals.annual == "一\n二"


def test_amounts_in_yuan_become_ten_thousands() -> None:
    data = {"funding": {"annual": {"total": "350000", "fiscal": Decimal("5000.00"), "other": "3万"}}}
    funding = mend(data, money_unit="元")[0].funding.annual
    assert funding == Funding(Decimal(35), Decimal("0.5"), Decimal(3))


def test_line_breaks_are_paragraphs_in_running_text_and_broken_words_elsewhere() -> None:
    data = {"project": {"name": "修\n路"}, "purpose": "甲\n乙", "goals": {"annual": "甲\n乙"}} | annual(
        row(level3="里\n程", description="甲\n乙", value="≥\n5")
    )
    snapshot = mend(data)[0]
    assert (snapshot.project.name, snapshot.purpose, snapshot.goals.annual) == ("修路", "甲\n乙", "甲\n乙")
    [indicator] = snapshot.indicators.annual
    assert (indicator.level3, indicator.description, indicator.value) == ("里程", "甲\n乙", "≥5")


@pytest.mark.parametrize(
    ("level1", "level2", "mended"),
    [
        ("", "数量指标", "产出指标"),
        ("成本指标", "成本指标", "产出指标"),
        ("社会效益指标", "社会效益指标", "效益指标"),
        ("可持续影响指标", "社会效益指标", "效益指标"),
        ("效益指标", "数量指标", "效益指标"),  # whether that is right is for a check to say
        ("", "自定二级", ""),
        ("自定一级", "数量指标", "自定一级"),
    ],
)
def test_a_first_level_that_is_missing_or_misplaced_is_put_right(level1: str, level2: str, mended: str) -> None:
    assert listed({"layout": "henan"} | annual(row(level1=level1, level2=level2)))[0].level1 == mended


def test_rows_that_say_nothing_are_left_out_and_paths_follow() -> None:
    empty = row(level3="", value="")
    data = annual(row(), empty, row(level1=""), {"level1": "", "level2": "", "value": ""}, row(level2="质量指标", value="<p>5</p>"))
    snapshot, problems = mend({"year": 2026} | data)
    assert [one.level2 for one in snapshot.indicators.annual] == ["数量指标", "数量指标", "质量指标"]
    assert {problem.path for problem in problems} == {"indicators.annual[1].level1", "indicators.annual[2].value"}


def test_a_second_level_named_without_any_row_stays() -> None:
    assert listed(annual(row(), row(level2="质量指标", level3="", value=""))) == (
        Indicator(**row()),
        Indicator("产出指标", "质量指标"),
    )


@pytest.mark.parametrize("data", [annual({"level1": "产出指标"}), annual(row(level2="", level3="", value=""))])
def test_a_first_level_without_anything_else_is_not_dropped_silently(data: dict[str, Any]) -> None:
    assert listed(data) or told(data)


@pytest.mark.parametrize("data", [{"project": {"name": ["修路"]}}, {"purpose": {"a": 1}}, {"project": {"name": True}}])
def test_what_is_no_text_is_told(data: dict[str, Any]) -> None:
    assert len(told(data)) == 1


def test_the_unit_that_the_data_name_counts() -> None:
    snapshot, problems = mend({"year": 2026, "money_unit": "元", "funding": {"annual": {"total": "350000"}}})
    assert snapshot.funding.annual == Funding(Decimal(35)) or problems


def test_the_year_is_guessed_from_the_code_and_told_as_a_guess() -> None:
    snapshot, [problem] = mend({"project": {"code": "13091626P00016110003L"}})
    assert snapshot.year == 2026
    assert (problem.path, problem.text) == ("year", "13091626P00016110003L")
    assert "推定" in problem.message


@pytest.mark.parametrize("year", [1900, 2999, "1900年", 26, "二〇二六", -1])
def test_what_is_no_year_is_not_taken_for_one(year: Any) -> None:
    snapshot, [problem] = mend({"year": year})
    assert (snapshot.year, problem.path, problem.text) == (0, "year", str(year))


def test_no_year_at_all_is_told() -> None:
    assert [(problem.path, problem.text) for problem in mend({})[1]] == [("year", "")]


def test_the_blocks_a_form_prints_are_there_and_no_others() -> None:
    henan = mend({"layout": "henan", "year": 2026})[0]
    assert henan.funding == FundingSides(Funding(), Funding())
    assert henan.goals.period_label == "实施期目标"
    assert henan.disbursement == ()
    hebei = mend({"layout": "hebei", "year": 2026, "funding": {"period": {"total": ""}}})[0]
    assert hebei.funding == FundingSides(None, Funding())
    assert hebei.disbursement == tuple(Stage(by) for by in ("3月底", "6月底", "10月底", "12月底"))
    assert mend({"layout": "hebei", "funding": {"period": {"total": "0"}}})[0].funding.period == Funding(Decimal(0))


def test_an_unknown_layout_stays_what_it_is() -> None:
    snapshot, problems = mend({"layout": "atlantis", "year": 2026})
    assert (snapshot.layout, snapshot.funding.annual, problems) == ("atlantis", None, [])


@pytest.mark.parametrize("data", [None, 5, [], "x", [{}], b"x", 1.5])
def test_what_is_no_table_at_all_breaks_nothing(data: Any) -> None:
    assert mend(data)[0] == Snapshot()


def test_what_would_fill_the_memory_or_the_stack_breaks_nothing() -> None:
    deep: list[Any] = []
    for _ in range(5000):
        deep = [deep]
    for hostile in (10**5000, Decimal("1E+999999999"), Decimal("1E-999999999"), Decimal("NaN"), float("inf"), deep):
        data = {"year": hostile, "purpose": hostile, "project": {"name": hostile, "x": hostile}, "disbursement": hostile}
        snapshot, problems = mend(data | {"funding": {"annual": {"total": hostile}}})
        assert len(json.dumps(to_json(snapshot))) < 100_000
        assert sum(len(problem.text) for problem in problems) < 100_000


KEYS = ["layout", "year", "project", "name", "code", "funding", "annual", "period", "total", "parts", "amount", "goals", "indicators",
        "level1", "level2", "level3", "value", "disbursement", "by", "purpose", "x", 5, None]  # fmt: skip
LEAVES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.decimals(), st.text(max_size=6), st.binary(max_size=3),
    st.sampled_from(["henan", "产出指标", "数量指标", "社会效益指标", "66万元", "<p>x</p>", "13091626P00016110003L", "2026年", 2026]),
)  # fmt: skip
trees = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=5))
indicator_lists = st.lists(
    st.dictionaries(st.sampled_from(["level1", "level2", "level3", "value", "x"]), LEAVES, max_size=4) | LEAVES, max_size=6
)
tables_like = st.fixed_dictionaries(
    {},
    optional={
        "layout": st.sampled_from([*layout_ids(), "x"]),
        "year": LEAVES,
        "project": st.dictionaries(st.sampled_from(KEYS), LEAVES, max_size=3) | LEAVES,
        "funding": st.dictionaries(st.sampled_from(["period", "annual", "x"]), trees, max_size=3),
        "goals": trees,
        "disbursement": trees,
        "indicators": st.dictionaries(st.sampled_from(["period", "annual", "x"]), indicator_lists | trees, max_size=3),
        "x": trees,
    },
)


@given(st.one_of(tables_like, trees))
@settings(max_examples=200)
def test_mending_breaks_on_nothing_and_is_done_in_one_go(data: Any) -> None:
    snapshot, problems = mend(data)
    assert len({problem.path for problem in problems}) == len(problems)
    again, left = mend(to_json(snapshot))
    assert again == snapshot
    before = {problem.path for problem in problems}
    for problem in left:
        assert problem.path in before
        assert any(part in problem.message for part in UNMENDABLE), problem


@given(tables_like)
def test_a_problem_of_a_row_leads_to_a_row_that_is_there(data: Any) -> None:
    snapshot, problems = mend(data)
    for problem in problems:
        if problem.path.startswith("indicators.annual["):
            try:
                value_at(snapshot, problem.path.partition("]")[0] + "]")
            except PathError:
                pytest.fail(f"{problem} leads nowhere")


def test_published_tables_are_mended_where_they_are_odd_and_nowhere_else(tables: Path) -> None:
    for path in sorted((tables / "json").glob("*.json")):
        data = json.loads(path.read_text("utf-8"))
        if "indicators" not in data:
            continue
        snapshot, problems = mend(data)
        written = to_json(snapshot)
        changed = {where for where in _strings(data) if _strings(data)[where] != _strings(written).get(where)}
        assert {problem.path for problem in problems} == changed, path.name


def _strings(data: Any, path: str = "") -> dict[str, str]:
    """Every text of the JSON by path, without white space, which is put in order silently; amounts without the separators of thousands."""
    if isinstance(data, dict):
        return {where: text for key, value in data.items() for where, text in _strings(value, f"{path}.{key}" if path else key).items()}
    if isinstance(data, list):
        return {where: text for index, value in enumerate(data) for where, text in _strings(value, f"{path}[{index}]").items()}
    return {path: "".join(str(data).split())}
