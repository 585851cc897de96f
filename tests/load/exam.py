"""A district at nine o'clock against a served site on loopback, on both databases: what an attempt costs the server.

Run it with `make bench-exam`. It prints figures and judges nothing; targets: docs/explanation/performance.md.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from scripts.postgres import database_url

TRAINEES = int(os.environ.get("EXAM_TRAINEES", "60"))
AT_A_TIME, WARMING_UP, QUESTIONS, POOL = 8, 4, 20, 300
PASSWORD = "spring-of-the-black-tiger"  # of invented people


@dataclass
class Tally:
    """What the trainees' browsers wrote down: how long saves took, what went wrong, and what was acknowledged."""

    saves: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    acknowledged: dict[tuple[str, int], object] = field(default_factory=dict)


def main() -> None:
    """Measure on SQLite, then on PostgreSQL, each in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        measure_in_child(f"sqlite:///{folder}/exam.sqlite3", folder)
    with database_url() as url, tempfile.TemporaryDirectory() as folder:
        measure_in_child(url, folder)


def measure_in_child(url: str, folder: str) -> None:
    """Django knows one database a process."""
    environment = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    subprocess.run([sys.executable, "-m", "tests.load.exam", folder], env=environment, check=True, timeout=900)


def measure(folder: Path) -> None:
    """Serve a site, let everybody log in and then sit the examination, and print the table."""
    import django  # The parent process has no database.

    django.setup()
    from tests.load.examinees import Examinee, lay_out, lost  # Wants Django to be set up.

    site, sitting, names = lay_out(folder, trainees=TRAINEES + WARMING_UP, questions=QUESTIONS, pool=POOL)
    site.start("web")
    try:
        tally = Tally()
        everybody = [Examinee(site.port, name, PASSWORD, sitting, tally) for name in names]
        for step in (Examinee.log_in, Examinee.sit):
            at_a_time(everybody[:WARMING_UP], step)
        tally.saves.clear()
        trainees = everybody[WARMING_UP:]
        login, _ = timed(site.processes["web"].pid, lambda: at_a_time(trainees, Examinee.log_in))
        attempt, seconds = timed(site.processes["web"].pid, lambda: at_a_time(trainees, Examinee.sit))
        report(login, attempt, seconds, tally, lost(tally.acknowledged))
    finally:
        site.stop()


def at_a_time(examinees: list, step: Callable[..., None]) -> None:
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        list(pool.map(step, examinees))


def timed(pid: int, act: Callable[[], None]) -> tuple[float, float]:
    """CPU milliseconds of the server's processes, and seconds of the clock."""
    before, begun = cpu(pid), time.perf_counter()
    act()
    return (cpu(pid) - before) * 1000, time.perf_counter() - begun


def cpu(parent: int) -> float:
    """The CPU seconds that a process and its children have used."""
    total = 0
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            name, rest = path.read_text().rsplit(")", 1)
        except OSError:  # It has just ended.
            continue
        values = rest.split()
        if int(name.split(" ", 1)[0]) == parent or int(values[1]) == parent:
            total += int(values[11]) + int(values[12])
    return total / os.sysconf("SC_CLK_TCK")


def report(login: float, attempt: float, seconds: float, tally: Tally, lost: int) -> None:
    """Print the table of one database."""
    kind = os.environ["DATABASE_URL"].split(":", 1)[0]
    saves = sorted(tally.saves)
    rows = {
        "trainees, at a time": f"{TRAINEES}, {AT_A_TIME}",
        "CPU of one login": f"{login / TRAINEES:.0f} ms",
        "CPU of the rest of an attempt": f"{attempt / TRAINEES:.0f} ms",
        "CPU of the whole": f"{(login + attempt) / TRAINEES:.0f} ms",
        "saves a second": f"{len(saves) / seconds:.0f}",
        "a save: p50, p95": f"{statistics.median(saves) * 1000:.0f} ms, {saves[len(saves) * 95 // 100] * 1000:.0f} ms",
        "errors": f"{len(tally.errors)} {tally.errors[:3] or ''}",
        "lost acknowledged answers": f"{lost} of {len(tally.acknowledged)}",
    }
    print(f"\n{kind}")  # noqa: T201
    for name, value in rows.items():
        print(f"  {name:<32}{value}")  # noqa: T201


if __name__ == "__main__":
    measure(Path(sys.argv[1])) if len(sys.argv) > 1 else main()
