"""The import page of a bank: an upload answers at once, the worker checks, the trainer mends and lets it in."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client, TestCase
from django.utils import timezone
from wagtail.models import ModelLogEntry

from assessments import tasks
from assessments.domain.importing import imports
from assessments.forms.import_words import place_words
from assessments.models import Bank, Question, QuestionImport
from common.sheets import read_sheets
from people.enums import ImportState
from people.models.accounts import User
from people.models.organisation import OrgUnit
from tests.factories.assessments import make_bank, make_question
from tests.factories.question_files import BAD_ROWS, GOOD_ROWS, pasted_paper, workbook
from tests.factories.rosters import bomb

RunTasks = Callable[[], int]


@pytest.fixture
def bank(shizhong: OrgUnit) -> Bank:
    """A bank of Chen's own district."""
    return make_bank(shizhong)


@pytest.fixture
def as_chen(client: Client, chen: User, bank: Bank) -> Client:
    """Chen's browser."""
    client.force_login(chen)
    return client


def press(client: Client, url: str, **fields: object) -> HttpResponse:
    """Send a form; what is queued after commit is queued, though a test's transaction never commits."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        answer: HttpResponse = client.post(url, fields)  # type: ignore[assignment]
    return answer


def send(client: Client, bank: Bank, data: bytes = b"", name: str = "题库.xlsx", **fields: object) -> str:
    """Upload a file or paste a text; return where the answer leads, or what it says."""
    files = {"file": SimpleUploadedFile(name, data)} if name else {}
    answer = press(client, f"/banks/{bank.code}/import/", **files, **fields)
    return answer.headers.get("Location", answer.content.decode())


def test_the_whole_way_from_paste_to_bank(as_chen: Client, bank: Bank, run_tasks: RunTasks) -> None:
    page_url = send(as_chen, bank, name="", text=pasted_paper())
    waiting = as_chen.get(page_url).text
    run_tasks()
    checked = as_chen.get(page_url).text
    before = Question.objects.count()
    press(as_chen, f"{page_url}apply/")
    run_tasks()
    applied = as_chen.get(page_url).text

    assert "data-poll=" in waiting
    assert ("导入 50 道试题" in checked, "第1条规定由谁负责落实？" in checked) == (True, True)
    assert (before, Question.objects.filter(bank=bank, status="draft", version=1).count()) == (0, 50)
    assert "试题已进入题库" in applied
    assert list(ModelLogEntry.objects.filter(action="assessments.questions_imported").values_list("data", flat=True))


def test_the_preview_shows_what_a_trainee_sees_and_no_key(as_chen: Client, bank: Bank, run_tasks: RunTasks) -> None:
    headers = ("题型", "题干", "选项A", "选项B", "答案", "解析")
    row = ("单选题", "村民会议由谁召集？", "镇政府", "村民委员会", "B", "见第二十一条")
    page_url = send(as_chen, bank, workbook(row, headers=headers))
    run_tasks()

    page = as_chen.get(page_url).text

    assert ("村民会议由谁召集？" in page, "村民委员会" in page, "见第二十一条" in page) == (True, True, False)


def test_one_error_keeps_everything_out(as_chen: Client, bank: Bank, run_tasks: RunTasks) -> None:
    page_url = send(as_chen, bank, workbook(*GOOD_ROWS, *BAD_ROWS))
    run_tasks()

    page = as_chen.get(page_url).text
    press(as_chen, f"{page_url}apply/")
    ran = run_tasks()

    assert ("E7" in page, "选项C" in page, "选项 A 和 C 内容相同" in page) == (True, True, True)
    assert (ran, Question.objects.count()) == (0, 0)


def test_a_fault_in_a_pasted_paper_is_named_by_its_line(as_chen: Client, bank: Bank, run_tasks: RunTasks) -> None:
    page_url = send(as_chen, bank, name="", text="1. 村民会议由谁召集？\nA. 镇政府 B. 村民委员会\n答案：C\n")
    run_tasks()

    page = as_chen.get(page_url).text

    assert QuestionImport.objects.get().report["errors"][0]["at"] == "3"
    assert "第 3 行</th>" in page


@pytest.mark.parametrize(
    ("at", "file_format", "words"),
    [
        ("7", "xlsx", "第 7 行"),
        ("E7", "xlsx", "E7"),
        ("7", "qti", "第 7 题"),
        ("7", "moodle-xml", "第 7 题"),
        ("7", "gift", "第 7 行"),
    ],
)
def test_a_place_is_named_by_what_the_format_counts(at: str, file_format: str, words: str) -> None:
    assert place_words(at, file_format) == words


def test_the_questions_in_error_are_mended_and_sent_again_alone(
    as_chen: Client, bank: Bank, run_tasks: RunTasks
) -> None:
    page_url = send(as_chen, bank, workbook(*GOOD_ROWS, *BAD_ROWS))
    run_tasks()
    first = QuestionImport.objects.get()

    answer = as_chen.get(f"{page_url}mend/")
    [sheet] = read_sheets(b"".join(answer.streaming_content))  # type: ignore[attr-defined]
    header, *rows = [cells for _number, cells in sheet.rows]
    for cells, (name, value) in zip(rows, [("选项C", "镇政府"), ("答案", "A")], strict=True):
        cells[header.index(name)] = value
    mended = workbook(*rows, headers=[str(cell) for cell in header])
    page_url = send(as_chen, bank, mended, mends=first.pk)
    run_tasks()
    checked = as_chen.get(page_url).text
    press(as_chen, f"{page_url}apply/")
    run_tasks()

    assert [cells[header.index("题干")] for cells in rows] == [row[1] for row in BAD_ROWS]
    assert "导入 7 道试题" in checked
    assert Question.objects.filter(bank=bank).count() == 7
    assert ModelLogEntry.objects.filter(action="assessments.questions_mend_downloaded").count() == 1


def test_a_double_click_on_apply_applies_once(as_chen: Client, bank: Bank, run_tasks: RunTasks) -> None:
    page_url = send(as_chen, bank, workbook(*GOOD_ROWS))
    run_tasks()

    press(as_chen, f"{page_url}apply/")
    press(as_chen, f"{page_url}apply/")
    ran = run_tasks()

    assert (ran, Question.objects.count()) == (1, 5)


def test_near_duplicates_are_pointed_out(as_chen: Client, bank: Bank, run_tasks: RunTasks) -> None:
    make_question(bank, stem="村务公开的内容至少每季度公布一次。")
    row = ("判断题", "村务公开的内容应至少每季度公布一次。", "", "", "", "", "对")
    page_url = send(as_chen, bank, workbook(row))
    run_tasks()

    assert "与题库中已有的试题有" in as_chen.get(page_url).text


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00", "图.xlsx", "既不是Excel工作簿"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\x00", "图.txt", "不是纯文本"),
        (bomb(), "炸弹.xlsx", "解压后远超"),
        (b'<!DOCTYPE q [<!ENTITY x SYSTEM "file:///etc/passwd">]><quiz>&x;</quiz>', "m.xml", "声明了文档类型"),
        ("姓名,电话\n张三,1\n".encode(), "名册.csv", "没有找到题库的表头行"),
    ],
    ids=["wrong type", "no text", "archive bomb", "entities", "another sheet"],
)
def test_a_file_of_no_use_is_refused_in_words(
    as_chen: Client, bank: Bank, run_tasks: RunTasks, data: bytes, name: str, said: str
) -> None:
    page_url = send(as_chen, bank, data, name)
    run_tasks()

    assert said in as_chen.get(page_url).text
    assert QuestionImport.objects.get().state == ImportState.FAILED


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"data": b""}, "文件是空的"),
        ({"data": b"\0" * (50 * 1024 * 1024)}, "超过 20 MB"),
        ({"name": ""}, "请选择文件，或在下面粘贴试题"),
        ({"data": b"x", "text": "1.谁？"}, "请清空其中一个"),
    ],
    ids=["empty", "50 MB", "nothing", "both"],
)
def test_what_cannot_be_read_is_refused_at_the_door(
    as_chen: Client, bank: Bank, fields: dict[str, bytes], said: str
) -> None:
    assert said in send(as_chen, bank, **fields)  # type: ignore[arg-type]
    assert not QuestionImport.objects.exists()


def test_an_import_that_died_is_taken_up_again(as_chen: Client, bank: Bank, run_tasks: RunTasks) -> None:
    send(as_chen, bank, workbook(*GOOD_ROWS))
    QuestionImport.objects.update(state=ImportState.READING)
    run_tasks()
    assert QuestionImport.objects.get().state == ImportState.READING

    tasks.tick(timezone.now() + timedelta(minutes=11))
    run_tasks()

    assert QuestionImport.objects.get().state == ImportState.CHECKED


def test_nothing_in_the_files_can_be_read_and_they_go_with_the_month(
    as_chen: Client, bank: Bank, run_tasks: RunTasks
) -> None:
    send(as_chen, bank, name="", text=pasted_paper(2))
    run_tasks()
    found = QuestionImport.objects.get()
    folder = Path(settings.PRIVATE_ROOT) / "questions" / str(found.key)
    kept = {path.name: path.read_bytes() for path in folder.iterdir()}

    assert set(kept) == {"upload", "good", "mend"}
    assert all("负责落实".encode() not in data for data in kept.values())

    imports.forget_old_files(at=found.created_at + timedelta(days=31))

    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("count", [3, 30, 300])
def test_the_page_asks_the_same_few_questions_however_many_there_are(
    as_chen: Client,
    bank: Bank,
    run_tasks: RunTasks,
    count: int,
    django_assert_max_num_queries: Callable[[int], object],
) -> None:
    page_url = send(as_chen, bank, name="", text=pasted_paper(count))
    run_tasks()

    with django_assert_max_num_queries(8):  # type: ignore[attr-defined]
        page = as_chen.get(page_url)

    assert f"导入 {count} 道试题" in page.text


@pytest.mark.parametrize("file_format", ["xlsx", "moodle-xml"])
def test_a_bank_is_taken_out_and_that_is_written_down(as_chen: Client, bank: Bank, file_format: str) -> None:
    make_question(bank, stem="村民会议由谁召集？")

    answer = as_chen.get(f"/banks/{bank.code}/export/{file_format}/")

    data = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    text = data.decode() if file_format == "moodle-xml" else str(read_sheets(data)[0].rows)
    assert "村民会议由谁召集？" in text
    log = ModelLogEntry.objects.get(action="assessments.bank_exported")
    assert log.data["format"] == file_format


def test_an_unknown_format_is_not_there(as_chen: Client, bank: Bank) -> None:
    assert as_chen.get(f"/banks/{bank.code}/export/aiken/").status_code == 404
