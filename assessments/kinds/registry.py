"""The one list of kinds, and the doors through which the rest of the platform uses them."""

from collections.abc import Mapping
from typing import Any

from . import lettering
from .base import (
    FORMAT,
    Control,
    Graded,
    Kind,
    Problem,
    Response,
    Review,
    Snapshot,
    allowed,
    is_empty,
    unanswered,
)
from .case_analysis import CaseAnalysis
from .classify import Classify
from .cloze import Cloze
from .fill import Fill
from .indefinite import Indefinite
from .matching import Matching
from .multiple import Multiple
from .numeric import Numeric
from .ordering import Ordering
from .scenario import Scenario
from .shape import fits
from .single import Single
from .true_false import TrueFalse
from .upload import Upload

KINDS: dict[str, Kind] = {
    kind.key: kind
    for kind in (
        Single(),
        Multiple(),
        Indefinite(),
        TrueFalse(),
        Fill(),
        Numeric(),
        Matching(),
        Ordering(),
        Classify(),
        Cloze(),
        CaseAnalysis(),
        Upload(),
        Scenario(),
    )
}

SHOWN_OF_EVERY_KIND = {"format": None, "kind": None, "stem": None}


class UnknownSnapshot(ValueError):
    """A snapshot whose format number or kind this version of the platform cannot read."""


def kind_of(snapshot: Snapshot) -> Kind:
    """Return the kind that understands this snapshot."""
    if snapshot.get("format") != FORMAT:
        raise UnknownSnapshot(f"Snapshot format {snapshot.get('format')!r} is not known.")
    kind = KINDS.get(snapshot.get("kind", ""))
    if kind is None:
        raise UnknownSnapshot(f"Question kind {snapshot.get('kind')!r} is not known.")
    return kind


def grade(snapshot: Snapshot, response: Response | None) -> Graded:
    """Return the outcome of an answer; empty is nought in every kind and mode."""
    kind = kind_of(snapshot)
    if response is None or is_empty(response):
        return unanswered()
    return kind.grade(snapshot, response)


def present(snapshot: Snapshot, response: Response | None = None) -> dict[str, Any]:
    """Return what a taker's browser may receive: the allow-list of the kind, and nothing else.

    The response matters only to a kind that shows itself step by step; whatever it makes of it passes the same list.
    """
    kind = kind_of(snapshot)
    source = {**snapshot, **kind.visible(snapshot, response or {})}
    return allowed(source, {**SHOWN_OF_EVERY_KIND, **kind.shown})


def rows_to_draw(snapshot: Snapshot, *, shuffle: bool) -> list[dict[str, Any]]:
    """Return the rows whose order is drawn for each taker: those of a kind that has some, where it is to be drawn."""
    kind = kind_of(snapshot)
    if not kind.drawn or not (shuffle or kind.is_always_drawn):
        return []
    return list(snapshot[kind.drawn])


def arrange(question: Snapshot, option_order: list[str]) -> dict[str, Any]:
    """Return a question, presented or whole, with its rows in the order that was drawn for this taker."""
    drawn = kind_of(question).drawn
    if not option_order or not drawn:
        return dict(question)
    place = {row_id: number for number, row_id in enumerate(option_order)}
    return {**question, drawn: sorted(question[drawn], key=lambda row: place[row["id"]])}


def check(snapshot: Snapshot) -> list[Problem]:
    """Return everything that keeps a question from being used, the stem included."""
    kind = kind_of(snapshot)
    problems = [] if str(snapshot.get("stem", "")).strip() else [Problem("stem-missing", "stem")]
    return [*problems, *kind.check(snapshot)]


def controls(presented: Snapshot) -> tuple[Control, ...]:
    """Return the answer form of a presented snapshot."""
    return kind_of(presented).controls(presented)


def may_keep(presented: Snapshot, response: object) -> bool:
    """Tell whether a response is of the shape that the form of this question sends."""
    return fits(controls(presented), response)


def goes_on(snapshot: Snapshot, before: Response | None, after: Response) -> bool:
    """Tell whether `after` may follow the answer that is stored."""
    return kind_of(snapshot).goes_on(before or {}, after)


def is_filed(presented: Snapshot) -> bool:
    """Tell whether the answer consists of files, which no form field carries."""
    return any(control.input == "file" for control in controls(presented))


def may_be_printed(snapshot: Snapshot) -> bool:
    """Tell whether the question can be answered with a pen: neither with files, nor step by step."""
    return not kind_of(snapshot).is_stepwise and lettering.may_be_printed(controls(present(snapshot)))


def read(presented: Snapshot, fields: Mapping[str, list[str]]) -> dict[str, Any]:
    """Return the response that a plain HTML form carries: a list where the response has one, else a text.

    Files are no part of the form: they travel apart.
    """
    response: dict[str, Any] = {}
    for control in controls(presented):
        values = fields.get(control.name, [])
        if control.input == "file":
            continue
        if control.is_list:
            response[control.name] = list(values)
        elif values:
            response[control.name] = values[0]
    return response


def review(snapshot: Snapshot, response: Response | None) -> Review:
    """Return the answer beside the key. Only pages after release may ask."""
    return kind_of(snapshot).review(snapshot, response or {})
