"""What others say of the documents: poppler's text and signature check, and the QR read back by a camera's eye."""

import re
import subprocess
from pathlib import Path

from playwright.sync_api import Page


def download(page: Page, path: str, folder: Path) -> Path:
    """The file behind an address, as the person who is logged in gets it."""
    response = page.request.get(path)
    assert response.status == 200, f"{path}: {response.status}"
    assert response.headers["content-type"] == "application/pdf"
    target = folder / path.rsplit("/", 1)[-1]
    target.write_bytes(response.body())
    return target


def text_of(pdf: Path) -> str:
    """What pdftotext reads, without line breaks and spaces."""
    done = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True)
    return re.sub(r"\s+", "", done.stdout)


def signature_report(pdf: Path, authority: Path) -> str:
    """What pdfsig says with our authority in a certificate store of its own."""
    store = pdf.parent / "nss"
    if not store.exists():
        store.mkdir()
        subprocess.run(["certutil", "-N", "-d", f"sql:{store}", "--empty-password"], check=True)
        command = ["certutil", "-A", "-d", f"sql:{store}", "-n", "authority", "-t", "CT,C,C", "-i", str(authority)]
        subprocess.run(command, check=True)
    done = subprocess.run(["pdfsig", "-nssdir", str(store), str(pdf)], capture_output=True, text=True, check=True)
    return done.stdout


def qr_of(pdf: Path) -> str:
    """What the QR code on the first page says."""
    picture = pdf.with_suffix("")
    subprocess.run(["pdftoppm", "-r", "200", "-png", "-singlefile", str(pdf), str(picture)], check=True)
    done = subprocess.run(
        ["zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", f"{picture}.png"],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()
