"""One row of a roster, cell by cell: what it says, or what is wrong with it. Asks nothing of the database."""

import re
from dataclasses import dataclass, field
from datetime import date

from common.sheets import Cell, Formula
from people.domain.identity import (
    ID_LENGTH,
    birth_date_of,
    clean_name,
    compact_id_number,
    compact_phone,
    has_id_form,
    has_right_check_digit,
    is_mobile,
    sex_of,
)
from people.domain.roster.columns import Header
from people.domain.roster.dates import NoSuchDay, PartialDate, read_date
from people.domain.roster.faults import Fault, make_fault
from people.domain.roster.posts import PostOfCommittee, UnknownPost, likely_posts, posts_in
from people.domain.roster.rows import PersonRow
from people.domain.roster.units import Place
from people.enums import Sex
from people.models.accounts import User

NOTHING = {"", "-", "--", "—", "——", "/", "无"}
YES = {"是", "新任", "新当选", "首次", "首次当选", "新", "√", "✓", "y", "yes", "1", "new"}
NO = {"否", "连任", "连选连任", "留任", "不是", "×", "x", "n", "no", "0", "again"}
SEXES = {"男": Sex.MALE, "男性": Sex.MALE, "m": Sex.MALE, "male": Sex.MALE} | {
    "女": Sex.FEMALE, "女性": Sex.FEMALE, "f": Sex.FEMALE, "female": Sex.FEMALE
}  # fmt: skip
SCIENTIFIC = re.compile(r"\d(\.\d+)?E\+?\d+", re.IGNORECASE)
OLD_LENGTH = 15
SHOWN = 30  # Characters of a cell that a message repeats.


@dataclass
class Candidate:
    """What one row says about a person, so far as it could be understood."""

    number: int
    name: str = ""
    id_number: str = ""
    phone: str = ""
    sex: Sex | None = None
    born: PartialDate | None = None
    place: Place = field(default_factory=Place)
    posts: tuple[PostOfCommittee, ...] = ()
    newly: bool | None = None
    elected_on: date | None = None
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)

    @property
    def agrees_with_id(self) -> bool:
        """Do sex and birth, where they are given, fit the ID number?"""
        return self.sex_agrees and self.birth_agrees

    @property
    def sex_agrees(self) -> bool:
        """Does the sex fit the ID number?"""
        return self.sex is None or self.sex == sex_of(self.id_number)

    @property
    def birth_agrees(self) -> bool:
        """Does the birth fit the ID number?"""
        born_on = birth_date_of(self.id_number)
        return self.born is None or born_on is None or self.born.agrees_with(born_on)


