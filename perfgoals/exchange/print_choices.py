"""What somebody chooses beside a print: the sheet on its side, and a binding margin."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from perfgoals.grid.model import Grid

_BINDING = 28.35
"""装订边: a centimetre more, in points."""


@dataclass(frozen=True, slots=True)
class PrintChoices:
    """``landscape`` turns a sheet that stands; ``binding`` widens its left margin, or the upper one where it lies."""

    landscape: bool = False
    binding: bool = False

    def of(self, grid: Grid) -> Grid:
        return replace(grid, landscape=grid.landscape or self.landscape, binding=_BINDING if self.binding else 0.0)


AS_IT_IS = PrintChoices()


def choices_of(sent: Mapping[str, object]) -> PrintChoices:
    """The boxes that were ticked."""
    return PrintChoices(bool(sent.get("landscape")), bool(sent.get("binding")))
