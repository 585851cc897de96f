"""Keeping a secret in a column and still finding it: encryption at rest and the blind index."""

import hashlib
import hmac
from functools import lru_cache

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


@lru_cache
def _cipher(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def encrypt(text: str) -> str:
    """Ciphertext of `text` under the first of FIELD_KEYS."""
    return _cipher(tuple(settings.FIELD_KEYS)).encrypt(text.encode()).decode()


def decrypt(token: str) -> str:
    """The text again, under whichever of FIELD_KEYS wrote it."""
    return _cipher(tuple(settings.FIELD_KEYS)).decrypt(token.encode()).decode()


def encrypt_bytes(data: bytes) -> bytes:
    """Ciphertext of a file."""
    return _cipher(tuple(settings.FIELD_KEYS)).encrypt(data)


def decrypt_bytes(token: bytes) -> bytes:
    """The file again."""
    return _cipher(tuple(settings.FIELD_KEYS)).decrypt(token)


def blind_index(text: str) -> str:
    """A keyed fingerprint (64 hex digits) that finds equal texts without telling them."""
    return hmac.new(settings.INDEX_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()
