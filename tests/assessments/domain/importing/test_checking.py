"""Checking a file against itself and against the bank, and letting it in whole or not at all."""

from decimal import Decimal

import pytest

from assessments.domain.exporting import contents_of, export_bank
from assessments.domain.importing.applying import StillFaulty, add_questions, apply_checked
from assessments.domain.importing.checking import check_file, report_of
from assessments.formats.details import tidy
from assessments.forms.import_words import fault_words
from assessments.models import Question
from assessments.models.question_kinds import QUESTION_MODELS
from people.models.accounts import User
from tests.assessments.formats.contents import CONTENTS
from tests.factories.assessments import make_bank
from tests.factories.cohorts import AT
from tests.factories.question_files import BAD_ROWS, GOOD_ROWS, pasted_paper, workbook

pytestmark = pytest.mark.django_db


def test_good_questions_go_in_as_drafts_with_version_one(chen: User) -> None:
    bank = make_bank()

    checked = check_file(data=workbook(*GOOD_ROWS), file_format="xlsx", bank=bank)
    apply_checked(checked=checked, bank=bank, by=chen, at=AT)

    found = list(Question.objects.filter(bank=bank).order_by("pk"))
    assert [(question.kind, question.status, question.version) for question in found] == [
        ("single", "draft", 1), ("multiple", "draft", 1), ("true_false", "draft", 1), ("fill", "draft", 1),
        ("case_analysis", "draft", 1),
    ]  # fmt: skip
    assert [question.versions.get().snapshot for question in found] == [question.snapshot() for question in found]


def test_with_one_error_nothing_goes_in(chen: User) -> None:
    bank = make_bank()
    checked = check_file(data=workbook(*GOOD_ROWS, *BAD_ROWS), file_format="xlsx", bank=bank)

    with pytest.raises(StillFaulty):
        apply_checked(checked=checked, bank=bank, by=chen, at=AT)

    assert not Question.objects.exists()
    report = report_of(checked, fault_words)
    assert (report["questions"], len(report["errors"])) == (5, 2)
    assert [(fault["at"], fault["code"]) for fault in report["errors"]] == [
        ("E7", "options-equal"), ("G8", "key-beyond-options"),
    ]  # fmt: skip


def test_a_failure_half_way_leaves_nothing_behind(chen: User) -> None:
    bank = make_bank()
    broken = CONTENTS["fill"].__class__("single", "谁？", CONTENTS["single"].own, points=Decimal(0))

    with pytest.raises(Exception, match="question_points_positive"):
        add_questions(contents=[CONTENTS["single"], broken], bank=bank, by=chen, at=AT)

    assert not Question.objects.exists()


def test_near_duplicates_are_found_in_the_file_and_in_the_bank(chen: User) -> None:
    bank = make_bank()
    first = check_file(data=workbook(*GOOD_ROWS), file_format="xlsx", bank=bank)
    apply_checked(checked=first, bank=bank, by=chen, at=AT)
    row = ("判断题", "村务应当至少每季度公开一次。", "", "", "", "", "对")
    twin = ("判断题", "村务应当至少每季度公开一次！", "", "", "", "", "对")

    again = check_file(data=workbook(row, twin), file_format="xlsx", bank=bank)

    report = report_of(again, fault_words)
    assert [(fault["at"], fault["code"]) for fault in report["warnings"]] == [
        ("2", "near-duplicate-in-bank"), ("3", "near-duplicate"),
    ]  # fmt: skip


def test_a_paper_of_fifty_pasted_from_a_document_goes_in(chen: User) -> None:
    bank = make_bank()
    checked = check_file(data=pasted_paper().encode(), file_format="text", bank=bank)

    apply_checked(checked=checked, bank=bank, by=chen, at=AT)

    assert Question.objects.filter(bank=bank).count() == 50
    first, second, *_ = contents_of(bank)
    assert [option["fraction"] for option in first.own["options"]] == ["1", "0", "0", "0"]
    assert [option["fraction"] for option in second.own["options"]] == ["0", "1", "0", "0"]


@pytest.mark.parametrize("file_format", ["xlsx", "moodle-xml"])
def test_an_exported_bank_comes_back_equal(chen: User, file_format: str) -> None:
    there, here = make_bank(), make_bank()
    contents = [content for kind, content in CONTENTS.items() if kind in QUESTION_MODELS]
    add_questions(contents=contents, bank=there, by=chen, at=AT)
    # The text of a cloze names its places, so it stays.
    others = Question.objects.non_polymorphic().filter(bank=there).exclude(kind="cloze")
    others.update(stem="第一行\r\n\r\n第二行　“引号” <b>&amp;")

    data = export_bank(bank=there, file_format=file_format)
    checked = check_file(data=data, file_format=file_format, bank=None)
    apply_checked(checked=checked, bank=here, by=chen, at=AT)

    assert [tidy(content) for content in contents_of(here)] == [tidy(content) for content in contents_of(there)]
    assert len(contents_of(here)) == len(contents)
