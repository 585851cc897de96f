"""Which Debian packages the tests look through, and how the missing ones come on to the machine."""

import importlib.util
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from scripts.console import run_quietly, say, shout

CHROMIUM = Path("/usr/bin/chromium")


@dataclass(frozen=True)
class Package:
    """A Debian package, and how one sees that it is there."""

    name: str
    purpose: str
    is_installed: Callable[[], bool]


def command(*names: str) -> Callable[[], bool]:
    """Return a question: are these commands on the path?"""
    return lambda: all(map(shutil.which, names))


def file(path: Path | str) -> Callable[[], bool]:
    """Return a question: is this file there?"""
    return Path(path).exists


def python_module(name: str) -> Callable[[], bool]:
    """Return a question: does this Python bring the module?"""
    return lambda: importlib.util.find_spec(name) is not None


FONTS = Path("/usr/share/fonts")
PACKAGES = (
    Package("python3-venv", "makes .venv", python_module("ensurepip")),
    Package("chromium", "walks the browser journeys", file(CHROMIUM)),
    Package("poppler-utils", "reads PDFs and checks their signatures", command("pdftotext", "pdfsig")),
    Package("mupdf-tools", "checks signatures a second time", command("mutool")),
    Package("gettext", "compares the catalogues with the code", command("msgfmt", "xgettext")),
    Package("fonts-hanazono", "draws the rarest characters", file(FONTS / "truetype/hanazono/HanaMinB.ttf")),
    Package("fonts-noto-cjk", "shows Chinese in the browser", file(FONTS / "opentype/noto/NotoSansCJK-Regular.ttc")),
    Package("zbar-tools", "reads QR codes back from pictures", command("zbarimg")),
    Package("openssl", "is a time-stamp authority", command("openssl")),
    Package("softhsm2", "is a token for signing keys, as far as a program can tell", command("softhsm2-util")),
    Package("libnss3-tools", "tells pdfsig whom to trust", command("certutil")),
)


def missing() -> list[Package]:
    """Return the packages that are not there."""
    return [package for package in PACKAGES if not package.is_installed()]


def provide() -> None:
    """As root install what is missing; as anybody else say it loudly; under CI end there."""
    if missing() and os.geteuid() == 0 and shutil.which("apt-get"):
        install([package.name for package in missing()])
    left = missing()
    if not left:
        return
    names = " ".join(package.name for package in left)
    purposes = "\n".join(f"  {package.name}: {package.purpose}" for package in left)
    shout(f"Missing on this machine:\n{purposes}\nInstall them with: sudo apt install {names}")
    if os.environ.get("CI"):
        raise SystemExit(1)


def install(names: list[str]) -> None:
    """Install packages without asking anything."""
    say(f"installing by apt: {' '.join(names)}")
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    run_quietly(["apt-get", "update"], env=quiet)
    run_quietly(["apt-get", "install", "-y", "--no-install-recommends", *names], env=quiet)
