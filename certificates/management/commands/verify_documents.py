"""Examine files on the disk against the register, one by one or folder by folder."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from certificates.domain.examining import examine
from certificates.pdf.inspecting import signatures_in


class Command(BaseCommand):
    """`manage.py verify_documents PATH… [--json]`: the verdict on each file; exit 2 where a path does not exist."""

    help = "Examine files against the register of certificates and pledges."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a file, or a folder of .pdf files")
        parser.add_argument("--json", action="store_true", help="print JSON and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        for path in options["paths"]:
            if not path.exists():
                raise CommandError(f"There is no {path}.", returncode=2)
        today = timezone.localdate()
        answers = [answer(file, on=today) for path in options["paths"] for file in files_in(path)]
        if options["json"]:
            self.stdout.write(json.dumps(answers, ensure_ascii=False))
            return
        for each in answers:
            ended = f", valid until {each['valid_until']}, ended" if each["has_expired"] else ""
            why = f"({each['why']}{ended})"
            self.stdout.write(f"{each['verdict']:<12}{each['number'] or '—':<18}{each['file']}  {why}")


def files_in(path: Path) -> Iterator[Path]:
    """The file itself, or the PDFs of a folder and of those below it, in order."""
    if path.is_file():
        yield path
    else:
        yield from sorted(file for file in path.rglob("*") if file.suffix.lower() == ".pdf" and file.is_file())


def answer(file: Path, *, on: date) -> dict[str, Any]:
    """What is said of one file."""
    found = examine(file.read_bytes(), inspect=signatures_in)
    last_day = found.verdict.expires_on
    return {
        "file": str(file),
        "verdict": found.verdict.word.value,
        "number": found.verdict.number,
        "why": found.why.value,
        "valid_until": last_day.isoformat() if last_day else "",
        "has_expired": found.verdict.has_expired(on=on),
    }
