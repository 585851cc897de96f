"""A new pledge text on the desks: the organizer sees where people are to be asked, whoever was asked finds it."""

from collections.abc import Iterator

import pytest
import time_machine
from django.urls import reverse

from certificates.domain import superseding
from certificates.models.pledges import Pledge
from cohorts.domain.opening import close_cohort
from people.models.accounts import User
from tests.certificates.domain.test_superseding import successor
from tests.dashboards.views.test_desk import desk_of, titles
from tests.factories.certificates import make_pledge, sign
from tests.factories.cohorts import AT, make_organizer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("april")]
PILE = "待请签的新承诺书"


@pytest.fixture
def april() -> Iterator[None]:
    """The day after the new text has come into force."""
    with time_machine.travel("2026-04-02 09:00", tick=False):
        yield


@pytest.fixture
def pledge() -> Pledge:
    """Lin's signed pledge of a class that is over."""
    signed = sign(make_pledge())
    close_cohort(cohort=signed.enrollment.cohort, at=AT)
    return signed


@pytest.fixture
def wu(pledge: Pledge) -> User:
    return make_organizer(pledge.enrollment.cohort.unit)


def ask(pledge: Pledge, by: User) -> Pledge:
    new = successor(pledge.text)
    cohort = pledge.enrollment.cohort
    [asked] = superseding.ask(cohort=cohort, texts=[new.pk], by=by, at=AT.replace(month=4))
    return asked


def test_the_organizer_sees_the_class_until_everybody_has_been_asked(pledge: Pledge, wu: User) -> None:
    assert PILE not in titles(desk_of(wu))
    new = successor(pledge.text)
    assert titles(desk_of(wu))[PILE] == [pledge.enrollment.cohort.name]

    superseding.ask(cohort=pledge.enrollment.cohort, texts=[new.pk], by=wu, at=AT.replace(month=4))

    assert PILE not in titles(desk_of(wu))


def test_an_organizer_elsewhere_sees_nothing_of_it(pledge: Pledge) -> None:
    successor(pledge.text)
    he = make_organizer(make_pledge().enrollment.cohort.unit)

    assert PILE not in titles(desk_of(he))


def test_whoever_was_asked_finds_it_as_the_next_step_although_the_class_is_over(pledge: Pledge, wu: User) -> None:
    asked = ask(pledge, wu)
    address = reverse("certificates:pledge-sign", args=[asked.uuid])

    desk = desk_of(pledge.enrollment.person)

    assert desk.context["trainee"]["step"]["url"] == address
    assert desk.text.count(address) == 2


def test_once_signed_it_is_gone_from_the_desk(pledge: Pledge, wu: User) -> None:
    asked = ask(pledge, wu)

    sign(Pledge.objects.with_people().get(pk=asked.pk), at=AT.replace(month=4))

    desk = desk_of(pledge.enrollment.person)
    assert "需要签署的新承诺书文本" not in desk.text
    assert "url" not in desk.context["trainee"]["step"]
