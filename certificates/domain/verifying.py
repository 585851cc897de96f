"""What the register answers about a document, to anybody who holds its QR code or its number."""

import json
import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from certificates import numbers
from certificates.domain import stamping, trusting
from certificates.enums import CertificateState, PledgeState, VerdictWord
from certificates.models.certificates import Certificate
from certificates.models.pledges import Pledge
from common.masking import masked_name

DIGEST_SHOWN = 16

WORDS = {
    CertificateState.ISSUED: VerdictWord.GENUINE,
    CertificateState.REVOKED: VerdictWord.REVOKED,
    CertificateState.REPLACED: VerdictWord.REPLACED,
}


@dataclass(frozen=True)
class Verdict:
    """One word, and the facts that a clerk compares with the paper in hand."""

    word: VerdictWord
    kind: str = ""  # completion or pledge
    number: str = ""
    organisation: str = ""
    masked_name: str = ""
    title: str = ""
    issued_on: date | None = None
    hours: Decimal | None = None
    file_digest: str = ""
    replaced_by: str = ""
    ended_on: date | None = None
    expires_on: date | None = None  # The last day; none: for ever.
    key_revoked_on: date | None = None  # of the key that signed it, by now or then
    stamped_at: datetime | None = None  # by an authority of time stamps, where there is one
    stamped_by: str = ""

    @property
    def digest(self) -> str:
        """As much of the file's digest as is worth reading aloud."""
        return self.file_digest[:DIGEST_SHOWN]

    def has_expired(self, *, on: date) -> bool:
        """Whether its last day is past: a fact beside the verdict, which stays what it is."""
        return self.expires_on is not None and self.expires_on < on


UNKNOWN = Verdict(VerdictWord.UNKNOWN)


Document = Certificate | Pledge


def by_token(token: str) -> Verdict:
    """The verdict for the secret in a QR code; a malformed one takes the same way as an unknown one."""
    return verdict_on(find(token=re.sub(r"[^0-9a-f]", "", token)[:32]))


def by_number(typed: str) -> Verdict:
    """The verdict for a number as somebody typed it; a malformed one takes the same way as an unknown one."""
    return verdict_on(find(number=numbers.normalize(typed)[:24]))


def find(**key: Any) -> Document | None:
    """The document that the register answers for under a key: one that was issued or signed."""
    # Both registers are always asked: the time of the answer tells nothing.
    certificate = Certificate.objects.filter(**key, state__in=WORDS).first()
    signed = Pledge.objects.filter(**key, state__in=[PledgeState.SIGNED, PledgeState.COUNTERSIGNED])
    pledge = signed.first()
    return certificate or pledge


def verdict_on(document: Document | None) -> Verdict:
    """What the register says of a document; that of none is unknown."""
    if document is None:
        return UNKNOWN
    if isinstance(document, Certificate):
        verdict, signed_at = _of_certificate(document), document.issued_at
    else:
        verdict, signed_at = _of_pledge(document), document.countersigned_at or document.signed_at
    if stamp := stamping.stamp_of(document.signed_digest):
        verdict = replace(verdict, stamped_at=stamp.stamped_at, stamped_by=stamp.authority)
    return _by_its_key(verdict, document.key_id, signed_at)


def _by_its_key(verdict: Verdict, key_id: str, signed_at: datetime | None) -> Verdict:
    """What was signed before its key was revoked stands, with the fact; what was signed from then on does not.

    The register's own time decides: whoever has stolen a key can write any time into a file, but not into the register.
    """
    revoked_at = trusting.revocation_of(key_id)
    if revoked_at is None:
        return verdict
    falls = verdict.word == VerdictWord.GENUINE and signed_at is not None and signed_at >= revoked_at
    word = VerdictWord.REVOKED if falls else verdict.word
    return replace(verdict, word=word, key_revoked_on=timezone.localtime(revoked_at).date())


def _of_certificate(certificate: Certificate) -> Verdict:
    payload = certificate.payload
    successor = Certificate.objects.filter(replaces=certificate).exclude(state=CertificateState.VOID).first()
    return Verdict(
        word=WORDS[CertificateState(certificate.state)],
        kind="completion",
        number=certificate.number,
        organisation=payload["organisation"]["name"],
        masked_name=masked_name(payload["person"]["name"]),
        title=payload["cohort"]["name"],
        issued_on=date.fromisoformat(payload["issued_on"]),
        hours=Decimal(payload["hours"]),
        file_digest=certificate.file_digest,
        replaced_by=successor.number if successor else "",
        expires_on=certificate.expires_on,
        ended_on=timezone.localtime(certificate.ended_at).date() if certificate.ended_at else None,
    )


def _of_pledge(pledge: Pledge) -> Verdict:
    return Verdict(
        word=VerdictWord.GENUINE,
        kind="pledge",
        number=pledge.number or "",
        organisation=pledge.parties["organisation"]["name"],
        masked_name=masked_name(pledge.parties["person"]["name"]),
        title=json.loads(pledge.wording)["title"],
        issued_on=timezone.localtime(pledge.signed_at).date() if pledge.signed_at else None,
        file_digest=pledge.file_digest,
    )
