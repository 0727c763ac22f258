"""Putting a finished file where it belongs: whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def place(path: Path, data: bytes) -> None:
    """Writes the file beside its place and moves it there, so that nobody ever sees half of it."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=path.suffix)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        Path(name).chmod(0o644)  # mkstemp makes it for its owner only
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
