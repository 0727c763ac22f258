"""项目支出绩效目标审核表: eight points in four groups, each with a grade and, for 重点项目, a score; judged, summed up and printed.

What the form says and what goes with which grade is data, in ``data/review_sheet.toml``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

_FILE = Path(__file__).parent / "data" / "review_sheet.toml"
_SCORE = re.compile(r"[0-9]{1,3}(?:\.[0-9])?", re.ASCII)
_NARROW = str.maketrans("０１２３４５６７８９．。", "0123456789..")


@dataclass(frozen=True, slots=True)
class Band:
    """The scores that go with a grade, in % of the most there is; whether ``to`` itself still counts is ``to_counts``."""

    grade: str
    start: Decimal
    to: Decimal
    to_counts: bool

    def holds(self, score: Decimal, maximum: int) -> bool:
        share = score * 100
        return self.start * maximum <= share and (share < self.to * maximum or (self.to_counts and share == self.to * maximum))


@dataclass(frozen=True, slots=True)
class Point:
    """One of the eight points: ``asks`` is its 审核要点."""

    code: str
    name: str
    maximum: int
    asks: str


@dataclass(frozen=True, slots=True)
class Group:
    name: str
    points: tuple[Point, ...]

    @property
    def maximum(self) -> int:
        return sum(point.maximum for point in self.points)


@dataclass(frozen=True)
class Form:
    """The sheet as an office uses it."""

    title: str
    source: str
    bands: tuple[Band, ...]
    thresholds: tuple[tuple[str, Decimal], ...]
    groups: tuple[Group, ...]

    @cached_property
    def grades(self) -> tuple[str, ...]:
        """优, 良, 中, 差: from the best to the worst."""
        return tuple(band.grade for band in self.bands)

    @cached_property
    def points(self) -> tuple[Point, ...]:
        return tuple(point for group in self.groups for point in group.points)

    @cached_property
    def maximum(self) -> int:
        return sum(point.maximum for point in self.points)

    def band(self, grade: str) -> Band:
        return next(band for band in self.bands if band.grade == grade)

    def grade_of(self, total: Decimal) -> str:
        """综合评定等级 by the total."""
        return next(grade for grade, least in self.thresholds if total >= least)

    def range_of(self, grade: str, maximum: int) -> tuple[Decimal, Decimal]:
        """The least and the most of the scores, in tenths, that go with a grade."""
        fitting = [score for tenths in range(maximum * 10 + 1) if self.band(grade).holds(score := Decimal(tenths) / 10, maximum)]
        return fitting[0], fitting[-1]


@cache
def review_form() -> Form:
    """The form that the data file describes."""
    data = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    groups = tuple(Group(each["name"], tuple(Point(**point) for point in each["points"])) for each in data["groups"])
    thresholds = tuple((grade, Decimal(least)) for grade, least in data["thresholds"].items())
    return Form(data["title"], data["source"], tuple(map(_band, data["bands"])), thresholds, groups)


def _band(data: Mapping[str, Any]) -> Band:
    return Band(data["grade"], Decimal(data["from"]), Decimal(data.get("up_to", data.get("below"))), "up_to" in data)


@dataclass(frozen=True, slots=True)
class Mark:
    """What a reviewer says of one point; both as they were entered, empty while they are not."""

    grade: str = ""
    score: str = ""

    @property
    def number(self) -> Decimal | None:
        """The score, where it is one: not negative, at most one decimal place."""
        text = self.score.translate(_NARROW).strip()
        return Decimal(text) if _SCORE.fullmatch(text) else None


UNMARKED = Mark()


@dataclass(frozen=True, slots=True)
class SheetRecord:
    """A sheet. ``marks`` by the codes of the points; ``grade`` is 综合评定等级, ``opinion`` 总体意见. ``is_key``: with scores."""

    project: str = ""
    unit: str = ""
    year: int = 0
    is_key: bool = False
    marks: Mapping[str, Mark] = field(default_factory=lambda: MappingProxyType({}))
    grade: str = ""
    opinion: str = ""
    reviewer: str = ""
    day: date | None = None

    def mark(self, point: Point) -> Mark:
        return self.marks.get(point.code, UNMARKED)

    @property
    def total(self) -> Decimal | None:
        """The sum of the scores, exactly; None while one of them is missing or no number."""
        scores = [self.mark(point).number for point in review_form().points]
        known = [score for score in scores if score is not None]
        return sum(known, Decimal(0)) if self.is_key and len(known) == len(scores) else None


def problems_of(record: SheetRecord) -> list[str]:
    """Why the sheet is not complete, a sentence each in the order of the form; none where it is.

    重点项目: every point graded, with a score that goes with the grade, and 综合评定等级 as the total says.
    一般性项目: 综合评定等级 is enough; points may be graded, all or some.
    """
    form = review_form()
    found = [sentence for point in form.points if (sentence := _problem(record.mark(point), point, record.is_key))]
    total = record.total
    if found:
        return found
    if total is not None and record.grade != form.grade_of(total):
        return [f"总分 {total} 分，综合评定等级应为“{form.grade_of(total)}”"]
    return [] if record.grade in form.grades else ["请选择综合评定等级"]


def _problem(mark: Mark, point: Point, is_key: bool) -> str:
    form = review_form()
    if mark.grade and mark.grade not in form.grades:
        return f"{point.name}：请选择{'、'.join(form.grades)}"
    if not is_key:
        return f"{point.name}：一般性项目只评等级，不打分" if mark.score else ""
    if not mark.grade:
        return f"{point.name}：请选择等级"
    least, most = form.range_of(mark.grade, point.maximum)
    if not mark.score:
        return f"{point.name}：请打分，{mark.grade}为 {_said(least)} 至 {_said(most)} 分"
    score = mark.number
    if score is None:
        return f"{point.name}：得分“{mark.score}”不是分数，请写 {_said(least)} 至 {_said(most)}，最多一位小数"
    if not form.band(mark.grade).holds(score, point.maximum):
        return f"{point.name}：评为{mark.grade}应在 {_said(least)} 至 {_said(most)} 分之间，现在是 {score} 分"
    return ""


def _said(score: Decimal) -> str:
    return str(int(score)) if score == int(score) else str(score)


def ticked(grade: str) -> str:
    """The boxes of the form: 优☑ 良□ 中□ 差□."""
    return " ".join(f"{each}{'☑' if each == grade else '□'}" for each in review_form().grades)


def points_told(record: SheetRecord) -> Iterator[dict[str, str]]:
    """What a log keeps of the points: by name, for a code may be renamed."""
    for point in review_form().points:
        mark = record.mark(point)
        if mark != UNMARKED:
            yield {"point": point.name, "grade": mark.grade, "score": str(mark.number) if mark.number is not None else ""}
