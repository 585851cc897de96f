"""Examine files on the disk against the register, one by one or folder by folder."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

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
        answers = [answer(file) for path in options["paths"] for file in files_in(path)]
        if options["json"]:
            self.stdout.write(json.dumps(answers, ensure_ascii=False))
            return
        for each in answers:
            self.stdout.write(f"{each['verdict']:<12}{each['number'] or '—':<18}{each['file']}  ({each['why']})")


def files_in(path: Path) -> Iterator[Path]:
    """The file itself, or the PDFs of a folder and of those below it, in order."""
    if path.is_file():
        yield path
    else:
        yield from sorted(file for file in path.rglob("*") if file.suffix.lower() == ".pdf" and file.is_file())


def answer(file: Path) -> dict[str, str]:
    """What is said of one file."""
    found = examine(file.read_bytes(), inspect=signatures_in)
    return {
        "file": str(file),
        "verdict": found.verdict.word.value,
        "number": found.verdict.number,
        "why": found.why.value,
    }
