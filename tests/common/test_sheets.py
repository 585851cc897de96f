"""Foreign files in a child process under limits, and our own sheets without formulas."""

import io
import resource
import zipfile
from datetime import date

import openpyxl
import pytest

from common import sheet_parser, sheets
from common.sheets import MAX_BYTES, Formula, SheetUnreadable, read_sheets, write_xlsx
from tests.factories.rosters import bomb, far_cell, shared_text


def workbook(**cells: object) -> bytes:
    """A workbook with these cells."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for place, value in cells.items():
        sheet[place] = value
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_it_reads_text_numbers_dates_formulas_and_merges() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(A1="姓名", B2=3.5, C2=date(2026, 11, 8), A4="=1+1")))
    book.active.merge_cells("A4:A6")
    target = io.BytesIO()
    book.save(target)

    [sheet] = read_sheets(target.getvalue())

    assert sheet.rows == [(1, ["姓名"]), (2, [None, 3.5, date(2026, 11, 8)]), (4, [Formula("=1+1")])]
    assert sheet.merges == [(4, 1, 6, 1)]


def test_a_hidden_sheet_is_not_read() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(A1="看得见")))
    book.create_sheet("藏起来").sheet_state = "hidden"
    target = io.BytesIO()
    book.save(target)

    assert [sheet.name for sheet in read_sheets(target.getvalue())] == ["Sheet"]


def refusal_of(data: bytes) -> str:
    """Why this file is refused."""
    with pytest.raises(SheetUnreadable) as refusal:
        read_sheets(data)
    return refusal.value.code


def other_archive() -> bytes:
    """An archive that is no workbook."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    return target.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \r\n", "empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0d", "wrong-type"),
        (other_archive(), "wrong-type"),
        (b"PK\x03\x04 and nothing", "broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old-or-locked"),
        (b"\0" * (MAX_BYTES + 1), "too-large"),
    ],
    ids=["empty", "only a mark", "picture", "other archive", "torn archive", "old excel", "50 MB"],
)
def test_it_says_why_a_file_is_of_no_use(data: bytes, code: str) -> None:
    assert refusal_of(data) == code


def test_an_archive_bomb_is_not_unpacked() -> None:
    data = bomb()

    assert len(data) < 1024 * 1024
    assert refusal_of(data) == "bomb"


def test_one_text_in_a_million_cells_takes_no_memory_of_ours() -> None:
    data = shared_text(rows=12_000, columns=50)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    assert len(data) < 2 * 1024 * 1024
    assert refusal_of(data) == "bomb"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 600 * 1024


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ((",".join(["1"] * 100) + "\n").encode() * 20_001, "bomb"),
        ("甲,乙\n".encode() * 100_001, "too-long"),
    ],
    ids=["two million cells", "a hundred thousand rows"],
)
def test_a_file_has_a_budget_of_cells_and_of_rows(data: bytes, code: str) -> None:
    assert refusal_of(data) == code


def test_the_rows_of_all_sheets_count_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet_parser, "MAX_ROWS", 3)
    book = openpyxl.Workbook()
    for sheet in (book.active, book.create_sheet()):
        for _ in range(2):
            sheet.append(["甲"])
    target = io.BytesIO()
    book.save(target)

    with pytest.raises(sheet_parser.Unreadable, match="too-long"):
        list(sheet_parser.lines_of(target.getvalue()))


def test_a_child_that_says_too_much_is_not_listened_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MOST_ANSWERED", 1_000)

    assert refusal_of("\n".join(["甲,乙"] * 2500).encode()) == "bomb"


def test_a_cell_in_the_last_corner_costs_nothing() -> None:
    [sheet] = read_sheets(far_cell())

    assert sheet.rows == []


def test_a_parser_that_does_not_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "WALL_SECONDS", 0.01)

    assert refusal_of(workbook(A1="慢")) == "too-slow"


def test_progress_is_told_while_reading() -> None:
    heard: list[tuple[int, int]] = []

    read_sheets("\n".join(["甲,乙"] * 2500).encode(), on_progress=lambda done, total: heard.append((done, total)))

    assert [done for done, _total in heard] == [1000, 2000]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://example.invalid")'])
def test_what_we_write_is_text_and_never_a_formula(text: str) -> None:
    [sheet] = read_sheets(write_xlsx(["列"], [[text]]))

    assert sheet.rows[1] == (2, [text])


def test_rare_characters_come_back_unchanged() -> None:
    names = ["欧阳𬱖", "陈𬭚玉", "司马𠮷祥", "阿卜杜热西提·买买提", "王㛃"]

    [sheet] = read_sheets(write_xlsx(["姓名"], [[name] for name in names], title="名册[1]"))

    assert [cells[0] for _number, cells in sheet.rows[1:]] == names
