"""Write a bank to a file from which it can be imported again."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from assessments.domain.exporting import EXPORTS, export_bank
from assessments.formats.base import FileUnusable
from assessments.forms.import_words import unusable_words
from assessments.models.banks import Bank
from common import audit


class Command(BaseCommand):
    """The export buttons of a bank as a command."""

    help = "Write a question bank to a file, or to standard output."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--bank", required=True, help="code of the bank")
        parser.add_argument("--format", required=True, choices=[str(each.value) for each in EXPORTS])
        parser.add_argument("--output", type=Path, help="where to write; else standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        bank = Bank.objects.filter(code=options["bank"]).first()
        if bank is None:
            raise CommandError(_("There is no question bank with this code."), returncode=2)
        try:
            data = export_bank(bank=bank, file_format=options["format"])
            if options["output"]:
                options["output"].write_bytes(data)
            else:
                write_out(self.stdout, data)
        except FileUnusable as refusal:
            raise CommandError(unusable_words(refusal), returncode=2) from refusal
        except OSError as fault:
            raise CommandError(str(fault), returncode=2) from fault
        audit.record("assessments.bank_exported", subject=bank, user=None, format=options["format"])


def write_out(stdout: Any, data: bytes) -> None:
    """Write bytes: below the text of standard output, where there is such a place."""
    below = getattr(getattr(stdout, "_out", stdout), "buffer", None)
    if below is None and data.startswith(b"<?xml"):
        stdout.write(data.decode())
        return
    target = below or sys.stdout.buffer
    target.write(data)
    target.flush()
