"""A measured grid cut into pages.

Browsers, Word and Excel each do something else with a merged cell at a page's end; here it is decided once. What
holds: no row is cut unless it is taller than a page; a label whose rows cross a page is drawn whole on both, with （续）
behind it; any other text is shown once, its lines flowing on where they did not fit; the head rows come again on top.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate

from perfgoals.grid.linebreak import Face
from perfgoals.grid.measure import Paper, height_of, row_heights, stretch, wrap_cell
from perfgoals.grid.model import Cell, Grid
from perfgoals.grid.pieces import EPSILON, Draft, Flow, Page, Piece, Placed, Sheet
from perfgoals.grid.style import CONTINUED, STYLES

_LABELS = frozenset({"label", "group", "head"})
_LEADING = frozenset({"title", "subtitle", "heading", "note", "label", "head"})
_FEWEST_LINES = 4
_HEAD_SHARE = 0.4


def lay_out(grid: Grid, paper: Paper, face: Face, spare_lines: float = 0.0) -> Sheet:
    """The grid's pages. Every character of a cell stands on exactly one of them, but for labels and heads, which are repeated.

    ``spare_lines`` is as in ``row_heights``. Paper too low for a single line shows one line a page all the same.
    """
    widths, heights = row_heights(grid, paper, face, spare_lines)
    return Sheet(widths, heights, tuple(_Pager(grid, paper, face, widths, heights, spare_lines).pages()))


class _Pager:
    def __init__(self, grid: Grid, paper: Paper, face: Face, widths: Sequence[float], heights: Sequence[float], spare_lines: float) -> None:
        self.grid, self.heights, self.spare = grid, heights, spare_lines
        self.body = paper.body_height
        self.edges = tuple(accumulate(widths, initial=0.0))
        start, stop = grid.head
        self.head = range(start, stop) if sum(heights[start:stop]) <= _HEAD_SHARE * self.body else range(0)
        self.room = self.body - sum(heights[row] for row in self.head)
        flows = {(cell.row, cell.column): self._flow(cell, widths, face) for cell in grid.cells}
        self.covering = [[flows[cell.row, cell.column] for cell in grid.row(row)] for row in range(grid.rows)]
        self.printed = {key: flow.left for key, flow in flows.items()}
        self.cut = False

    def _flow(self, cell: Cell, widths: Sequence[float], face: Face) -> Flow:
        flow = Flow(cell, wrap_cell(cell, widths, face))
        if cell.role in _LABELS:
            again = wrap_cell(cell, widths, face, CONTINUED) if cell.text else flow.left
            if self._height(len(again), cell) <= self.room / 2:
                flow.again = again
        return flow

    def _height(self, lines: float, cell: Cell) -> float:
        return height_of(lines + self.spare if lines > 1 else lines, cell.role)

    def pages(self) -> Iterator[Page]:
        row = 0
        while row < self.grid.rows:
            draft = self._next(row)
            first, row = row, draft.rows[-1] + 1
            cells = tuple(self._placed(draft))
            self.cut = any(flow.left and not flow.repeats for flow in self.covering[row - 1] if flow.cell.bottom == row)
            yield Page(cells, first, row)
            row -= self.cut

    def _next(self, row: int) -> Draft:
        """The page that begins with ``row``: as many whole rows as fit, or a row cut at the page's foot."""
        stop = self._surely(row)
        fitting = self._whole(row, stop) if stop > row else None
        while stop < self.grid.rows and (draft := self._whole(row, stop + 1)) is not None:
            stop, fitting = stop + 1, draft
        if fitting is None:
            return self._cut(row, row) or self._forced(row)
        if stop == self.grid.rows:
            return fitting
        if self.heights[stop] > (self.room if stop >= self.head.stop else self.body):
            cut = self._cut(row, stop)
            if cut is not None and cut.heights[-1] >= height_of(_FEWEST_LINES, "text"):
                return cut
        return self._without_leading(row, stop) or fitting

    def _surely(self, row: int) -> int:
        """How far the rows from ``row`` on fit a page for certain: each piece may lack room and have no row in common with another.

        To draw the page anew for each of its rows would take most of the time that a long form takes.
        """
        head = self._head(row)
        if any(flow.cell.row < head.start or flow.cell.bottom > head.stop for shown in head for flow in self.covering[shown]):
            return row
        left = self.body - sum(self.heights[shown] for shown in head)
        given: dict[int, float] = {}
        for place in range(row, self.grid.rows):
            height = 0.0 if self.cut and place == row else self.heights[place]
            left -= height
            lacks = 0.0
            for flow in self.covering[place]:
                given[id(flow)] = given.get(id(flow), 0.0) + height
                lack = max(self._least(flow, place + 1) - given[id(flow)], 0.0)
                lacks += lack
                if flow.cell.bottom == place + 1:
                    left -= lack
                    lacks -= lack
            if left < lacks:
                return place
        return self.grid.rows

    def _without_leading(self, row: int, stop: int) -> Draft | None:
        """The page without the headings and labels at its foot that speak of the row after them, if there are any."""
        last = stop
        while last > row and self._leads(last - 1):
            last -= 1
        return self._whole(row, last) if row < last < stop else None

    def _leads(self, row: int) -> bool:
        starting = list(self.grid.starting(row))
        return any(cell.text for cell in starting) and all(cell.role in _LEADING or not cell.text for cell in starting)

    def _whole(self, row: int, stop: int) -> Draft | None:
        """The rows ``row:stop`` as a page, none of them cut, if they fit."""
        draft = self._draft(row, stop)
        for piece in sorted(draft.pieces, key=lambda piece: piece.stop - piece.first):
            self._stretch(draft, piece, self._need(draft, piece, stop))
        return draft if sum(draft.heights) <= self.body + EPSILON else None

    def _cut(self, row: int, last: int) -> Draft | None:
        """The rows ``row:last`` and as much of row ``last`` as the page has left, if its labels fit."""
        draft = self._draft(row, last + 1)
        draft.heights[-1] = 0.0
        for piece in sorted(draft.pieces, key=lambda piece: piece.stop - piece.first):
            self._stretch(draft, piece, self._need(draft, piece, last), cut=True)
        left = self.body - sum(draft.heights)
        if left < -EPSILON:
            return None
        draft.heights[-1] += left
        self._spare_a_last_line(draft)
        return draft

    def _forced(self, row: int) -> Draft:
        """A page for a row that fits none, cut or whole: the paper is too low."""
        draft = self._draft(row, row + 1)
        draft.heights[-1] = max(self.body - sum(draft.heights[:-1]), 0.0)
        return draft

    def _spare_a_last_line(self, draft: Draft) -> None:
        """Leave two lines for the next page where only one would go on."""
        flows = [piece for piece in draft.pieces if not piece.flow.repeats and piece.stop == len(draft.rows)]
        over = [(len(piece.flow.left) - piece.flow.capacity(draft.room(piece)), STYLES[piece.flow.cell.role].line) for piece in flows]
        most, line = max(over, default=(0, 0.0))
        if most == 1 and draft.heights[-1] - line >= height_of(_FEWEST_LINES, "text"):
            draft.heights[-1] -= line

    def _draft(self, row: int, stop: int) -> Draft:
        head = self._head(row)
        rows = [*head, *range(row, stop)]
        pieces: dict[int, Piece] = {}
        for place, shown in enumerate(rows):
            for flow in self.covering[shown]:
                pieces.setdefault(id(flow), Piece(flow, place, place)).stop = place + 1
        heights = [self.heights[shown] for shown in rows]
        if self.cut:
            heights[len(head)] = 0.0
        return Draft(rows, len(head), list(pieces.values()), heights)

    def _head(self, row: int) -> range:
        """The head rows that a page beginning with ``row`` shows again: signatures below the form need none."""
        return self.head if row >= self.head.stop and any(flow.cell.bordered for flow in self.covering[row]) else range(0)

    def _need(self, draft: Draft, piece: Piece, stop: int) -> float:
        """The least height of a piece on a page whose whole rows end at ``stop``."""
        return 0.0 if draft.whole_head(piece) else self._least(piece.flow, stop)

    def _least(self, flow: Flow, stop: int) -> float:
        if flow.repeats or flow.cell.bottom <= stop:
            return self._height(len(flow.lines()), flow.cell)
        return height_of(1, flow.cell.role)

    def _stretch(self, draft: Draft, piece: Piece, need: float, cut: bool = False) -> None:
        """Raise the piece's rows, the repeated head's only if it has no others, a cut row before all."""
        places = range(min(max(piece.first, draft.head), piece.stop - 1), piece.stop)
        if cut and piece.stop == len(draft.rows):
            places = range(piece.stop - 1, piece.stop)
        given = sum(draft.heights[piece.first : places.start])
        stretch(draft.heights, places, need - given)

    def _placed(self, draft: Draft) -> Iterator[Placed]:
        tops = tuple(accumulate(draft.heights, initial=0.0))
        for piece in draft.pieces:
            flow, cell = piece.flow, piece.flow.cell
            x, y = self.edges[cell.column], tops[piece.first]
            width, height = self.edges[cell.right] - x, tops[piece.stop] - y
            if draft.whole_head(piece):
                yield Placed(cell, x, y, width, height, self.printed[cell.row, cell.column], False)
            else:
                continued = flow.begun
                yield Placed(cell, x, y, width, height, flow.take(height), continued)
