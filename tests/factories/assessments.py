"""Question snapshots, banks, papers, sittings and attempts for tests, each with defaults that work."""

from decimal import Decimal
from typing import Any

from assessments.kinds.base import FORMAT


def snapshot_of(kind: str, *, stem: str = "题干", **own: Any) -> dict[str, Any]:
    """Return a snapshot of any kind with the fields that all kinds share."""
    return {"format": FORMAT, "kind": kind, "stem": stem, "explanation": "解析", **own}


def single_snapshot(*, letters: str = "abcd", key: str = "a") -> dict[str, Any]:
    """Return a single choice whose key is worth 1 and whose other options are worth 0."""
    return snapshot_of(
        "single",
        options=[
            {
                "id": letter,
                "text": f"选项{letter}",
                "fraction": "1" if letter == key else "0",
                "pinned": False,
                "feedback": f"{letter}的反馈",
            }
            for letter in letters
        ],
    )


def multiple_snapshot(
    *,
    letters: str = "abcd",
    key: str = "ab",
    mode: str = "half_subset",
    weights: dict[str, Decimal] | None = None,
) -> dict[str, Any]:
    """Return a multiple choice whose right options are the letters of `key`."""
    return snapshot_of(
        "multiple",
        mode=mode,
        options=[
            {
                "id": letter,
                "text": f"选项{letter}",
                "correct": letter in key,
                "weight": str(weights[letter]) if weights else "0",
                "pinned": False,
                "feedback": "",
            }
            for letter in letters
        ],
    )


def true_false_snapshot(*, correct: bool = True) -> dict[str, Any]:
    """Return a statement with its key."""
    return snapshot_of("true_false", correct=correct)


def blank(blank_id: str, *answers: str, weight: str = "1", group: str = "", **options: bool) -> dict[str, Any]:
    """Return one blank; an answer is "text" or "text=fraction"."""
    pairs = [answer.partition("=") for answer in answers]
    return {
        "id": blank_id,
        "weight": weight,
        "answers": [{"pattern": pattern, "fraction": fraction or "1"} for pattern, _, fraction in pairs],
        "case": False,
        "wildcard": False,
        "group": group,
        **options,
    }


def fill_snapshot(*blanks: dict[str, Any]) -> dict[str, Any]:
    """Return a fill-in question; without blanks of its own it has one, 民主协商."""
    return snapshot_of("fill", blanks=list(blanks) or [blank("b1", "民主协商")])


def case_snapshot(*, weights: str = "1 1", top: int = 5, min_length: int = 0, max_length: int = 0) -> dict[str, Any]:
    """Return a case analysis with one criterion per weight, each with the levels 0 to `top`."""
    return snapshot_of(
        "case_analysis",
        min_length=min_length,
        max_length=max_length,
        criteria=[
            {
                "id": f"c{number}",
                "name": f"标准{number}",
                "weight": weight,
                "levels": [{"score": str(score), "text": f"{score}档"} for score in range(top + 1)],
            }
            for number, weight in enumerate(weights.split(), start=1)
        ],
    )
