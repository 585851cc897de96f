"""The project's own files, as the house tests walk them."""

import os
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("training", "dashboards", "certificates", "assessments", "cohorts", "courses", "people", "common")
# What is made on the spot and never committed; every folder whose name begins with a dot is, too.
MADE = {"node_modules", "var", "__pycache__"}


def committed(*patterns: str) -> list[Path]:
    """Return the files that belong to the project and whose path matches; no git is needed to tell."""
    return [path for path in own_files() if any(fnmatch(shown(path), pattern) for pattern in patterns)]


def own_files() -> Iterator[Path]:
    """Walk the tree past everything that was made in it."""
    for folder, inner, names in os.walk(ROOT):
        inner[:] = sorted(name for name in inner if name not in MADE and not name.startswith("."))
        yield from (Path(folder) / name for name in sorted(names))


def shown(path: Path) -> str:
    """Return a path as a message names it."""
    return str(path.relative_to(ROOT))
