"""The test database: migrated once into a template, then copied for every worker and after every flush.

Migrations are never left out, for Wagtail's root page, the search tables and our triggers come from
them; and a transactional test must not flush those away, so it puts the template back instead.
"""

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from django.core.management import call_command
from django.db import connection

PROJECT = Path(__file__).resolve().parent.parent
# What decides how a migrated database looks.
SOURCES = ("*/migrations/*.py", "*/apps.py", "*/*.toml", "training/settings.py", "requirements.txt")


class Store(Protocol):
    """Where a test run's databases come from."""

    def provide(self) -> None:
        """Point the connection at this worker's own copy, made from the template."""

    def restore(self) -> None:
        """Put the template's content back after a test that committed."""

    def remove(self) -> None:
        """Take this worker's copy away."""


def store(purpose: str = "") -> Store:
    """Return the store for the database engine of this run; a purpose names a copy beside the worker's own."""
    return PostgresStore(purpose) if connection.vendor == "postgresql" else SqliteStore(purpose)


@lru_cache
def template_key() -> str:
    """Return a digest of everything that the template is made from."""
    total = hashlib.sha256()
    for pattern in SOURCES:
        for path in sorted(PROJECT.glob(pattern)):
            total.update(str(path.relative_to(PROJECT)).encode() + b"\0" + path.read_bytes())
    return total.hexdigest()[:16]


def worker_name() -> str:
    """Return a name that no other process running tests at this moment has."""
    return f"{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}"


def connect_to(name: str) -> None:
    """Make every connection of this process open the named database from now on."""
    connection.close()
    connection.settings_dict["NAME"] = name


def migrate() -> None:
    """Bring an empty database to what the code expects."""
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    connection.close()


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Let one process at a time build the template."""
    with path.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


class SqliteStore:
    """A template file and a copy of it beside it; a file, as in production, not memory."""

    def __init__(self, purpose: str = "") -> None:
        base = Path(connection.settings_dict["NAME"])
        self.template = base.with_name(f"template-{template_key()}.sqlite3")
        self.copy = base.with_name(f"test-{worker_name()}{purpose}.sqlite3")

    def provide(self) -> None:
        self.template.parent.mkdir(parents=True, exist_ok=True)
        with locked(self.template.with_name("template.lock")):
            if not self.template.exists():
                self._build()
        connect_to(str(self.copy))
        self.restore()

    def _build(self) -> None:
        for old in self.template.parent.glob("template-*.sqlite3*"):
            old.unlink()
        unfinished = self.template.with_suffix(".unfinished")
        unfinished.unlink(missing_ok=True)
        connect_to(str(unfinished))
        migrate()
        unfinished.rename(self.template)

    def restore(self) -> None:
        connection.close()
        self.remove()
        shutil.copyfile(self.template, self.copy)

    def remove(self) -> None:
        connection.close()
        for suffix in ("", "-wal", "-shm"):
            Path(f"{self.copy}{suffix}").unlink(missing_ok=True)


class PostgresStore:
    """A template database and a copy of it, both made by the server itself."""

    def __init__(self, purpose: str = "") -> None:
        self.template = f"template_{template_key()}"
        self.copy = f"test_{worker_name()}{purpose}"

    def provide(self) -> None:
        with connection._nodb_cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(hashtext(%s))", [self.template])
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s AND datistemplate", [self.template])
            if cursor.fetchone() is None:
                self._build()
        connect_to(self.copy)
        self.restore()

    def _build(self) -> None:
        self._execute(f"DROP DATABASE IF EXISTS {self.template}", f"CREATE DATABASE {self.template}")
        connect_to(self.template)
        migrate()
        # Only a finished template bears the mark, so a run that was killed leaves none behind.
        self._execute(f"ALTER DATABASE {self.template} IS_TEMPLATE true")

    def restore(self) -> None:
        connection.close()
        self.remove()
        self._execute(f"CREATE DATABASE {self.copy} TEMPLATE {self.template}")

    def remove(self) -> None:
        connection.close()
        self._execute(f"DROP DATABASE IF EXISTS {self.copy} WITH (FORCE)")

    def _execute(self, *statements: str) -> None:
        with connection._nodb_cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
