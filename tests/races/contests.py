"""The races: each returns what went wrong, in words; nothing where everything held."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from assessments.domain import answering, starting
from assessments.models.attempts import Answer, Attempt
from assessments.models.grades import ItemGrade
from assessments.models.sittings import Sitting
from cohorts.models.enrollment import Enrollment
from people.models.accounts import User
from tests.browser.site import Site
from tests.factories.assessments import due_of, make_sitting, single_snapshot
from tests.factories.cohorts import make_cohort, make_enrollment, make_organizer, make_person
from tests.races.server import Device, at_once

PHONE = "phone"


def two_tabs(site: Site) -> Iterator[str]:
    """Eight tabs of one device write one revision of one answer, each another one: one is stored, seven are told."""
    attempt, lin = begun()
    phone = Device(site, lin, PHONE)

    statuses = at_once(8, lambda number: phone.post(item_url(attempt), write("abcdefgh"[number])))

    stored = Answer.objects.filter(item__attempt=attempt)
    if sorted(statuses) != [200, *[409] * 7]:
        yield f"answered {sorted(statuses)}"
    if stored.count() != 1:
        yield f"{stored.count()} writes are stored as one revision"
    elif 200 in statuses and stored.get().response["chosen"] != "abcdefgh"[statuses.index(200)]:
        yield "another answer is stored than the one acknowledged"


def two_devices(site: Site) -> Iterator[str]:
    """Eight devices take over at once, having seen the same: afterwards one of them can write, and the first cannot."""
    attempt, lin = begun()
    first, *others = [Device(site, lin, mark) for mark in (PHONE, *(f"device-{number}" for number in range(8)))]
    url = reverse("assessments:attempt-take-over", args=[attempt.uuid])

    at_once(8, lambda number: others[number].post(url, {"epoch": "0"}))

    statuses = [device.post(item_url(attempt), write("a", number)) for number, device in enumerate(others, start=1)]
    if statuses.count(200) != 1:
        yield f"{statuses.count(200)} of the devices can write"
    if first.post(item_url(attempt), write("b", 100)) != 409:
        yield "the first device writes on"


def parallel_starts(site: Site) -> Iterator[str]:
    """Eight presses of the button begin one attempt."""
    sitting, enrollment, lin = room(attempts_allowed=3)
    phone = Device(site, lin, PHONE)
    url = reverse("assessments:attempt-start", args=[sitting.pk])

    statuses = at_once(8, lambda _: phone.post(url, {}))

    begun_ones = Attempt.objects.filter(sitting=sitting, enrollment=enrollment).count()
    if begun_ones != 1:
        yield f"{begun_ones} attempts have begun"
    if set(statuses) != {302}:
        yield f"answered {sorted(statuses)}"


def thirty_two_submits(site: Site) -> Iterator[str]:
    """Thirty-two presses hand in once: one grade an item, one line in the log, and no error."""
    attempt, lin = begun()
    phone = Device(site, lin, PHONE)
    phone.post(item_url(attempt), write("a"))
    url = reverse("assessments:attempt-submit", args=[attempt.uuid])

    statuses = at_once(32, lambda _: phone.post(url, {}))

    logged = ModelLogEntry.objects.filter(action="assessments.attempt_submitted", object_id=str(attempt.pk)).count()
    grades = ItemGrade.objects.filter(item__attempt=attempt).count()
    if set(statuses) != {302}:
        yield f"answered {sorted(statuses)}"
    if (logged, grades) != (1, 1):
        yield f"submitted {logged} times, graded {grades} times"


def eight_acceptances(site: Site) -> Iterator[str]:
    """Eight organizers accept one late answer at once: it is written once, graded once, and nobody meets an error."""
    attempt, _ = begun()
    answering.submit(attempt=attempt, at=timezone.now(), device=PHONE)
    item = attempt.items.get()
    late = item.answers.create(
        revision=1, operation=uuid4(), response={"chosen": "a"}, received_at=timezone.now(), is_late=True
    )
    unit = attempt.sitting.cohort.unit
    desks = [Device(site, make_organizer(unit), f"desk-{number}") for number in range(8)]
    url = reverse("assessments:late-accept", args=[attempt.sitting_id, late.pk])

    statuses = at_once(8, lambda number: desks[number].post(url, {"reason": "断网"}))

    written, grades = item.answers.filter(is_late=False).count(), item.grades.count()
    if (written, grades) != (1, 2):
        yield f"written {written} times, graded {grades} times"
    if set(statuses) != {302}:
        yield f"answered {sorted(statuses)}"


def a_longer_window(site: Site) -> Iterator[str]:
    """While seven begin, the window that would cut them short is extended: each gets the whole time allowed."""
    sitting, _, lin = room(hours=2, minutes=90)
    people = [lin, *(make_person() for _ in range(6))]
    for person in people[1:]:
        make_enrollment(sitting.cohort, person, at=timezone.now())
    phones = [Device(site, person, PHONE) for person in people]
    desk = Device(site, make_organizer(sitting.cohort.unit), "desk")
    start, extend = (reverse(f"assessments:{name}", args=[sitting.pk]) for name in ("attempt-start", "sitting-extend"))
    until = timezone.localtime(sitting.closes_at + timedelta(hours=3))
    form = {"closes_at": f"{until:%Y-%m-%dT%H:%M}", "reason": "停电"}

    statuses = at_once(8, lambda number: phones[number].post(start, {}) if number < 7 else desk.post(extend, form))

    attempts = Attempt.objects.filter(sitting=sitting)
    short = sum(due_of(attempt) - attempt.started_at < timedelta(minutes=90) for attempt in attempts)
    if set(statuses) != {302} or len(attempts) != 7:
        yield f"answered {sorted(statuses)}, {len(attempts)} attempts have begun"
    if short:
        yield f"{short} attempts end with the old window"


CONTESTS = [two_tabs, two_devices, parallel_starts, thirty_two_submits, eight_acceptances, a_longer_window]


def room(**rules: Any) -> tuple[Sitting, Enrollment, User]:
    now = timezone.now()
    lin = make_person("林秀英")
    cohort = make_cohort(at=now)
    snapshots = [single_snapshot(letters="abcdefgh")]
    sitting = make_sitting(cohort, snapshots, opens_at=now - timedelta(hours=1), **rules)
    return sitting, make_enrollment(cohort, lin, at=now), lin


def begun() -> tuple[Attempt, User]:
    sitting, enrollment, lin = room()
    return starting.start(sitting=sitting, enrollment=enrollment, at=timezone.now(), device=PHONE), lin


def item_url(attempt: Attempt) -> str:
    return reverse("assessments:attempt-item", args=[attempt.uuid, 1])


def write(chosen: str, revision: int = 1) -> bytes:
    body = {"revision": revision, "operation": str(uuid4()), "response": {"chosen": chosen}}
    return json.dumps(body).encode()
