"""What can be wrong with a row of a roster: the codes, and what the clerk is told to do."""

from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

# The codes are a promise (docs/reference/roster-columns.md); the words may be bettered.
MESSAGES = {
    "name-missing": gettext_noop("There is no name here. Write the name as it stands on the ID card."),
    "name-too-long": gettext_noop(
        "The name has %(length)s characters; at most %(limit)s fit. Was another cell pasted into this one?"
    ),
    "formula": gettext_noop("The cell holds a formula. Type the text itself, or paste it as a value."),
    "sex-mismatch": gettext_noop(
        "The ID number belongs to the other sex. Compare both with the ID card and correct the one that is wrong."
    ),
    "sex-unread": gettext_noop("“%(text)s” is no sex. Write 男 or 女."),
    "id-missing": gettext_noop("There is no ID number here. Write all 18 characters."),
    "id-length": gettext_noop("The ID number has %(length)s characters; it must have 18. Copy it from the ID card."),
    "id-old": gettext_noop("This is an old number of 15 digits. Write the 18 characters of the present ID card."),
    "id-characters": gettext_noop("Only digits, and X at the end, may stand in an ID number. Look for O instead of 0."),
    "id-checksum": gettext_noop(
        "The last character does not fit the others, so one of them is wrong. Compare with the ID card."
    ),
    "id-no-day": gettext_noop("Characters 7 to 14 are no possible date of birth. Compare with the ID card."),
    "id-as-number": gettext_noop(
        "Excel has kept this ID number as a number and lost its last digits. "
        "Set the cell's format to text, then type the number again."
    ),
    "id-birth-mismatch": gettext_noop(
        "The date of birth is another one than in the ID number. Compare both with the ID card."
    ),
    "birth-unread": gettext_noop("“%(text)s” is no possible date. Write it like 1970-01, or leave it empty."),
    "id-duplicate": gettext_noop(
        "Row %(other)s has the same ID number. If it is one person, write all posts into one row, joined by 、; "
        "if not, correct the number that is wrong."
    ),
    "id-known": gettext_noop(
        "This ID number is registered for %(name)s. Correct the number, or the name if it is written otherwise."
    ),
    "id-of-another": gettext_noop("The ID number and the name do not belong together. Compare both with the ID card."),
    "phone-invalid": gettext_noop("This is no mobile number: 11 digits are needed, beginning with 13 to 19."),
    "post-missing": gettext_noop("There is no post here. Write for example %(hint)s."),
    "post-unknown": gettext_noop("“%(text)s” is no post of the two committees. Do you mean %(hint)s?"),
    "date-impossible": gettext_noop("“%(text)s” is no possible date. Write it like 2026-11-08."),
    "unit-missing": gettext_noop("There is no unit here. Write the name of the village or community, or its code."),
    "unit-unknown": gettext_noop("There is no “%(text)s” in %(root)s. Do you mean %(hint)s?"),
    "unit-unlike": gettext_noop("There is no “%(text)s” in %(root)s, and nothing like it. Write the name or the code."),
    "unit-ambiguous": gettext_noop("“%(text)s” could be several units: %(hint)s. Write the code."),
    "seat-taken": gettext_noop("Row %(other)s has the same post in the same unit, which only one person can hold."),
    "seat-held": gettext_noop("%(name)s already holds this post by this election. Correct the post or the unit."),
    "seat-later": gettext_noop("Since %(day)s %(name)s holds this post by a later election."),
    "phone-missing": gettext_noop("Without a phone number this person logs in with the ID number."),
    "phone-kept": gettext_noop(
        "This person also sits in another unit or holds a role, so the phone number known so far stays. "
        "The person can log in with the ID number."
    ),
    "phone-shared": gettext_noop("Several people have this phone number, so none of them can log in with it."),
    "newly-unread": gettext_noop("“%(text)s” is neither yes nor no; it was worked out from earlier seats."),
    "other-sheet": gettext_noop(
        "The sheet “%(name)s” holds a roster too; only “%(read)s” was read. Import it by itself."
    ),
}
# Several sentences may stand for one code.
CODES = {
    "sex-unread": "sex-mismatch",
    "id-missing": "id-length",
    "id-old": "id-length",
    "id-characters": "id-checksum",
    "id-no-day": "id-checksum",
    "birth-unread": "date-impossible",
    "id-known": "id-duplicate",
    "id-of-another": "id-duplicate",
    "post-missing": "post-unknown",
    "unit-missing": "unit-unknown",
    "unit-unlike": "unit-unknown",
    "unit-ambiguous": "unit-unknown",
    "seat-held": "seat-taken",
    "seat-later": "seat-taken",
}


@dataclass(frozen=True)
class Fault:
    """One thing about one cell: the row as the spreadsheet numbers it, the column as it is headed."""

    row: int
    column: str
    code: str
    message: str

    def as_dict(self) -> dict[str, Any]:
        """As JSON and the report say it."""
        return asdict(self)


def make_fault(row: int, column: str, reason: str, /, **details: object) -> Fault:
    """The fault with its sentence in the language that is active now."""
    return Fault(row, column, CODES.get(reason, reason), _(MESSAGES[reason]) % details)
