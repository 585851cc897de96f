"""A kind is one file and one line, and cannot leak its key: proved with a kind invented here."""

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from assessments.kinds.base import Control, Graded, Kind, Problem, Response, Review, Snapshot, State, graded
from assessments.kinds.registry import (
    KINDS,
    UnknownSnapshot,
    arrange,
    check,
    controls,
    grade,
    kind_of,
    present,
    read,
)
from tests.factories.assessments import (
    blank,
    case_snapshot,
    fill_snapshot,
    multiple_snapshot,
    single_snapshot,
    snapshot_of,
    true_false_snapshot,
)


class Colour(Kind):
    """An invented kind whose author thought only of what to show."""

    key = "colour"
    shown = {"swatches": {"id": None}}

    def grade(self, snapshot: Snapshot, response: Response) -> Graded:
        return graded(Decimal(snapshot["secret"] == response["chosen"]))

    def check(self, snapshot: Snapshot) -> Iterator[Problem]:
        yield from ()

    def controls(self, presented: Snapshot) -> tuple[Control, ...]:
        return ()

    def review(self, snapshot: Snapshot, response: Response) -> Review:
        return Review("text")


@pytest.fixture
def colour(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    monkeypatch.setitem(KINDS, "colour", Colour())
    swatches = [{"id": "s1", "hex": "canary-1", "deep": {"id": "canary-2"}}]
    return snapshot_of("colour", swatches=swatches, secret="canary-3", hint={"id": "canary-4"})


def every_snapshot() -> list[dict[str, Any]]:
    return [
        single_snapshot(),
        multiple_snapshot(),
        true_false_snapshot(),
        fill_snapshot(blank("b1", "甲"), blank("b2", "乙")),
        case_snapshot(),
    ]


def test_an_invented_kind_shows_only_what_it_named(colour: dict[str, Any]) -> None:
    assert "canary-3" in json.dumps(colour)

    assert present(colour) == {"format": 1, "kind": "colour", "stem": "题干", "swatches": [{"id": "s1"}]}


def test_an_object_cannot_ride_along_under_a_plain_name(colour: dict[str, Any]) -> None:
    colour["swatches"][0]["id"] = {"key": "canary"}

    with pytest.raises(TypeError):
        present(colour)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (single_snapshot(key="a"), single_snapshot(key="d")),
        (multiple_snapshot(key="a"), multiple_snapshot(key="bcd")),
        (true_false_snapshot(correct=True), true_false_snapshot(correct=False)),
        (fill_snapshot(blank("b1", "甲")), fill_snapshot(blank("b1", "乙", "丙", weight="2", wildcard=True))),
        (case_snapshot(weights="1"), case_snapshot(weights="1 2 3")),
    ],
)
def test_two_questions_that_differ_only_in_their_key_are_presented_alike(
    one: dict[str, Any], other: dict[str, Any]
) -> None:
    other = {**other, "explanation": "另一种解析"}
    assert one != other

    assert present(one) == present(other)


@pytest.mark.parametrize("snapshot", every_snapshot(), ids=lambda snapshot: snapshot["kind"])
@pytest.mark.parametrize("response", [None, {}, {"chosen": []}, {"chosen": ""}, {"text": " "}])
def test_an_empty_answer_is_nought_in_every_kind(snapshot: dict[str, Any], response: dict[str, Any] | None) -> None:
    outcome = grade(snapshot, response)

    assert (outcome.fraction, outcome.state) == (0, State.UNANSWERED)


@pytest.mark.parametrize("snapshot", every_snapshot(), ids=lambda snapshot: snapshot["kind"])
def test_the_questions_of_the_factories_have_no_problems(snapshot: dict[str, Any]) -> None:
    assert check(snapshot) == []


@pytest.mark.parametrize("snapshot", every_snapshot(), ids=lambda snapshot: snapshot["kind"])
def test_a_presented_question_is_enough_to_draw_its_form(snapshot: dict[str, Any]) -> None:
    assert controls(present(snapshot)) != ()


@pytest.mark.parametrize("changed", [{"format": 2}, {"format": None}, {"kind": "riddle"}])
def test_an_unknown_snapshot_is_refused_and_not_guessed_at(changed: dict[str, Any]) -> None:
    with pytest.raises(UnknownSnapshot):
        kind_of({**single_snapshot(), **changed})


def test_options_are_arranged_in_the_order_that_was_drawn() -> None:
    arranged = arrange(present(single_snapshot(letters="abc")), ["c", "a", "b"])

    assert [option["id"] for option in arranged["options"]] == ["c", "a", "b"]


def test_a_plain_form_is_read_as_the_response_its_controls_make() -> None:
    fields = {"chosen": ["a", "b"], "csrfmiddlewaretoken": ["x"], "b1": ["甲"]}

    assert read(present(multiple_snapshot()), fields) == {"chosen": ["a", "b"]}
    assert read(present(single_snapshot()), fields) == {"chosen": "a"}
    assert read(present(fill_snapshot()), fields) == {"b1": "甲"}
    assert read(present(case_snapshot()), {}) == {}
