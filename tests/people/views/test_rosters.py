"""The import page: an upload answers at once, the worker checks, the clerk mends or lets the good rows in."""

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

from common.sheets import MAX_BYTES, read_sheets
from people import tasks
from people.enums import ImportState
from people.models.accounts import User
from people.models.elections import Election, Seat
from people.models.imports import RosterImport
from people.models.organisation import OrgUnit
from tests.factories.rosters import bomb, committee_rows, person_row, xlsx

UPLOAD = "/elections/import/"
RunTasks = Callable[[], int]


@pytest.fixture
def client_of_wu(client: Client, wu: User, community: OrgUnit) -> Client:
    """Wu's browser."""
    client.force_login(wu)
    return client


def press(client: Client, url: str, **fields: object) -> HttpResponse:
    """Send a form; what is queued after commit is queued, though a test's transaction never commits."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        answer: HttpResponse = client.post(url, fields)  # type: ignore[assignment]
    return answer


def send(client: Client, data: bytes, name: str = "名册.xlsx", **fields: object) -> str:
    """Upload a roster for our district; return where the answer leads."""
    unit = OrgUnit.objects.get(code="370103")
    answer = press(client, UPLOAD, unit=unit.pk, file=SimpleUploadedFile(name, data), **fields)
    return answer.headers.get("Location", answer.content.decode())


def rows_with_a_fault() -> bytes:
    """A committee of five, one of whom has no phone number that could be one."""
    rows = committee_rows()
    rows[3]["联系电话"] = "1234567"
    return xlsx(rows)


def test_the_whole_way_from_file_to_seats(client_of_wu: Client, run_tasks: RunTasks) -> None:
    page_url = send(client_of_wu, rows_with_a_fault())
    waiting = client_of_wu.get(page_url).content.decode()
    run_tasks()
    checked = client_of_wu.get(page_url).content.decode()
    before = Seat.objects.count()
    press(client_of_wu, f"{page_url}apply/")
    run_tasks()
    applied = client_of_wu.get(page_url).content.decode()

    assert "data-poll=" in waiting
    assert ("联系电话" in checked, "写入合格的 4 行" in checked) == (True, True)
    assert before == 0
    assert Seat.objects.count() == 5
    assert "合格的行已写入" in applied
    assert RosterImport.objects.get().election == Election.objects.get()


def test_a_double_click_on_apply_applies_once(client_of_wu: Client, run_tasks: RunTasks) -> None:
    page_url = send(client_of_wu, xlsx(committee_rows()))
    run_tasks()

    first = press(client_of_wu, f"{page_url}apply/")
    second = press(client_of_wu, f"{page_url}apply/")
    ran = run_tasks()

    assert (first.status_code, second.status_code, ran) == (302, 302, 1)
    assert Seat.objects.count() == 6


def test_the_sheet_to_mend_holds_the_refused_rows_and_goes_in_again_once_mended(
    client_of_wu: Client, run_tasks: RunTasks
) -> None:
    page_url = send(client_of_wu, rows_with_a_fault())
    run_tasks()

    answer = client_of_wu.get(f"{page_url}mend/")

    data = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    [sheet] = read_sheets(data)
    assert [cells[3] for _number, cells in sheet.rows[1:]] == [person_row(4)["姓名"]]
    assert "手机号码" in str(sheet.rows[1][1][-1])
    assert sheet.rows[1][1][2] == "六里山路社区"
    assert ModelLogEntry.objects.filter(action="people.roster_mend_downloaded").count() == 1


def test_the_sheet_to_mend_can_still_be_fetched_after_applying(client_of_wu: Client, run_tasks: RunTasks) -> None:
    page_url = send(client_of_wu, rows_with_a_fault())
    run_tasks()
    press(client_of_wu, f"{page_url}apply/")
    run_tasks()

    assert client_of_wu.get(f"{page_url}mend/").status_code == 200


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00", "既不是Excel工作簿"),
        (b"PK\x03\x04 torn", "文件已损坏"),
        ("姓名,电话\n张三,1\n".encode(), "没有找到名册的表头"),
        ("村(社区),姓名,身份证号,联系电话\n甲,张三,1,1\n".encode(), "职务"),
    ],
    ids=["wrong file type", "torn file", "no header", "missing columns"],
)
def test_a_file_of_no_use_is_refused_in_words(
    client_of_wu: Client, run_tasks: RunTasks, data: bytes, said: str
) -> None:
    page_url = send(client_of_wu, data)
    run_tasks()

    page = client_of_wu.get(page_url).content.decode()

    assert said in page
    assert RosterImport.objects.get().state == ImportState.FAILED


def test_an_empty_file_is_refused_at_the_door(client_of_wu: Client, community: OrgUnit) -> None:
    assert "文件是空的" in send(client_of_wu, b"")
    assert not RosterImport.objects.exists()


def test_a_50_mb_file_is_refused_at_the_door(client_of_wu: Client) -> None:
    assert "超过20 MB" in send(client_of_wu, b"\0" * (50 * 1024 * 1024))
    assert MAX_BYTES < 50 * 1024 * 1024
    assert not RosterImport.objects.exists()


def test_an_archive_bomb_is_refused_in_words(client_of_wu: Client, run_tasks: RunTasks) -> None:
    page_url = send(client_of_wu, bomb())
    run_tasks()

    assert "解压后远超" in client_of_wu.get(page_url).content.decode()


def test_an_unknown_unit_is_refused_in_its_row(client_of_wu: Client, run_tasks: RunTasks) -> None:
    page_url = send(client_of_wu, xlsx([person_row(1) | {"村(社区)": "不存在社区"}]))
    run_tasks()

    assert "没有“不存在社区”" in client_of_wu.get(page_url).content.decode()


def test_duplicated_people_are_refused_in_their_rows(client_of_wu: Client, run_tasks: RunTasks) -> None:
    page_url = send(client_of_wu, xlsx([person_row(1), person_row(1)]))
    run_tasks()

    assert "与第 4 行的身份证号相同" in client_of_wu.get(page_url).content.decode()


def test_neither_the_report_nor_the_files_hold_an_id_number(client_of_wu: Client, run_tasks: RunTasks) -> None:
    row = person_row(1, 职务="会计")
    send(client_of_wu, xlsx([row]))
    found = RosterImport.objects.get()
    folder = Path(settings.PRIVATE_ROOT) / "rosters" / str(found.key)
    uploaded = (folder / "upload").read_bytes()
    run_tasks()

    found.refresh_from_db()
    number = str(row["身份证号"])
    kept = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert set(kept) == {"rows", "mend"}
    assert number not in str(found.report)
    assert all(number.encode() not in data for data in (uploaded, *kept.values()))


def test_an_import_that_died_is_taken_up_again(client_of_wu: Client, run_tasks: RunTasks) -> None:
    page_url = send(client_of_wu, xlsx(committee_rows()))
    RosterImport.objects.update(state=ImportState.READING)
    run_tasks()
    assert RosterImport.objects.get().state == ImportState.READING

    tasks.tick(timezone.now() + timedelta(minutes=11))
    run_tasks()

    assert RosterImport.objects.get().state == ImportState.CHECKED
    assert "写入合格的 5 行" in client_of_wu.get(page_url).content.decode()


def test_the_progress_of_an_import_ends_with_the_way_on(client_of_wu: Client, run_tasks: RunTasks) -> None:
    page_url = send(client_of_wu, xlsx(committee_rows()))
    under_way = client_of_wu.get(f"{page_url}progress/").content.decode()
    run_tasks()
    done = client_of_wu.get(f"{page_url}progress/").content.decode()

    assert ("data-poll-end" in under_way, f'data-poll-end="{page_url}"' in done) == (False, True)


@pytest.mark.parametrize("address", ["", "progress/", "mend/"])
def test_another_districts_import_is_not_there(
    client: Client, wu: User, he: User, community: OrgUnit, run_tasks: RunTasks, address: str
) -> None:
    client.force_login(wu)
    page_url = send(client, rows_with_a_fault())
    run_tasks()
    assert client.get(page_url + address).status_code == 200

    client.force_login(he)

    assert client.get(page_url + address).status_code == 404
    assert client.post(f"{page_url}apply/").status_code == 404
    assert RosterImport.objects.get().state == ImportState.CHECKED


def test_nobody_imports_for_a_unit_of_another_district(client: Client, he: User, shizhong: OrgUnit) -> None:
    client.force_login(he)

    client.post(UPLOAD, {"unit": shizhong.pk, "file": SimpleUploadedFile("a.xlsx", xlsx(committee_rows()))})

    assert not RosterImport.objects.exists()


def test_a_trainee_does_not_import(client: Client, lin: User) -> None:
    client.force_login(lin)

    assert client.get(UPLOAD).status_code == 403


def test_a_sheet_of_column_heads_alone_says_that_nobody_stands_in_it(client_of_wu: Client, run_tasks: RunTasks) -> None:
    page_url = send(client_of_wu, xlsx([], sum_row=False))
    run_tasks()

    page = client_of_wu.get(page_url).text

    assert "这张表里没有人" in page
    assert "改正下列各行" not in page


def test_a_kind_of_file_that_cannot_be_read_is_told_which_can(client_of_wu: Client) -> None:
    page = send(client_of_wu, "姓名,电话".encode(), name="名册.txt")

    assert "请选择 Excel 工作簿（.xlsx）或 CSV 文件（.csv）" in page
    assert not RosterImport.objects.exists()


def test_an_upload_of_no_use_is_taken_off_the_list(client_of_wu: Client, run_tasks: RunTasks) -> None:
    page_url = send(client_of_wu, b"PK\x03\x04 torn")
    run_tasks()
    assert "名册.xlsx" in client_of_wu.get("/elections/").text

    press(client_of_wu, f"{page_url}remove/")

    assert not RosterImport.objects.exists()
    assert ModelLogEntry.objects.get(action="people.roster_removed").data == {"file": "名册.xlsx"}


def test_a_roster_with_good_rows_is_not_taken_off_the_list(client_of_wu: Client, run_tasks: RunTasks) -> None:
    page_url = send(client_of_wu, rows_with_a_fault())
    run_tasks()

    press(client_of_wu, f"{page_url}remove/")

    assert RosterImport.objects.get().state == ImportState.CHECKED
