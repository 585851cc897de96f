"""By which key an answer is graded: the one that was shown, or what a regrade put in its place.

The paper that was sat never changes. A regrade may choose another version of the question, or void it; a version with
another set of options or blanks needs a mapping that says which of them became which.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from assessments.enums import Void
from assessments.kinds.base import ONE, Graded, State, fraction_of, invalid
from assessments.kinds.registry import UnknownSnapshot, grade
from assessments.models.sittings import SittingItem

logger = logging.getLogger(__name__)

VOID_NOTE = "void-full-marks"
KEYED_BY_ID = {"blanks"}
"""Lists whose ids are the names of a response's fields; the ids of all others are its values."""
RUBRIC = "criteria"

Mappings = Mapping[str, Mapping[str, str]]


class NeedsMapping(Exception):
    """The version has other options or blanks; carries per list what has gone and what it may have become."""

    def __init__(self, gone: dict[str, list[str]], offered: dict[str, list[str]]) -> None:
        super().__init__(gone)
        self.gone = gone
        self.offered = offered


@dataclass(frozen=True, slots=True)
class Key:
    """What grading needs to know of a question."""

    snapshot: Mapping[str, Any]
    void: str = Void.NONE
    mapping: Mappings = field(default_factory=dict)
    version_id: int | None = None

    @property
    def counts(self) -> bool:
        """Whether the question is part of the total."""
        return self.void != Void.REMOVED


def key_of(item: SittingItem) -> Key:
    """Return the key in force of a question of a sitting."""
    return Key(item.key, item.void, item.key_mapping, item.key_version_id)


def outcome_of(key: Key, response: Mapping[str, Any] | None) -> Graded:
    """Return what an answer is worth by a key; a question voided with full marks is right for everybody.

    One answer that no kind can read costs its own marks, and never keeps a whole class from its results.
    """
    if key.void == Void.FULL_MARKS:
        return Graded(fraction_of(ONE), State.RIGHT, (), VOID_NOTE)
    try:
        return grade(key.snapshot, None if response is None else mapped(response, key.mapping))
    except UnknownSnapshot:
        raise
    except Exception:
        logger.exception("An answer of kind %s could not be graded", key.snapshot.get("kind"))
        return invalid("ungradable")


def part_ids(snapshot: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return the ids that a response may name, list by list; the rubric is no part of a response."""
    return {
        name: [part["id"] for part in value]
        for name, value in snapshot.items()
        if name != RUBRIC and isinstance(value, list) and all(isinstance(part, dict) and "id" in part for part in value)
    }


def check_mapping(shown: Mapping[str, Any], chosen: Mapping[str, Any], mapping: Mappings) -> None:
    """Refuse a version of another kind, and one whose options or blanks differ and that no mapping explains."""
    before, after = part_ids(shown), part_ids(chosen)
    gone = {name: sorted(set(ids) - set(mapping.get(name, {}))) for name, ids in before.items()}
    differing = {
        name: gone[name] for name, ids in before.items() if set(ids) != set(after.get(name, [])) and gone[name]
    }
    if differing:
        raise NeedsMapping(differing, {name: after.get(name, []) for name in differing})


def mapped(response: Mapping[str, Any], mapping: Mappings) -> dict[str, Any]:
    """Return the response in the ids of the key; what has become nothing is left out."""
    if not mapping:
        return dict(response)
    fields = {old: new for name in KEYED_BY_ID for old, new in mapping.get(name, {}).items()}
    values = {old: new for name, ids in mapping.items() if name not in KEYED_BY_ID for old, new in ids.items()}
    renamed = {fields.get(name, name): _translated(value, values) for name, value in response.items()}
    return {name: value for name, value in renamed.items() if name}


def _translated(value: Any, ids: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return ids.get(value, value)
    if isinstance(value, list):
        return [each for each in (_translated(each, ids) for each in value) if each != ""]
    if isinstance(value, dict):
        pairs = {ids.get(name, name): _translated(each, ids) for name, each in value.items()}
        return {name: each for name, each in pairs.items() if name}
    return value
