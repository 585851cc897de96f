"""What `make test` does: the checks, the whole suite on both databases, the browser journeys, an honest sum."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from scripts import debian, postgres
from scripts.console import VAR, VENV, VENV_PYTHON, Command, run_for_code, shout

BROWSER_TESTS = "tests/browser"
TEMPLATES = ("common", "people", "courses", "cohorts", "assessments", "certificates", "dashboards", "training")
OUTCOMES = ("passed", "failed", "skipped", "xfailed")


@dataclass
class Outcome:
    """How one step went; a suite also counts its tests."""

    name: str
    is_ok: bool
    seconds: float = 0.0
    counts: dict[str, int] = field(default_factory=dict)
    note: str = ""


def checks() -> dict[str, Command]:
    """Return the checks that need no database, by name."""
    python: Command = [VENV_PYTHON, "-m"]
    return {
        "ruff": [*python, "ruff", "check", "."],
        "ruff format": [*python, "ruff", "format", "--check", "."],
        "mypy": [*python, "mypy"],
        "import-linter": [VENV / "bin/lint-imports", "--no-logo"],
        "migrations": [VENV_PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"],
        "djlint": [VENV / "bin/djlint", *TEMPLATES, "--lint", "--quiet"],
    }


def check(name: str, command: Command) -> Outcome:
    """Run one check."""
    with timed(name) as outcome:
        outcome.is_ok = run_for_code(command, env=settings_environment(sqlite_url())) == 0
    return outcome


def suite(name: str, url: str, *arguments: str) -> Outcome:
    """Run pytest on a database; a skipped or expectedly failing test is a fault here."""
    report = VAR / "tests" / f"{name.replace(' ', '-')}.xml"
    report.parent.mkdir(parents=True, exist_ok=True)
    report.unlink(missing_ok=True)
    command: Command = [VENV_PYTHON, "-m", "pytest", f"--junitxml={report}", "-q", *arguments]
    with timed(name) as outcome:
        code = run_for_code(command, env=settings_environment(url))
        outcome.counts = count(report)
        left_out = outcome.counts["skipped"] + outcome.counts["xfailed"]
        outcome.is_ok = code == 0 and outcome.counts["passed"] > 0 and left_out == 0
        outcome.note = f"pytest ended with code {code}" if code else ""
    return outcome


def count(report: Path) -> dict[str, int]:
    """Count the tests of a JUnit report by how they ended."""
    counts = dict.fromkeys(OUTCOMES, 0)
    cases = ElementTree.parse(report).iter("testcase") if report.exists() else []
    for case in cases:
        skipped = case.find("skipped")
        if case.find("failure") is not None or case.find("error") is not None:
            counts["failed"] += 1
        elif skipped is not None:
            counts["xfailed" if skipped.get("type") == "pytest.xfail" else "skipped"] += 1
        else:
            counts["passed"] += 1
    return counts


@contextmanager
def timed(name: str) -> Iterator[Outcome]:
    """Announce a step and note how long it took."""
    print(f"\n── {name} " + "─" * (74 - len(name)), flush=True)
    outcome = Outcome(name, is_ok=False)
    began = time.monotonic()
    yield outcome
    outcome.seconds = time.monotonic() - began


def everything() -> Iterator[Outcome]:
    """Run all that there is to run, whether or not the step before it passed."""
    for name, command in checks().items():
        yield check(name, command)
    side_by_side = ["-n", str(min(os.cpu_count() or 1, 4))]
    without_browser = [*side_by_side, f"--ignore={BROWSER_TESTS}"]
    yield suite("suite on SQLite", sqlite_url(), *without_browser)
    with postgres.database_url() as url:
        yield suite("suite on PostgreSQL", url, *without_browser)
    if debian.CHROMIUM.exists():
        yield suite("browser journeys", sqlite_url(), BROWSER_TESTS)
    else:
        shout("The browser journeys were NOT RUN: Chromium is missing.")
        yield Outcome("browser journeys", is_ok=not os.environ.get("CI"), note="NOT RUN, Chromium is missing")


def sqlite_url() -> str:
    """Return the address of the SQLite file beside which the tests put theirs."""
    return f"sqlite:///{VAR / 'tests' / 'suite.sqlite3'}"


def settings_environment(url: str) -> dict[str, str]:
    """Return the environment in which the project is checked and tested."""
    return {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings"}


def summarize(outcomes: list[Outcome], seconds: float) -> bool:
    """Print how everything went, the sum in pytest's own manner last; say whether all is well."""
    print("\n" + "=" * 78)
    for outcome in outcomes:
        tests = ", ".join(f"{number} {kind}" for kind, number in outcome.counts.items())
        mark = "ok" if outcome.is_ok else "FAILED"
        print(f"{outcome.name:<22}{mark:<8}{outcome.seconds:>7.1f} s   {tests}  {outcome.note}".rstrip())
    total = {kind: sum(outcome.counts.get(kind, 0) for outcome in outcomes) for kind in OUTCOMES}
    broken = sum(not outcome.is_ok for outcome in outcomes)
    parts = [f"{number} {kind}" for kind, number in total.items()]
    parts += [f"{broken} of {len(outcomes)} steps failed"] if broken else []
    print(f"{f' {chr(44).join(parts)} in {seconds:.2f}s '.replace(',', ', '):=^78}", flush=True)
    return not broken


def main() -> int:
    """Run, sum up, and answer with the exit code."""
    began = time.monotonic()
    steps: Callable[[], Iterator[Outcome]] = everything
    if "--only-checks" in sys.argv:
        outcomes = [check(name, command) for name, command in checks().items()]
    else:
        outcomes = list(steps())
    return 0 if summarize(outcomes, time.monotonic() - began) else 1


if __name__ == "__main__":
    sys.exit(main())
