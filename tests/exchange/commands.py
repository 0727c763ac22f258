"""Calling the commands as a script does, and as a shell does."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from django.core.management import call_command
from django.core.management.base import CommandError

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Outcome:
    status: int
    out: str
    err: str


def call(name: str, *arguments: object) -> Outcome:
    """The command in this process; a refusal is said on ``err`` as the shell would see it."""
    out, err = StringIO(), StringIO()
    try:
        call_command(name, *map(str, arguments), stdout=out, stderr=err)
        status = 0
    except SystemExit as end:
        status = int(end.code or 0)
    except CommandError as refusal:
        status = refusal.returncode
        err.write(str(refusal))
    return Outcome(status, out.getvalue(), err.getvalue())


def run(name: str, *arguments: object, environment: dict[str, str] | None = None) -> Outcome:
    """The command in a process of its own, started from another folder and without a database."""
    command = [
        sys.executable,
        str(ROOT / "manage.py"),
        name,
        *(os.fspath(each) if isinstance(each, Path) else str(each) for each in arguments),
    ]
    process = subprocess.run(command, capture_output=True, cwd=ROOT.anchor, env={**os.environ, **(environment or {})})
    return Outcome(process.returncode, process.stdout.decode("utf-8"), process.stderr.decode("utf-8", "replace"))
