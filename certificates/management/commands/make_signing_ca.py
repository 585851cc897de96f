"""Make this installation's signing key, once."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from certificates.domain.trusting import SigningKeyMissing
from certificates.pdf.keys import make_key_in_token, make_signing_key


class Command(BaseCommand):
    """`manage.py make_signing_ca [--if-missing] [--rsa]`: never replaces a key that is there."""

    help = "Make a key and a CA that sign certificates and pledges on this installation: in SIGNING_KEY_URI, or a file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--if-missing", action="store_true", help="be content with a key that is there already")
        rsa = "an RSA key of 2048 bits, for readers that know no EC; also by SIGNING_RSA"
        parser.add_argument("--rsa", action="store_true", default=settings.SIGNING_RSA, help=rsa)

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(settings.SIGNING_CHAIN_FILE if settings.SIGNING_KEY_URI else settings.SIGNING_KEY_FILE)
        if options["if_missing"] and path.exists():
            return
        try:
            ca_file = make(path, is_rsa=options["rsa"])
        except FileExistsError as error:
            raise CommandError(f"{error} is there already. Move it away first; what it signed stays valid.") from error
        except SigningKeyMissing as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"The signing key is in {settings.SIGNING_KEY_URI or path}.")
        self.stdout.write(f"Give {ca_file} to those who check signatures.")


def make(path: Path, *, is_rsa: bool) -> Path:
    """A key where the settings want it; returns the file with the CA's certificate."""
    at, secret = timezone.now(), settings.SIGNING_PASSPHRASE
    if settings.SIGNING_KEY_URI:
        return make_key_in_token(uri=settings.SIGNING_KEY_URI, pin=secret, chain_file=path, at=at, is_rsa=is_rsa)
    return make_signing_key(path=path, passphrase=secret, at=at, is_rsa=is_rsa)
