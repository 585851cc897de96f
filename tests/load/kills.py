"""Workers that are killed a hundred times at any moment while two of them issue a class its certificates.

Run it with `make kill-workers`. It prints counts, on SQLite and on PostgreSQL; with one that is not as it must be it
ends with 1.
"""

import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from scripts.postgres import database_url

PEOPLE = int(os.environ.get("KILL_PEOPLE", "1500"))
KILLS = int(os.environ.get("KILL_TIMES", "100"))
WORKERS = 2
LOOK = 0.02  # Seconds between looks at how far they are.
WAVER = 0.2  # Seconds at most between the certificate at which a worker is to die and its death.
LONGEST_RUN = 1_800


def main() -> None:
    """On SQLite, then on PostgreSQL, each in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        measured = [in_child(f"sqlite:///{folder}/kills.sqlite3", folder)]
    with database_url() as url, tempfile.TemporaryDirectory() as folder:
        measured.append(in_child(url, folder))
    sys.exit(max(measured))


def in_child(url: str, folder: str) -> int:
    """Django knows one database a process."""
    environment = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    command = [sys.executable, "-m", "tests.load.kills", folder]
    return subprocess.run(command, env=environment, check=False, timeout=LONGEST_RUN).returncode


def measure(folder: Path) -> bool:
    """Lay out a class, let two workers issue and die, finish, and count."""
    import django  # The parent process has no database.

    django.setup()
    from django.conf import settings

    settings.SIGNING_KEY_FILE = folder / "signing.p12"
    settings.STORAGES["private"]["OPTIONS"] = {"location": folder / "private"}  # type: ignore[index]
    from tests.load.graduates import Class  # Wants Django to be set up.

    people = Class(PEOPLE)
    begun, chance = time.monotonic(), random.Random()  # any moment will do
    moments, kills = sorted(chance.choices(range(PEOPLE * 9 // 10), k=KILLS)), 0  # spread over the work
    workers = [people.fork() for _ in range(WORKERS)]
    while workers:
        time.sleep(LOOK)
        workers, issued = [pid for pid in workers if is_alive(pid)], people.issued()
        if workers and kills < KILLS and issued >= moments[kills]:
            time.sleep(chance.uniform(0, WAVER))
            workers.remove(killed(chance.choice(workers)))
            kills += 1
        if issued < PEOPLE:
            workers += [people.fork() for _ in range(WORKERS - len(workers))]
    counts = people.counts()
    print(f"\n{people.database}: {kills} kills in {timedelta(seconds=round(time.monotonic() - begun))}")  # noqa: T201
    for name, (found, wanted) in counts.items():
        print(f"  {name:<44}{found:>8,}  {'as it must be' if found == wanted else f'NOT {wanted:,}'}")  # noqa: T201
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(f"  {'memory of the largest worker, MiB':<44}{largest:>8,}")  # noqa: T201
    return all(found == wanted for found, wanted in counts.values())


def killed(pid: int) -> int:
    """The worker that is no more."""
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return pid


def is_alive(pid: int) -> bool:
    """Whether a worker is still at it; one that has ended is taken note of."""
    return os.waitpid(pid, os.WNOHANG) == (0, 0)


if __name__ == "__main__":
    if sys.argv[1:]:
        sys.exit(0 if measure(Path(sys.argv[1])) else 1)
    main()
