"""Encryption at rest and the blind index."""

import pytest
from cryptography.fernet import Fernet, InvalidToken
from pytest_django import Settings

from common.crypto import blind_index, decrypt, encrypt

NUMBER = "370103197906263211"


def test_what_was_encrypted_comes_back() -> None:
    assert decrypt(encrypt(NUMBER)) == NUMBER


def test_the_ciphertext_differs_each_time_and_never_shows_the_text() -> None:
    first, second = encrypt(NUMBER), encrypt(NUMBER)

    assert first != second
    assert NUMBER not in first


def test_an_old_key_still_reads_after_rotation(settings: Settings) -> None:
    written = encrypt(NUMBER)

    settings.FIELD_KEYS = [Fernet.generate_key().decode(), *settings.FIELD_KEYS]

    assert decrypt(written) == NUMBER


def test_a_foreign_key_reads_nothing(settings: Settings) -> None:
    written = encrypt(NUMBER)

    settings.FIELD_KEYS = [Fernet.generate_key().decode()]

    with pytest.raises(InvalidToken):
        decrypt(written)


def test_the_blind_index_is_equal_for_equal_texts_and_depends_on_the_key(settings: Settings) -> None:
    index = blind_index(NUMBER)

    assert blind_index(NUMBER) == index
    assert blind_index(NUMBER[:-1] + "X") != index
    settings.INDEX_KEY = "another key"
    assert blind_index(NUMBER) != index
