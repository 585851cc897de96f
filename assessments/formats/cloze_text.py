"""A cloze as one text with its parts embedded, "由{1:SA:=村委会}召集", and as stem and parts."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from assessments.kinds.base import ONE, ZERO
from assessments.kinds.cloze import PLACE

from . import making
from .embedded import Option, Part, parts_of, written_part
from .numbers import NumberUnread, accepted, read_numbers

Own = dict[str, Any]


class PartUnread(ValueError):
    """A part that none of our parts can be; its only argument is its text."""


def read_cloze(text: str) -> tuple[str, Own]:
    """Return the stem with its places, and the own fields."""
    around, parts = parts_of(text)
    if not parts:
        raise PartUnread("")
    places = [f"[[p{number}]]" for number in range(1, len(parts) + 1)]
    stem = "".join(piece for pair in zip(around, [*places, ""], strict=True) for piece in pair)
    return stem, {"parts": [_part(part, f"p{number}") for number, part in enumerate(parts, start=1)]}


def choices_in_places(text: str, rows: Sequence[tuple[str, str]]) -> tuple[str, Own]:
    """Return stem and parts of a text in which [[1]] stands for the first of some (text, group) rows, as in Moodle."""
    places = PLACE.findall(text)
    parts, stem = [], text
    for number, place in enumerate(places, start=1):
        if not place.isdigit() or not 1 <= int(place) <= len(rows):
            raise PartUnread(f"[[{place}]]")
        right, group = rows[int(place) - 1]
        texts = list(dict.fromkeys(other for other, its_group in rows if its_group == group))
        options = making.single(texts, texts.index(right))
        parts.append({"id": f"p{number}", "kind": "single", "points": "1", **options})
        stem = stem.replace(f"[[{place}]]", f"\0{number}\0", 1)
    for number in range(1, len(places) + 1):
        stem = stem.replace(f"\0{number}\0", f"[[p{number}]]")
    return stem, {"parts": parts}


def written_cloze(stem: str, own: Mapping[str, Any]) -> str:
    """Return the text with its parts embedded; a place without a part stays as it is."""
    parts = {part["id"]: part for part in own["parts"]}
    return PLACE.sub(lambda place: _written(parts[place[1]]) if place[1] in parts else place[0], stem)


def _part(part: Part, name: str) -> Own:
    common: Own = {"id": name, "points": str(part.weight)}
    if part.sort == "choice":
        texts, fractions = [each.text for each in part.options], [_share(each) for each in part.options]
        feedback = {place: each.feedback for place, each in enumerate(part.options)}
        return {**common, "kind": "single", **making.single_of(texts, fractions, feedback)}
    if part.sort == "texts":
        [blank] = making.fill([[(each.text, _share(each)) for each in part.options]])["blanks"]
        wildcard = any("*" in each.text for each in part.options)
        return {**common, "kind": "fill", "answers": blank["answers"], "case": part.case, "wildcard": wildcard}
    if part.sort == "numbers":
        return {**common, "kind": "numeric", **_numbers(part)}
    raise PartUnread(part.sort)


def _numbers(part: Part) -> Own:
    found = []
    for option in part.options:
        try:
            [answer] = read_numbers(option.text)["answers"]
        except (NumberUnread, ValueError) as fault:
            raise PartUnread(option.text) from fault
        found.append({**answer, "fraction": making.decimal_text(_share(option))})
    return {"answers": found, "unit": "", "percent": False}


def _share(option: Option) -> Decimal:
    return min(max(option.fraction, ZERO), ONE)


def _written(part: Mapping[str, Any]) -> str:
    weight = int(Decimal(part["points"]))
    if part["kind"] == "single":
        rows = [(option["text"], Decimal(option["fraction"]), option["feedback"]) for option in part["options"]]
        return written_part("MULTICHOICE", rows, weight)
    if part["kind"] == "fill":
        rows = [(answer["pattern"], Decimal(answer["fraction"]), "") for answer in part["answers"]]
        return written_part("SHORTANSWER_C" if part["case"] else "SHORTANSWER", rows, weight)
    rows = [(spread_of(answer), Decimal(answer["fraction"]), "") for answer in part["answers"]]
    return written_part("NUMERICAL", rows, weight)


def spread_of(answer: Mapping[str, str]) -> str:
    """Return an accepted number as Moodle has it: value:tolerance."""
    value, tolerance = centre_of(answer)
    return f"{making.decimal_text(value)}:{making.decimal_text(tolerance)}"


def centre_of(answer: Mapping[str, str]) -> tuple[Decimal, Decimal]:
    """Return an accepted number as value and absolute tolerance."""
    if answer["mode"] == "interval":
        low, high = Decimal(answer["low"]), Decimal(answer["high"])
        return (low + high) / 2, (high - low) / 2
    value, tolerance = Decimal(answer["value"]), Decimal(answer["tolerance"])
    return value, tolerance * abs(value) if answer["mode"] == "relative" else tolerance


def absolute(value: Decimal, tolerance: Decimal, fraction: Decimal) -> dict[str, str]:
    """Return an accepted number from Moodle's value and tolerance."""
    return accepted("absolute", value, tolerance, fraction)
