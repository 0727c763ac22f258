"""Data from outside read as far as it fits: what does not is a problem, never an exception."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from perfgoals.official.problem import Problem
from perfgoals.official.texts import as_text, clean, year_in


class Reader:
    """Reads untrusted JSON-like data piece by piece. ``problems`` are those met so far, each with the path it was given."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def mapping(self, data: Any, known: Collection[str], path: str) -> Mapping[str, Any]:
        """``data`` if it is a mapping, else an empty one; what is not ``known`` in it is told."""
        if not isinstance(data, Mapping):
            if data:
                self.tell(path, "此处应为一组项目，未读入", data)
            return {}
        dot = f"{path}." if path else ""
        for name in data:
            if name not in known:
                self.tell(f"{dot}{name}", "没有这个项目，未读入", data[name])
        return data

    def rows(self, data: Any, path: str) -> Sequence[Any]:
        if data is None or isinstance(data, list | tuple):
            return data or ()
        self.tell(path, "此处应为若干行，未读入", data)
        return ()

    def text(self, data: Any, path: str, *, paragraphs: bool = False) -> str:
        """``data`` as clean text: see ``texts.clean``."""
        if isinstance(data, Mapping | list | tuple | bool):
            self.tell(path, "此处应为文字，未读入", data)
            return ""
        found = as_text(data)
        mended, why = clean(found, paragraphs=paragraphs)
        if why:
            self.tell(path, why, found)
        return mended

    def year(self, data: Any, path: str) -> int:
        year, why = year_in(data)
        if why:
            self.tell(path, why, data)
        return year

    def tell(self, path: str, message: str, found: Any) -> None:
        self.problems.append(Problem(path, message, as_text(found)))
