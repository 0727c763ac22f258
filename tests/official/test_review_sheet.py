"""审核表: which score goes with which grade, what is missing, and the printed form. The numbers are those of 88号."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfgoals.official.review_sheet import Mark, Point, SheetRecord, points_told, problems_of, review_form, ticked
from perfgoals.official.review_sheet_layout import layout_sheet

FORM = review_form()
POINTS = FORM.points
LEAST = {"优": Decimal(90), "良": Decimal(80), "中": Decimal(60), "差": Decimal(0)}
"""Of a hundred, by 88号; written down here once more."""

texts = st.text("甲乙丙丁、。（）<b>&\n0123", max_size=40)


@st.composite
def fitting_marks(draw: st.DrawFn, point: Point) -> Mark:
    """A grade and any score in tenths that goes with it."""
    tenths = draw(st.integers(0, point.maximum * 10))
    share = Decimal(tenths) * 10 / point.maximum
    grade = next(grade for grade, least in LEAST.items() if share >= least)
    return Mark(grade, str(Decimal(tenths) / 10))


@st.composite
def complete_sheets(draw: st.DrawFn) -> SheetRecord:
    marks = {point.code: draw(fitting_marks(point)) for point in POINTS}
    total = sum((Decimal(mark.score) for mark in marks.values()), Decimal(0))
    grade = next(grade for grade, least in LEAST.items() if total >= least)
    return SheetRecord("项目", "单位", 2027, True, marks, grade, draw(texts), "孙股", date(2026, 11, 2))


@st.composite
def any_sheets(draw: st.DrawFn) -> SheetRecord:
    marks = st.builds(Mark, st.sampled_from(["", *FORM.grades]), st.sampled_from(["", "9.5", "8", "约8", "１０", "-1", "0.25"]))
    chosen = draw(st.dictionaries(st.sampled_from([point.code for point in POINTS]), marks))
    return SheetRecord(draw(texts), draw(texts), draw(st.sampled_from([0, 2027])), draw(st.booleans()), chosen, opinion=draw(texts))


def sheet(score: str = "", grade: str = "", **changed: Mark) -> SheetRecord:
    """A complete sheet of 90 % everywhere, with some points changed."""
    marks = {point.code: Mark("优", str(Decimal(point.maximum) * 9 / 10)) for point in POINTS}
    return SheetRecord(is_key=True, marks=marks | changed, grade=grade or "优")


def test_the_form_is_that_of_88() -> None:
    assert [(group.name[2:4], group.maximum) for group in FORM.groups] == [("完整", 20), ("相关", 30), ("适当", 30), ("可行", 20)]
    assert [point.maximum for point in POINTS] == [10, 10, 15, 15, 15, 15, 10, 10]
    assert FORM.maximum == 100
    assert FORM.grades == ("优", "良", "中", "差")
    assert len({point.code for point in POINTS}) == len(POINTS) == 8


@pytest.mark.parametrize(
    ("maximum", "grade", "least", "most"),
    [
        (10, "优", "9", "10"),
        (10, "良", "8", "8.9"),
        (10, "中", "6", "7.9"),
        (10, "差", "0", "5.9"),
        (15, "优", "13.5", "15"),
        (15, "良", "12", "13.4"),
        (15, "中", "9", "11.9"),
        (15, "差", "0", "8.9"),
    ],
)
def test_the_ends_of_the_bands(maximum: int, grade: str, least: str, most: str) -> None:
    assert FORM.range_of(grade, maximum) == (Decimal(least), Decimal(most))


@given(st.sampled_from(POINTS), st.integers(0, 150))
def test_every_score_goes_with_exactly_one_grade(point: Point, tenths: int) -> None:
    score = Decimal(min(tenths, point.maximum * 10)) / 10
    assert [band.grade for band in FORM.bands if band.holds(score, point.maximum)] == [
        next(grade for grade, least in LEAST.items() if score * 100 >= least * point.maximum)
    ]


@pytest.mark.parametrize(
    ("total", "grade"),
    [("100", "优"), ("90", "优"), ("89.9", "良"), ("80", "良"), ("79.9", "中"), ("60", "中"), ("59.9", "差"), ("0", "差")],
)
def test_the_total_says_the_grade(total: str, grade: str) -> None:
    assert FORM.grade_of(Decimal(total)) == grade


@given(complete_sheets())
def test_a_complete_sheet_has_no_problem_and_sums_exactly(record: SheetRecord) -> None:
    assert problems_of(record) == []
    assert record.total == sum(Decimal(mark.score) for mark in record.marks.values())
    assert [Decimal(told["score"]) for told in points_told(record)] == [Decimal(record.marks[point.code].score) for point in POINTS]


@given(complete_sheets(), st.sampled_from(POINTS), st.integers(1, 160))
def test_a_score_outside_its_band_is_a_problem(record: SheetRecord, point: Point, tenths: int) -> None:
    score, grade = Decimal(tenths) / 10, record.marks[point.code].grade
    changed = SheetRecord(is_key=True, marks={**record.marks, point.code: Mark(grade, str(score))}, grade=record.grade)
    fits = score <= point.maximum and next(each for each, least in LEAST.items() if score * 100 >= least * point.maximum) == grade
    assert any(sentence.startswith(point.name) for sentence in problems_of(changed)) is not fits


@pytest.mark.parametrize(
    ("mark", "sentence"),
    [
        (Mark(), "规范完整性：请选择等级"),
        (Mark("", "9"), "规范完整性：请选择等级"),
        (Mark("甲", "9"), "规范完整性：请选择优、良、中、差"),
        (Mark("良"), "规范完整性：请打分，良为 8 至 8.9 分"),
        (Mark("良", "9"), "规范完整性：评为良应在 8 至 8.9 分之间，现在是 9 分"),
        (Mark("优", "10.1"), "规范完整性：评为优应在 9 至 10 分之间，现在是 10.1 分"),
        (Mark("优", "9.55"), "规范完整性：得分“9.55”不是分数，请写 9 至 10，最多一位小数"),
        (Mark("差", "-1"), "规范完整性：得分“-1”不是分数，请写 0 至 5.9，最多一位小数"),
        (Mark("差", "约5"), "规范完整性：得分“约5”不是分数，请写 0 至 5.9，最多一位小数"),
    ],
)
def test_what_is_wrong_with_a_point_is_a_sentence(mark: Mark, sentence: str) -> None:
    assert problems_of(sheet(form=mark)) == [sentence]


def test_the_grade_has_to_follow_from_the_total() -> None:
    assert problems_of(sheet(grade="良")) == ["总分 90.0 分，综合评定等级应为“优”"]
    assert problems_of(sheet(grade="优", form=Mark("良", "8.9"))) == ["总分 89.9 分，综合评定等级应为“良”"]


def test_a_score_in_wide_digits_is_a_score() -> None:
    assert Mark("优", " ９．５ ").number == Decimal("9.5")
    assert SheetRecord(is_key=True, marks={"form": Mark("优", "9")}).total is None


def test_an_ordinary_project_has_one_grade_and_no_scores() -> None:
    assert problems_of(SheetRecord(grade="中")) == []
    assert problems_of(SheetRecord(grade="中", marks={"form": Mark("优")})) == []
    assert problems_of(SheetRecord()) == ["请选择综合评定等级"]
    assert problems_of(SheetRecord(grade="中", marks={"form": Mark("优", "9")})) == ["规范完整性：一般性项目只评等级，不打分"]
    assert SheetRecord(marks={"form": Mark("优", "9")}).total is None


# The printed form


def rows_of(record: SheetRecord) -> list[list[str]]:
    grid = layout_sheet(record)
    return [[cell.text for cell in grid.starting(row)] for row in range(grid.rows)]


def test_the_form_of_a_key_project_prints_points_scores_and_total() -> None:
    rows = rows_of(sheet(form=Mark("优", "9.5")))
    assert rows[:3] == [["项目支出绩效目标审核表"], ["（　　　　年度）"], ["项目名称", ""]]
    assert rows[4:6] == [["审核内容", "审核要点", "审核意见", "得分"], ["一、完整性审核（20分）"]]
    assert rows[6] == ["规范完整性\n（10分）", POINTS[0].asks, "优☑ 良□ 中□ 差□", "9.5"]
    assert rows[-4] == ["总分", "", "90.5"]
    assert rows[-3] == ["综合评定等级", "优☑ 良□ 中□ 差□"]


def test_the_form_of_an_ordinary_project_has_no_scores() -> None:
    rows = rows_of(SheetRecord("桥", "建设局", 2027, marks={"form": Mark("中")}, grade="良", opinion="可以", reviewer="孙股"))
    assert rows[1:4] == [["（2027年度）"], ["项目名称", "桥"], ["实施单位", "建设局"]]
    assert rows[6] == ["规范完整性", POINTS[0].asks, "优□ 良□ 中☑ 差□"]
    assert rows[-3:-1] == [["综合评定等级", "优□ 良☑ 中□ 差□"], ["总体意见", "可以"]]
    assert rows[-1][0].startswith("审核人：孙股")
    assert not any("得分" in row or "分）" in row[0] for row in rows)


@pytest.mark.parametrize("is_key", [True, False])
def test_the_empty_form_has_every_box_and_room_to_write(is_key: bool) -> None:
    rows = rows_of(SheetRecord(is_key=is_key))
    assert sum(cell == ticked("") for row in rows for cell in row) == len(POINTS) + 1
    assert rows[-1] == ["审核人：　　　　　　　　　　　　审核日期：　　　年　　月　　日"]


@given(any_sheets())
def test_any_sheet_is_a_grid_that_says_everything(record: SheetRecord) -> None:
    grid = layout_sheet(record)
    said = [cell.text for cell in grid.cells]
    assert {record.project, record.unit} <= set(said)
    assert not record.opinion or record.opinion in said
    for point in POINTS:
        assert next(cell for cell in grid.cells if cell.path == f"points.{point.code}.grade").text == ticked(record.mark(point).grade)
    numbers = [cell.number for cell in grid.cells if cell.number is not None]
    assert (record.total is not None) == (record.is_key and len(numbers) == len(POINTS) + 1)
