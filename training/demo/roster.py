"""The election result that the demo brings in: a sheet as a district writes it, with titles and merged cells."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import xlsxwriter

from people.models.organisation import OrgUnit
from training.demo.people import RARE, Invented, invented, invented_people

HEADERS = (
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
)
POSTS = (
    "社区党委书记、居委会主任",
    "社区党委副书记",
    "社区党委委员",
    "居委会副主任",
    "居务监督委员会主任",
    "居委会委员",
    "居委会委员",
    "社区党委委员",
    "居委会委员",
)
MORE = ("居委会委员", "社区党委委员")
SIZES = (9, 7, 9, 11, 8, 9, 10)
MEMBER = "居委会委员"
LIN = "林秀英"
WOMEN = {LIN, "王㛃", "陈𬭚玉"}


@dataclass(frozen=True)
class Elected:
    """One line of the roster."""

    street: str
    community: str
    person: Invented
    post: str
    is_new: bool


def elected_in(communities: Sequence[OrgUnit], *, seed: int, secretaries: Sequence[str] = ()) -> list[Elected]:
    """A committee of seven to eleven for each community; the first secretaries bear the names given."""
    people = invented_people(seed)
    lines: list[Elected] = []
    for place, community in enumerate(communities):
        street = community.get_parent().name
        for post in (*POSTS, *MORE)[: SIZES[place % len(SIZES)]]:
            person = next(people)
            if post == POSTS[0] and place < len(secretaries):
                name = secretaries[place]
                person = invented(
                    name, seed * 1000 + 900 + place, is_male=name not in {LIN, "王㛃", "陈𬭚玉"}, age_days=4000
                )
            lines.append(Elected(street, _spoken(community.name), person, post, is_new=len(lines) % 5 != 4))
    return lines


def roster(title: str, lines: Sequence[Elected], *, elected_on: date) -> bytes:
    """The lines as a workbook."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet("当选人员名册")
    strong, middle = book.add_format({"bold": True, "align": "center"}), book.add_format({"valign": "vcenter"})
    sheet.merge_range(0, 0, 0, len(HEADERS) - 1, title, strong)
    sheet.write_row(2, 0, HEADERS, strong)
    for number, line in enumerate(lines):
        sheet.write_row(number + 3, 0, _cells(number, line, elected_on))
    for column, of in ((1, [line.street for line in lines]), (2, [line.community for line in lines])):
        for first, last in _runs(of):
            if last > first:
                sheet.merge_range(first + 3, column, last + 3, column, of[first], middle)
    book.close()
    return target.getvalue()


def by_election(communities: Sequence[OrgUnit], *, elected_on: date) -> bytes:
    """A small roster of seats filled later, with two faults that a clerk will want to see."""
    street, community = communities[0].get_parent().name, _spoken(communities[0].name)
    right, wrong, stranger = (_named(name, 7000 + place) for place, name in enumerate(("马晓梅", "郑永年", "冯晓梅")))
    lines = [
        Elected(street, community, right, MEMBER, is_new=True),
        Elected(street, community, replace(wrong, id_number=_misread(wrong.id_number)), MEMBER, is_new=True),
        Elected(street, "不存在的社区", stranger, MEMBER, is_new=True),
    ]
    return roster("补选人员名册", lines, elected_on=elected_on)


def secretaries_of_the_demo() -> tuple[str, ...]:
    """Lin, and the names that a system made for common characters gets wrong."""
    return (LIN, *RARE)


def _named(name: str, number: int) -> Invented:
    return invented(name, number, is_male=name not in WOMEN, age_days=4000)


def _misread(id_number: str) -> str:
    """The number with its last character wrong, as it happens in copying."""
    return id_number[:-1] + ("0" if id_number[-1] != "0" else "1")


def _cells(number: int, line: Elected, elected_on: date) -> list[str | int]:
    person = line.person
    return [
        number + 1,
        line.street,
        line.community,
        person.name,
        "男" if person.is_male else "女",
        f"{person.born_on:%Y.%m}",
        person.id_number,
        person.phone,
        line.post,
        "是" if line.is_new else "否",
        f"{elected_on:%Y.%m.%d}",
    ]


def _runs(values: Sequence[str]) -> list[tuple[int, int]]:
    """The first and the last index of each run of equal values."""
    starts = [index for index, value in enumerate(values) if index == 0 or value != values[index - 1]]
    return list(zip(starts, [*(start - 1 for start in starts[1:]), len(values) - 1], strict=True))


def _spoken(name: str) -> str:
    """How people write it: without 居民委员会 at the end."""
    return name.removesuffix("居民委员会").removesuffix("村民委员会")
