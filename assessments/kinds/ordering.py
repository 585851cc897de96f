"""Ordering: items put into a sequence, valued by pairs, places, neighbours, or as a whole."""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from hashlib import sha256
from itertools import combinations, pairwise

from .base import ONE, ZERO, Choice, Control, Graded, Kind, Line, Problem, Response, Review, Snapshot, graded, invalid
from .pairs import row_problems

Ids = Sequence[str]


def _pairs(given: Ids, right: Ids) -> Decimal:
    place = {item_id: number for number, item_id in enumerate(given)}
    pairs = [place[one] < place[other] for one, other in combinations(right, 2)]
    return Decimal(sum(pairs)) / len(pairs)


def _position(given: Ids, right: Ids) -> Decimal:
    return Decimal(sum(one == other for one, other in zip(given, right, strict=True))) / len(right)


def _next(given: Ids, right: Ids) -> Decimal:
    return Decimal(len(set(pairwise(given)) & set(pairwise(right)))) / (len(right) - 1)


def _exact(given: Ids, right: Ids) -> Decimal:
    return ONE if list(given) == list(right) else ZERO


MODES: dict[str, Callable[[Ids, Ids], Decimal]] = {
    "pairs": _pairs,
    "position": _position,
    "next": _next,
    "exact": _exact,
}
DEFAULT_MODE = "pairs"


class Ordering(Kind):
    """排序: the items are stored by their ids and shown in an order that was drawn; the key alone has the right one."""

    key = "ordering"
    shown = {"items": {"id": None, "text": None}, "mode": None}
    drawn = "items"
    is_always_drawn = True

    def grade(self, snapshot: Snapshot, response: Response) -> Graded:
        """Return what the mode gives for the sequence; one with an id missing, unknown or repeated is invalid."""
        given, right = response.get("order"), snapshot["order"]
        if not isinstance(given, list) or not all(isinstance(item_id, str) for item_id in given):
            return invalid("not-an-order")
        if sorted(given) != sorted(right):
            return invalid("order-incomplete")
        return graded(MODES[snapshot["mode"]](given, right))

    def check(self, snapshot: Snapshot) -> Iterator[Problem]:
        """Yield the faults of the items, of the key, and of the order in which the items are written down."""
        ids = [item["id"] for item in snapshot["items"]]
        yield from row_problems(snapshot["items"], "items", least=2)
        texts = [item["text"].strip() for item in snapshot["items"]]
        if len(set(texts)) < len(texts):
            yield Problem("items-equal", "items")
        if ids != sorted(ids):
            yield Problem("items-not-by-id", "items")
        if sorted(snapshot["order"]) != sorted(ids):
            yield Problem("order-unlike-items", "order")
        if snapshot["mode"] not in MODES:
            yield Problem("mode-unknown", "mode")

    def controls(self, presented: Snapshot) -> tuple[Control, ...]:
        """Return one control with a select for each place."""
        choices = tuple(Choice(item["id"], item["text"]) for item in presented["items"])
        return (Control("order", "order", choices=choices, is_list=True),)

    def review(self, snapshot: Snapshot, response: Response) -> Review:
        """Return each place with the item that was put there and the right one."""
        texts = {item["id"]: item["text"] for item in snapshot["items"]}
        given = response.get("order")
        entries = [entry if isinstance(entry, str) else "" for entry in given] if isinstance(given, list) else []
        entries += [""] * len(snapshot["order"])
        lines = (
            Line(
                word="place",
                number=number,
                given=texts.get(entry, ""),
                accepted=(texts[right],),
                is_right=entry == right,
            )
            for number, (entry, right) in enumerate(zip(entries, snapshot["order"], strict=False), start=1)
        )
        return Review("texts", tuple(lines))


def item_id(text: str) -> str:
    """Return an id for a new item: by its text, so that listing the items by their ids says nothing of their order."""
    return f"i{sha256(text.strip().encode()).hexdigest()[:10]}"
