"""Makes the office files of this folder again from ``forms/*.txt``: a library writes each, LibreOffice opens and saves it.

    .venv/bin/python tests/data/variations/build.py [NAME...]

A form is written as it is typed. A line that begins with ``|`` is a row of a table, any other line stands for itself, ``===``
begins a new sheet (a new page in Word). Behind a cell's text stands its span, if any: ``{columns}`` or ``{columns x rows}``;
rows leave out what a cell above covers. ``⏎`` is a line broken inside a cell, ``¶`` a new paragraph. ``{=0.95:0%}`` is a number with
its format and ``{=2026-01-31:yyyy/m/d}`` a date. ``⟨old→new⟩`` is a tracked change (Word only).
The first line names the formats to save. ``flat`` among them: the sheet has no merged cell, texts stand in the first place of their span.
"""

from __future__ import annotations

import datetime
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import docx
import openpyxl
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from openpyxl.styles import Alignment

HERE = Path(__file__).parent
SPAN = re.compile(r"\s*\{(\d+)(?: x (\d+))?\}$")
NUMBER = re.compile(r"\s*\{=([\d.-]+):([^}]+)\}$")
SHEET_FORMATS = ("xlsx", "xls", "ods")


@dataclass
class Cell:
    row: int
    column: int
    text: str
    columns: int = 1
    rows: int = 1
    number: Decimal | datetime.date | None = None
    number_format: str = ""


def sheets_of(text: str) -> list[list[str | list[Cell]]]:
    """Each sheet as a list of lines and tables."""
    return [list(_blocks(sheet.strip("\n").split("\n"))) for sheet in text.split("\n===\n")]


def _blocks(lines: list[str]) -> Iterator[str | list[Cell]]:
    table: list[str] = []
    for line in [*lines, ""]:
        if line.startswith("|"):
            table.append(line)
            continue
        if table:
            yield _cells(table)
            table = []
        yield line


def _cells(rows: list[str]) -> list[Cell]:
    cells: list[Cell] = []
    covered: set[tuple[int, int]] = set()
    for index, row in enumerate(rows):
        column = 0
        for text in re.split(r"(?<= )\||^\|", row.rstrip())[1:]:
            if not text:
                continue
            while (index, column) in covered:
                column += 1
            cell = _cell(index, column, text.strip())
            covered |= {(r, c) for r in range(index, index + cell.rows) for c in range(column, column + cell.columns)}
            cells.append(cell)
            column += cell.columns
    return cells


def _cell(row: int, column: int, text: str) -> Cell:
    cell = Cell(row, column, text)
    if found := SPAN.search(text):
        cell.columns, cell.rows = int(found[1]), int(found[2] or 1)
        cell.text = text[: found.start()]
    if found := NUMBER.search(cell.text):
        dated = re.fullmatch(r"\d{4}-\d\d-\d\d", found[1])
        cell.number = datetime.date.fromisoformat(found[1]) if dated else Decimal(found[1])
        cell.number_format, cell.text = found[2], f"{cell.number:.0%}" if found[2] == "0%" else ""
    return cell


def write_workbook(sheets: list[list[str | list[Cell]]], merged: bool, path: Path) -> None:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, blocks in enumerate(sheets, 1):
        sheet = book.create_sheet(f"Sheet{number}")
        width = max(cell.column + cell.columns for block in blocks if isinstance(block, list) for cell in block)
        row = 1
        for block in blocks:
            cells = [Cell(0, 0, block, width if merged and block else 1)] if isinstance(block, str) else block
            for cell in cells:
                _put(sheet, row, cell, merged)
            row += max((cell.row + cell.rows for cell in cells), default=1)
    book.save(path)


def _put(sheet: openpyxl.worksheet.worksheet.Worksheet, row: int, cell: Cell, merged: bool) -> None:
    row, column = row + cell.row, cell.column + 1
    if cell.text or cell.number is not None:
        place = sheet.cell(row, column, cell.number if cell.number is not None else re.sub("[⏎¶]", "\n", cell.text))
        place.alignment = Alignment(wrap_text=True)
        if cell.number_format:
            place.number_format = cell.number_format
        elif place.data_type == "f":
            place.data_type = "s"
    if merged and (cell.rows > 1 or cell.columns > 1):
        sheet.merge_cells(start_row=row, start_column=column, end_row=row + cell.rows - 1, end_column=column + cell.columns - 1)


def write_document(sheets: list[list[str | list[Cell]]], path: Path) -> None:
    document = docx.Document()
    for number, blocks in enumerate(sheets):
        if number:
            document.add_page_break()
        for block in blocks:
            if isinstance(block, str):
                _write_text(document.add_paragraph(), block)
            else:
                _write_table(document, block)
    document.save(path)


def _write_table(document: docx.document.Document, cells: list[Cell]) -> None:
    rows, columns = max(cell.row + cell.rows for cell in cells), max(cell.column + cell.columns for cell in cells)
    table = document.add_table(rows, columns, style="Table Grid")
    for cell in cells:
        place = table.cell(cell.row, cell.column)
        if cell.rows > 1 or cell.columns > 1:
            place = place.merge(table.cell(cell.row + cell.rows - 1, cell.column + cell.columns - 1))
        first, *others = cell.text.split("¶")
        _write_text(place.paragraphs[0], first)
        for text in others:
            _write_text(place.add_paragraph(), text)


def _write_text(paragraph: docx.text.paragraph.Paragraph, text: str) -> None:
    for piece in re.split("(⟨[^⟩]*⟩)", text):
        if piece.startswith("⟨"):
            old, new = piece[1:-1].split("→")
            mark = f'{nsdecls("w")} w:id="9" w:author="审核" w:date="2026-01-05T09:00:00Z"'
            paragraph._p.append(parse_xml(f"<w:del {mark}><w:r><w:delText>{old}</w:delText></w:r></w:del>"))
            paragraph._p.append(parse_xml(f"<w:ins {mark}><w:r><w:t>{new}</w:t></w:r></w:ins>"))
        elif piece:
            paragraph.add_run(piece.replace("⏎", "\n"))


def build(form: Path, folder: Path) -> None:
    head, _, text = form.read_text("utf-8").partition("\n")
    formats = head.split()
    sheets = sheets_of(text)
    made = {"docx": [name for name in formats if name == "docx"], "xlsx": [name for name in formats if name in SHEET_FORMATS]}
    for kind, wanted in made.items():
        source = folder / f"{form.stem}.{kind}"
        if wanted and kind == "docx":
            write_document(sheets, source)
        elif wanted:
            write_workbook(sheets, "flat" not in formats, source)
        for name in wanted:
            _save_by_office(source, name)


def _save_by_office(source: Path, name: str) -> None:
    profile = f"-env:UserInstallation=file://{tempfile.gettempdir()}/lo_variations"
    subprocess.run(["soffice", "--headless", profile, "--convert-to", name, "--outdir", str(HERE), str(source)], check=True, capture_output=True)


def main() -> None:
    wanted = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        for form in sorted((HERE / "forms").glob("*.txt")):
            if not wanted or form.stem in wanted:
                build(form, Path(folder))


if __name__ == "__main__":
    main()
