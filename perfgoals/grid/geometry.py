"""One geometry for every format: line breaks, row heights and pages of a Grid, measured from a font's widths.

Everything is in points. ``row_heights`` is the cheap part, for formats whose program makes the pages itself;
``lay_out`` decides the pages too.
"""

from perfgoals.grid.linebreak import Face
from perfgoals.grid.measure import SIMSUN, Paper, a4, row_heights
from perfgoals.grid.paging import lay_out
from perfgoals.grid.pieces import Page, Placed, Sheet

__all__ = ["SIMSUN", "Face", "Page", "Paper", "Placed", "Sheet", "a4", "lay_out", "row_heights"]
