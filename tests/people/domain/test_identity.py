"""ID numbers, phones and names as people write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.domain.identity import (
    birth_date_of,
    clean_name,
    compact_id_number,
    compact_phone,
    has_id_form,
    has_right_check_digit,
    is_mobile,
    sex_of,
)
from people.enums import Sex
from tests.factories.people import make_id_number

DAYS = st.dates(min_value=date(1930, 1, 1), max_value=date(2010, 1, 1))


@given(born_on=DAYS, sex=st.sampled_from(Sex), serial=st.integers(0, 499))
def test_a_number_says_birth_and_sex_and_one_wrong_digit_shows(born_on: date, sex: Sex, serial: int) -> None:
    number = make_id_number(born_on=born_on, sex=sex, serial=serial)
    broken = number[:16] + str((int(number[16]) + 1) % 10) + number[17]

    assert (has_id_form(number), has_right_check_digit(number)) == (True, True)
    assert (birth_date_of(number), sex_of(number)) == (born_on, sex)
    assert not has_right_check_digit(broken)


def test_a_county_that_did_not_exist_yet_refuses_nobody() -> None:
    number = make_id_number(born_on=date(1950, 1, 1), region="999999")

    assert has_right_check_digit(number)
    assert birth_date_of(number) == date(1950, 1, 1)


def test_no_such_day_is_no_birth() -> None:
    assert birth_date_of("370103199002301234") is None


@pytest.mark.parametrize(
    "written",
    ["11010519491231002x", " 110105 19491231 002X ", "'11010519491231002X", "１１０１０５１９４９１２３１００２Ｘ"],
)
def test_an_id_number_is_the_same_however_it_is_written(written: str) -> None:
    assert compact_id_number(written) == "11010519491231002X"


@pytest.mark.parametrize(
    "written", ["138 0000 0000", "１３８００００００００", "+86 13800000000", "008613800000000", "138-0000-0000"]
)
def test_a_phone_is_the_same_however_it_is_written(written: str) -> None:
    assert compact_phone(written) == "13800000000"


@pytest.mark.parametrize("phone", ["1234567", "12800000000", "138000000001", "0531-86000000", ""])
def test_what_is_no_mobile_number(phone: str) -> None:
    assert not is_mobile(compact_phone(phone))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("戴  洋", "戴洋"),
        ("康　伟", "康伟"),
        ("\ufeff王\u200b㛃\n", "王㛃"),
        ("阿卜杜热西提•买买提", "阿卜杜热西提·买买提"),
        ("欧阳𬱖", "欧阳𬱖"),
        ("司马𠮷祥", "司马𠮷祥"),
        ("Anna  Maria", "Anna Maria"),
        ("塚", "塚"),
    ],
)
def test_a_name_loses_its_spacing_and_none_of_its_characters(written: str, meant: str) -> None:
    assert clean_name(written) == meant
