"""Whether the register still says what the record chain saw: a row edited behind our back differs from its chain.

The chain notes digests, states and moments of every act. Here they are held against the rows as they stand. An act that
changes a state is named like the state.
"""

import ssl
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import QuerySet

from certificates.domain.chaining import Break
from certificates.domain.clause_reviewing import review_digest, statement_digest
from certificates.domain.committing import attempt_breaks
from certificates.enums import CertificateState, PledgeState
from certificates.models.certificates import Certificate
from certificates.models.chain import ChainEntry
from certificates.models.keys import SigningKey
from certificates.models.pledges import Pledge
from common.canonical import canonical_json, digest

Row = TypeVar("Row", Certificate, Pledge, SigningKey)
Facts = dict[str, Any]
AT_ONCE = 500
SAID_OF_IT = ("reviewed", "stated")  # What the chain of a pledge notes of its reviews by clause.
DIGESTS = ("file_digest", "signed_digest", "key_id")


def record_breaks() -> Iterator[Break]:
    """Every record that differs from its chain, has none, or is gone while its chain stands."""
    yield from _compared("certificate:", Certificate.objects.all(), _certificate_holds)
    pledges = Pledge.objects.filter(number__isnull=False).prefetch_related("clause_reviews__statement")
    yield from _compared("pledge:", pledges, _pledge_holds)
    yield from _compared("key:", SigningKey.objects.all(), _key_holds)
    yield from attempt_breaks()


def _compared(prefix: str, rows: QuerySet[Row], holds: Callable[[Row, list[Facts]], bool]) -> Iterator[Break]:
    known: set[str] = set()
    for batch in _batches(rows):
        chains = _chains([row.chain_name for row in batch])
        known.update(row.chain_name for row in batch)
        for row in batch:
            events = chains.get(row.chain_name)
            if events is None:
                yield Break(row.chain_name, 1, "chain-missing")
            elif not holds(row, events):
                yield Break(row.chain_name, len(events), "record-changed")
    chained = ChainEntry.objects.filter(document__startswith=prefix, position=1).values_list("document", flat=True)
    for name in sorted(set(chained) - known):
        yield Break(name, 1, "record-missing")


def _batches(rows: QuerySet[Row]) -> Iterator[Sequence[Row]]:
    last = 0
    while batch := list(rows.filter(pk__gt=last).order_by("pk")[:AT_ONCE]):
        last = batch[-1].pk
        yield batch


def _chains(names: Iterable[str]) -> dict[str, list[Facts]]:
    chains: dict[str, list[Facts]] = {}
    entries = ChainEntry.objects.filter(document__in=names).order_by("document", "position")
    for name, event in entries.values_list("document", "event"):
        chains.setdefault(name, []).append(event)
    return chains


def _certificate_holds(certificate: Certificate, events: list[Facts]) -> bool:
    acts = _last_of_each(events)
    states = [event["act"] for event in events if event["act"] in CertificateState.values]
    return (
        digest(canonical_json(certificate.payload)) == certificate.payload_digest
        and certificate.payload_digest == acts.get("reserved", {}).get("payload_digest")
        and _agree(certificate, acts.get("issued"))
        and states[-1:] == [certificate.state]
        and _is_at(certificate.issued_at, acts.get("issued"))
        and _is_at(certificate.ended_at, acts.get("revoked") or acts.get("replaced") or acts.get("void"))
    )


def _pledge_holds(pledge: Pledge, events: list[Facts]) -> bool:
    acts = _last_of_each(events)
    signed = acts.get("signed", {})
    states = [event["act"] for event in events if event["act"] in PledgeState.values]
    return (
        digest(canonical_json(pledge.evidence)) == pledge.evidence_digest == signed.get("evidence_digest")
        and digest(pledge.wording.encode()) == pledge.wording_digest == signed.get("wording_digest")
        and (not pledge.file or _agree(pledge, acts.get("filed")))
        and states[-1:] == [pledge.state]
        and _is_at(pledge.signed_at, signed)
        and _reviews_of(pledge) == sorted(event["record_digest"] for event in events if event["act"] in SAID_OF_IT)
    )


def _reviews_of(pledge: Pledge) -> list[str]:
    """The digests of the reviews by clause, and of what was said to them, as they stand."""
    digests = []
    for review in pledge.clause_reviews.all():
        digests.append(review_digest(review, pledge))
        if statement := getattr(review, "statement", None):
            digests.append(statement_digest(statement, pledge))
    return sorted(digests)


def _key_holds(key: SigningKey, events: list[Facts]) -> bool:
    acts = _last_of_each(events)
    since = acts.get("revoked", {}).get("revoked_at")
    return (
        key.key_id == events[0]["key_id"] == digest(ssl.PEM_cert_to_DER_cert(key.certificate))
        and key.revoked_at == (datetime.fromisoformat(since) if since else None)
        and (key.retired_at is not None) == bool(acts.keys() & {"retired", "revoked"})
    )


def _last_of_each(events: list[Facts]) -> dict[str, Facts]:
    return {event["act"]: event for event in events}


def _agree(row: Certificate | Pledge, filed: Facts | None) -> bool:
    """Whether the digests of a row are those that its file was noted with; before that it has none."""
    noted = filed or dict.fromkeys(DIGESTS, "")
    return all(getattr(row, name) == noted[name] for name in DIGESTS if name in noted)


def _is_at(moment: datetime | None, event: Facts | None) -> bool:
    noted = datetime.fromisoformat(event["at"]) if event else None
    return moment == noted
