"""The road as data: which act is done from which state, by which post, where it leads and what it asks for.

Buttons, guards, help and tests read this table; nothing else knows which act goes with which state.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from perfgoals.accounts.models import Post
from perfgoals.accounts.words import said
from perfgoals.tables.models import TargetTable

State = TargetTable.State
Role = Post.Role

STEPS: Mapping[State, Role] = {
    State.UNIT_REVIEW: Role.UNIT_REVIEWER,
    State.SUPERVISOR_REVIEW: Role.SUPERVISOR_REVIEWER,
    State.SECTION_REVIEW: Role.SECTION_REVIEWER,
    State.PERFORMANCE_REVIEW: Role.PERFORMANCE_REVIEWER,
}
"""The reviews in their order, and the post that reviews; which of them a unit has is told by ``road.steps_of``."""

AT_FINANCE = (State.SECTION_REVIEW, State.PERFORMANCE_REVIEW)
"""First and second review at finance: by different people, neither of whom wrote the table."""

WITH_THE_AUTHOR = (State.DRAFTING, State.RETURNED)

NOT_REPORTED = (*WITH_THE_AUTHOR, State.UNIT_REVIEW)
"""What has not left its unit."""

POST_IN: Mapping[State, Role] = {
    **dict.fromkeys(WITH_THE_AUTHOR, Role.AUTHOR),
    **STEPS,
    State.UNIT_CONFIRMATION: Role.AUTHOR,
    State.PASSED: Role.PERFORMANCE_REVIEWER,
    State.APPROVED: Role.AUTHOR,
    State.REJECTED: Role.PERFORMANCE_REVIEWER,
    State.UNFUNDED: Role.PERFORMANCE_REVIEWER,
}
"""Whose turn it is in a state."""


class Way(StrEnum):
    """Where an act leads that does not lead to the same state for every unit."""

    FORWARD = "forward"  # the unit's next step; after a correction the post that returned it
    SENDER = "sender"  # where it came from


class Ask(StrEnum):
    """What an act asks of whoever does it."""

    OPINION = "opinion"  # may be left empty
    REASON = "reason"  # may not
    GRADE = "grade"
    GRADE_UNLESS_GIVEN = "grade_unless_given"  # where no review before gave one
    POINTS = "points"  # those marked in the table, or an opinion that becomes one
    SECTION = "section"  # another 业务股室
    DOCUMENT = "document"  # 文号 and date


class Grade(StrEnum):
    """综合评定等级. 良 passes once the unit has confirmed what finance corrected; 中 is given by a return, 差 by 审核不通过."""

    EXCELLENT = "优"
    GOOD = "良"
    FAIR = "中"
    POOR = "差"


PASSING = (Grade.EXCELLENT, Grade.GOOD)


@dataclass(frozen=True, slots=True)
class Act:
    """``label``: the button, and what the log says. ``told``: what a notice says was done, between who and which table;
    ``bid``: what it asks its reader to do. ``help``: what it means, for the button's title and the manual."""

    code: str
    label: str
    told: str
    bid: str
    help: str

    def __str__(self) -> str:
        return self.label


@dataclass(frozen=True, slots=True)
class Transition:
    """One row. ``by`` is None for the post that sent the table here. ``grade``: the one that the act itself gives."""

    act: Act
    source: State
    by: Role | None
    to: State | Way
    asks: tuple[Ask, ...] = ()
    grade: Grade | None = None

    def wants_grade(self, *, is_graded: bool) -> bool:
        """Whether it is to be done with a grade; ``is_graded``: a review before gave one."""
        return Ask.GRADE in self.asks or (Ask.GRADE_UNLESS_GIVEN in self.asks and not is_graded)


SUBMIT = Act("submit", "上报", "上报了", "请审核", "送到下一个审核环节；本单位有审核岗的，先送本单位审核")
WITHDRAW = Act("withdraw", "撤回", "撤回了", "暂不需要您办理", "对方还没有办理时收回，改好再送")
PASS = Act(
    "pass", "审核通过", "审核通过了", "请继续办理", said("送到下一个环节；股室审核时评等级：优直接通过，良连同财政代改之处送单位确认后通过")
)
SEND_BACK = Act("send_back", "退回", "退回了", "请按退回意见修改后重新上报", "连同标出的各条意见退回经办岗修改")
REJECT = Act("reject", "审核不通过", "审核不通过", "请查看原因", "评为差，不再往下办理；绩效审核岗可以重新开启")
APPROVE = Act("approve", "批复", "批复了", "请查看", "正式批复，记下文号和日期，此后不能再改")
LEAVE_UNFUNDED = Act("leave_unfunded", "未安排预算", "未安排预算的是", "请知悉", "审核通过，但今年没有安排预算；以后可以重新开启")
REOPEN = Act("reopen", "重新开启", "重新开启了", "请修改后重新上报", "回到经办岗手中，从头再走一遍审核")
REQUEST_ADJUSTMENT = Act(
    "request_adjustment", "申请调整", "申请调整", "请知悉", "另做一份调整表，走同样的审核；调整批复以前，原批复的表一直有效"
)
CONFIRM = Act("confirm", "单位确认", "确认了财政代改的", "请继续办理", "同意财政代改，表按代改的内容改好，送到下一个环节")
DISPUTE = Act("dispute", "不同意代改", "不同意财政代改的", "请重新审核", "写明理由，回到提出代改的岗位，表不改动")
REASSIGN = Act("reassign", "转办", "转办了", "请审核", said("转给另一个业务股室审核"))
PUBLISH = Act("publish", "公开", "公开了", "请知悉", "记下公开日期，列入公开的绩效目标表")

