"""How a table stands on its road, for one person: where it is, what was done, what they may do, and the points of a return."""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from perfgoals.accounts.models import Department, User
from perfgoals.review.deciding import acting_role
from perfgoals.review.figures import declared_in
from perfgoals.review.grading import proposed_grade
from perfgoals.review.log import entries_of, in_proposal, last_return
from perfgoals.review.marking import Place, Proposal, correction, places_of
from perfgoals.review.models import LogEntry, OpinionDraft, ReturnPoint
from perfgoals.review.notes.phrases import uses_phrases
from perfgoals.review.offers import Offer, offer_of
from perfgoals.review.points import Shown, path_now, pending, text_at
from perfgoals.review.road import Stop, following, post_of, returning_to, steps_of, stops_of
from perfgoals.review.separating import separation
from perfgoals.review.sheet_page import SheetPage, suggested
from perfgoals.review.sheets import draft_of, kept_of, not_filling
from perfgoals.review.transitions import (
    AT_FINANCE,
    PASS,
    POST_IN,
    PUBLISH,
    REQUEST_ADJUSTMENT,
    SEND_BACK,
    STEPS,
    SUBMIT,
    WITH_THE_AUTHOR,
    Grade,
    State,
    Transition,
    transitions_from,
)
from perfgoals.review.windows import is_in_packages
from perfgoals.tables.contents import read_contents
from perfgoals.tables.editing.keyed import Keyed, keyed_of
from perfgoals.tables.editing.net_changes import between
from perfgoals.tables.editing.wording import Line, names_of, told
from perfgoals.tables.models import TargetTable

MOST_LINES = 40
"""Of what else was changed; the rest is in the history."""


