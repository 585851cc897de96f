"""Bring a fresh clone to where it can be served or tested: venv, packages, catalogues, secrets, data.

Runs under the system's own Python with nothing installed, and does again only what changed.
"""

import importlib.util
import sys
from pathlib import Path

from scripts import catalogues, debian, environment, frontend
from scripts.console import ROOT, VAR, VENV, VENV_PYTHON, Command, refuse, run, say
from scripts.stamps import Stamp

OLDEST_PYTHON = (3, 11)
RUNTIME_LOCK = ROOT / "requirements.txt"
TESTING_LOCK = ROOT / "requirements" / "dev.txt"


def prepare_run() -> None:
    """Make everything that serving the demo needs."""
    prepare_packages()
    if environment.ensure(ROOT / ".env"):
        say("wrote .env with random secrets; it stays on this machine")
    collect_static()
    say("bringing the database up to date")
    manage("migrate", "--verbosity=0")
    manage("createcachetable")
    manage("make_signing_ca", "--if-missing")
    manage("load_demo")


def prepare_packages() -> None:
    """Make what a server needs besides its settings and its data."""
    make_venv()
    install_lock("runtime", RUNTIME_LOCK)
    frontend.install(with_test_packages=False)
    compile_catalogues()


def prepare_tests() -> None:
    """Make everything that the tests need."""
    debian.provide()
    make_venv()
    install_lock("runtime", RUNTIME_LOCK)
    install_lock("testing", TESTING_LOCK)
    frontend.install(with_test_packages=True)
    compile_catalogues()


def make_venv() -> None:
    """Make .venv, or say in one line what keeps it from being made."""
    if sys.version_info < OLDEST_PYTHON:
        refuse(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}.")
    if (VENV / "bin" / "pip").exists():
        return
    if importlib.util.find_spec("ensurepip") is None:
        refuse("Python's venv module is not installed. Install it with: sudo apt install python3-venv")
    say("making .venv")
    run([sys.executable, "-m", "venv", "--clear", VENV])


def install_lock(name: str, lock: Path) -> None:
    """Install a lock with its hashes, unless it is installed already."""
    stamp = Stamp(VENV / f".stamp-{name}", [lock])
    if stamp.is_fresh():
        return
    say(f"installing the locked {name} packages (a minute or so, once)")
    pip: Command = [VENV_PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    run([*pip, "--require-hashes", "--no-deps", "-r", lock])
    stamp.set()


def compile_catalogues() -> None:
    """Compile the catalogues whose source is newer."""
    if compiled := catalogues.compile_stale():
        say(f"{compiled} catalogues compiled")


def collect_static() -> None:
    """Name styles and scripts by their content, unless that was done from just these."""
    sources = [path for path in ROOT.glob("*/static/**/*") if path.is_file()]
    stamp = Stamp(VAR / ".stamp-static", [*sources, RUNTIME_LOCK, ROOT / "package-lock.json"])
    if stamp.is_fresh():
        return
    say("collecting styles and scripts")
    manage("collectstatic", "--noinput", "--verbosity=0")
    stamp.set()


def manage(*arguments: str) -> None:
    """Run a management command of the project."""
    run([VENV_PYTHON, "manage.py", *arguments])


PURPOSES = {"": prepare_run, "--packages-only": prepare_packages, "--for-tests": prepare_tests}

if __name__ == "__main__":
    PURPOSES["".join(sys.argv[1:])]()
