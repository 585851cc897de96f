"""What a file is, by its content: the name a file carries is a claim, and a claim is not looked inside."""

import io
import zipfile

MOST_ENTRIES = 3_000
MOST_UNPACKED = 300 * 1024 * 1024
"""How much an office file may say that it unpacks to. Nothing is unpacked here: only the directory is read."""

SIGNATURES = ((b"%PDF-", "pdf"), (b"\xff\xd8\xff", "jpg"), (b"\x89PNG\r\n\x1a\n", "png"))
OFFICE = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "ppt/presentation.xml": "pptx"}


class Bomb(Exception):
    """An archive that unpacks to far more than a document holds."""


def type_of(data: bytes) -> str:
    """Return the type of a file, or nothing where it is none that is known; `Bomb` for what must not be opened."""
    for signature, name in SIGNATURES:
        if data.startswith(signature):
            return name
    return _office_type(data) if data.startswith(b"PK\x03\x04") else ""


def _office_type(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return ""
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise Bomb
    names = {entry.filename for entry in entries}
    found = [name for part, name in OFFICE.items() if part in names]
    return found[0] if "[Content_Types].xml" in names and len(found) == 1 else ""
