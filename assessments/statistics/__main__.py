"""`python -m assessments.statistics MARKS.csv`: the figures of a sheet of marks as JSON; docs/reference/statistics.md.

Exit code 0 with pure JSON on standard output, 2 with one line on standard error where the file cannot be used.
"""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from .csv_file import Unusable, read
from .items import ItemFigures, item_figures
from .sheet import Sheet
from .whole import whole_figures

SHOWN = ("name", "facility", "sd", "discrimination_index", "discriminative_efficiency", "effective_weight")
UNUSABLE = 2


def report(sheet: Sheet) -> dict[str, Any]:
    """Return the figures under the names that were agreed on."""
    return {"items": [_shown(item) for item in item_figures(sheet)], "test": asdict(whole_figures(sheet))}


def main(arguments: list[str] | None = None) -> int:
    """Read the file that the command line names, and print its figures."""
    parser = argparse.ArgumentParser(prog="python -m assessments.statistics", description="Item and test statistics.")
    parser.add_argument("marks", type=Path, metavar="MARKS.csv", help="item names, then a row an attempt; a row max")
    path: Path = parser.parse_args(arguments).marks
    try:
        sheet = read(path.read_bytes())
    except OSError as error:
        return _refuse(f"{path}: {error.strerror}.")
    except Unusable as error:
        return _refuse(f"{path}: {error}")
    json.dump(report(sheet), sys.stdout, ensure_ascii=False, allow_nan=False)
    sys.stdout.write("\n")
    return 0


def _shown(item: ItemFigures) -> dict[str, Any]:
    return {name: getattr(item, name) for name in SHOWN}


def _refuse(words: str) -> int:
    sys.stderr.write(f"{words}\n")
    return UNUSABLE


if __name__ == "__main__":
    sys.exit(main())
