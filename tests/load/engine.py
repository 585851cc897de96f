"""How fast the pure engine grades: 100,000 answers to choice questions, without framework and database.

Run it with `make bench-engine`. The target stands in docs/explanation/performance.md.
"""

import time
from itertools import cycle, islice
from typing import Any

from assessments.kinds.base import FORMAT
from assessments.kinds.registry import grade

ANSWERS = 100_000


def single() -> dict[str, Any]:
    """Return a single choice with the key A."""
    options = [{"id": letter, "text": letter, "fraction": str(int(letter == "a"))} for letter in "abcd"]
    return {"format": FORMAT, "kind": "single", "stem": "", "options": options}


def multiple(mode: str) -> dict[str, Any]:
    """Return a multiple choice with the key AB."""
    options = [{"id": letter, "text": letter, "correct": letter in "ab", "weight": "0"} for letter in "abcd"]
    return {"format": FORMAT, "kind": "multiple", "stem": "", "mode": mode, "options": options}


ASKED: list[tuple[dict[str, Any], dict[str, Any]]] = [
    (single(), {"chosen": "a"}),
    (single(), {"chosen": "c"}),
    (multiple("half_subset"), {"chosen": ["a", "b"]}),
    (multiple("subset_share"), {"chosen": ["a"]}),
    (multiple("right_minus_wrong"), {"chosen": ["a", "c"]}),
    ({"format": FORMAT, "kind": "true_false", "stem": "", "correct": True}, {"chosen": "true"}),
]


def main() -> None:
    """Grade, and print the seconds of the clock and of the processor."""
    clock, cpu = time.perf_counter(), time.process_time()
    for snapshot, response in islice(cycle(ASKED), ANSWERS):
        grade(snapshot, response)
    clock, cpu = time.perf_counter() - clock, time.process_time() - cpu
    print(f"{ANSWERS:,} choice answers graded in {clock:.2f} s, {cpu:.2f} s of CPU")  # noqa: T201


if __name__ == "__main__":
    main()
