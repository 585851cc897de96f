"""Make this installation's signing key, once."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from certificates.pdf.keys import make_signing_key


class Command(BaseCommand):
    """`manage.py make_signing_ca [--if-missing]`: never replaces a key that is there."""

    help = "Make a key and a CA that sign certificates and pledges on this installation."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--if-missing", action="store_true", help="be content with a key that is there already")

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(settings.SIGNING_KEY_FILE)
        if options["if_missing"] and path.exists():
            return
        try:
            ca_file = make_signing_key(path=path, passphrase=settings.SIGNING_PASSPHRASE, at=timezone.now())
        except FileExistsError as error:
            raise CommandError(f"{path} is there already. Move it away first; what it signed stays valid.") from error
        self.stdout.write(f"The signing key is in {path}.")
        self.stdout.write(f"Give {ca_file} to those who check signatures.")
