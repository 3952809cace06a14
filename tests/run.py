"""Run the whole suite on SQLite and then on a real PostgreSQL; bring what is missing where that is possible.

Called by ``make test``. Exits with the first failure; says plainly what could not be tested.
"""

import os
import shutil
import subprocess
import sys

from tests.postgres import binaries, cluster


def bring(package, present):
    """Install a Debian package as root when ``present()`` is false; tell whether it is there afterwards."""
    if present():
        return True
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (
            ["apt-get", "update", "-qq"],
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", package],
        ):
            subprocess.run(
                command, env=environment, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
    return present()


def pytest(*arguments, **environment):
    command = [sys.executable, "-m", "pytest", *arguments, *sys.argv[1:]]
    return subprocess.run(command, env={**os.environ, **environment}, check=False).returncode


def main():
    # Neighbouring tests share a world that is built once for a module: a worker keeps them together and takes over at the end.
    workers = ["-n", str(min(4, os.cpu_count() or 1)), "--dist", "worksteal"]
    skipped = []
    if not bring("chromium", lambda: shutil.which("chromium") or shutil.which("chromium-browser")):
        skipped.append("страницы в настоящем браузере: нет Chromium")
    print("== SQLite", flush=True)
    code = pytest(*workers)
    if bring("postgresql", binaries):
        print("== PostgreSQL", flush=True)
        with cluster() as url:
            code = code or pytest(*workers, "-m", "not browser", DATABASE_URL=url)
    else:
        skipped.append("вся работа на PostgreSQL: нет его программ (пакет postgresql)")
    for what in skipped:
        print(f"НЕ ПРОВЕРЕНО: {what}", flush=True)
    return code


if __name__ == "__main__":
    sys.exit(main())
