"""Whatever anybody tries in whatever order: the table, its history and the log never disagree."""

from __future__ import annotations

from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.http import Http404
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from perfgoals.accounts.models import User
from perfgoals.review.actions import perform
from perfgoals.review.deciding import NotDone, Said, Seen
from perfgoals.review.models import LogEntry, ReturnPoint
from perfgoals.review.points import answer_points, mark_point
from perfgoals.review.transitions import ACTS, AT_FINANCE, TRANSITIONS, State
from perfgoals.review.verifying import verify
from perfgoals.tables.editing.saving import save
from perfgoals.tables.models import TargetTable
from perfgoals.tables.storing import StaleVersion
from tests.cast import PEOPLE, make_cast, published, stored
from tests.dumping import dump
from tests.review.acting import WHOSE, WORDS, now

WHO = st.sampled_from(["whose turn", "whose turn", *PEOPLE])
TRIES = st.lists(st.tuples(st.sampled_from([*ACTS, *ACTS, "write", "mark", "answer"]), WHO, st.booleans()), max_size=25)


def attempt(user: User, table: TargetTable, what: str, is_stale: bool) -> None:
    version = table.version - is_stale
    match what:
        case "write":
            change = {"do": "set", "path": "goals.annual", "text": str(uuid4())}
            save(user, table.pk, version=version, changes=[change], save_id=str(uuid4()))
        case "mark":
            mark_point(user, table.pk, path="goals.annual", kind="must", text="改")
        case "answer":
            keys = ReturnPoint.objects.filter(table=table).values_list("pk", flat=True)
            answer_points(user, table.pk, dict.fromkeys(keys, ("changed", "")))
        case code:
            perform(user, table.pk, code, seen=Seen(version, str(uuid4())), said=Said(**WORDS.get(code, {})))


class RandomRoads(TestCase):
    @settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
    @given(tries=TRIES)
    def test_table_history_and_log_agree(self, tries: list[tuple[str, str, bool]]) -> None:
        cast = make_cast()
        table = stored(published("made-02"), cast.building, by=cast.author)
        for what, who, is_stale in tries:
            latest, before = now(table), dump()
            name = WHOSE[latest.state] if who == "whose turn" else who
            user = User.objects.get(pk=cast.people[name].pk)
            try:
                attempt(user, latest, what, is_stale)
            except (Http404, PermissionDenied, NotDone, StaleVersion):
                assert dump() == before, (what, name)
        for each in TargetTable.objects.all():
            self.agree(each)
        assert verify()[1] == []

    @staticmethod
    def agree(table: TargetTable) -> None:
        entries = list(LogEntry.objects.filter(table=table))
        assert table.state == (entries[-1].to if entries else State.DRAFTING)
        assert table.version == table.revisions.count()
        state = State.DRAFTING
        for entry in entries:
            assert entry.source == state
            assert (entry.act, State(entry.source)) in TRANSITIONS
            state = State(entry.to)
        finance = {entry.actor_id: entry.source for entry in entries if entry.source in AT_FINANCE and entry.act != "withdraw"}
        for entry in entries:
            assert entry.source not in AT_FINANCE or entry.act == "withdraw" or finance[entry.actor_id] == entry.source
