"""The project's own files, as the house tests walk them."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("training", "dashboards", "certificates", "assessments", "cohorts", "courses", "people", "common")


def committed(*patterns: str) -> list[Path]:
    """Return the files that are, or are about to be, under version control."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [path for line in listed.splitlines() if (path := ROOT / line).is_file()]


def shown(path: Path) -> str:
    """Return a path as a message names it."""
    return str(path.relative_to(ROOT))
