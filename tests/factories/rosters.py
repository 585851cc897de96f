"""Rosters as clerks send them, made for tests: title rows, merged cells, any order of columns, any size."""

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

import openpyxl
import xlsxwriter
from openpyxl.utils import get_column_letter

from common.sheets import write_xlsx
from people.enums import Sex
from tests.factories.people import invented_name, make_id_number

COLUMNS = (
    "序号",
    "街道(镇)",
    "村(社区)",
    "姓名",
    "性别",
    "出生年月",
    "身份证号",
    "联系电话",
    "职务",
    "是否新任",
    "当选日期",
    "备注",
)
POSTS = ("社区党委书记、居委会主任", "社区党委副书记", "社区党委委员", "居委会副主任", "居委会委员")
TITLE_ROWS = 2  # The header stands in row 3, the first person in row 4.
FIRST_ROW = 4
DAY = "2026.11.08"

Cells = dict[str, object]


@dataclass(frozen=True)
class Community:
    """Where the people of a roster are elected."""

    street: str = "六里山街道"
    name: str = "六里山路社区"


def person_row(number: int, *, community: Community | None = None, post: str = POSTS[4], **cells: object) -> Cells:
    """The cells of one good row; the number makes the person another one."""
    rng = Random(number)
    sex = rng.choice([Sex.MALE, Sex.FEMALE])
    born_on = date(1962, 1, 1) + timedelta(days=number % 14_000)
    where = community or Community()
    return {
        "序号": number,
        "街道(镇)": where.street,
        "村(社区)": where.name,
        "姓名": invented_name(rng),
        "性别": "男" if sex == Sex.MALE else "女",
        "出生年月": f"{born_on:%Y.%m}",
        "身份证号": make_id_number(born_on=born_on, sex=sex, serial=number // 14_000),
        "联系电话": f"139{number:08d}",
        "职务": post,
        "是否新任": "是",
        "当选日期": DAY,
        "备注": None,
        **cells,
    }


def committee_rows(*, size: int = 5, start: int = 1, community: Community | None = None) -> list[Cells]:
    """A whole committee: its first person is secretary and director."""
    return [person_row(start + place, community=community, post=POSTS[min(place, 4)]) for place in range(size)]


def xlsx(
    rows: Sequence[Mapping[str, object]],
    *,
    columns: Sequence[str] = COLUMNS,
    merged: Sequence[str] = ("街道(镇)", "村(社区)"),
    title: str = "六里山街道2026年村（社区）“两委”换届当选人员名册",
    sum_row: bool = True,
    sheet_first: str = "",
) -> bytes:
    """A workbook with title rows and a sum; equal neighbors in the merged columns become one cell."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    if sheet_first:
        sheet.title = sheet_first
        sheet["A1"] = "职务按选举结果填写；身份证号须为18位。"
        sheet = book.create_sheet("名册")
    sheet["A1"] = title
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(columns))
    sheet["A2"] = "填报单位：六里山街道"
    for place, column in enumerate(columns, start=1):
        sheet.cell(TITLE_ROWS + 1, place, column)
        for number, row in enumerate(rows, start=FIRST_ROW):
            sheet.cell(number, place, row.get(column))
        if column in merged:
            merge_equal(sheet, place, len(rows))
    if sum_row:
        sheet.cell(FIRST_ROW + len(rows) + 1, 1, "合计")
        sheet.cell(FIRST_ROW + len(rows) + 1, list(columns).index("姓名") + 1, len(rows))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def merge_equal(sheet: object, place: int, count: int) -> None:
    """Merge runs of equal cells of a column."""
    start = FIRST_ROW
    for number in range(FIRST_ROW + 1, FIRST_ROW + count + 1):
        same = number < FIRST_ROW + count and (
            sheet.cell(number, place).value == sheet.cell(start, place).value  # type: ignore[attr-defined]
        )
        if not same:
            if number - 1 > start:
                sheet.merge_cells(  # type: ignore[attr-defined]
                    start_row=start, start_column=place, end_row=number - 1, end_column=place
                )
            start = number


def csv_of(
    rows: Sequence[Mapping[str, object]],
    *,
    encoding: str = "utf-8",
    columns: Sequence[str] = COLUMNS,
    dialect: str = "excel",
) -> bytes:
    """A CSV file with the header in its first row."""
    target = io.StringIO()
    writer = csv.writer(target, dialect=dialect)
    writer.writerow(columns)
    writer.writerows([row.get(column, "") for column in columns] for row in rows)
    return target.getvalue().encode(encoding)


def large_xlsx(count: int, communities: Sequence[Community]) -> bytes:
    """A roster of many people, written quickly; five to a committee as long as there are communities."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("名册")
        sheet.write_row(0, 0, COLUMNS)
        for number in range(count):
            community = communities[number // 5 % len(communities)]
            post = POSTS[number % 5] if number < 5 * len(communities) else POSTS[4]
            row = person_row(number, community=community, post=post)
            sheet.write_row(number + 1, 0, [row[column] for column in COLUMNS])
    return target.getvalue()


def bomb() -> bytes:
    """A workbook of some kilobytes whose sheet unpacks to half a gigabyte."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx([]))) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for part in source.namelist():
            if part != "xl/worksheets/sheet1.xml":
                copy.writestr(part, source.read(part))
        with copy.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            for _ in range(512):
                sheet.write(b" " * 1024 * 1024)
    return target.getvalue()


def shared_text(*, rows: int, columns: int) -> bytes:
    """A small workbook all of whose cells point to one text of two thousand characters."""
    letters = [get_column_letter(number) for number in range(1, columns + 1)]
    target = io.BytesIO()
    plain = io.BytesIO(write_xlsx(["列"], [["甲"]]))
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for part in source.namelist():
            if part not in {"xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"}:
                copy.writestr(part, source.read(part))
        space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
        copy.writestr("xl/sharedStrings.xml", f"<sst {space}><si><t>{'甲' * 2_000}</t></si></sst>")
        with copy.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write(f"<worksheet {space}><sheetData>".encode())
            for row in range(1, rows + 1):
                cells = "".join(f'<c r="{letter}{row}" t="s"><v>0</v></c>' for letter in letters)
                sheet.write(f'<row r="{row}">{cells}</row>'.encode())
            sheet.write(b"</sheetData></worksheet>")
    return target.getvalue()


def far_cell() -> bytes:
    """A workbook whose one cell lies in the last row and column that Excel has."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["XFD1048576"] = "这里"
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
