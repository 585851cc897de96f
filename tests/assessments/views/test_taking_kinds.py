"""Every kind answered through the real pages, by plain forms and scripts; no key of any before release."""

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from assessments.domain import results
from assessments.kinds.base import Control, Graded, Kind, Problem, Response, Review, Snapshot, graded
from assessments.kinds.registry import KINDS
from assessments.models.attempts import Answer, Attempt
from assessments.models.grades import ItemGrade
from assessments.models.sittings import SittingItem
from people.models.accounts import User
from tests.assessments.views.sitting_room import bare, begun, item_url, send
from tests.factories.assessments import (
    blank,
    case_snapshot,
    fill_snapshot,
    make_sitting,
    multiple_snapshot,
    single_snapshot,
    snapshot_of,
    true_false_snapshot,
)
from tests.factories.cohorts import AT, make_person
from tests.factories.questions import (
    RIGHT,
    classify_snapshot,
    cloze_snapshot,
    every_kind,
    matching_snapshot,
    number_answer,
    numeric_snapshot,
    ordering_snapshot,
    scenario_snapshot,
    upload_snapshot,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nine_o_clock")]

SNAPSHOTS = {snapshot["kind"]: snapshot for snapshot in every_kind()}
DRAWN = {"matching": "choices", "ordering": "items", "classify": "items"}
OTHER_KEYS: dict[str, dict[str, Any]] = {
    "single": single_snapshot(key="d"),
    "multiple": multiple_snapshot(key="cd"),
    "indefinite": {**multiple_snapshot(key="c"), "kind": "indefinite"},
    "true_false": true_false_snapshot(correct=False),
    "fill": fill_snapshot(blank("b1", "丙", wildcard=True), blank("b2", "丁", weight="3", digits=True)),
    "numeric": numeric_snapshot(
        number_answer("interval", "1", "2"), number_answer("relative", "9", "0.1"), percent=True
    ),
    "matching": matching_snapshot("ddd"),
    "ordering": ordering_snapshot("丁丙乙甲"),
    "classify": classify_snapshot("bbb"),
    "cloze": cloze_snapshot(points="5 4 3"),
    "case_analysis": case_snapshot(weights="5 1 1", top=3),
    "upload": upload_snapshot(weights="5 1 1"),
    "scenario": scenario_snapshot(scoring="points", lowest=0, highest=99, outcomes={"agreed": "0.1"}),
}
kinds = pytest.mark.parametrize("kind", sorted(SNAPSHOTS))


class Riddle(Kind):
    """A kind whose author forgot nothing but to think of the key."""

    key = "riddle"
    shown = {"hints": {"id": None}}

    def grade(self, snapshot: Snapshot, response: Response) -> Graded:
        return graded(Decimal(snapshot["unforeseen"] == response.get("guess")))

    def check(self, snapshot: Snapshot) -> Iterator[Problem]:
        yield from ()

    def controls(self, presented: Snapshot) -> tuple[Control, ...]:
        return (Control("guess", "text", word="answer", max_length=100),)

    def review(self, snapshot: Snapshot, response: Response) -> Review:
        return Review("text")


def sat(lin: User, snapshot: dict[str, Any]) -> Attempt:
    """An attempt of one question."""
    attempt = begun(lin, make_sitting(snapshots=[single_snapshot()], reveal="never"))
    SittingItem.objects.update(snapshot=snapshot)
    attempt.items.update(option_order=[row["id"] for row in snapshot.get(DRAWN.get(snapshot["kind"], ""), [])])
    return attempt


def bytes_before_release(client: Client, attempt: Attempt, response: dict[str, Any]) -> str:
    """Every page and every answer of an attempt until its results are released."""
    review = reverse("assessments:attempt-review", args=[attempt.uuid])
    texts = [client.get(item_url(attempt)).text, json.dumps(send(client, attempt, response).json(), ensure_ascii=False)]
    texts.append(json.dumps(send(client, attempt, {"guess": "?"}).json(), ensure_ascii=False))
    texts += [client.get(url).text for url in (item_url(attempt), review)]
    texts.append(client.post(reverse("assessments:attempt-submit", args=[attempt.uuid]), follow=True).text)
    return re.sub(r'"operation": "[^"]+"', "", bare("".join(texts)))


def form_of(response: dict[str, Any]) -> dict[str, Any]:
    return {**response, "revision": "1", "next": "review"}


@pytest.mark.parametrize("kind", sorted(RIGHT))
def test_a_plain_form_answers_every_kind(as_lin: Client, lin: User, kind: str) -> None:
    attempt = sat(lin, SNAPSHOTS[kind])
    as_lin.get(item_url(attempt))

    as_lin.post(item_url(attempt), form_of(RIGHT[kind]))
    page = as_lin.get(item_url(attempt)).text
    as_lin.post(reverse("assessments:attempt-submit", args=[attempt.uuid]))

    assert Answer.objects.get().response == RIGHT[kind]
    assert ItemGrade.objects.get().fraction == 1
    assert kind == "scenario" or any(mark in page for mark in (" checked", " selected", 'value="100"', 'value="甲"'))


@kinds
def test_an_untouched_form_stores_nothing(as_lin: Client, lin: User, kind: str) -> None:
    attempt = sat(lin, SNAPSHOTS[kind])
    empty = {"order": ["", "", "", ""]} if kind == "ordering" else {}

    as_lin.post(item_url(attempt), form_of(empty))

    assert not Answer.objects.exists()


@pytest.mark.parametrize("kind", sorted(RIGHT))
def test_the_released_answer_stands_beside_its_key(as_lin: Client, lin: User, kind: str) -> None:
    attempt = sat(lin, SNAPSHOTS[kind])
    as_lin.get(item_url(attempt))
    send(as_lin, attempt, RIGHT[kind])
    as_lin.post(reverse("assessments:attempt-submit", args=[attempt.uuid]))
    attempt.sitting.reveal = "after_release"
    attempt.sitting.save()
    results.release(sitting=attempt.sitting, by=make_person(), at=AT)

    page = as_lin.get(reverse("assessments:attempt-result", args=[attempt.uuid])).text

    assert "得分率 100%" in page
    assert "解析" in page


@kinds
def test_two_worlds_that_differ_only_in_the_key_send_the_same_bytes(as_lin: Client, lin: User, kind: str) -> None:
    attempt, response = sat(lin, SNAPSHOTS[kind]), RIGHT.get(kind, {"text": "答"})
    with transaction.atomic():
        one = bytes_before_release(as_lin, attempt, response)
        transaction.set_rollback(True)
    other_key = {**OTHER_KEYS[kind], "explanation": "另一种解析", "reference": "另一部条例"}
    assert other_key != SNAPSHOTS[kind]
    SittingItem.objects.update(snapshot=other_key)

    other = bytes_before_release(as_lin, attempt, response)

    assert one == other


def test_a_kind_nobody_foresaw_leaks_nothing_before_release(
    as_lin: Client, lin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(KINDS, "riddle", Riddle())
    canaries = ["canary-key", "canary-deep", "canary-id", "canary-explanation", "canary-law"]
    snapshot = snapshot_of(
        "riddle",
        unforeseen="canary-key",
        hints=[{"id": "h1", "solution": {"id": "canary-deep"}}],
        nested={"hints": {"id": "canary-id"}},
        reference="canary-law",
    ) | {"explanation": "canary-explanation"}
    assert all(canary in json.dumps(snapshot) for canary in canaries)
    attempt = sat(lin, snapshot)

    sent = bytes_before_release(as_lin, attempt, {"guess": "天"})
    results.release(sitting=attempt.sitting, by=make_person(), at=AT)
    sent += as_lin.get(reverse("assessments:attempt-result", args=[attempt.uuid])).text

    assert "题干" in sent
    assert "天" in sent
    assert [canary for canary in canaries if canary in sent] == []


def test_a_scenario_goes_on_scene_by_scene(as_lin: Client, lin: User) -> None:
    attempt = sat(lin, scenario_snapshot())
    first = as_lin.get(item_url(attempt)).text
    assert "Title of call" in first
    assert "Title of meeting" not in first

    page = as_lin.post(item_url(attempt), {"choices": ["onward"], "revision": "1", "next": "stay"}, follow=True).text

    assert "Title of meeting" in page
    assert 'type="hidden" name="choices" value="onward"' in page
    assert "Title of plan" not in page


def test_a_choice_in_a_scenario_is_not_taken_back(as_lin: Client, lin: User) -> None:
    attempt = sat(lin, scenario_snapshot())
    as_lin.get(item_url(attempt))
    send(as_lin, attempt, {"choices": ["onward", "decree"]})

    by_script = send(as_lin, attempt, {"choices": ["onward", "listen"]}, revision=2)
    as_lin.post(item_url(attempt), {"choices": ["onward"], "revision": "3", "next": "stay"})

    assert by_script.status_code == 409
    assert by_script.json()["stored"]["response"] == {"choices": ["onward", "decree"]}
    assert Answer.objects.get().response == {"choices": ["onward", "decree"]}


def test_the_items_of_a_sequence_are_drawn_also_without_shuffling(lin: User) -> None:
    attempt = begun(lin, make_sitting(snapshots=[ordering_snapshot("甲乙丙丁")], shuffle=False))

    item = attempt.items.get()

    assert sorted(item.option_order) == sorted(SNAPSHOTS["ordering"]["order"])
    assert [row["id"] for row in item.presented()["items"]] == item.option_order
