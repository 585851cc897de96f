"""What a mask leaves to be seen."""

import pytest

from common.masking import masked_name, masked_number, masked_phone


@pytest.mark.parametrize(
    ("name", "shown"),
    [("张伟", "张＊"), ("欧阳𬱖", "欧＊＊"), ("阿卜杜热西提·买买提", "阿＊＊＊＊＊＊＊＊＊"), ("", "")],
)
def test_a_name_shows_its_first_character(name: str, shown: str) -> None:
    assert masked_name(name) == shown


def test_an_id_number_shows_its_last_four() -> None:
    assert masked_number("37010319790626321X") == "**************321X"


def test_no_number_stays_no_number() -> None:
    assert masked_number("") == ""


@pytest.mark.parametrize(("phone", "shown"), [("13812346789", "138****6789"), ("12345", "*****"), ("", "")])
def test_a_phone_shows_its_ends(phone: str, shown: str) -> None:
    assert masked_phone(phone) == shown