DECISIONS = (PASS, SEND_BACK, REJECT)
"""What a reviewer decides."""

ACTS: Mapping[str, Act] = {
    act.code: act
    for act in (
        SUBMIT,
        WITHDRAW,
        PASS,
        SEND_BACK,
        REJECT,
        CONFIRM,
        DISPUTE,
        REASSIGN,
        APPROVE,
        LEAVE_UNFUNDED,
        REOPEN,
        PUBLISH,
        REQUEST_ADJUSTMENT,
    )
}
"""Every act by its code, which is also its function, its address and its word in the log."""


def _rows() -> Iterable[Transition]:
    yield from (Transition(SUBMIT, state, Role.AUTHOR, Way.FORWARD) for state in WITH_THE_AUTHOR)
    graded = {State.SECTION_REVIEW: (Ask.GRADE,), State.PERFORMANCE_REVIEW: (Ask.GRADE_UNLESS_GIVEN,)}
    for state, post in STEPS.items():
        yield Transition(PASS, state, post, Way.FORWARD, (*graded.get(state, ()), Ask.OPINION))
        given = Grade.FAIR if state == State.SECTION_REVIEW else None
        yield Transition(SEND_BACK, state, post, State.RETURNED, (Ask.POINTS,), given)
    yield from (Transition(REJECT, state, STEPS[state], State.REJECTED, (Ask.REASON,), Grade.POOR) for state in AT_FINANCE)
    yield Transition(REASSIGN, State.SECTION_REVIEW, Role.SECTION_REVIEWER, State.SECTION_REVIEW, (Ask.SECTION, Ask.OPINION))
    yield Transition(CONFIRM, State.UNIT_CONFIRMATION, Role.AUTHOR, Way.FORWARD)
    yield Transition(DISPUTE, State.UNIT_CONFIRMATION, Role.AUTHOR, Way.SENDER, (Ask.REASON,))
    finance = Role.PERFORMANCE_REVIEWER
    yield Transition(APPROVE, State.PASSED, finance, State.APPROVED, (Ask.DOCUMENT, Ask.OPINION))
    yield Transition(LEAVE_UNFUNDED, State.PASSED, finance, State.UNFUNDED, (Ask.OPINION,))
    yield Transition(SEND_BACK, State.PASSED, finance, State.RETURNED, (Ask.POINTS,))
    yield from (Transition(REOPEN, state, finance, State.DRAFTING, (Ask.REASON,)) for state in (State.REJECTED, State.UNFUNDED))
    yield from (Transition(WITHDRAW, state, None, Way.SENDER) for state in (*STEPS, State.UNIT_CONFIRMATION, State.PASSED))
    yield Transition(PUBLISH, State.APPROVED, finance, State.APPROVED)
    yield Transition(REQUEST_ADJUSTMENT, State.APPROVED, Role.AUTHOR, State.APPROVED, (Ask.REASON,))


TRANSITIONS: Mapping[tuple[str, State], Transition] = {(row.act.code, row.source): row for row in _rows()}
"""Every row by the code of its act and the state it is done from."""


def transitions_from(state: str) -> list[Transition]:
    """What can be done in a state, in the order of the buttons."""
    return [row for row in TRANSITIONS.values() if row.source == state]


def posts_for(act: Act) -> frozenset[Role]:
    """The posts that ever do this act."""
    rows = [row for row in TRANSITIONS.values() if row.act == act]
    named = {row.by for row in rows if row.by}
    return frozenset(named if all(row.by for row in rows) else {Role.AUTHOR, *STEPS.values()})


def label_of(act: Act, source: str, to: str) -> str:
    """What the act is called between these two states: 提交 stays inside the unit, 上报 leaves it."""
    if act == SUBMIT and to == State.UNIT_REVIEW:
        return "提交"
    if act == PASS and source == State.UNIT_REVIEW:
        return "审核通过并上报"
    return act.label
