"""The 审核表 as its page shows it: the eight points with what is chosen, what was said last time and what is known already."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from perfgoals.official.money import plain
from perfgoals.official.review_sheet import Mark, Point, SheetRecord, problems_of, review_form
from perfgoals.review.models import LogEntry, ReviewSheet
from perfgoals.review.sheets import filled_in, stale_because, stamp_of
from perfgoals.tables.models import TargetTable


@dataclass(frozen=True, slots=True)
class Choice:
    """A grade, and the scores that go with it."""

    grade: str
    range: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One of the eight points. ``last``: its grade and score on the sheet before; ``known``: facts that speak to it."""

    point: Point
    mark: Mark
    last: str
    known: Sequence[str]

    @property
    def choices(self) -> list[Choice]:
        form = review_form()
        ranges = {grade: form.range_of(grade, self.point.maximum) for grade in form.grades}
        return [Choice(grade, "–".join(map(_short, ends)), grade == self.mark.grade) for grade, ends in ranges.items()]


def _short(score: Decimal) -> str:
    return plain(score.normalize())


class SheetPage:
    """A sheet being filled in. Without a draft it starts from the sheet of the review before, which still has to be saved."""

    def __init__(
        self, table: TargetTable, draft: ReviewSheet | None, kept: Sequence[ReviewSheet], known: Mapping[str, Sequence[str]]
    ) -> None:
        self.table, self.draft, self.known = table, draft, known
        self.is_key = table.project.is_key
        self.before = next((sheet for sheet in kept if sheet.is_key == self.is_key), None)
        begun = draft or self.before
        self.record = filled_in(begun) if begun else SheetRecord(is_key=self.is_key)

    @property
    def stamp(self) -> str:
        return stamp_of(self.draft)

    @property
    def is_prefilled(self) -> bool:
        return self.draft is None and self.before is not None

    @property
    def stale(self) -> str:
        return stale_because(self.draft, self.table) if self.draft else ""

    @property
    def total(self) -> Decimal | None:
        return self.record.total

    @property
    def problems(self) -> list[str]:
        """Of what is saved; an 一般性项目 may be graded without a sheet, so nothing is missing there."""
        return problems_of(self.record) if self.is_key and self.draft else []

    @property
    def more_problems(self) -> int:
        return len(self.problems) - 1

    @property
    def filled(self) -> int:
        """How many points are graded, and scored where they are to be."""
        marks = [self.record.mark(point) for point in review_form().points]
        return sum(bool(mark.grade and (mark.score or not self.is_key)) for mark in marks) if self.draft else 0

    @property
    def grades(self) -> Sequence[str]:
        return review_form().grades

    @property
    def groups(self) -> Iterator[tuple[str, int, list[Line]]]:
        """Name, maximum and points of each group."""
        for group in review_form().groups:
            yield group.name, group.maximum, [self._line(point) for point in group.points]

    def _line(self, point: Point) -> Line:
        last = filled_in(self.before).mark(point) if self.before and self.draft else Mark()
        return Line(point, self.record.mark(point), " ".join(filter(None, (last.grade, last.score))), self.known.get(point.code, ()))


def suggested(table: TargetTable, returned: LogEntry | None) -> Mapping[str, Sequence[str]]:
    """What is known already that speaks to a point, by its code: facts to look at, no grade."""
    found: dict[str, list[str]] = {}
    indicators = [each for each in table.source_problems if each["path"].startswith("indicators")]
    elsewhere = len(table.source_problems) - len(indicators)
    _say(found, "form", f"来源问题 {elsewhere} 处", elsewhere)
    _say(found, "indicators", f"指标的来源问题 {len(indicators)} 处", len(indicators))
    unanswered = sum(not point.answer for point in returned.points.all()) if returned else 0
    _say(found, "form", f"退回意见 {unanswered} 条没有答复", unanswered)
    return found


def _say(found: dict[str, list[str]], code: str, sentence: str, count: int) -> None:
    if count:
        found.setdefault(code, []).append(sentence)
