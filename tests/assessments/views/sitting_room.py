"""What the tests of an examination's pages share: an attempt of every kind of question, and how a script saves."""

import json
import re
from typing import Any
from uuid import uuid4

from django.test import Client
from django.urls import reverse

from assessments.models.attempts import Attempt
from assessments.models.sittings import Sitting
from people.models.accounts import User
from tests.factories.assessments import (
    blank,
    case_snapshot,
    fill_snapshot,
    make_attempt,
    make_sitting,
    multiple_snapshot,
    single_snapshot,
    true_false_snapshot,
)
from tests.factories.cohorts import make_enrollment

EVERY_KIND = [
    single_snapshot(),
    multiple_snapshot(),
    true_false_snapshot(),
    fill_snapshot(blank("b1", "甲"), blank("b2", "乙")),
    case_snapshot(),
]


def begun(lin: User, sitting: Sitting | None = None) -> Attempt:
    sitting = sitting or make_sitting(snapshots=EVERY_KIND)
    return make_attempt(sitting, make_enrollment(sitting.cohort, lin))


def bare(page: str) -> str:
    """A page without what differs on every reading."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"|nonce="[^"]+"', "", page)


def item_url(attempt: Attempt, position: int = 1) -> str:
    return reverse("assessments:attempt-item", args=[attempt.uuid, position])


def send(
    client: Client,
    attempt: Attempt,
    response: Any,
    *,
    revision: int = 1,
    position: int = 1,
    headers: dict[str, str] | None = None,
) -> Any:
    body = {"revision": revision, "operation": str(uuid4()), "response": response}
    url = item_url(attempt, position)
    return client.post(url, json.dumps(body), content_type="application/json", headers=headers)
