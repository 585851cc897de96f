"""What the register answers about a file: is it, to the byte, what was issued, and if not, what became of it.

The register answers first. A valid signature is never the answer: a page that was changed in a later revision leaves
it valid, and anybody can sign with a key of his own.
"""

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from django.db import models
from django.utils.translation import gettext_lazy as _

from certificates import numbers
from certificates.domain import verifying
from certificates.domain.verifying import Document, Verdict
from certificates.enums import VerdictWord
from certificates.models.chain import ChainEntry

MOST_NUMBERS = 20  # In one file; ours say theirs twice.
_PRINTED = re.compile(rb"[A-Z]{2,4}\d{4}[JP]\d{7}[0-9A-Z]")


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature as found in a file: the digest of what it covers, whose key, and whether it holds."""

    covered: str
    key_id: str
    is_intact: bool


Inspect = Callable[[bytes], list[Signature]]


class Why(models.TextChoices):
    """Why a file has its verdict."""

    EXACT = "exact", _("Byte for byte the file that was issued.")
    KEY_REVOKED_LATER = (
        "key-revoked-later",
        _("Byte for byte the file that was issued. Its key was revoked later; what it signed before stands."),
    )
    KEY_REVOKED = "key-revoked", _("It was signed with a key that had been revoked. It does not hold.")
    EARLIER = "earlier", _("An earlier state of this document. A later one stands in the register.")
    ANOTHER = "another", _("This file belongs to another number.")
    ADDED = "added", _("Something was added to the file after it was signed.")
    CHANGED = "changed", _("The signed part of the file was changed.")
    UNSIGNED = "unsigned", _("The file says this number but carries no signature that can be read.")
    OTHER_SIGNER = "other-signer", _("The file was signed by somebody else.")
    OTHER_CONTENT = "other-content", _("The file is signed but is not the one that was issued under this number.")
    NOT_LISTED = "not-listed", _("The number in the file does not stand in the register.")
    NO_NUMBER = "no-number", _("The file says no number of ours.")


@dataclass(frozen=True)
class Examination:
    """The verdict on a file with its facts, and the reason."""

    verdict: Verdict
    why: Why


def examine(data: bytes, *, inspect: Inspect, expected: str = "") -> Examination:
    """Compare a file with the register; `expected` is the number that the file is shown as, if one is.

    A file that is what was issued has the verdict of its record: genuine, replaced or revoked.
    """
    file_digest = hashlib.sha256(data).hexdigest()
    if issued := verifying.find(file_digest=file_digest):
        if expected and issued.number != expected:
            return _altered(verifying.find(number=expected), Why.ANOTHER)
        verdict = verifying.verdict_on(issued)
        return Examination(verdict, _why_exact(verdict))
    claimed = list(_numbers_in(data))
    for number in [expected] if expected else claimed:
        if document := verifying.find(number=number):
            return _compare(document, file_digest, inspect(data))
    return _by_signature(inspect(data), Why.NOT_LISTED if claimed else Why.NO_NUMBER)


def _why_exact(verdict: Verdict) -> Why:
    if verdict.key_revoked_on is None:
        return Why.EXACT
    stands = verdict.word != VerdictWord.REVOKED or verdict.ended_on
    return Why.KEY_REVOKED_LATER if stands else Why.KEY_REVOKED


def _numbers_in(data: bytes) -> Iterator[str]:
    """The numbers that a file says in plain bytes, as the metadata of an archive file do; each once."""
    found = dict.fromkeys(match.group().decode() for match in _PRINTED.finditer(data))
    valid = (number for number in found if numbers.parse(number))
    return (number for number, _place in zip(valid, range(MOST_NUMBERS), strict=False))


def _compare(document: Document, file_digest: str, signatures: list[Signature]) -> Examination:
    if file_digest in _earlier_states(document):
        verdict = verifying.verdict_on(document)
        return Examination(replace(verdict, word=VerdictWord.ROLLED_BACK), Why.EARLIER)
    return _altered(document, _what_was_done(document, signatures))


def _earlier_states(document: Document) -> set[str]:
    """The digests of all files that were ever made of a document; its chain notes each."""
    entries = ChainEntry.objects.filter(document=document.chain_name)
    return {event["file_digest"] for event in entries.values_list("event", flat=True) if "file_digest" in event}


def _what_was_done(document: Document, signatures: list[Signature]) -> Why:
    if not signatures:
        return Why.UNSIGNED
    if any(signature.covered == document.signed_digest and signature.is_intact for signature in signatures):
        return Why.ADDED
    if signatures[0].key_id != document.key_id:
        return Why.OTHER_SIGNER
    return Why.OTHER_CONTENT if signatures[0].is_intact else Why.CHANGED


def _by_signature(signatures: list[Signature], otherwise: Why) -> Examination:
    """A file that hides its number still carries the signature of what it was."""
    for signature in signatures:
        if document := verifying.find(signed_digest=signature.covered):
            return _altered(document, Why.ADDED)
    return Examination(verifying.UNKNOWN, otherwise)


def _altered(document: Document | None, why: Why) -> Examination:
    if document is None:
        return Examination(verifying.UNKNOWN, Why.NOT_LISTED)
    return Examination(replace(verifying.verdict_on(document), word=VerdictWord.ALTERED), why)