class Cleaner:
    """Reads the cells of one row after the other; the header says how a message names a column."""

    def __init__(self, header: Header) -> None:
        self.header = header

    def clean(self, row: PersonRow) -> Candidate:
        """The candidate of a row, with every fault that the row shows by itself."""
        candidate = Candidate(row.number)
        cells = {name: self.open(candidate, name, cell) for name, cell in row.cells.items()}
        self.name(candidate, cells)
        self.id_number(candidate, cells)
        self.phone(candidate, cells)
        self.sex(candidate, cells)
        self.birth(candidate, cells)
        self.posts(candidate, cells)
        self.elected_on(candidate, cells)
        self.newly(candidate, cells)
        candidate.place = Place(
            code=text_of(cells.get("code")),
            street=text_of(cells.get("street")),
            name=text_of(cells.get("village")) or text_of(cells.get("unit")),
        )
        return candidate

    def open(self, candidate: Candidate, name: str, cell: Cell) -> Cell:
        """The cell, unless it is a formula: nobody has read what that says."""
        text = cell.strip() if isinstance(cell, str) else ""
        runs = text.startswith(("=", "@")) or (name == "name" and text.startswith(("+", "-")) and len(text) > 1)
        if isinstance(cell, Formula) or runs:
            self.fault(candidate, name, "formula")
            return Formula(text)
        return cell

    def fault(self, candidate: Candidate, name: str, reason: str, /, **details: object) -> None:
        """Write down what is wrong with a cell."""
        candidate.faults.append(make_fault(candidate.number, self.header.label(name), reason, **details))

    def warn(self, candidate: Candidate, name: str, reason: str, /, **details: object) -> None:
        """Write down what the clerk should know of a cell that is taken all the same."""
        candidate.warnings.append(make_fault(candidate.number, self.header.label(name), reason, **details))

    def name(self, candidate: Candidate, cells: dict[str, Cell]) -> None:
        """A name has letters, and fits."""
        cell = cells.get("name")
        if isinstance(cell, Formula):
            return
        name = clean_name(text_of(cell))
        if not any(char.isalpha() for char in name):
            self.fault(candidate, "name", "name-missing")
        elif len(name) > User.NAME_LENGTH:
            self.fault(candidate, "name", "name-too-long", length=len(name), limit=User.NAME_LENGTH)
        else:
            candidate.name = name

    def id_number(self, candidate: Candidate, cells: dict[str, Cell]) -> None:
        """Eighteen characters whose last one fits; stays empty when anything is wrong."""
        cell = cells.get("id_number")
        if isinstance(cell, Formula):
            return
        number = compact_id_number(text_of(cell))
        reason = reason_against_id(cell, number)
        if reason:
            self.fault(candidate, "id_number", reason, length=len(number))
        else:
            candidate.id_number = number

    def phone(self, candidate: Candidate, cells: dict[str, Cell]) -> None:
        """A mobile number, or none."""
        cell = cells.get("phone")
        if isinstance(cell, Formula):
            return
        phone = compact_phone(text_of(cell))
        if phone in NOTHING:
            self.warn(candidate, "phone", "phone-missing")
        elif not is_mobile(phone):
            self.fault(candidate, "phone", "phone-invalid")
        else:
            candidate.phone = phone

    def sex(self, candidate: Candidate, cells: dict[str, Cell]) -> None:
        """男 or 女; nothing said is nothing wrong."""
        text = text_of(cells.get("sex"))
        candidate.sex = SEXES.get(text.lower())
        if candidate.sex is None and text not in NOTHING:
            self.fault(candidate, "sex", "sex-unread", text=text[:SHOWN])

    def birth(self, candidate: Candidate, cells: dict[str, Cell]) -> None:
        """The birth, as far as it is written."""
        cell = cells.get("birth")
        if isinstance(cell, Formula):
            return
        try:
            candidate.born = read_date(cell)
        except NoSuchDay:
            self.fault(candidate, "birth", "birth-unread", text=text_of(cell)[:SHOWN])

    def posts(self, candidate: Candidate, cells: dict[str, Cell]) -> None:
        """One seat or several."""
        cell = cells.get("post")
        if isinstance(cell, Formula):
            return
        text = text_of(cell)
        if text in NOTHING:
            self.fault(candidate, "post", "post-missing", hint=" / ".join(likely_posts("居委会委员")))
            return
        try:
            candidate.posts = posts_in(text)
        except UnknownPost as unknown:
            part = str(unknown)
            self.fault(candidate, "post", "post-unknown", text=part[:SHOWN], hint=" / ".join(likely_posts(part)))

    def elected_on(self, candidate: Candidate, cells: dict[str, Cell]) -> None:
        """The day of election; nothing said means the election's own day."""
        cell = cells.get("elected_on")
        if isinstance(cell, Formula):
            return
        try:
            found = read_date(cell)
        except NoSuchDay:
            self.fault(candidate, "elected_on", "date-impossible", text=text_of(cell)[:SHOWN])
            return
        candidate.elected_on = found.first_day() if found else None

    def newly(self, candidate: Candidate, cells: dict[str, Cell]) -> None:
        """New or not; what nobody can read is worked out later, with a warning."""
        for name, is_new in (("newly", True), ("again", False)):
            text = text_of(cells.get(name)).lower()
            if text in YES:
                # In a column “是否连任”, 新任 still means what it says.
                candidate.newly = is_new or text.startswith(("新", "首"))
            elif text in NO:
                candidate.newly = not is_new and not text.startswith(("连", "留"))
            elif text not in NOTHING:
                self.warn(candidate, name, "newly-unread", text=text[:SHOWN])


def text_of(cell: Cell) -> str:
    """A cell as text: 13800000000.0 is 13800000000; nothing and formulas are empty."""
    if cell is None or isinstance(cell, Formula):
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def reason_against_id(cell: Cell, number: str) -> str:
    """Why this is no ID number; empty if it is one."""
    if not number:
        return "id-missing"
    if isinstance(cell, int | float) or SCIENTIFIC.fullmatch(number):
        return "id-as-number"
    if len(number) != ID_LENGTH:
        return "id-old" if len(number) == OLD_LENGTH and number.isdigit() else "id-length"
    if not has_id_form(number):
        return "id-characters"
    if not has_right_check_digit(number):
        return "id-checksum"
    return "" if birth_date_of(number) else "id-no-day"
