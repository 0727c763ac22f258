"""Putting a finished file where it belongs: whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


@contextmanager
def placed(path: Path, *, mode: int = 0o644) -> Iterator[IO[bytes]]:
    """A file beside its place, to be written, and moved there at the end, so that nobody ever sees half of it."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=path.suffix)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
        Path(name).chmod(mode)  # mkstemp makes it for its owner only
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def place(path: Path, data: bytes) -> None:
    """The file with this content."""
    with placed(path) as file:
        file.write(data)
