#!/usr/bin/env python3
"""See that the parts pip cannot bring are there; install them where that is ours to do.

    python3 scripts/native_parts.py             all of them, those of the tests included
    python3 scripts/native_parts.py --run-only  what a site needs

Run before there is a .venv, so nothing but the standard library. As root on Debian or Ubuntu what is missing is installed by apt;
anywhere else one line says what to install, and the exit status is 1.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Part:
    """One package as Debian names it, and how to tell that it is there, however it got there."""

    package: str
    present: Callable[[], bool]
    run_only: bool = True


def has_fonts(*families: str) -> bool:
    if not shutil.which("fc-list"):
        return False
    listed = subprocess.run(["fc-list", ":", "family"], capture_output=True, text=True, check=False).stdout
    return all(family in listed for family in families)


def has_office(module: str) -> bool:
    """LibreOffice starts without its modules and then opens nothing, so the module itself is looked for."""
    program = shutil.which("soffice")
    return program is not None and any(Path(program).resolve().parent.glob(f"**/lib{module}lo.*"))


def has_postgres() -> bool:
    """Debian keeps the server's programs out of the PATH, one folder a version."""
    return any(Path("/usr/lib/postgresql").glob("*/bin/initdb")) or shutil.which("initdb") is not None


PARTS = (
    Part("fonts-noto-cjk", lambda: has_fonts("Noto Serif CJK SC", "Noto Sans CJK SC")),
    Part("python3-venv", lambda: importlib.util.find_spec("ensurepip") is not None),
    Part("poppler-utils", lambda: shutil.which("pdftotext") is not None, run_only=False),
    Part("postgresql", has_postgres, run_only=False),
    Part("chromium", lambda: shutil.which("chromium") is not None, run_only=False),
    Part("libreoffice-calc-nogui", lambda: has_office("sc"), run_only=False),
    Part("libreoffice-writer-nogui", lambda: has_office("sw"), run_only=False),
)


def missing_packages(run_only: bool) -> list[str]:
    return [part.package for part in PARTS if (part.run_only or not run_only) and not part.present()]


def install(packages: Sequence[str]) -> None:
    """By apt; its lists are fetched only if what is known does not suffice. Failure shows in what is still missing after."""
    apt = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=120"]
    command = [*apt, "install", "--yes", "--no-install-recommends", *packages]
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    print("安装系统部件：", *packages, flush=True)
    first = subprocess.run(command, env=quiet, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    if first.returncode:
        subprocess.run([*apt, "update"], env=quiet, stdin=subprocess.DEVNULL, check=False)
        subprocess.run(command, env=quiet, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False)


def advice(packages: Sequence[str], apt: bool) -> str:
    """The one line for whoever has to install by hand."""
    names = " ".join(packages)
    if apt:
        return f"缺少系统部件，请以管理员身份运行：apt-get install --no-install-recommends {names}"
    return f"缺少系统部件，请用本系统的软件包工具安装（以下为 Debian 的包名）：{names}"


def main(arguments: Sequence[str]) -> int:
    run_only = "--run-only" in arguments
    missing = missing_packages(run_only)
    apt = shutil.which("apt-get") is not None
    if missing and apt and os.geteuid() == 0:
        install(missing)
        missing = missing_packages(run_only)
    if missing:
        print(advice(missing, apt), file=sys.stderr)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
