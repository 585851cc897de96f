"""The organizer's page that asks those in office to sign a new text."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from certificates.enums import PledgeState
from certificates.models.pledges import Pledge, PledgeText
from people.domain.seats import end_seat
from people.enums import SeatEnd
from tests.certificates.domain.test_asking_anew import seat_of
from tests.certificates.domain.test_superseding import successor
from tests.certificates.views.counting import count_queries
from tests.factories.certificates import make_pledge, make_signer, sign
from tests.factories.cohorts import make_organizer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("april")]


@pytest.fixture
def april() -> Iterator[None]:
    """The day after the new text has come into force."""
    with time_machine.travel("2026-04-02 09:00", tick=False):
        yield


@pytest.fixture
def pledge() -> Pledge:
    """Lin's signed pledge."""
    return sign(make_pledge())


@pytest.fixture
def new(pledge: Pledge) -> PledgeText:
    return successor(pledge.text)


@pytest.fixture
def wu(client: Client, pledge: Pledge) -> Client:
    """The organizer, logged in."""
    client.force_login(make_organizer(pledge.enrollment.cohort.unit))
    return client


def page(name: str, pledge: Pledge) -> str:
    return reverse(f"certificates:{name}", args=[pledge.enrollment.cohort_id])


def test_the_queue_says_how_many_have_signed_only_the_earlier_text(wu: Client, pledge: Pledge) -> None:
    assert "新的承诺书文本已经施行" not in wu.get(page("pledge-queue", pledge)).text
    successor(pledge.text)

    answer = wu.get(page("pledge-queue", pledge))

    assert "1名在职人员签的还是原来的文本。" in answer.text
    assert page("pledges-anew", pledge) in answer.text


def test_it_says_who_is_asked_who_is_not_and_why_and_nothing_happens_before_the_press(
    wu: Client, pledge: Pledge, new: PledgeText
) -> None:
    gone = sign(make_pledge(make_signer("乔学勤"), text=pledge.text, cohort=pledge.enrollment.cohort))
    end_seat(seat=seat_of(gone), on=date(2026, 3, 20), reason=SeatEnd.RESIGNED)

    text = wu.get(page("pledges-anew", pledge)).text

    assert "1名在职人员签的还是原来的文本" in text
    assert "1人不在请签之列" in text
    assert "村（居）委会委员，任职至2026年3月20日（辞职）" in text
    assert not Pledge.objects.filter(text=new).exists()


def test_one_press_asks_and_the_next_says_that_all_were_asked(wu: Client, pledge: Pledge, new: PledgeText) -> None:
    first = wu.post(page("pledges-anew", pledge), {"text": str(new.pk)}, follow=True)
    second = wu.post(page("pledges-anew", pledge), {"text": str(new.pk)}, follow=True)

    assert "已请1人签署。" in first.text
    assert "在职人员都已请过了。" in second.text
    assert Pledge.objects.get(text=new).state == PledgeState.DUE


def test_a_text_that_was_not_shown_is_not_asked_for(wu: Client, pledge: Pledge, new: PledgeText) -> None:
    wu.post(page("pledges-anew", pledge), {"text": "x"})

    assert not Pledge.objects.filter(text=new).exists()


def test_without_a_new_text_the_page_says_so(wu: Client, pledge: Pledge) -> None:
    assert "没有被新文本取代的承诺书" in wu.get(page("pledges-anew", pledge)).text


def test_the_pages_ask_as_often_for_three_as_for_one(wu: Client, pledge: Pledge, new: PledgeText) -> None:
    pages = [page("pledges-anew", pledge), page("pledge-queue", pledge)]
    for each in pages:
        wu.get(each)
    one = [count_queries(wu, each) for each in pages]
    for name in ("乔学勤", "孙桂兰"):
        sign(make_pledge(make_signer(name), text=pledge.text, cohort=pledge.enrollment.cohort))

    assert [count_queries(wu, each) for each in pages] == one
