"""Reading a PDF with programs that are not ours."""

import io
import re
import subprocess
from pathlib import Path

from pikepdf import pdfa

CROWDED = re.compile(rb"[^\r\n]endstream")


def text_of(data: bytes, folder: Path) -> str:
    """What poppler's pdftotext reads."""
    file = folder / "read.pdf"
    file.write_bytes(data)
    return subprocess.run(["pdftotext", file, "-"], capture_output=True, check=True, text=True).stdout


def archive_faults(data: bytes) -> list[str]:
    """Where the bytes are not PDF/A-2b: by pikepdf and by the rule of 6.1.7 that it does not look at."""
    crowded = [f"6.1.7 endstream at {found.start()} has no line of its own" for found in CROWDED.finditer(data)]
    return [*crowded, *(str(finding) for finding in pdfa.validate_written(io.BytesIO(data), "2b").findings)]


def fonts_of(data: bytes, folder: Path) -> list[list[str]]:
    """The rows of poppler's pdffonts: name, type, encoding, embedded, subset, unicode …"""
    file = folder / "fonts.pdf"
    file.write_bytes(data)
    listed = subprocess.run(["pdffonts", file], capture_output=True, check=True, text=True).stdout
    return [line.split() for line in listed.splitlines()[2:]]
