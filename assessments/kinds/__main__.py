"""Grade JSON lines: `{"snapshot": …, "response": …}` in, one graded line out each (docs/reference/grading-lines.md)."""

import json
import sys
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import IO, Any

from .base import Graded, fraction_of
from .registry import UnknownSnapshot, grade

UNUSABLE = 2
"""The exit code where the input as a whole is not text; a line that cannot be read is told on its own line."""


def main(source: IO[bytes], target: IO[str]) -> int:
    """Grade every line of `source`; blank lines are passed over."""
    try:
        lines = source.read().decode("utf-8-sig").split("\n")
    except UnicodeDecodeError:
        print("The input is not UTF-8 text with one JSON object a line.", file=sys.stderr)  # noqa: T201
        return UNUSABLE
    for outcome in outcomes(lines):
        target.write(json.dumps(outcome, ensure_ascii=False) + "\n")
    return 0


def outcomes(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Yield what each line comes to, in order; a fault of one line is its own affair."""
    for line in filter(str.strip, lines):
        yield _outcome(line)


def _outcome(line: str) -> dict[str, Any]:
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError) as error:
        return _error("not-json", str(error))
    if not isinstance(entry, dict) or not isinstance(entry.get("snapshot"), dict):
        return _error("no-snapshot", "The line is no object with a snapshot.")
    if not isinstance(entry.get("response"), dict | None):
        return _error("not-a-response", "The response is neither an object nor null.")
    try:
        return _graded(grade(entry["snapshot"], entry.get("response")))
    except UnknownSnapshot as error:
        return _error("unknown-snapshot", str(error))
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, RecursionError) as error:
        return _error("broken-snapshot", f"The snapshot cannot be graded: {error!r}.")


def _graded(graded: Graded) -> dict[str, Any]:
    parts = [{"key": part.key, "fraction": _written(part.fraction), "state": part.state} for part in graded.parts]
    fraction = None if graded.fraction is None else _written(graded.fraction)
    return {"fraction": fraction, "state": graded.state, "parts": parts, "note": graded.note_code}


def _written(fraction: Decimal) -> str:
    return format(fraction_of(fraction), "f")


def _error(code: str, message: str) -> dict[str, Any]:
    return {"error": {"code": code, "message": message}}


if __name__ == "__main__":
    sys.exit(main(sys.stdin.buffer, sys.stdout))
