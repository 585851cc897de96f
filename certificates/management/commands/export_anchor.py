"""Hand an anchor to the auditor: the signed root of a day and every head under it, as JSON."""

import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from certificates.domain.anchoring import as_json
from certificates.models.chain import Anchor
from common import audit


class Command(BaseCommand):
    """`manage.py export_anchor [DAY]`: the last one where no day is named; exit 2 where there is none."""

    help = "Print the signed root of a day with all heads under it, to be kept by somebody else."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("day", nargs="?", type=date.fromisoformat, help="such as 2026-11-25")

    def handle(self, *args: Any, **options: Any) -> None:
        anchors = Anchor.objects.filter(closed_on=options["day"]) if options["day"] else Anchor.objects.all()
        anchor = anchors.last()
        if anchor is None:
            raise CommandError("There is no anchor of that day.", returncode=2)
        audit.record("certificates.export_anchor", subject=anchor, user=None, day=str(anchor))
        self.stdout.write(json.dumps(as_json(anchor), ensure_ascii=False, indent=1))
