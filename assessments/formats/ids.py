"""The ids inside a question, made anew as a file gives them: two questions are equal if they are equal after that."""

from collections.abc import Callable, Mapping
from typing import Any

from assessments.kinds.cloze import PLACE
from assessments.kinds.ordering import item_id

from .making import numbered

Own = dict[str, Any]


def with_file_ids(kind: str, stem: str, own: Own) -> tuple[str, Own]:
    """Return stem and own fields with the ids that a file would give: o1, o2 …, b1 …, c1 …"""
    if kind == "cloze":
        return _cloze(stem, own)
    return stem, RENUMBERING.get(kind, _rows)(own)


def _rows(own: Own) -> Own:
    """Rows that nothing refers to."""
    return {name: numbered(value, name[0]) if _has_ids(value) else value for name, value in own.items()}


def _referring(rows: str, entries: str, name: str, own: Own) -> Own:
    """Rows that refer to entries."""
    ids = _new_ids(own[entries], entries[0])
    given = ({**row, name: ids.get(row[name], row[name])} for row in own[rows])
    return {**own, rows: numbered(given, rows[0]), entries: numbered(own[entries], entries[0])}


def _matching(own: Own) -> Own:
    return _referring("stems", "choices", "choice", own)


def _classify(own: Own) -> Own:
    return _referring("items", "bins", "bin", own)


def _ordering(own: Own) -> Own:
    """Items listed by ids that say nothing of their order."""
    ids = {row["id"]: item_id(row["text"]) for row in own["items"]}
    if len(set(ids.values())) < len(own["items"]):
        return own
    items = sorted(({**row, "id": ids[row["id"]]} for row in own["items"]), key=_id_of)
    return {**own, "items": items, "order": [ids.get(entry, entry) for entry in own["order"]]}


def _cloze(stem: str, own: Own) -> tuple[str, Own]:
    """Parts that the stem names; the options inside them are rows like others."""
    ids = _new_ids(own.get("parts", []), "p")
    parts = numbered((_tidy_part(part) for part in own.get("parts", [])), "p")
    return PLACE.sub(lambda place: f"[[{ids.get(place[1], place[1])}]]", stem), {**own, "parts": parts}


def _tidy_part(part: Own) -> Own:
    return {**part, "options": numbered(part["options"], "o")} if "options" in part else part


def _new_ids(rows: list[Own], letter: str) -> dict[str, str]:
    return {row["id"]: f"{letter}{number}" for number, row in enumerate(rows, start=1)}


def _id_of(row: Own) -> str:
    return str(row["id"])


def _has_ids(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(row, dict) and "id" in row for row in value)


def _unchanged(own: Own) -> Own:
    return own


RENUMBERING: Mapping[str, Callable[[Own], Own]] = {
    "matching": _matching,
    "ordering": _ordering,
    "classify": _classify,
    "scenario": _unchanged,
}
"""The kinds in which something refers to an id."""
