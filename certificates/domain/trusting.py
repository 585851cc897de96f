"""Which keys may sign, and whose signatures count: the register of keys is asked, never the key itself.

A retired key signs nothing more and all it signed stands. A revoked one is retired, and what it signed from the moment
of the revocation on does not stand. That moment may lie in the past, for a theft is noticed late.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models.functions import Coalesce

from certificates.domain import chaining
from certificates.models.certificates import Certificate
from certificates.models.keys import SigningKey
from certificates.models.pledges import Pledge
from common import audit
from people.models.accounts import User

SHOWN = "%Y-%m-%d %H:%M %Z"


class SigningKeyMissing(Exception):
    """There is no usable signing key; documents wait, and no number is taken meanwhile."""


class NoSuchKey(Exception):
    """The register holds no key, or more than one, whose id begins so."""


@dataclass(frozen=True, slots=True)
class KeyFacts:
    """What a certificate says of its key."""

    key_id: str
    subject: str
    certificate: str
    issuers: str
    valid_from: datetime
    valid_until: datetime


def take_into_use(*, key: KeyFacts, at: datetime) -> SigningKey:
    """The key's entry in the register, made when it first signs; refuses a key that may not sign now."""
    if not key.valid_from <= at <= key.valid_until:
        raise SigningKeyMissing(
            f"The certificate of the signing key holds from {key.valid_from:{SHOWN}} to {key.valid_until:{SHOWN}}, "
            "and not now. Check this machine's clock, or put a new key in its place."
        )
    with transaction.atomic():
        entry, is_new = SigningKey.objects.get_or_create(
            key_id=key.key_id,
            defaults={
                "subject": key.subject[:200],
                "certificate": key.certificate,
                "issuers": key.issuers,
                "first_used_at": at,
            },
        )
        if is_new:
            chaining.append(document=entry.chain_name, event={"act": "first-used", "key_id": key.key_id}, at=at)
    require_in_use(key.key_id)
    return entry


def require_in_use(key_id: str) -> None:
    """Refuse a key that was retired, also to a process that had loaded it before."""
    retired = SigningKey.objects.filter(key_id=key_id, retired_at__isnull=False).first()
    if retired:
        raise SigningKeyMissing(
            f"The signing key {retired} was retired at {retired.retired_at:{SHOWN}}. "
            "Put a new key in its place and start the processes again."
        )


def retire(
    *, key_id: str, reason: str, at: datetime, by: User | None = None, revoked_at: datetime | None = None
) -> SigningKey:
    """Let a key sign nothing more; with `revoked_at` what it signed from then on does not stand. Names it by its start.

    A retired key may still be revoked; a revocation is only ever moved to an earlier moment, never taken back.
    """
    entry = _named(key_id)
    earlier = revoked_at is not None and (entry.revoked_at is None or revoked_at < entry.revoked_at)
    if entry.retired_at and not earlier:
        return entry
    with transaction.atomic():
        unchanged = SigningKey.objects.filter(pk=entry.pk, retired_at=entry.retired_at, revoked_at=entry.revoked_at)
        fields = {"retired_at": entry.retired_at or at, "revoked_at": revoked_at or entry.revoked_at}
        if unchanged.update(reason=reason[:200], **fields):
            since = {"revoked_at": revoked_at.isoformat()} if revoked_at else {}
            act = {"act": "revoked" if revoked_at else "retired", "key_id": entry.key_id, **since}
            chaining.append(document=entry.chain_name, event=act, at=at)
            audit.record("certificates.retire_key", subject=entry, user=by, reason=reason, key=str(entry), **since)
    entry.refresh_from_db()
    return entry


def revocation_of(key_id: str) -> datetime | None:
    """From when on what a key signed does not stand; None where it all does."""
    return SigningKey.objects.filter(key_id=key_id).values_list("revoked_at", flat=True).first()


def is_trusted(key_id: str, *, at: datetime) -> bool:
    """Whether a signature that this key made at a moment counts."""
    revoked_at = SigningKey.objects.filter(key_id=key_id).values_list("revoked_at", flat=True)
    return any(moment is None or at < moment for moment in revoked_at)


def signed_since(key: SigningKey, since: datetime) -> list[str]:
    """The numbers of documents that a key signed from a moment on: they are to be made anew."""
    certificates = Certificate.objects.filter(key_id=key.key_id, issued_at__gte=since)
    sealed = Pledge.objects.filter(key_id=key.key_id).alias(sealed_at=Coalesce("countersigned_at", "signed_at"))
    pledges = sealed.filter(sealed_at__gte=since, number__isnull=False)
    return sorted(certificates.values_list("number", flat=True).union(pledges.values_list("number", flat=True)))


def _named(key_id: str) -> SigningKey:
    found = list(SigningKey.objects.filter(key_id__startswith=key_id.lower())[:2])
    if not key_id or len(found) != 1:
        raise NoSuchKey(key_id)
    return found[0]
