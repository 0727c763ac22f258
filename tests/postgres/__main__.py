"""The tests that touch the database, on a real PostgreSQL: python -m tests.postgres [options of pytest]

Which ones: tests/conftest.py leaves out the others wherever the database is PostgreSQL.
"""

from __future__ import annotations

import os
import subprocess
import sys

from tests.postgres.cluster import NoPostgres, cluster


def main(arguments: list[str]) -> int:
    try:
        with cluster() as url:
            environment = {**os.environ, "DATABASE_URL": url}
            return subprocess.run([sys.executable, "-m", "pytest", *arguments], env=environment, check=False).returncode
    except NoPostgres as error:
        print(error, file=sys.stderr)
        return 1


sys.exit(main(sys.argv[1:]))
