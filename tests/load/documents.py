"""What a certificate costs: our way, a plain page of the same content, WeasyPrint, and pyHanko's own signing.

Run it with `make bench-documents`. It prints CPU time as ratios and judges nothing: docs/explanation/performance.md.
"""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django

django.setup()

from certificates.payloads import CertificatePayload  # noqa: E402  # What follows wants Django to be set up.
from certificates.pdf import certificate, signers, signing  # noqa: E402
from certificates.pdf.keys import make_signing_key  # noqa: E402
from tests.factories.certificates import certificate_payload  # noqa: E402
from tests.load import plain_documents  # noqa: E402

ROUNDS, EACH = 7, 20
AT = datetime(2026, 5, 30, 2, 0, tzinfo=UTC)
SURNAMES, GIVEN = "王李张刘陈杨赵黄周吴", "建国秀英志强丽娟海燕桂兰春梅永福晓东玉珍"
WEASYPRINT = Path("/usr/bin/weasyprint")


@dataclass
class Way:
    """One way to make a certificate, and what the cheapest round of it cost."""

    name: str
    make: Callable[[CertificatePayload], bytes]
    cost: float = float("inf")  # CPU milliseconds each
    size: int = 0


def main() -> None:
    """Take all ways in turn, round by round, so that whatever else the machine does meets them alike."""
    with tempfile.TemporaryDirectory() as folder:
        unsigned, signed = ways(Path(folder))
        everything = [*unsigned, *signed]
        for way in everything:
            way.size = len(way.make(somebody(0)))
        for turn in range(ROUNDS):
            for way in everything:
                way.cost = min(way.cost, cost(way.make, turn))
    unsigned += weasyprint()
    table("A certificate, unsigned", unsigned)
    table("A certificate, signed", signed)


def ways(folder: Path) -> tuple[list[Way], list[Way]]:
    """The ways that run in this process, ours first."""
    key_file = folder / "signing.p12"
    make_signing_key(path=key_file, passphrase="bench", at=AT)  # of a key that lives for a minute
    key = signers.load_signer(key_file, "bench")

    def ours(payload: CertificatePayload) -> bytes:
        with certificate.composed(payload) as pdf:
            return signing.sign(pdf, by=key, at=AT, reason="结业证书").data

    def theirs(payload: CertificatePayload) -> bytes:
        return plain_documents.signed(plain_documents.page(payload), key, AT)

    plain_documents.register_plain_fonts()
    unsigned = [Way("ours", certificate.render), Way("a plain reportlab page", plain_documents.page)]
    return unsigned, [Way("ours", ours), Way("a plain page, pyHanko with its key kept", theirs)]


def somebody(number: int) -> CertificatePayload:
    """The certificate of one of many people of a class."""
    name = SURNAMES[number % 10] + GIVEN[number % 20] + GIVEN[number * 7 % 19]
    return certificate_payload(
        name, number=f"HD2026J{number:07d}H", verify_url=f"https://example.org/verify/{number:032x}/"
    )


def cost(make: Callable[[CertificatePayload], bytes], turn: int) -> float:
    """CPU milliseconds of one certificate, over a few of them."""
    people = [somebody(turn * EACH + number) for number in range(EACH)]
    begun = time.process_time()
    for person in people:
        make(person)
    return (time.process_time() - begun) * 1000 / EACH


def weasyprint() -> list[Way]:
    """The same page as HTML, where Debian's WeasyPrint is on the machine."""
    if not WEASYPRINT.exists() and os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "install", "-qq", "-y", "--no-install-recommends", "weasyprint"], check=False)
    if not WEASYPRINT.exists():
        print("WeasyPrint is not on this machine, so its line is left out: apt-get install weasyprint")  # noqa: T201
        return []
    script = Path(__file__).with_name("weasy_page.py")
    html = plain_documents.html(somebody(1))
    said = subprocess.run(["/usr/bin/python3", script], input=html, capture_output=True, check=True, text=True).stdout
    cpu, size = said.split()
    return [Way("WeasyPrint", certificate.render, cost=float(cpu), size=int(size))]


def table(title: str, rows: list[Way]) -> None:
    """Print one table; the first row is the measure of the others."""
    print(f"\n{title:<44}{'CPU ms':>8}{'ratio':>8}{'bytes':>10}")  # noqa: T201
    for way in rows:
        print(f"{way.name:<44}{way.cost:>8.2f}{way.cost / rows[0].cost:>8.1f}{way.size:>10,}")  # noqa: T201


if __name__ == "__main__":
    main()
