"""A PostgreSQL of our own for the length of a run: in a temporary folder, on a Unix socket only, careless of power cuts."""

from __future__ import annotations

import getpass
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# Nothing here outlives the run, so nothing waits for a disk.
_SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "60",
    "deadlock_timeout": "100ms",
}


class NoPostgres(Exception):
    """str: what is missing and how to get it."""


def programs() -> Path:
    """The folder of initdb and pg_ctl: Debian keeps them out of the PATH, one folder a version."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[4]))
    found = versions[-1] if versions else shutil.which("initdb")
    if found is None:
        raise NoPostgres("没有找到 PostgreSQL（initdb）：这部分测试不能略过，请先运行 python3 scripts/native_parts.py")
    return Path(found).parent


@contextmanager
def cluster() -> Iterator[str]:
    """Starts a server and gives the DATABASE_URL of an empty database in it; stops and removes it afterwards."""
    bin = programs()
    # The name of a socket may have 107 characters, so not below TMPDIR, which can be deep.
    folder = Path(tempfile.mkdtemp(prefix="perfgoals-pg-", dir="/tmp"))
    data = folder / "data"
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres")
        _run(bin / "initdb", "-D", data, "--username", getpass.getuser(), "--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C")
        options = " ".join(f"-c {name}='{value}'" for name, value in _SETTINGS.items())
        _run(bin / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", f"-k {folder} {options}", "start")
        try:
            yield f"postgres:///{folder}/postgres"
        finally:
            _run(bin / "pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)


def _run(*command: str | Path) -> None:
    """As the user postgres where we are root: the server refuses to be root. Output to a file, for the server keeps it open."""
    as_postgres = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    with tempfile.TemporaryFile() as output:
        done = subprocess.run([*as_postgres, *command], stdout=output, stderr=subprocess.STDOUT, cwd="/", check=False)
        output.seek(0)
        if done.returncode:
            raise NoPostgres(f"{Path(command[0]).name} 没有成功：{output.read().decode('utf-8', 'replace')}")
