"""Let a signing key sign nothing more, and where it was stolen, nothing that it signed since then stand."""

from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from certificates.domain import trusting
from certificates.domain.trusting import NoSuchKey
from certificates.models.keys import SigningKey


class Command(BaseCommand):
    """`manage.py retire_key [KEY --reason TEXT [--revoked-since TIME]]`: without a key it lists them all."""

    help = "List the signing keys, retire one after a rotation, or revoke one that was stolen or lost."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("key", nargs="?", default="", help="the beginning of its id, as the list shows it")
        parser.add_argument("--reason", default="", help="such as: replaced by the key of 2027")
        parser.add_argument("--revoked-since", help="from when on what it signed does not stand: 2026-11-25T09:30")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["key"]:
            self._list()
            return
        if not options["reason"]:
            raise CommandError("Say why, with --reason.", returncode=2)
        since = moment(options["revoked_since"]) if options["revoked_since"] else None
        try:
            entry = trusting.retire(
                key_id=options["key"], reason=options["reason"], at=timezone.now(), revoked_at=since
            )
        except NoSuchKey as unknown:
            raise CommandError(f"The register holds no single key {unknown}.", returncode=2) from unknown
        self.stdout.write(line(entry))
        if entry.revoked_at:
            fallen = trusting.signed_since(entry, entry.revoked_at)
            self.stdout.write(f"Documents that do not stand any more: {len(fallen)}")
            for number in fallen:
                self.stdout.write(number)

    def _list(self) -> None:
        for entry in SigningKey.objects.all():
            self.stdout.write(line(entry))


def line(entry: SigningKey) -> str:
    """One key of the list: id, subject, and its time."""
    until = f"retired {entry.retired_at:%Y-%m-%d %H:%M}" if entry.retired_at else "in use"
    revoked = f", revoked since {timezone.localtime(entry.revoked_at):%Y-%m-%d %H:%M}" if entry.revoked_at else ""
    return f"{entry}  {entry.subject}  first used {entry.first_used_at:%Y-%m-%d}  {until}{revoked}"


def moment(typed: str) -> datetime:
    """A time as somebody typed it, in the time zone of the site where none is named."""
    try:
        found = parse_datetime(typed)
    except ValueError:
        found = None
    if found is None:
        raise CommandError(f"{typed} is no time. Write it as 2026-11-25T09:30.", returncode=2)
    return found if timezone.is_aware(found) else timezone.make_aware(found)
