"""PDF: our command on two processes, against one LibreOffice call that converts the same tables' xlsx files."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from django.conf import settings


def pair(sources: Sequence[Path], scratch: Path) -> tuple[Callable[[], object], Callable[[], object]]:
    """Two whole-process runs, start-up included on either side."""
    workbooks = scratch / "xlsx"
    _render(sources, "xlsx", workbooks)

    def ours() -> None:
        _render(sources, "pdf", scratch / "ours", "--jobs", "2")
        _expect(scratch / "ours", len(sources))

    def libreoffice() -> None:
        files = [str(path) for path in sorted(workbooks.glob("*.xlsx"))]
        profile = f"-env:UserInstallation={(scratch / 'profile').as_uri()}"
        command = ["soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", str(scratch / "theirs"), *files]
        subprocess.run(command, check=True, capture_output=True)
        _expect(scratch / "theirs", len(sources))

    return ours, libreoffice


def _render(sources: Sequence[Path], file_format: str, to: Path, *options: str) -> None:
    command = [sys.executable, "manage.py", "render_tables", *map(str, sources), "--format", file_format, "--to", str(to), *options]
    subprocess.run(command, check=True, capture_output=True, cwd=settings.BASE_DIR)


def _expect(folder: Path, count: int) -> None:
    made = sorted(folder.glob("*.pdf"))
    if len(made) != count:
        raise RuntimeError(f"{len(made)} of {count} tables printed")
    for path in made:
        path.unlink()
