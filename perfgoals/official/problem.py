"""What was mended or not understood on the way in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """``path`` of the mended value or of its row (``""``: the table); ``message`` in Chinese; ``text`` as it was found."""

    path: str
    message: str
    text: str = ""


def one_a_path(problems: Iterable[Problem]) -> list[Problem]:
    """Several things mended at one place are one problem."""
    by_path: dict[str, list[Problem]] = {}
    for problem in problems:
        by_path.setdefault(problem.path, []).append(problem)
    return [Problem(path, "；".join(dict.fromkeys(each.message for each in said)), said[0].text) for path, said in by_path.items()]
