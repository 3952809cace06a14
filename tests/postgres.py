"""A private, temporary PostgreSQL cluster for the tests, from the binaries on the machine."""

import os
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path


def binaries():
    """Return the newest folder of PostgreSQL binaries (15 or later), or None."""
    folders = [Path(path).parent for path in [shutil.which("initdb")] if path]
    folders += sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name), reverse=True
    )
    return next(
        (folder for folder in folders if (folder / "initdb").exists() and (folder / "postgres").exists()),
        None,
    )


def _as_postgres(command):
    """PostgreSQL refuses to run as root; then its own system user runs it."""
    return ["runuser", "-u", "postgres", "--", *command] if os.geteuid() == 0 else command


@contextmanager
def cluster(superuser="masterstvo"):
    """Run a throw-away cluster on a Unix socket and yield the DATABASE_URL of its superuser."""
    folder = binaries()
    home = Path(tempfile.mkdtemp(prefix="masterstvo-pg-"))
    if os.geteuid() == 0:
        shutil.chown(home, "postgres")
    data = home / "data"

    def run(*command):
        subprocess.run(_as_postgres(list(map(str, command))), check=True, cwd=home, stdout=subprocess.DEVNULL)

    try:
        run(
            folder / "initdb",
            "-D",
            data,
            "-U",
            superuser,
            "--auth=trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        )
        options = (
            f"-k {home} -c listen_addresses='' -c fsync=off -c full_page_writes=off -c synchronous_commit=off"
        )
        run(folder / "pg_ctl", "-D", data, "-o", options, "-w", "-l", home / "log", "start")
        try:
            yield f"postgresql://{superuser}@/postgres?host={home}"
        finally:
            run(folder / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(home, ignore_errors=True)
