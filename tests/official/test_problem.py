"""Problems: one a path."""

from __future__ import annotations

from perfgoals.official.problem import Problem, one_a_path


def test_several_things_at_one_place_are_one_problem() -> None:
    met = [Problem("a", "甲", "x"), Problem("b", "乙"), Problem("a", "丙", "y"), Problem("a", "甲", "z")]
    assert one_a_path(met) == [Problem("a", "甲；丙", "x"), Problem("b", "乙")]


def test_nothing_met_nothing_told() -> None:
    assert one_a_path([]) == []
