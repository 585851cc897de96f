"""What an ID number, a phone and a name are once the ways of writing them are taken away; touches no database."""

import re
import unicodedata
from datetime import date

from stdnum.cn import ric
from stdnum.exceptions import ValidationError

from people.enums import Sex

ID_LENGTH = 18
ID_FORM = re.compile(r"[0-9]{17}[0-9X]")
PHONE_FORM = re.compile(r"1[3-9][0-9]{9}")
COUNTRY = re.compile(r"^(?:\+|00)?86(?=1[3-9][0-9]{9}$)")
BLANKS = re.compile(r"[\s\u200b-\u200d\ufeff]+")
# What clerks type for the dot inside a Uyghur, Tibetan or Mongolian name.
DOTS = str.maketrans(dict.fromkeys("•・‧∙⋅﹒．", "·"))
HAN = r"\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
BETWEEN_HAN = re.compile(rf"(?<=[{HAN}·])\s+(?=[{HAN}·])")


def compact_id_number(text: str) -> str:
    """The ID number without spaces, dashes and a leading apostrophe, in half-width characters, X as a capital."""
    narrow = unicodedata.normalize("NFKC", text).lstrip("'`’‘")
    return str(ric.compact(re.sub(r"[\s\-]", "", BLANKS.sub("", narrow))))


def has_id_form(number: str) -> bool:
    """Seventeen digits, and a digit or X."""
    return ID_FORM.fullmatch(number) is not None


def has_right_check_digit(number: str) -> bool:
    """Do the first seventeen digits give the last one?"""
    return bool(ric.calc_check_digit(number) == number[-1])


def birth_date_of(number: str) -> date | None:
    """The date of birth inside the number; None when there is no such day.

    stdnum's `validate` is not asked: it wants the county code to have existed in the year of birth, and
    refuses real people.
    """
    try:
        born_on: date = ric.get_birth_date(number)
    except ValidationError:
        return None
    return born_on


def sex_of(number: str) -> Sex:
    """By the seventeenth digit: odd is male."""
    return Sex.MALE if int(number[16]) % 2 else Sex.FEMALE


def compact_phone(text: str) -> str:
    """The phone number in half-width digits, without spaces, dashes and the country code."""
    narrow = unicodedata.normalize("NFKC", text).lstrip("'`’‘")
    return COUNTRY.sub("", re.sub(r"[\s\-–—]", "", BLANKS.sub("", narrow)))


def is_mobile(phone: str) -> bool:
    """A mobile number of the mainland."""
    return PHONE_FORM.fullmatch(phone) is not None


def clean_name(text: str) -> str:
    """The name as it is meant: 戴　洋 is 戴洋; no invisible characters; one form of the middle dot.

    Its characters stay as they are: compatibility forms of rare characters are not folded.
    """
    spaced = "".join(" " if char.isspace() else char for char in text)
    visible = "".join(char for char in spaced if unicodedata.category(char) not in {"Cc", "Cf"})
    return BETWEEN_HAN.sub("", " ".join(visible.translate(DOTS).split()))
