"""Words for what can be wrong with a question file: each says what is wrong and how to mend it.

The codes are a promise (docs/reference/question-files.md); the words may be bettered.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.domain.importing.reading import FileFormat
from assessments.formats.base import Fault, FileUnusable
from assessments.forms.words import PROBLEMS
from common.sheets import SheetUnreadable

UNUSABLE: dict[str, Promise] = {
    "empty": _("The file is empty. Please choose the file with the questions."),
    "too-large": _("The file is larger than 20 MB. Please take pictures out of it, or divide it."),
    "stumbled": _("Something went wrong while the file was read. Please try again, or save it anew."),
    "not-text": _(
        "This file holds no plain text. Please choose the format that it really has; "
        "from a Word document copy the text and paste it."
    ),
    "no-header": _(
        "No row with the headers of a question bank was found. "
        "It needs at least 题干 and 答案, better also 题型 and 选项A, 选项B …"
    ),
    "no-questions": _("No question was found in this file. Please check that the chosen format is the right one."),
    "xml-doctype": _(
        "The file declares a document type, which could draw in other files. Please export it from Moodle anew."
    ),
    "xml-too-deep": _("The file is nested too deeply to be a question bank. Please export it from Moodle anew."),
    "xml-broken": _("This is no complete XML; reading ended on line %(line)s. Please export it from Moodle anew."),
    "not-moodle": _("This is XML, but not from Moodle: its outermost element must be “quiz”."),
    "not-qti": _(
        "No item of QTI was found. Please choose the package (.zip), "
        "or an item whose outermost element is assessmentItem."
    ),
    "zip-broken": _("The package is damaged or locked with a password. Please export it anew."),
    "zip-too-large": _("The package unpacks to far more than questions need. Please export fewer questions at a time."),
    "too-long-for-sheet": _(
        "“%(stem)s …” is longer than a cell of a workbook holds. Please export the bank as Moodle XML."
    ),
}
FAULTS: dict[str, Promise] = {
    "formula": _("The cell holds a formula. Type the text itself, or paste it as a value."),
    "kind-unknown": _(
        "“%(text)s” is no kind of question that can be imported. Write for example 单选, 多选, 判断 or 填空."
    ),
    "key-unread": _("“%(text)s” is no answer to a choice. Write the letters of the right options, such as B or ACD."),
    "key-beyond-options": _("The answer “%(text)s” names an option that is not there; the last one is %(last)s."),
    "key-ambiguous": _("“%(text)s” is the number of one option and the text of another. Write the letter."),
    "keys-disagree": _("In the bracket stands %(inline)s, behind the question %(answer)s. Strike out the wrong one."),
    "truth-unread": _("“%(text)s” is neither true nor false. Write 对 or 错."),
    "options-equal": _("The options %(first)s and %(second)s say the same. Change one of them."),
    "options-too-many": _("There are more than 26 options. Divide the question."),
    "answer-missing": _("There is no answer here. Write what is accepted for each blank."),
    "answers-do-not-fit": _(
        "The question has %(blanks)s blanks, but %(answers)s answers were found. Separate the answers by “；”."
    ),
    "number-unread": _("“%(text)s” is no number. Write for example 5, 5天, 100±2 or 4～6."),
    "pair-unread": _("“%(text)s” is no pair. Write every pair as 左=右, one in a cell or a line."),
    "order-unread": _("“%(text)s” does not name every item once. Write their letters in the right order, such as CAB."),
    "points-unread": _("“%(text)s” is no number of points. Write a number above 0 with at most two decimals."),
    "weight-unread": _("“%(text)s” is no weight of an answer. Write a number of percent."),
    "text-too-long": _("The text is too long: at most %(limit)s characters fit."),
    "gift-braces": _("The braces { } of this question do not fit each other. Braces in a text need a backslash: \\{."),
    "gift-answers": _("Between the braces no answer was found. Begin right answers with = and wrong ones with ~."),
    "item-unread": _(
        "“%(text)s” in the package is no complete XML, or declares a document type. Please export it anew."
    ),
    "parts-missing": _(
        "The text needs answers embedded where they belong, such as {1:SHORTANSWER:=…}; “%(text)s” is none."
    ),
    "table-does-not-fit": _("%(range)s are not as many questions as the %(answers)s answers behind it. Count again."),
    "answer-without-question": _("The table answers question %(number)s, which is not in the text."),
    "details-broken": _("What the export wrote beside the question cannot be read; the plain columns were taken."),
    "details-dropped": _(
        "The question was changed after the export, so feedback, mode or rubric from the export no longer fit it "
        "and were left out."
    ),
    "single-with-several-keys": _("A single choice with several right answers: it was read as a multiple choice."),
    "multiple-with-one-key": _("A multiple choice with only one right answer. Please check that none is missing."),
    "true-false-as-choice": _("This has no options and a true-or-false answer: it was read as true or false."),
    "essay-as-choice": _("This is called a choice but has no options: it was read as a written answer."),
    "blank-not-shown": _("No blank was found in the question. Write ____ where the answer belongs."),
    "rubric-made": _("A plain rubric from 0 to 5 was made. Please refine it before the question is passed for use."),
    "reference-answer-missing": _("No reference answer is given for the markers."),
    "date-cell": _(
        "Excel holds a date here; it was read as %(text)s. If something else was typed, make the cell text."
    ),
    "date-serial": _("Is %(text)s meant? Excel may have made this number from a date such as 10-11."),
    "difficulty-unread": _("“%(text)s” is no difficulty; the middle one was taken."),
    "negative-weight": _("An option takes points away, which no question does here; it counts as nought."),
    "pictures-left-out": _("Pictures and files of this question were left out. Is it still to be understood?"),
    "title-left-out": _("“%(text)s” stands before the first question and was left out."),
    "near-duplicate": _("%(percent)s %% like the question at %(other)s: “%(stem)s”."),
    "near-duplicate-in-bank": _("%(percent)s %% like a question that the bank holds already: “%(stem)s”."),
}


def fault_words(fault: Fault) -> str:
    """Return a fault of a file in words."""
    if fault.code in FAULTS:
        return str(FAULTS[fault.code] % fault.details)
    return str(PROBLEMS[fault.code])


def unusable_words(refusal: FileUnusable | SheetUnreadable) -> str:
    """Return in words why a file is of no use."""
    if isinstance(refusal, SheetUnreadable):
        return str(refusal.message)
    return str(UNUSABLE[refusal.code] % refusal.details)


def place_words(at: str, file_format: str) -> str:
    """Return where a fault stands in words: a cell by its name, anything else by what was counted."""
    if not at.isdecimal():
        return at
    match file_format:
        case FileFormat.XLSX:
            words = gettext("Row %(number)s")
        case FileFormat.MOODLE_XML | FileFormat.QTI:
            words = gettext("Question %(number)s")
        case _:
            words = gettext("Line %(number)s")
    return words % {"number": at}
