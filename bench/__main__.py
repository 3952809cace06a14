"""``make bench``: every measurement, one after another, each in a process of its own so that memory is told apart.

``make bench SIZE=small`` tries the same in two minutes.
"""

import os
import subprocess
import sys

from tests.postgres import binaries

SIZES = {"full": ("25000", "1000000"), "small": ("3000", "60000")}


def main():
    people, facts = SIZES[os.environ.get("SIZE", "full")]
    for module in ("bench.routes", "bench.assignment"):
        print(f"== {module}", flush=True)
        subprocess.run([sys.executable, "-m", module], check=False)
    databases = ["sqlite", "postgresql"] if binaries() else ["sqlite"]
    scale = ["--people", people, "--facts", facts]
    for database in databases:
        for module, arguments in (
            ("bench.indicators", scale),
            ("bench.pages", ["--size", "municipal"]),
            ("bench.pages", ["--size", "regional", *scale]),
        ):
            print(f"\n== {module} {' '.join(arguments)} --database {database}", flush=True)
            subprocess.run([sys.executable, "-m", module, *arguments, "--database", database], check=False)
    if len(databases) == 1:
        print("НЕ ИЗМЕРЕНО на PostgreSQL: нет его программ (пакет postgresql)")


if __name__ == "__main__":
    main()
