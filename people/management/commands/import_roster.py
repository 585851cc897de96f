"""Check the roster of an election, and let its good rows in."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from common.sheets import MAX_BYTES, SheetUnreadable, read_sheets
from people.domain.roster.applying import apply_roster
from people.domain.roster.checking import Checked, check_roster
from people.domain.roster.columns import RosterUnusable
from people.domain.roster.report import report_of
from people.models.elections import Election
from people.models.organisation import OrgUnit


class Unusable(Exception):
    """What was asked cannot be done; the message says why."""


class Command(BaseCommand):
    """The import page as a command: the same check, the same words, the same transaction."""

    help = "Check the roster of an election (.xlsx or .csv); without --check let its good rows in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--unit", required=True, help="code of the unit that was elected, with everything below it")
        parser.add_argument("--election", type=int, help="id of the election; else the open one, else a new one")
        parser.add_argument("--check", action="store_true", help="only check, change nothing")
        parser.add_argument("--json", action="store_true", help="print the report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            unit = unit_of(options["unit"])
            election = election_of(options["election"], unit)
            checked = check_roster(
                sheets=read_sheets(content_of(options["file"])),
                unit=unit,
                election=election,
                today=timezone.localdate(),
            )
        except (Unusable, SheetUnreadable, RosterUnusable, OSError) as fault:
            self.refuse(str(getattr(fault, "message", fault)), as_json=options["json"])
        if not options["check"] and checked.accepted:
            apply_roster(checked=checked, unit=unit)
        report = report_of(checked)
        self.stdout.write(json.dumps(report, ensure_ascii=False) if options["json"] else as_text(checked, report))

    def refuse(self, message: str, *, as_json: bool) -> None:
        """Say why nothing was done, and end with 2."""
        if as_json:
            self.stdout.write(json.dumps({"error": message}, ensure_ascii=False))
        raise CommandError(message, returncode=2)


def unit_of(code: str) -> OrgUnit:
    """The unit with this code."""
    unit = OrgUnit.objects.filter(code=code).first()
    if unit is None:
        raise Unusable(_("There is no unit with the code %(code)s. Import the divisions first.") % {"code": code})
    return unit


def election_of(pk: int | None, unit: OrgUnit) -> Election | None:
    """The election that was named; it must be open and cover the unit."""
    if pk is None:
        return None
    election = Election.objects.select_related("unit", "term").filter(pk=pk).first()
    if election is None or not unit.path.startswith(election.unit.path):
        raise Unusable(_("There is no election %(number)s that covers this unit.") % {"number": pk})
    if election.closed_on is not None:
        raise Unusable(_("This election is closed; later rosters belong to a newer one."))
    return election


def content_of(path: Path) -> bytes:
    """The bytes of the file, unless it is far too large to be a roster."""
    if path.stat().st_size > MAX_BYTES:
        raise SheetUnreadable("too-large")
    return path.read_bytes()


def as_text(checked: Checked, report: dict[str, Any]) -> str:
    """The report for a reader."""
    sums = {"rows": report["rows"], "accepted": report["accepted"], "refused": report["rows"] - report["accepted"]}
    lines = [_("%(rows)s rows: %(accepted)s accepted, %(refused)s refused.") % sums]
    found = (*checked.refused, *checked.all_warnings)
    lines += [f"{fault.row:>6}  {fault.column}  {fault.code}: {fault.message}" for fault in found]
    return "\n".join(lines)
