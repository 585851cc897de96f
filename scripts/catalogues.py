"""The Chinese catalogues: compile them for use, or collect the code's msgids into them."""

import subprocess
import sys
from pathlib import Path

from scripts.console import ROOT, VENV, refuse, run, say

APPS = ("common", "people", "courses", "cohorts", "assessments", "certificates", "dashboards", "training")
LANGUAGE = "zh_Hans"


def sources() -> list[Path]:
    """Return every catalogue of the project, in the order of the tower."""
    return [path for app in APPS for path in sorted((ROOT / app).glob("locale/*/LC_MESSAGES/*.po"))]


def compile_stale() -> int:
    """Compile the catalogues that are newer than what was made of them; return how many."""
    stale = [path for path in sources() if is_stale(path)]
    for path in stale:
        target, locale = path.with_suffix(".mo"), path.parent.parent.name
        run([VENV / "bin/pybabel", "-q", "compile", "-i", path, "-o", target, "-l", locale])
    return len(stale)


def is_stale(source: Path) -> bool:
    """Say whether a catalogue has to be compiled."""
    target = source.with_suffix(".mo")
    return not target.exists() or target.stat().st_mtime < source.stat().st_mtime


def collect() -> None:
    """Bring each app's catalogue up to the msgids that stand in its code (needs gettext)."""
    for app in (app for app in APPS if (ROOT / app).is_dir()):
        (ROOT / app / "locale").mkdir(exist_ok=True)
        command = [str(VENV / "bin/django-admin"), "makemessages", "-l", LANGUAGE, "--no-wrap"]
        command += ["--add-location", "file", "--no-obsolete"]
        say(f"collecting the msgids of {app}")
        if subprocess.run(command, cwd=ROOT / app, check=False).returncode:
            refuse("Collecting needs the gettext tools: apt install gettext")


if __name__ == "__main__":
    if sys.argv[1:] == ["collect"]:
        collect()
    else:
        say(f"{compile_stale()} catalogues compiled")
