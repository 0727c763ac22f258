"""The grade that is proposed for a table before anybody has thought about it."""

from __future__ import annotations

from perfgoals.review.transitions import Grade


def proposed_grade(*, is_key: bool, still_open: int) -> str:
    """优 where nothing is left open; none, so that somebody has to choose, where something is, and for a 重点项目, whose grade
    comes from the points of its 审核表."""
    return "" if is_key or still_open else Grade.EXCELLENT
