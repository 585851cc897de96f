"""Clerks who sit the same examination: what others answer is open to them once they have answered, and no sooner."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from assessments.domain import answering, late_answers
from assessments.domain.answering import GRACE
from assessments.models.sittings import Sitting
from cohorts.models.enrollment import Enrollment
from people.models.accounts import User
from tests.factories.assessments import answer, make_attempt, make_paper_attempt, make_sitting, single_snapshot
from tests.factories.cohorts import AT, make_enrollment, make_organizer, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nine_o_clock")]
LATE = AT + timedelta(minutes=60) + GRACE + timedelta(minutes=4)


@pytest.fixture
def sitting() -> Sitting:
    return make_sitting(snapshots=[single_snapshot()])


@pytest.fixture
def wu(client: Client, sitting: Sitting) -> User:
    organizer = make_organizer(sitting.cohort.unit)
    client.force_login(organizer)
    return organizer


@pytest.fixture
def place(sitting: Sitting, wu: User) -> Enrollment:
    """The organizer is of the class herself."""
    return make_enrollment(sitting.cohort, wu)


def doors(sitting: Sitting) -> list[str]:
    """Each page on which she would see what others were asked or answered."""
    sheet = make_paper_attempt(sitting, make_enrollment(sitting.cohort, make_person("赵建国")))
    late_one = make_attempt(sitting, make_enrollment(sitting.cohort, make_person("林秀英")))
    answer(late_one, 1, {"chosen": "a"}, at=LATE)
    answering.close_if_over(attempt=late_one, at=LATE)
    late = late_answers.waiting(sitting).get()
    return [
        reverse("assessments:keying-sheet", args=[sheet.pk]),
        reverse("assessments:keying-check", args=[sheet.pk]),
        reverse("assessments:on-paper-print", args=[sitting.pk]),
        reverse("assessments:late-list", args=[sitting.pk]),
        reverse("assessments:late-accept", args=[sitting.pk, late.pk]),
        reverse("assessments:late-leave", args=[sitting.pk, late.pk]),
    ]


def answers_of(client: Client, sitting: Sitting) -> set[int]:
    return {client.get(door).status_code for door in doors(sitting)}


def test_who_does_not_sit_finds_the_doors_open(client: Client, wu: User, sitting: Sitting) -> None:
    assert answers_of(client, sitting) == {200}


@pytest.mark.usefixtures("place")
def test_who_is_still_to_sit_is_turned_away_and_told_why(client: Client, sitting: Sitting) -> None:
    assert answers_of(client, sitting) == {403}
    assert "您本人也参加这场考试" in client.get(reverse("assessments:late-list", args=[sitting.pk])).text


def test_who_is_answering_is_turned_away(client: Client, sitting: Sitting, place: Enrollment) -> None:
    make_attempt(sitting, place)

    assert answers_of(client, sitting) == {403}


def test_who_has_handed_in_is_let_in(client: Client, sitting: Sitting, place: Enrollment) -> None:
    answering.submit(attempt=make_attempt(sitting, place), at=AT)

    assert answers_of(client, sitting) == {200}


def test_who_may_try_again_is_not(client: Client, sitting: Sitting, place: Enrollment) -> None:
    Sitting.objects.filter(pk=sitting.pk).update(attempts_allowed=2)
    answering.submit(attempt=make_attempt(sitting, place), at=AT)

    assert answers_of(client, sitting) == {403}


@pytest.mark.usefixtures("place")
def test_after_the_window_they_are_open_also_to_who_never_came(
    client: Client, sitting: Sitting, nine_o_clock: time_machine.Traveller
) -> None:
    found = doors(sitting)
    nine_o_clock.move_to(sitting.closes_at + timedelta(minutes=1))

    assert {client.get(door).status_code for door in found} == {200}
