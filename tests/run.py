"""Run the whole suite on SQLite and beside it on a real PostgreSQL; bring what is missing where that is possible.

Called by ``make test``. Says plainly what could not be tested.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager, nullcontext

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


def pytest(*arguments, n_workers, **environment):
    """Return what starts pytest; ``arguments`` of the command line come last."""
    # Neighbouring tests share a world that is built once for a module: a worker keeps them together and takes over at the end.
    options = ["-n", str(n_workers), "--dist", "worksteal", *arguments, *sys.argv[1:]]
    return {"args": [sys.executable, "-m", "pytest", *options], "env": {**os.environ, **environment}}


@contextmanager
def beside(n_workers):
    """Run the suite on PostgreSQL meanwhile: it fills the time for which the other one waits for a browser. Yields what waits for it."""
    with cluster() as url, tempfile.TemporaryFile() as said:
        options = ["-m", "not browser", "-o", "cache_dir=.pytest_cache/postgresql"]
        asked = pytest(*options, n_workers=n_workers, DATABASE_URL=url)
        with subprocess.Popen(**asked, stdout=said, stderr=subprocess.STDOUT) as process:

            def told():
                code = process.wait()
                print("== PostgreSQL", flush=True)
                said.seek(0)
                shutil.copyfileobj(said, sys.stdout.buffer)
                sys.stdout.flush()
                return code

            yield told


def main():
    n_workers = min(4, os.cpu_count() or 1)
    skipped = []
    if not bring("chromium", lambda: shutil.which("chromium") or shutil.which("chromium-browser")):
        skipped.append("страницы в настоящем браузере: нет Chromium")
    if bring("postgresql", binaries):
        other = beside(-(-n_workers // 2))
    else:
        other = nullcontext(lambda: 0)
        skipped.append("вся работа на PostgreSQL: нет его программ (пакет postgresql)")
    with other as told:
        print("== SQLite", flush=True)
        code = subprocess.run(**pytest(n_workers=n_workers), check=False).returncode
        code = told() or code
    for what in skipped:
        print(f"НЕ ПРОВЕРЕНО: {what}", flush=True)
    return code


if __name__ == "__main__":
    sys.exit(main())
