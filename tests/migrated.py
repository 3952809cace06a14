"""Keep an SQLite database as migrations left it: a run of one test should not wait for a hundred of them.

What is kept is migrated on, so a new migration is applied; a changed one, a changed word or another Django is another key.
"""

import hashlib
import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent


def key() -> str:
    """Return the digest of all that an empty database is made of."""
    found = hashlib.sha256((ROOT / "requirements.txt").read_bytes())
    kept = {*ROOT.glob("masterstvo/*/migrations/*.py"), *ROOT.glob("masterstvo/*/*.yaml")}
    for path in sorted({*kept, *ROOT.glob("masterstvo/**/*.py")}):
        content = path.read_bytes()
        if path in kept or b"CREATE " in content:  # indexes and triggers that come after the migrations
            found.update(path.name.encode() + content)
    return found.hexdigest()[:20]


class Kept:
    """The database of ``connection`` as a file at ``path``, between the runs."""

    def __init__(self, path: Path, connection: Any) -> None:
        self.path, self.connection, self.creation = path, connection, connection.creation
        self.make, self.held = self.creation._create_test_db, None

    def pour_when_made(self) -> None:
        """Let what was kept be there before migrations are run."""
        if self.path.exists():
            self.creation._create_test_db = self._made

    def _made(self, *args: Any, **kwargs: Any) -> Any:
        name = self.make(*args, **kwargs)
        self.held = sqlite3.connect(
            name, uri=True
        )  # a database in memory lives as long as a connection to it
        with closing(sqlite3.connect(self.path)) as kept:
            kept.backup(self.held)
        return name

    def keep(self) -> None:
        """Write the migrated database, unless it is there: another process sees it whole or not at all."""
        if self.held is not None:
            self.held.close()
        if self.path.exists():
            return
        self.connection.ensure_connection()
        part = self.path.with_suffix(f".{os.getpid()}")
        with closing(sqlite3.connect(part)) as kept:
            self.connection.connection.backup(kept)
        for old in self.path.parent.glob("*.sqlite3"):
            old.unlink(missing_ok=True)
        part.replace(self.path)
