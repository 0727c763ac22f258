"""Grids to and from Excel workbooks (.xlsx)."""

from perfgoals.grid.formats.xlsx_read import read
from perfgoals.grid.formats.xlsx_write import write

__all__ = ["read", "write"]
