"""Check the record chain from the first entry to the last."""

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from itertools import islice
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from certificates.domain import alarming, trusting
from certificates.domain.anchoring import anchor_breaks
from certificates.domain.chaining import Break, breaks
from certificates.domain.reconciling import record_breaks
from certificates.domain.stamping import stamp_breaks
from certificates.models.chain import ChainEntry
from certificates.pdf.cms import key_of
from certificates.pdf.timestamps import Authority

SHOWN = 100


class Command(BaseCommand):
    """`manage.py verify_chain [--document NAME | --last-anchor] [--tell] [--json]`: exit 1 where it does not hold."""

    help = "Check the record chains, the records that they are of, and the anchors over them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--document", default="", help="such as certificate:HD2026J0000137H; default: all")
        parser.add_argument(
            "--last-anchor",
            action="store_true",
            help="only whether the chains stand as the last anchor says: at start-up",
        )
        parser.add_argument("--tell", action="store_true", help="log what is found and tell everybody who may issue")
        parser.add_argument("--json", action="store_true", help="print JSON and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(islice(faults(options["document"], only_last_anchor=options["last_anchor"]), SHOWN))
        if options["tell"]:
            alarming.tell(found=found, at=timezone.now())
        entries = ChainEntry.objects.count()
        if options["json"]:
            self.stdout.write(json.dumps({"entries": entries, "breaks": [asdict(one) for one in found]}))
        elif found:
            for one in found:
                self.stdout.write(f"{one.document}, entry {one.position}: {one.fault}")
        else:
            self.stdout.write(f"The chain holds: {entries} entries.")
        if found:
            sys.exit(1)


def faults(document: str, *, only_last_anchor: bool) -> Iterator[Break]:
    """Of one document, or of the last anchor, or of everything."""
    if document:
        yield from breaks(document=document)
        return
    if not only_last_anchor:
        yield from breaks()
        yield from record_breaks()
        if authority := Authority.configured():
            yield from stamp_breaks(read=authority.read)
    yield from anchor_breaks(check=is_ours, only_last=only_last_anchor)


def is_ours(envelope: bytes, digest: bytes, at: datetime) -> bool:
    """Signed with a key of the register while it counted; no private key is asked."""
    return trusting.is_trusted(key_of(envelope, digest), at=at)
