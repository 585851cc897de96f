"""Hand the time stamp of one document to whoever wants to check it without the platform."""

from base64 import b64decode
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from certificates.domain.stamping import stamp_of
from certificates.models.certificates import Certificate
from certificates.models.pledges import Pledge
from common import audit


class Command(BaseCommand):
    """`manage.py export_time_stamp NUMBER FILE`: the token as DER; exit 2 where there is none."""

    help = "Write the time-stamp token of a certificate or pledge into a file, and say how to check it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("number", help="the number of the certificate or pledge")
        parser.add_argument("file", type=Path, help="where the token goes, such as certificate.tst")

    def handle(self, *args: Any, **options: Any) -> None:
        number, file = options["number"].strip(), options["file"]
        document = Certificate.objects.filter(number=number).first() or Pledge.objects.filter(number=number).first()
        stamp = stamp_of(document.signed_digest) if document else None
        if document is None or stamp is None:
            raise CommandError("There is no time stamp under this number.", returncode=2)
        file.write_bytes(b64decode(stamp.token))
        audit.record("certificates.export_time_stamp", subject=document, user=None, number=number)
        self.stdout.write(f"openssl ts -verify -digest {stamp.digest} -token_in -in {file} -CAfile CA.pem")
