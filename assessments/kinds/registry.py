"""The one list of kinds, and the doors through which the rest of the platform uses them."""

from collections.abc import Mapping
from typing import Any

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
from .fill import Fill
from .multiple import Multiple
from .single import Single
from .true_false import TrueFalse

KINDS: dict[str, Kind] = {
    kind.key: kind
    for kind in (
        Single(),
        Multiple(),
        TrueFalse(),
        Fill(),
        CaseAnalysis(),
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


def present(snapshot: Snapshot) -> dict[str, Any]:
    """Return what a taker's browser may receive: the allow-list of the kind, and nothing else."""
    return allowed(snapshot, {**SHOWN_OF_EVERY_KIND, **kind_of(snapshot).shown})


def arrange(presented: Snapshot, option_order: list[str]) -> dict[str, Any]:
    """Return the presented snapshot with its options in the order that was drawn for this taker."""
    if not option_order:
        return dict(presented)
    place = {option_id: number for number, option_id in enumerate(option_order)}
    options = sorted(presented["options"], key=lambda option: place[option["id"]])
    return {**presented, "options": options}


def check(snapshot: Snapshot) -> list[Problem]:
    """Return everything that keeps a question from being used, the stem included."""
    kind = kind_of(snapshot)
    problems = [] if str(snapshot.get("stem", "")).strip() else [Problem("stem-missing", "stem")]
    return [*problems, *kind.check(snapshot)]


def controls(presented: Snapshot) -> tuple[Control, ...]:
    """Return the answer form of a presented snapshot."""
    return kind_of(presented).controls(presented)


def read(presented: Snapshot, fields: Mapping[str, list[str]]) -> dict[str, Any]:
    """Return the response that a plain HTML form carries: a list for tick boxes, a text for everything else."""
    response: dict[str, Any] = {}
    for control in controls(presented):
        values = fields.get(control.name, [])
        if control.input == "checkbox":
            response[control.name] = list(values)
        elif values:
            response[control.name] = values[0]
    return response


def review(snapshot: Snapshot, response: Response | None) -> Review:
    """Return the answer beside the key. Only pages after release may ask."""
    return kind_of(snapshot).review(snapshot, response or {})
