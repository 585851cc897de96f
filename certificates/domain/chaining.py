"""The record chain: every act on a document, each entry holding the hash of the one before.

Entries hold no personal data. A digest of a payload says nothing of the person either, for
every payload contains the document's secret token.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from certificates.models.chain import ChainEntry
from common.canonical import canonical_json, digest

GENESIS = "0" * 64


@dataclass(frozen=True)
class Break:
    """Where a chain does not hold, and in what way."""

    document: str
    position: int
    fault: str


def append(*, document: str, event: dict[str, Any], at: datetime) -> ChainEntry:
    """Add an act to a document's chain, in the caller's transaction; two at once: one fails by constraint."""
    last = ChainEntry.objects.filter(document=document).order_by("-position").first()
    event = {**event, "at": at.isoformat()}
    previous = last.hash if last else GENESIS
    return ChainEntry.objects.create(
        document=document,
        position=last.position + 1 if last else 1,
        event=event,
        previous=previous,
        hash=link(previous, event),
        created_at=at,
    )


def link(previous: str, event: dict[str, Any]) -> str:
    """hash = SHA-256(hash before ‖ canonical JSON of the event)."""
    return digest(previous.encode() + canonical_json(event))


def breaks(*, document: str = "") -> Iterator[Break]:
    """Every place where a chain does not hold: of one document, or of all."""
    entries = ChainEntry.objects.order_by("document", "position")
    if document:
        entries = entries.filter(document=document)
    for name, chain in groupby(entries.iterator(), key=lambda entry: entry.document):
        previous = GENESIS
        for expected, entry in enumerate(chain, start=1):
            if entry.position != expected:
                yield Break(name, expected, "missing")
                break
            if entry.previous != previous or entry.hash != link(previous, entry.event):
                yield Break(name, expected, "changed")
                break
            previous = entry.hash
