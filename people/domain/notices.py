"""Telling people something, once."""

from datetime import datetime

from people.models.accounts import User
from people.models.notices import Notice


def notify(*, recipient: User, key: str, subject: str, body: str = "", url: str = "", at: datetime) -> None:
    """Put a notice into the outbox, in the caller's transaction; a second one with the same key is dropped."""
    Notice.objects.bulk_create(
        [Notice(recipient=recipient, key=key, subject=subject, body=body, url=url, created_at=at)],
        ignore_conflicts=True,
    )
