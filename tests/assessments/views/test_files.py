"""Files as answers: judged by content, opened by owner and marker alone, and hinted at where two are alike."""

import io
import zipfile
from typing import Any

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from assessments.domain import filing
from assessments.models.attempts import Answer, Attempt
from assessments.models.files import AnswerFile
from assessments.models.grades import ItemGrade
from people.models.accounts import User
from tests.assessments.views.sitting_room import begun, item_url, send
from tests.factories.assessments import hand_in, make_attempt, make_sitting
from tests.factories.cohorts import make_organizer
from tests.factories.questions import PDF, upload_snapshot, with_file

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nine_o_clock")]


@pytest.fixture
def attempt(as_lin: Client, lin: User) -> Attempt:
    attempt = begun(lin, make_sitting(snapshots=[upload_snapshot(types=("pdf", "docx", "jpg"))]))
    as_lin.get(item_url(attempt))
    return attempt


def add_url(attempt: Attempt) -> str:
    return reverse("assessments:file-add", args=[attempt.uuid, 1])


def open_url(attempt: Attempt, file: AnswerFile) -> str:
    return reverse("assessments:file-open", args=[attempt.uuid, 1, file.digest])


def add(client: Client, attempt: Attempt, name: str = "村务公开.pdf", data: bytes = PDF) -> str:
    sent = SimpleUploadedFile(name, data)
    return client.post(add_url(attempt), {"file": sent}, follow=True).text


def office(part: str = "word/document.xml", *, unpacked: int = 10) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(part, b"0" * unpacked)
    return target.getvalue()


def test_a_file_is_kept_privately_listed_and_opened_as_it_was_sent(as_lin: Client, attempt: Attempt) -> None:
    page = add(as_lin, attempt)

    file = AnswerFile.objects.get()
    assert "村务公开.pdf" in page
    assert Answer.objects.get().response == {"files": [{"digest": file.digest, "name": file.name, "size": len(PDF)}]}
    opened = as_lin.get(open_url(attempt, file))
    assert b"".join(opened.streaming_content) == PDF  # type: ignore[attr-defined]
    assert opened["Content-Disposition"].startswith("attachment")
    assert opened["Content-Type"] == "application/octet-stream"
    assert storages["private"].exists(file.path)


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("空.pdf", b"", "文件是空的"),
        ("大.pdf", PDF + b"0" * 1_000_000, "文件太大"),
        ("程序.pdf", b"MZ\x90\x00", "与要求的类型不符"),
        ("照片.jpg", PDF, "与要求的类型不符"),
        ("图.png", b"\x89PNG\r\n\x1a\n", "与要求的类型不符"),
        ("报告.docx", office("xl/workbook.xml"), "与要求的类型不符"),
        ("表.docx", office("xl/workbook.xml"), "与要求的类型不符"),
        ("坏.docx", b"PK\x03\x04broken", "与要求的类型不符"),
        ("炸弹.docx", office(unpacked=301 * 1024 * 1024), "解压后远大于"),
    ],
)
def test_what_is_not_asked_for_is_refused_in_words(
    as_lin: Client, attempt: Attempt, name: str, data: bytes, words: str
) -> None:
    page = add(as_lin, attempt, name, data)

    assert words in page
    assert not AnswerFile.objects.exists()
    assert not Answer.objects.exists()


def test_an_office_file_is_known_by_what_is_in_it(as_lin: Client, attempt: Attempt) -> None:
    add(as_lin, attempt, "报告.docx", office())

    assert AnswerFile.objects.get().type == "docx"


def test_no_more_files_are_taken_than_asked_for_and_one_can_be_taken_out(as_lin: Client, attempt: Attempt) -> None:
    add(as_lin, attempt)
    add(as_lin, attempt, "二.pdf", PDF + b"2")
    refused = as_lin.post(add_url(attempt), {"file": SimpleUploadedFile("三.pdf", PDF + b"3")}, follow=True).text
    first = AnswerFile.objects.get(name="村务公开.pdf")

    as_lin.post(add_url(attempt), {"remove": first.digest})

    assert "请先取出一个" in refused
    latest = Answer.objects.latest("revision").response["files"]
    assert [entry["name"] for entry in latest] == ["二.pdf"]
    assert storages["private"].exists(first.path)


@pytest.mark.parametrize("name", ["../../etc/passwd.pdf", "C:\\我的\\passwd.pdf", "a\r\nb/passwd.pdf"])
def test_a_name_is_a_name_and_no_path(as_lin: Client, attempt: Attempt, name: str) -> None:
    with_file(attempt, name=name)

    assert AnswerFile.objects.get().name == "passwd.pdf"
    assert "passwd" not in AnswerFile.objects.get().path


def test_markup_in_a_name_is_shown_as_text(as_lin: Client, attempt: Attempt) -> None:
    with_file(attempt, name="<script>alert(1)<script>.pdf")

    assert "<script>alert" not in as_lin.get(item_url(attempt)).text


def test_nobody_elses_file_is_opened_or_claimed(as_lin: Client, attempt: Attempt) -> None:
    stranger = make_attempt(attempt.sitting)
    file = with_file(stranger).items.get().files.get()

    assert as_lin.get(open_url(stranger, file)).status_code == 404
    assert as_lin.get(open_url(attempt, file)).status_code == 404
    claimed = send(as_lin, attempt, {"files": [{"digest": file.digest, "name": "a.pdf", "size": 3}]})
    assert claimed.status_code == 400


def test_a_question_that_asks_for_no_file_takes_none(as_lin: Client, lin: User) -> None:
    attempt = begun(lin, make_sitting())

    assert as_lin.post(add_url(attempt), {"file": SimpleUploadedFile("a.pdf", PDF)}).status_code == 404


def test_a_plain_form_beside_it_leaves_the_files_alone(as_lin: Client, attempt: Attempt) -> None:
    with_file(attempt)

    as_lin.post(item_url(attempt), {"revision": "2", "next": "review"})

    assert Answer.objects.count() == 1


def marked_pages(client: Client, *attempts: Attempt) -> list[str]:
    sitting = attempts[0].sitting
    client.force_login(make_organizer(sitting.cohort.unit, name="孙", role="grader"))
    return [client.get(reverse("assessments:grading-item", args=[each.items.get().pk])).text for each in attempts]


def test_a_marker_opens_the_files_and_is_hinted_at_the_same_one_from_two_people(
    client: Client, attempt: Attempt
) -> None:
    twin, third = make_attempt(attempt.sitting), make_attempt(attempt.sitting)
    for each, data in ((attempt, PDF), (twin, PDF), (third, PDF[:-1] + b"3")):
        hand_in(with_file(each, data=data))

    pages = marked_pages(client, attempt, twin, third)

    assert ItemGrade.objects.filter(state="needs_marking").count() == 3
    assert twin.code in pages[0]
    assert "同一份文件" in pages[1]
    assert "同一份文件" not in pages[2]
    file = attempt.items.get().files.get()
    opened: Any = client.get(reverse("assessments:file-mark", args=[attempt.items.get().pk, file.digest]))
    assert b"".join(opened.streaming_content) == PDF


def test_an_earlier_attempt_of_the_same_person_is_no_hint(lin: User) -> None:
    sitting = make_sitting(snapshots=[upload_snapshot()], attempts_allowed=2)
    first = with_file(begun(lin, sitting))
    hand_in(first)
    second = with_file(make_attempt(sitting, first.enrollment))

    assert filing.also_handed_in(second.items.get().files.get()) == []
