"""Grids as HTML: a whole document, or the table alone for a page of the site."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape

from perfgoals.grid.model import UNBORDERED, Cell, Grid
from perfgoals.grid.style import PADDING_X, PADDING_Y, STYLES, Family

_FAMILIES: Mapping[Family, str] = {
    "宋体": "SimSun,'Songti SC','Noto Serif CJK SC',serif",
    "黑体": "SimHei,'Heiti SC','Noto Sans CJK SC',sans-serif",
}
_LABELS = frozenset({"label", "head", "group"})
_SHEET = f"""
@page{{size:A4;margin:20mm 18mm}}
@page wide{{size:A4 landscape;margin:18mm 20mm}}
body{{margin:0 auto;max-width:52em}}
table.form{{width:100%;border-collapse:collapse;margin:0 0 2em;color:#000}}
table.form+table.form{{break-before:page}}
table.wide{{page:wide}}
table.form tr{{height:{STYLES["text"].line + 2 * PADDING_Y:g}pt;break-inside:avoid}}
table.form th,table.form td{{border:.5pt solid #000;padding:{PADDING_Y:g}pt {PADDING_X:g}pt;vertical-align:middle;font-weight:normal;
white-space:pre-wrap;overflow-wrap:anywhere;line-break:strict}}
table.form .amount{{overflow-wrap:normal}}
{",".join(f"table.form .{role}" for role in sorted(UNBORDERED))}{{border:0}}
"""


def role_rules(families: Mapping[Family, str], prefix: str = "") -> str:
    """One CSS rule a role: face, size, line height and alignment."""
    return "\n".join(
        f"{prefix}.{role}{{font:{style.size:g}pt/{style.line:g}pt {families[style.family]};text-align:{style.align}}}"
        for role, style in STYLES.items()
    )


def write(grids: Sequence[Grid], *, title: str = "") -> bytes:
    """A standalone document, every grid a table; in print each begins on a new page."""
    style = _SHEET + role_rules(_FAMILIES, "table.form ")
    head = f'<meta charset="utf-8"><title>{escape(title)}</title><style>{style}</style>'
    tables = "\n".join(table(grid) for grid in grids)
    return f'<!DOCTYPE html>\n<html lang="zh-CN"><head>{head}</head>\n<body>\n{tables}\n</body></html>\n'.encode()


def table(grid: Grid) -> str:
    """The table alone. Cells carry their role as class and the path of their value as ``data-path``."""
    shares = grid.shares or (1.0,) * grid.columns
    columns = "".join(f'<col style="width:{100 * share / sum(shares):.3f}%">' for share in shares)
    rows = "\n".join(f"<tr>{''.join(_row(grid, row))}</tr>" for row in range(grid.rows))
    kind = "form wide" if grid.landscape else "form"
    return f'<table class="{kind}"><colgroup>{columns}</colgroup>\n{rows}\n</table>'


def _row(grid: Grid, row: int) -> Iterator[str]:
    return (_cell(cell) for cell in grid.starting(row))


def _cell(cell: Cell) -> str:
    tag = "th" if cell.role in _LABELS else "td"
    spans = f' rowspan="{cell.rows}"' * (cell.rows > 1) + f' colspan="{cell.columns}"' * (cell.columns > 1)
    path = f' data-path="{escape(cell.path)}"' if cell.path else ""
    return f'<{tag} class="{cell.role}"{spans}{path}>{escape(cell.text)}</{tag}>'
