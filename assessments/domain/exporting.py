"""A bank as a file: the same questions come back when it is imported."""

from django.utils.translation import gettext as _

from assessments.domain.importing.reading import FileFormat
from assessments.formats import moodle_xml, sheet
from assessments.formats.base import Content
from assessments.models.banks import Bank
from assessments.models.questions import Question
from common.sheets import write_xlsx

EXPORTS = (FileFormat.XLSX, FileFormat.MOODLE_XML)


def export_bank(*, bank: Bank, file_format: str) -> bytes:
    """Return the questions of a bank in one of the two formats that lose nothing."""
    contents = contents_of(bank)
    if file_format == FileFormat.MOODLE_XML:
        return moodle_xml.write(contents)
    headers, rows = sheet.write(contents)
    return write_xlsx(headers, rows, title=_("Question bank"))


def contents_of(bank: Bank) -> list[Content]:
    """Return what the questions of a bank say now, in the order in which they were written."""
    return [content_of(question) for question in Question.objects.filter(bank=bank).order_by("pk")]


def content_of(question: Question) -> Content:
    """Return what a question says; line ends are one character, as files keep them."""
    return Content(
        kind=question.kind,
        stem=_lines(question.stem),
        own=question.own_fields(),
        explanation=_lines(question.explanation),
        reference=question.reference,
        points=question.points,
        difficulty=question.difficulty,
        topics=question.topics,
        source=question.source,
    )


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