class Standing:
    """Everything is asked of the database once, and only where a page shows it."""

    def __init__(self, user: User | AnonymousUser, table: TargetTable) -> None:
        self.user, self.table = user, table
        self.state = State(table.state)

    @cached_property
    def entries(self) -> list[LogEntry]:
        return entries_of(self.table)

    @cached_property
    def steps(self) -> tuple[State, ...]:
        return steps_of(self.table.project.department, timezone.localdate())

    @cached_property
    def keyed(self) -> Keyed:
        read_contents(self.table)
        return keyed_of(self.table)

    # where it is

    @property
    def stops(self) -> list[Stop]:
        """The road of its unit, and where the table is on it."""
        corrected_in = State(self.proposed.entry.source) if self.proposed and self.proposed.is_open else None
        ended = self.state in (State.REJECTED, State.UNFUNDED) and self.entries
        return stops_of(self.state, self.steps, corrected_in, State(self.entries[-1].source) if ended else None)

    @property
    def turn(self) -> str:
        """The post whose turn it is; empty once it is settled."""
        return POST_IN[self.state].label if self.state in (*WITH_THE_AUTHOR, *STEPS, State.UNIT_CONFIRMATION, State.PASSED) else ""

    @property
    def resubmitted_to(self) -> str:
        """Where a returned table goes once it is corrected, for that is not the first step of the road."""
        return self._next().label if self.state == State.RETURNED and self.returned else ""

    @property
    def has_feedback(self) -> bool:
        """Whether reviewers have said something that stands in the 审核意见反馈表."""
        return any(entry.of == SEND_BACK or entry.grade for entry in self.entries)

    # what may be done

    @cached_property
    def _rows(self) -> list[Transition]:
        return [row for row in transitions_from(self.state) if self._holds_the_post(row)]

    def _holds_the_post(self, row: Transition) -> bool:
        role = row.by or acting_role(row, self.entries)
        return role is not None and post_of(self.user, role, self.table) is not None

    @cached_property
    def hindrance(self) -> str:
        """Why somebody with the post may not review this table; empty for everybody else."""
        reviewing = next((row for row in self._rows if row.by is not None), None)
        if reviewing is None or not isinstance(self.user, User):
            return ""
        return separation(self.user, self.table, self.entries, reviewing)

    @cached_property
    def offers(self) -> list[Offer]:
        """The buttons: exactly what this person may do now."""
        return [self._offer(row) for row in self._rows if not self._is_hindered(row)]

    def _is_hindered(self, row: Transition) -> bool:
        if row.act == REQUEST_ADJUSTMENT:
            return self.adjustment is not None
        if row.act == PUBLISH:
            is_superseded = self.adjustment is not None and self.adjustment.state == State.APPROVED
            return bool(self.table.published_on) or self.table.project.is_withheld or is_superseded
        if row.act in (SUBMIT, PASS) and self.goes_in_package:
            return True
        return row.by is not None and bool(self.hindrance)

    @cached_property
    def goes_in_package(self) -> bool:
        """Whether what this person would report may leave the unit only with its whole 送审包."""
        leaves = self.state == State.UNIT_REVIEW or (self.state == State.DRAFTING and self._next() != State.UNIT_REVIEW)
        reports = any(row.act in (SUBMIT, PASS) for row in self._rows)
        return leaves and reports and is_in_packages(self.table.year, self.table.round)

    def _offer(self, row: Transition) -> Offer:
        return offer_of(row, self.table, self.entries, self._next() if row.act == SUBMIT else self.state)

    def _next(self) -> State:
        if self.state == State.RETURNED and self.returned:
            return returning_to(self.returned.source, self.steps)
        return following(self.state, self.steps)

    @cached_property
    def typed(self) -> OpinionDraft | None:
        """What this person has begun to write beside the buttons and not sent."""
        if not any(offer.asks for offer in self.offers):
            return None
        return OpinionDraft.objects.filter(table=self.table, user=self.user.pk).first()

    @property
    def uses_phrases(self) -> bool:
        """Whether 常用意见 are offered where they write."""
        return isinstance(self.user, User) and uses_phrases(self.user)

    @cached_property
    def still_open(self) -> int:
        """How much is left to be looked at: points without an answer, points marked and not sent back, problems of the source."""
        unanswered = [point for point in self.returned.points.all() if not point.answer] if self.returned else []
        return len(unanswered) + pending(self.table).count() + len(self.table.source_problems)

    @property
    def proposed_grade(self) -> str:
        """The grade that is chosen on the page before anybody chooses."""
        if self.sheet and self.sheet.draft:
            return self.sheet.record.grade
        if self.marked and all(shown.point.kind == ReturnPoint.Kind.CORRECT for shown in self.marked):
            return Grade.GOOD
        return proposed_grade(is_key=self.table.project.is_key, still_open=self.still_open)

    @cached_property
    def sections(self) -> list[Department]:
        """The 业务股室 that the table may be passed on to."""
        here = self.table.section_id or self.table.project.department.section_id
        return list(Department.objects.on(timezone.localdate()).filter(kind=Department.Kind.SECTION).exclude(pk=here or 0))

    @property
    def declared(self) -> Decimal | None:
        """申报数, with which the 批复数 is prefilled."""
        return declared_in(self.keyed.snapshot)

    # 调整, 公开

    @cached_property
    def adjustment(self) -> TargetTable | None:
        """The adjustment of this table that is under way, or has taken its place."""
        if self.state != State.APPROVED:
            return None
        return self.table.adjustments.filter(deleted_at__isnull=True).order_by("pk").first()

    # 审核表

    @cached_property
    def sheet(self) -> SheetPage | None:
        """The one that this person may fill in now."""
        if not isinstance(self.user, User) or not self.offers or not_filling(self.user, self.table, self.entries):
            return None
        return SheetPage(self.table, draft_of(self.table), kept_of(self.table), suggested(self.table, self.returned))

    # points

    @cached_property
    def may_mark(self) -> bool:
        return any(offer.takes_points for offer in self.offers)

    @property
    def may_correct(self) -> bool:
        return self.may_mark and self.state in AT_FINANCE

    @cached_property
    def marked(self) -> list[Shown]:
        """The points that are to go back with it."""
        if not self.may_mark:
            return []
        return [correction(self.table, self.keyed, point) for point in pending(self.table)]

    @cached_property
    def returned(self) -> LogEntry | None:
        """The latest return, while it is being answered and until the table has passed."""
        if self.state not in (State.RETURNED, *STEPS):
            return None
        return last_return(self.entries)

    @cached_property
    def may_answer(self) -> bool:
        return any(offer.act == SUBMIT for offer in self.offers) and self.state == State.RETURNED

    @cached_property
    def _then(self) -> Keyed | None:
        return LogEntry.objects.only("snapshot").get(pk=self.returned.pk).record if self.returned else None

    @cached_property
    def points(self) -> list[Shown]:
        """The points of the latest return with the texts of then and now."""
        if self.returned is None or self._then is None:
            return []
        return [self._shown(point, self._then) for point in self.returned.points.all()]

    def _shown(self, point: ReturnPoint, then: Keyed) -> Shown:
        path = path_now(self.keyed, point)
        return Shown(point, path or "", text_at(then, point), text_at(self.keyed, point), path is None)

    @cached_property
    def changes_beside(self) -> list[Line]:
        """What was changed since the return in other places than those it named."""
        if self._then is None:
            return []
        names = names_of(self._then) | names_of(self.keyed)
        asked = {(str(each.point.row) if each.point.row else "", each.point.field or each.point.path) for each in self.points}
        done = between(self._then, self.keyed)
        return [told(each, names) for each in done if (each.get("row", ""), each.get("field") or each.get("path", "")) not in asked]

    @property
    def other_changes(self) -> list[Line]:
        """What was changed since the return beside the cells it named."""
        return self.changes_beside[:MOST_LINES]

    @property
    def changes_left_out(self) -> int:
        return max(0, len(self.changes_beside) - MOST_LINES)

    @property
    def places(self) -> list[tuple[str, list[Place]]]:
        """Every place that can be marked, grouped."""
        return places_of(self.table, self.keyed)

    # 财政代改

    @cached_property
    def proposed(self) -> Proposal | None:
        """What finance corrected, while the unit is asked; and once it came back, for whoever may propose it again."""
        if self.state != State.UNIT_CONFIRMATION and not self.may_correct:
            return None
        return Proposal(self.table, self.keyed, self.entries) if in_proposal(self.entries) else None

    @property
    def left_to_correct(self) -> list[Shown]:
        """Of the corrections that came back, those that are not marked anew."""
        marked = {each.path for each in self.marked}
        return [each for each in self.proposed.corrections if each.path and each.path not in marked] if self.proposed else []
