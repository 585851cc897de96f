"""The two commands: what they print, what they write, how they end."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from assessments.domain.exporting import contents_of
from assessments.formats.details import tidy
from assessments.models import Bank, Question
from common.sheets import MAX_BYTES
from people.models.accounts import User
from tests.factories.assessments import make_bank, make_question
from tests.factories.question_files import BAD_ROWS, GOOD_ROWS, pasted_paper, workbook
from tests.factories.rosters import bomb

pytestmark = pytest.mark.django_db
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def bank() -> Bank:
    """A bank to import into."""
    return make_bank()


def run(capsys: Capture, path: Path, *flags: str) -> dict[str, Any]:
    """Run the import and read what it printed."""
    capsys.readouterr()
    call_command("import_questions", str(path), "--json", *flags)
    report: dict[str, Any] = json.loads(capsys.readouterr().out)
    return report


def kept(tmp_path: Path, name: str, data: bytes | str) -> Path:
    """Return a file with this content."""
    path = tmp_path / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def test_checking_needs_no_bank_and_writes_nothing(capsys: Capture, tmp_path: Path) -> None:
    path = kept(tmp_path, "题库.xlsx", workbook(*GOOD_ROWS, *BAD_ROWS))

    report = run(capsys, path, "--format", "xlsx", "--bank", "nowhere", "--check")

    assert (report["questions"], report["descriptions"]) == (5, 0)
    assert report["by_kind"] == {"case_analysis": 1, "fill": 1, "multiple": 1, "single": 1, "true_false": 1}
    assert [(fault["at"], fault["code"]) for fault in report["errors"]] == [
        ("E7", "options-equal"), ("G8", "key-beyond-options"),
    ]  # fmt: skip
    assert [(fault["at"], fault["code"]) for fault in report["warnings"]] == [("G6", "rubric-made")]
    assert not Question.objects.exists()


def test_with_errors_it_ends_well_and_writes_nothing(capsys: Capture, tmp_path: Path, bank: Bank) -> None:
    path = kept(tmp_path, "题库.xlsx", workbook(*GOOD_ROWS, *BAD_ROWS))

    report = run(capsys, path, "--format", "xlsx", "--bank", bank.code)

    assert len(report["errors"]) == 2
    assert not Question.objects.exists()


@pytest.mark.parametrize(
    ("file_format", "content", "questions"),
    [
        ("text", pasted_paper(3), 3),
        ("gift", "谁召集？ {=村委会 ~镇政府}\n\n说明文字。\n\n对吗？{T}\n", 2),
        ("aiken", "谁召集？\nA. 甲\nB. 乙\nANSWER: A\n", 1),
    ],
)
def test_it_writes_what_it_counts(
    capsys: Capture, tmp_path: Path, bank: Bank, file_format: str, content: str, questions: int
) -> None:
    report = run(capsys, kept(tmp_path, "questions", content), "--format", file_format, "--bank", bank.code)

    assert (report["questions"], report["errors"]) == (questions, [])
    assert report["descriptions"] == (1 if file_format == "gift" else 0)
    assert Question.objects.filter(bank=bank).count() == questions


def test_chinese_text_may_be_gb18030(capsys: Capture, tmp_path: Path, bank: Bank) -> None:
    path = kept(tmp_path, "旧.txt", pasted_paper(1).encode("gb18030"))

    run(capsys, path, "--format", "text", "--bank", bank.code)

    assert Question.objects.get(bank=bank).stem == "第1条规定由谁负责落实？"


def test_whoever_is_named_answers_for_the_questions(capsys: Capture, tmp_path: Path, bank: Bank, chen: User) -> None:
    path = kept(tmp_path, "a.txt", pasted_paper(1))

    run(capsys, path, "--format", "text", "--bank", bank.code, "--by", chen.username)

    assert Question.objects.get(bank=bank).versions.get().created_by == chen


def test_nobody_named_is_an_account_without_a_password(capsys: Capture, tmp_path: Path, bank: Bank) -> None:
    path = kept(tmp_path, "a.txt", pasted_paper(1))

    run(capsys, path, "--format", "text", "--bank", bank.code)
    run(capsys, path, "--format", "text", "--bank", bank.code)

    [author] = {question.versions.get().created_by for question in Question.objects.filter(bank=bank)}
    assert not author.has_usable_password()


XXE = '<!DOCTYPE quiz [<!ENTITY x SYSTEM "file:///etc/passwd">]><quiz><question type="essay">&x;</question></quiz>'


@pytest.mark.parametrize(
    ("file_format", "data", "said"),
    [
        ("xlsx", b"", "empty"),
        ("text", b" \r\n", "empty"),
        ("xlsx", b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR", "neither"),
        ("text", b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR", "no plain text"),
        ("gift", workbook(*GOOD_ROWS), "no plain text"),
        ("xlsx", bomb(), "unpacks"),
        ("xlsx", b"\0" * (MAX_BYTES + 1) + b"x", "larger than 20 MB"),
        ("moodle-xml", b"x" * (MAX_BYTES + 1), "larger than 20 MB"),
        ("moodle-xml", XXE.encode(), "document type"),
        ("moodle-xml", b"<quiz>", "no complete XML"),
        ("moodle-xml", b"<rss/>", "not from Moodle"),
        ("qti", b"<rss/>", "No item of QTI"),
        ("qti", XXE.encode(), "document type"),
        ("xlsx", workbook(("林", "1"), headers=("姓名", "电话")), "headers of a question bank"),
        ("gift", b"// nothing", "No question was found"),
    ],
    ids=[
        "empty", "blank", "picture as workbook", "picture as text", "workbook as gift", "archive bomb", "50 MB",
        "50 MB of XML", "entities", "torn XML", "other XML", "no QTI", "entities in QTI",
        "another sheet", "no question",
    ],
)  # fmt: skip
def test_a_file_of_no_use_is_refused_with_a_sentence(
    capsys: Capture, tmp_path: Path, bank: Bank, file_format: str, data: bytes, said: str
) -> None:
    path = kept(tmp_path, "file", data)

    with translation.override("en"), pytest.raises(CommandError) as refusal:
        call_command("import_questions", str(path), "--format", file_format, "--bank", bank.code, "--json")

    assert refusal.value.returncode == 2
    assert said in json.loads(capsys.readouterr().out)["error"]
    assert not Question.objects.exists()


@pytest.mark.parametrize(("name", "bank_code"), [("there.txt", "nowhere"), ("not-there.txt", "")])
def test_an_unknown_bank_or_file_is_refused(tmp_path: Path, bank: Bank, name: str, bank_code: str) -> None:
    kept(tmp_path, "there.txt", pasted_paper(1))

    with pytest.raises(CommandError) as refusal:
        call_command("import_questions", str(tmp_path / name), "--format", "text", "--bank", bank_code or bank.code)

    assert refusal.value.returncode == 2


@pytest.mark.parametrize("file_format", ["xlsx", "moodle-xml"])
def test_what_one_command_writes_the_other_reads(capsys: Capture, tmp_path: Path, bank: Bank, file_format: str) -> None:
    make_question(bank, stem="第一段\n\n第二段：A < B & C")
    make_question(bank)
    target, other = tmp_path / "bank", make_bank()

    call_command("export_questions", "--bank", bank.code, "--format", file_format, "--output", str(target))
    report = run(capsys, target, "--format", file_format, "--bank", other.code)

    assert report["questions"] == 2
    assert list(map(tidy, contents_of(other))) == list(map(tidy, contents_of(bank)))


def test_moodle_xml_goes_to_standard_output(capsys: Capture, bank: Bank) -> None:
    make_question(bank)

    call_command("export_questions", "--bank", bank.code, "--format", "moodle-xml")

    assert capsys.readouterr().out.startswith("<?xml version='1.0' encoding='utf-8'?>\n<quiz>")


def test_an_unknown_bank_is_not_exported() -> None:
    with pytest.raises(CommandError) as refusal:
        call_command("export_questions", "--bank", "nowhere", "--format", "xlsx")

    assert refusal.value.returncode == 2
