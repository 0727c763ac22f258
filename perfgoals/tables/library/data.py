"""The data files of the library, read once."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any


@cache
def data_file(name: str) -> dict[str, Any]:
    """``sectors.toml`` or ``units.toml``."""
    return tomllib.loads((Path(__file__).parent / name).read_text(encoding="utf-8"))
