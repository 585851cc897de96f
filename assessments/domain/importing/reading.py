"""From the bytes of an upload to its questions, by the format that somebody chose."""

from collections.abc import Callable
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.formats import aiken, gift, moodle_xml, qti, sheet, text
from assessments.formats.base import FileUnusable, Reading
from common.sheets import MAX_BYTES, Progress, read_sheets

BINARY = ("\0", "\x01", "\x02", "\x03", "\x04")


class FileFormat(models.TextChoices):
    """The formats of question files; the keys are those of the command."""

    XLSX = "xlsx", _("Excel workbook or CSV")
    TEXT = "text", _("Text pasted from a document")
    GIFT = "gift", _("GIFT")
    AIKEN = "aiken", _("Aiken")
    MOODLE_XML = "moodle-xml", _("Moodle XML")
    QTI = "qti", _("QTI package or item")


def read_file(data: bytes, file_format: str, *, on_progress: Progress | None = None) -> Reading:
    """Return the questions of a file; SheetUnreadable and FileUnusable say why it is none."""
    if not data.strip(b"\0\t\r\n \xef\xbb\xbf"):
        raise FileUnusable("empty")
    if len(data) > MAX_BYTES:
        raise FileUnusable("too-large")
    if file_format == FileFormat.XLSX:
        return sheet.read(read_sheets(data, on_progress=on_progress))
    if file_format == FileFormat.MOODLE_XML:
        return moodle_xml.read(data)
    if file_format == FileFormat.QTI:
        return qti.read(data)
    return TEXT_FORMATS[file_format](decoded(data))


TEXT_FORMATS: dict[str, Callable[[str], Reading]] = {
    FileFormat.TEXT: text.read,
    FileFormat.GIFT: gift.read,
    FileFormat.AIKEN: aiken.read,
}


def decoded(data: bytes) -> str:
    """Return the text: UTF-8 or UTF-16 by its mark, else UTF-8, else GB18030; no picture, no program."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return _checked(data, encoding)
    try:
        return _checked(data, "utf-8")
    except FileUnusable:
        return _checked(data, "gb18030")


def _checked(data: bytes, encoding: str) -> str:
    try:
        found = data.decode(encoding)
    except UnicodeDecodeError as fault:
        raise FileUnusable("not-text") from fault
    if any(character in found[:10_000] for character in BINARY):
        raise FileUnusable("not-text")
    return found


def likely_format(file_name: str) -> str:
    """Return the format that a file's name speaks of."""
    endings: dict[str, Any] = {
        ".xlsx": FileFormat.XLSX, ".csv": FileFormat.XLSX, ".xml": FileFormat.MOODLE_XML, ".gift": FileFormat.GIFT,
        ".zip": FileFormat.QTI,
    }  # fmt: skip
    return next((str(kind) for ending, kind in endings.items() if file_name.lower().endswith(ending)), FileFormat.TEXT)
