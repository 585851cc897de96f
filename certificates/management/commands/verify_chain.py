"""Check the record chain from the first entry to the last."""

import json
import sys
from dataclasses import asdict
from itertools import islice
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from certificates.domain.chaining import breaks
from certificates.models.chain import ChainEntry

SHOWN = 100


class Command(BaseCommand):
    """`manage.py verify_chain [--document NAME] [--json]`: exit 1 where an entry was changed, removed or put in."""

    help = "Check the record chain of certificates and pledges."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--document", default="", help="such as certificate:HD2026J0000137H; default: all")
        parser.add_argument("--json", action="store_true", help="print JSON and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(islice(breaks(document=options["document"]), SHOWN))
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
