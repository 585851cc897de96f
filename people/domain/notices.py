"""Telling people something, once."""

from collections.abc import Iterable
from datetime import datetime

from django.core.mail import send_mail

from people.models.accounts import User
from people.models.notices import Notice


def notify(*, recipient: User, key: str, subject: str, body: str = "", url: str = "", at: datetime) -> None:
    """Put a notice into the outbox, in the caller's transaction; a second one with the same key is dropped."""
    notify_all(recipients=[recipient.pk], key=key, subject=subject, body=body, url=url, at=at)


def notify_all(
    *, recipients: Iterable[int], key: str, subject: str, body: str = "", url: str = "", at: datetime
) -> None:
    """The same for many people (ids) at once, in batches."""
    Notice.objects.bulk_create(
        [
            Notice(recipient_id=recipient, key=key, subject=subject, body=body, url=url, created_at=at)
            for recipient in recipients
        ],
        ignore_conflicts=True,
        batch_size=500,
    )


def unread_of(recipient: User) -> int:
    """How many notices a person has not read yet."""
    return Notice.objects.filter(recipient=recipient, read_at=None).count()


def mark_all_read(*, recipient: User, at: datetime) -> int:
    """Say that everything in the inbox was read; how many were new."""
    return Notice.objects.filter(recipient=recipient, read_at=None).update(read_at=at)


def deliver(*, at: datetime, limit: int = 500) -> int:
    """Bring what waits in the outbox to the people; how many went out.

    The inbox is the first way and always open; an address of their own gets a copy. A notice is claimed by one
    conditional update, so that two workers never send it twice.
    """
    sent = 0
    for notice in Notice.objects.filter(delivered_at=None).select_related("recipient").order_by("created_at")[:limit]:
        if Notice.objects.filter(pk=notice.pk, delivered_at=None).update(delivered_at=at):
            sent += 1
            if notice.recipient.email:
                send_mail(notice.subject, notice.body, None, [notice.recipient.email], fail_silently=True)
    return sent
