"""Clipboards as the office programs fill them, written from a Grid."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from html import escape

from perfgoals.grid.model import Cell, Grid

EXCEL = """<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:x="urn:schemas-microsoft-com:office:excel">
<head><meta http-equiv=Content-Type content="text/html; charset=gb2312"><meta name=Generator content="Microsoft Excel 15">
<style><!--table {mso-displayed-decimal-separator:"\\.";} td {mso-ignore:padding;} --></style></head>
<body link=blue><table border=0 cellpadding=0 cellspacing=0 width=288 style='border-collapse:collapse;width:216pt'>
<!--StartFragment--> <col width=72 span=3 style='width:54pt'> %s <!--EndFragment--></table></body></html>"""
WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">
<head><meta charset=utf-8>
<style><!-- p.MsoNormal {margin:0cm;} --></style><!--[if gte mso 9]><xml><w:View>Normal</w:View></xml><![endif]--></head>
<body lang=ZH-CN><!--StartFragment--><table class=MsoTableGrid border=1>%s<![if !supportMisalignedColumns]>
<tr height=0 style='display:none'><td width=90 style='border:none'></td></tr><![endif]></table><!--EndFragment--></body></html>"""


def in_excel(grid: Grid) -> str:
    """As Excel and WPS write: blanks as &nbsp;, line breaks as <br>, long sources wrapped."""
    return EXCEL % _rows(grid, lambda cell: _spaced(cell.text).replace("\n", "<br>\n    "), "height=19 class=xl65 style='height:14.25pt'")


def in_word(grid: Grid) -> str:
    """As Word writes: every line a paragraph, Chinese and Latin in spans of their own."""

    def paragraph(line: str) -> str:
        return f"\r\n  <p class=MsoNormal align=center><span lang=EN-US>{_spaced(line) or '&nbsp;'}<o:p></o:p></span></p>\r\n  "

    return WORD % _rows(grid, lambda cell: "".join(map(paragraph, cell.text.split("\n"))), "width=90 valign=top")


def _spaced(text: str) -> str:
    return re.sub(" {2,}", lambda run: f"<span style='mso-spacerun:yes'>{'&nbsp;' * (len(run[0]) - 1)} </span>", escape(text, quote=False))


def _rows(grid: Grid, content: Callable[[Cell], str], attributes: str) -> str:
    def cell(each: Cell) -> str:
        spans = f" rowspan={each.rows}" * (each.rows > 1) + f" colspan={each.columns}" * (each.columns > 1)
        return f"<td{spans} {attributes}>{content(each)}</td>\n"

    return "\n".join(f" <tr height=19>{''.join(map(cell, grid.starting(row)))}</tr>" for row in range(grid.rows))


def table_of(*rows: Sequence[str]) -> str:
    """HTML of a table without merged cells."""
    lines = ("".join(f"<td>{escape(text)}</td>" for text in row) for row in rows)
    return f"<table>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"


def as_text(rows: Sequence[Sequence[str]], is_quoted: Callable[[str], bool]) -> str:
    """Tab-separated text, the cells quoted that the program would quote."""
    quoted = [['"' + text.replace('"', '""') + '"' if is_quoted(text) else text for text in row] for row in rows]
    return "".join("\t".join(row) + "\r\n" for row in quoted)
