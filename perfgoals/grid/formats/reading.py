"""Any office file that holds tables: told by its content, read by the module of its format, every failure said in one sentence."""

from __future__ import annotations

import logging
from collections.abc import Callable
from importlib import import_module
from typing import cast

import olefile

from perfgoals.grid.formats.opening import kind_of
from perfgoals.grid.formats.package import RESAVE, Unreadable, check_package
from perfgoals.grid.formats.strict import transitional
from perfgoals.grid.model import Grid

__all__ = ["Unreadable", "read"]

logger = logging.getLogger(__name__)


def read(data: bytes) -> list[Grid]:
    """The grids of a .docx, .xlsx, .xls or .ods file in their order; ``[]`` where it holds none.

    Raises Unreadable, and nothing else, for what is no such file, locked, damaged, hostile or too large.
    """
    try:
        return _read(data)
    except Unreadable:
        raise
    except MemoryError as error:
        raise Unreadable("文件内容过多，内存不足，请删去无关的工作表、行和列后再上传") from error
    except Exception as error:
        # olefile and xlrd raise anything at all at a damaged file. The other formats are parsed here: there it is a fault of ours.
        foreign = data.startswith(olefile.MAGIC)
        logger.log(logging.WARNING if foreign else logging.ERROR, "cannot read an office file", exc_info=True)
        raise Unreadable(f"文件已损坏，内容无法读取，{RESAVE}") from error


def _read(data: bytes) -> list[Grid]:
    kind = kind_of(data)
    if kind != "xls":
        check_package(data)
    if kind in ("docx", "xlsx"):
        data = transitional(data)
    reader = cast(Callable[[bytes], list[Grid]], import_module(f"perfgoals.grid.formats.{kind}").read)
    return reader(data)
