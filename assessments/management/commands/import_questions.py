"""Check a question file, and put its questions into a bank."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.domain.importing.applying import apply_checked
from assessments.domain.importing.checking import check_file, report_of
from assessments.domain.importing.reading import FileFormat
from assessments.formats.base import FileUnusable
from assessments.forms.import_words import fault_words, unusable_words
from assessments.models.banks import Bank
from common.sheets import MAX_BYTES, SheetUnreadable
from people.backends import account_of
from people.domain.accounts import create_person
from people.models.accounts import User

COMMAND_LINE = "import-questions"


class Unusable(Exception):
    """What was asked cannot be done; the message says why."""


class Command(BaseCommand):
    """The import page as a command: the same check, the same words, the same transaction."""

    help = "Check a question file; without --check put its questions into the bank, whole or not at all."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--format", required=True, choices=FileFormat.values)
        parser.add_argument("--bank", required=True, help="code of the bank; with --check it need not exist")
        parser.add_argument("--by", help="user name, phone or ID number of whoever answers for the questions")
        parser.add_argument("--check", action="store_true", help="only check, change nothing")
        parser.add_argument("--json", action="store_true", help="print the report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            bank = bank_of(options["bank"], must_exist=not options["check"])
            by = None if options["check"] else author_of(options["by"])
            checked = check_file(data=content_of(options["file"]), file_format=options["format"], bank=bank)
        except (FileUnusable, SheetUnreadable) as refusal:
            self.refuse(unusable_words(refusal), as_json=options["json"])
        except (Unusable, OSError) as fault:
            self.refuse(str(fault), as_json=options["json"])
        if bank and by and checked.may_be_applied:
            apply_checked(checked=checked, bank=bank, by=by, at=timezone.now())
        report = report_of(checked, fault_words)
        self.stdout.write(json.dumps(report, ensure_ascii=False) if options["json"] else as_text(report))

    def refuse(self, message: str, *, as_json: bool) -> None:
        """Say why nothing was done, and end with 2."""
        if as_json:
            self.stdout.write(json.dumps({"error": message}, ensure_ascii=False))
        raise CommandError(message, returncode=2)


def bank_of(code: str, *, must_exist: bool) -> Bank | None:
    """Return the bank with this code."""
    bank = Bank.objects.filter(code=code).first()
    if bank is None and must_exist:
        raise Unusable(_("There is no question bank with the code %(code)s. Open it first.") % {"code": code})
    return bank


def author_of(login: str | None) -> User:
    """Return who is named; else an account nobody can log in with, which stands for the command line."""
    if login:
        person = account_of(login)
        if person is None:
            raise Unusable(_("There is no such person."))
        return person
    known = User.objects.filter(username=COMMAND_LINE).first()
    return known or create_person(
        name=_("Command line"), id_number="", phone="", sex="", born_on=None, username=COMMAND_LINE
    )


def content_of(path: Path) -> bytes:
    """Return the bytes of the file, unless it is far too large to be a question file."""
    if path.stat().st_size > MAX_BYTES:
        raise FileUnusable("too-large")
    return path.read_bytes()


def as_text(report: dict[str, Any]) -> str:
    """Return the report for a reader."""
    sums = {"questions": report["questions"], "errors": len(report["errors"]), "warnings": len(report["warnings"])}
    lines = [_("%(questions)s good questions, %(errors)s errors, %(warnings)s warnings.") % sums]
    lines += [f"{fault['at']:>8}  {fault['code']}: {fault['message']}" for fault in report["errors"]]
    lines += [f"{fault['at']:>8}  {fault['code']}: {fault['message']}" for fault in report["warnings"]]
    return "\n".join(lines)
