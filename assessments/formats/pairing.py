"""Pairs as people write them: "左=右", one a cell or a line; an entry that fits nothing has nothing on its left."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from .making import numbered

Pair = tuple[str, str]
_SIGNS = ("=", "＝", "→", "->", "——", "—", "：", ":")


class PairUnread(ValueError):
    """A text that is no pair; its only argument is the text."""


def pairs_of(texts: Iterable[str]) -> list[Pair]:
    """Return the pairs of some texts; the same sign divides them all."""
    lines = [line.strip() for text in texts for line in text.split("\n") if line.strip()]
    for sign in _SIGNS:
        if all(sign in line for line in lines) and lines:
            halves = (line.split(sign, 1) for line in lines)
            return [(left.strip(), right.strip()) for left, right in halves]
    raise PairUnread(next((line for line in lines if not any(sign in line for sign in _SIGNS)), ""))


def matching(pairs: Sequence[Pair]) -> dict[str, Any]:
    """Return stems and choices; equal texts on the right are one choice."""
    ids = _ids(pairs, "c")
    stems = numbered(({"text": left, "choice": ids[right]} for left, right in pairs if left), "s")
    return {"stems": stems, "choices": [{"id": entry, "text": text} for text, entry in ids.items()]}


def classify(pairs: Sequence[Pair]) -> dict[str, Any]:
    """Return items and the bins that they belong to."""
    ids = _ids(pairs, "b")
    items = numbered(({"text": left, "bin": ids[right], "reference": ""} for left, right in pairs if left), "i")
    return {"items": items, "bins": [{"id": entry, "text": text} for text, entry in ids.items()]}


def pairs_in(rows: Iterable[Mapping[str, Any]], entries: Sequence[Mapping[str, Any]], name: str) -> list[Pair]:
    """Return the pairs of a question, and at the end those entries that fit nothing."""
    texts = {entry["id"]: entry["text"] for entry in entries}
    pairs = [(row["text"], texts.get(row[name], "")) for row in rows]
    used = {right for _left, right in pairs}
    return [*pairs, *(("", entry["text"]) for entry in entries if entry["text"] not in used)]


def written_pairs(pairs: Iterable[Pair]) -> list[str]:
    """Return the pairs, one a text."""
    return [f"{left}={right}" for left, right in pairs]


def _ids(pairs: Iterable[Pair], letter: str) -> dict[str, str]:
    """Return the entries on the right in their order, each with an id."""
    texts = dict.fromkeys(right for _left, right in pairs)
    return {text: f"{letter}{number}" for number, text in enumerate(texts, start=1)}
