"""Snapshots of the kinds whose answers are numbers, pairs, sequences, places, files or paths, small and sound."""

import json
from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile

from assessments.domain import filing
from assessments.kinds.ordering import item_id
from assessments.models.attempts import Attempt
from courses.simulation.script import Script
from tests.factories.assessments import (
    blank,
    case_snapshot,
    fill_snapshot,
    multiple_snapshot,
    single_snapshot,
    snapshot_of,
    true_false_snapshot,
)
from tests.factories.cohorts import AT
from tests.factories.courses import parking_script


def number_answer(mode: str = "absolute", one: str = "100", other: str = "0", *, fraction: str = "1") -> dict[str, str]:
    """Return an accepted number: value and tolerance, or the ends of an interval."""
    names = ("low", "high") if mode == "interval" else ("value", "tolerance")
    return {"mode": mode, names[0]: one, names[1]: other, "fraction": fraction}


def numeric_snapshot(*answers: dict[str, str], unit: str = "", percent: bool = False) -> dict[str, Any]:
    """Return a question for a number; without answers of its own it wants exactly 100."""
    return snapshot_of("numeric", answers=list(answers) or [number_answer()], unit=unit, percent=percent)


def matching_snapshot(key: str = "abc", *, choices: str = "abcd") -> dict[str, Any]:
    """Return stems s1, s2 … whose right choices are the letters of `key`, with the rest of `choices` fitting none."""
    return snapshot_of(
        "matching",
        stems=[{"id": f"s{n}", "text": f"左{n}", "choice": letter} for n, letter in enumerate(key, start=1)],
        choices=[{"id": letter, "text": f"右{letter}"} for letter in choices],
    )


def ordering_snapshot(texts: str = "甲乙丙丁", *, mode: str = "pairs") -> dict[str, Any]:
    """Return items, one a character, whose right order is the order given."""
    order = [item_id(text) for text in texts]
    items = sorted(({"id": item_id(text), "text": text} for text in texts), key=lambda item: item["id"])
    return snapshot_of("ordering", items=items, order=order, mode=mode)


def classify_snapshot(key: str = "acb", *, bins: str = "abc") -> dict[str, Any]:
    """Return items i1, i2 … whose right bins are the letters of `key`."""
    return snapshot_of(
        "classify",
        items=[
            {"id": f"i{n}", "text": f"事项{n}", "bin": letter, "reference": f"条例第{n}条"}
            for n, letter in enumerate(key, start=1)
        ],
        bins=[{"id": letter, "text": f"类{letter}"} for letter in bins],
    )


def cloze_snapshot(*, points: str = "1 1 2") -> dict[str, Any]:
    """Return a text with a choice, a blank and a number."""
    choice, text, number = points.split()
    parts = [
        {"id": "p1", "kind": "single", "points": choice, "options": single_snapshot()["options"]},
        {"id": "p2", "points": text, **blank("p2", "民主协商"), "kind": "fill"},
        {"id": "p3", "points": number, "kind": "numeric", "answers": [number_answer()], "unit": "%", "percent": False},
    ]
    return snapshot_of("cloze", stem="先[[p1]]，再[[p2]]，公示[[p3]]。", parts=parts)


def upload_snapshot(
    *, weights: str = "1 1", types: tuple[str, ...] = ("pdf", "jpg"), max_files: int = 2
) -> dict[str, Any]:
    """Return a question for files of at most one megabyte."""
    criteria = case_snapshot(weights=weights)["criteria"]
    return snapshot_of("upload", types=list(types), max_files=max_files, max_bytes=1_000_000, criteria=criteria)


PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def with_file(attempt: Attempt, *, name: str = "村务公开.pdf", data: bytes = PDF, at: datetime = AT) -> Attempt:
    """Return the attempt with a file handed in for its first question."""
    item = attempt.items.select_related("item", "attempt").get(position=1)
    filing.add(item=item, name=name, data=ContentFile(data), at=at)
    return attempt


def scenario_snapshot(script: Script | None = None, *, scoring: str = "outcomes", **own: Any) -> dict[str, Any]:
    """Return the quarrel over parking, valued by its endings unless told otherwise."""
    data = json.loads((script or parking_script()).to_json())
    fields = {"outcomes": {"agreed": "1", "stuck": "0.25"}, "lowest": -3, "highest": 5, **own}
    return snapshot_of("scenario", script=data, scoring=scoring, **fields)


def every_kind() -> list[dict[str, Any]]:
    """Return one sound question of every kind."""
    return [
        single_snapshot(),
        multiple_snapshot(),
        {**multiple_snapshot(), "kind": "indefinite"},
        true_false_snapshot(),
        fill_snapshot(blank("b1", "甲"), blank("b2", "乙")),
        numeric_snapshot(),
        matching_snapshot(),
        ordering_snapshot(),
        classify_snapshot(),
        cloze_snapshot(),
        case_snapshot(),
        upload_snapshot(),
        scenario_snapshot(),
    ]


RIGHT: dict[str, dict[str, Any]] = {
    "single": {"chosen": "a"},
    "multiple": {"chosen": ["a", "b"]},
    "indefinite": {"chosen": ["a", "b"]},
    "true_false": {"chosen": "true"},
    "fill": {"b1": "甲", "b2": "乙"},
    "numeric": {"value": "100"},
    "matching": {"s1": "a", "s2": "b", "s3": "c"},
    "ordering": {"order": [item_id(text) for text in "甲乙丙丁"]},
    "classify": {"i1": "a", "i2": "c", "i3": "b"},
    "cloze": {"p1": "a", "p2": "民主协商", "p3": "100"},
    "scenario": {"choices": ["onward", "listen", "vote"]},
}
"""An answer worth the whole to each question of `every_kind` that needs no marker."""
