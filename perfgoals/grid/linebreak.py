"""Where a line of Chinese text may end, after UAX #14, and lines broken to a width.

uniseg knows the whole algorithm but takes some 80 µs a character. Between two Chinese characters a line may always
break, and no rule of UAX #14 looks past one, so only the runs of other characters (with one Chinese neighbour on
either side) are shown to it, and the answers are kept: the same figures and punctuation come back all the time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Protocol

from uniseg.graphemecluster import grapheme_cluster_boundaries
from uniseg.linebreak import line_break_boundaries

PARAGRAPHS = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
"""What ends a paragraph."""

_RUN = re.compile(r"[^\u4e00-\u9fff\u3400-\u4dbf]+")
_NOT_FIRST = frozenset("—～~·％%‰℃°㎡㎥㎏㎜㎝㎞")
_NOT_LAST = frozenset("≥≤＞＜>＝≠±≈￥¥№")


class Face(Protocol):
    """What a font says of its widths. Answers are kept for each face: it says the same as long as it lives."""

    def advance(self, char: str) -> float:
        """How far the pen moves for ``char``, in em."""
        ...

    def __hash__(self) -> int: ...


def breaks(text: str) -> tuple[int, ...]:
    """The places, ascending, where a line of ``text`` may end; 0 is left out and the end is the last."""
    if not text:
        return ()
    free = set(range(1, len(text) + 1))
    for run in _RUN.finditer(text):
        start, stop = run.span()
        before, after = start > 0, stop < len(text)
        free.difference_update(range(start, stop + 1))
        free.update(start + offset for offset in _run_breaks(run.group(), before, after))
    free.discard(0)
    free.add(len(text))
    return tuple(sorted(free))


@lru_cache(maxsize=20_000)
def _run_breaks(run: str, before: bool, after: bool) -> tuple[int, ...]:
    """Breaks in a run without Chinese characters, from its start to its end, given whether one stands on either side."""
    shown = "中" * before + run + "中" * after
    offsets = (place - before for place in line_break_boundaries(shown))
    return tuple(offset for offset in offsets if 0 <= offset <= len(run) and _chinese_allows(shown, offset + before))


def _chinese_allows(text: str, place: int) -> bool:
    """Forbid what UAX #14 lets pass but a Chinese reader minds: a dash between years at the line's start, ≥ at its end."""
    if not 0 < place < len(text):
        return True
    return text[place] not in _NOT_FIRST and text[:place].rstrip()[-1:] not in _NOT_LAST


def wrap(text: str, width: float, size: float, face: Face) -> tuple[str, ...]:
    """``text`` as lines no wider than ``width`` points when set in ``face`` at ``size`` points.

    Joined, the lines are the text without its paragraph ends. Spaces at a line's end may hang over. A word that is
    wider than the line is broken anywhere; a single character wider than the line stands alone. A paragraph does not
    end on a line of one character if the line before can spare another.
    """
    return tuple(line for paragraph in PARAGRAPHS.split(text) for line in _wrapped(paragraph, width / size, face))


@lru_cache(maxsize=4_000)
def _wrapped(paragraph: str, width: float, face: Face) -> tuple[str, ...]:
    """The lines of a paragraph. They are kept: for its height, its pages and its repetition the same cell is asked again and again."""
    return tuple(_with_company(list(_wrap_paragraph(paragraph, width, face))))


@lru_cache(maxsize=4_000)
def longest_word(text: str, size: float, face: Face) -> float:
    """How wide, in points, the widest part of ``text`` is that should not be broken."""
    widest = 0.0
    for paragraph in PARAGRAPHS.split(text):
        start = 0
        for stop in breaks(paragraph):
            widest = max(widest, sum(map(face.advance, paragraph[start:stop].rstrip(" "))))
            start = stop
    return widest * size


def _with_company(lines: list[str]) -> list[str]:
    """The lines of a paragraph, the last one given another character or word if it is a single character."""
    if len(lines) < 2 or len(lines[-1].strip()) != 1:
        return lines
    earlier = [place for place in breaks(lines[-2]) if place >= 2]
    if len(earlier) < 2:
        return lines
    place = earlier[-2]
    return [*lines[:-2], lines[-2][:place], lines[-2][place:] + lines[-1]]


def _wrap_paragraph(text: str, width: float, face: Face) -> Iterator[str]:
    widths = [face.advance(char) for char in text]
    if sum(widths) <= width or not text:
        yield text
        return
    line, used, start = 0, 0.0, 0
    for stop in breaks(text):
        whole = sum(widths[start:stop])
        seen = whole - _hanging(text, widths, start, stop)
        if used + seen > width and start > line:
            yield text[line:start]
            line, used = start, 0.0
        if seen > width:
            for place in _torn(text, widths, start, stop, width):
                yield text[line:place]
                line = place
            whole = sum(widths[line:stop])
        used += whole
        start = stop
    yield text[line:]


def _hanging(text: str, widths: list[float], start: int, stop: int) -> float:
    """The width of the spaces at the end of ``text[start:stop]``."""
    last = stop
    while last > start and text[last - 1] == " ":
        last -= 1
    return sum(widths[last:stop])


def _torn(text: str, widths: list[float], start: int, stop: int, width: float) -> Iterator[int]:
    """Where to break a word that fits no line: before each character that would stand outside."""
    used, before = 0.0, start
    for offset in grapheme_cluster_boundaries(text[start:stop]):
        place = start + offset
        if place == start:
            continue
        step = sum(widths[before:place])
        if used + step > width and used and text[before:place] != " ":
            yield before
            used = 0.0
        used += step
        before = place
