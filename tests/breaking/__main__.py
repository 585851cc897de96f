"""Break one rule after another in a copy of the project, and say of each whether its test noticed."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue

from scripts.console import ROOT, VENV, VENV_PYTHON
from scripts.testing import settings_environment, sqlite_url
from tests.breaking.table import Break, breaks

TESTS_FAILED = 1  # pytest's code; a copy that does not even run proves nothing.
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "node_modules", "var", "docs", "*.sqlite3*")


def main(word: str = "") -> int:
    """Print a line for every break, and count; returns 1 where a rule can be broken unnoticed."""
    chosen = [each for each in breaks() if word in each.test or word in each.file]
    copies: SimpleQueue[Path] = SimpleQueue()
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(os.cpu_count()) as pool:
        for number in range(os.cpu_count() or 1):
            copies.put(copy_of_the_project(Path(folder) / str(number)))
        found = pool.map(lambda each: is_noticed(each, copies), chosen)
        unnoticed = [each for each, noticed in zip(chosen, told(chosen, found), strict=True) if not noticed]
    print(f"{len(chosen)} rules broken, {len(chosen) - len(unnoticed)} noticed")  # noqa: T201
    return 1 if unnoticed or not chosen else 0


def told(chosen: list[Break], found: Iterator[bool]) -> Iterator[bool]:
    """What was found, printed as it comes."""
    for each, noticed in zip(chosen, found, strict=True):
        print(f"{'red  ' if noticed else 'GREEN'}  {each.test}  ({each.file})", flush=True)  # noqa: T201
        yield noticed


def copy_of_the_project(target: Path) -> Path:
    """A tree of its own to break, with the installed packages of this one."""
    shutil.copytree(ROOT, target, ignore=LEFT_OUT)
    for name in (VENV.name, "node_modules"):
        (target / name).symlink_to(ROOT / name)
    return target


def is_noticed(each: Break, copies: "SimpleQueue[Path]") -> bool:
    """Whether the test of a rule fails while the rule is broken."""
    root = copies.get()
    try:
        with broken(each, root):
            return tested(each, root) == TESTS_FAILED
    finally:
        copies.put(root)


@contextmanager
def broken(each: Break, root: Path) -> Iterator[None]:
    """The tree with one rule broken, whole again afterwards."""
    path = root / each.file
    whole = path.read_bytes()
    each.apply(root)
    try:
        yield
    finally:
        path.write_bytes(whole)


def tested(each: Break, root: Path) -> int:
    """Run the test of a rule; returns pytest's exit code."""
    database = settings_environment(sqlite_url())  # The migrated template serves all copies.
    # No compiled files: two states of one file within a second could be taken for the same.
    environment = {**os.environ, **database, "PYTHONDONTWRITEBYTECODE": "1"}
    command: list[str | Path] = [VENV_PYTHON, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", each.node]
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
    if done.returncode not in {0, TESTS_FAILED}:
        print(done.stdout[-2000:], done.stderr[-2000:], file=sys.stderr)  # noqa: T201
    return done.returncode


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
