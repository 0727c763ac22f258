"""Grids to and from Word documents (.docx)."""

from perfgoals.grid.formats.docx_read import read
from perfgoals.grid.formats.docx_write import write

__all__ = ["read", "write"]
