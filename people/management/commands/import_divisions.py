"""Bring the units to what a division file says."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from people.domain.divisions import Changes, DivisionsRefused, import_divisions, read_divisions, some


class Command(BaseCommand):
    """Reads the whole file first, then changes everything or nothing."""

    help = "Import org units from a CSV file (code, name, level, parent_code). May be repeated; says what changed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--close-many", action="store_true", help="the file is whole, though it closes many units")
        parser.add_argument("--json", action="store_true", help="print the changes as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            divisions = read_divisions_of(options["file"])
            changes = import_divisions(divisions=divisions, on=timezone.localdate(), close_many=options["close_many"])
        except (OSError, UnicodeDecodeError, DivisionsRefused) as fault:
            raise CommandError(str(fault), returncode=2) from fault
        self.stdout.write(as_json(changes) if options["json"] else as_text(changes))


def read_divisions_of(path: Path) -> list[Any]:
    """The units in the file, with or without the mark that Excel puts before UTF-8."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return read_divisions(file)


def as_json(changes: Changes) -> str:
    """The changes for a program."""
    return json.dumps(vars(changes), ensure_ascii=False)


def as_text(changes: Changes) -> str:
    """The changes for a reader: how many, and the first of each."""
    lines = [f"{changes.rows} units read."]
    renamed = {code: f"{old} → {new}" for code, (old, new) in changes.renamed.items()}
    parts = {
        "added": changes.added, "renamed": renamed, "moved": changes.moved,
        "closed": changes.closed, "reopened": changes.reopened,
    }  # fmt: skip
    for word, found in parts.items():
        lines.append(f"{len(found)} {word}.")
        shown = list(some(found)) if word != "added" or len(found) <= 50 else []
        lines += [f"  {line}" for line in shown]
        if shown and len(found) > len(shown):
            lines.append(f"  and {len(found) - len(shown)} more")
    return "\n".join(lines)
