"""Model fields that any trade could use."""

from typing import Any

from django.db import models

from common.crypto import decrypt, encrypt


class EncryptedTextField(models.TextField):
    """Text that is ciphertext in the database and plain in Python; empty stays empty. Not searchable."""

    def get_prep_value(self, value: Any) -> Any:
        text = super().get_prep_value(value)
        return encrypt(text) if text else text

    def from_db_value(self, value: str | None, expression: object, connection: object) -> str | None:
        return decrypt(value) if value else value
