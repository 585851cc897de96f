"""A seat ends once, not before it began, and whoever follows the register hears of it."""

from datetime import date, timedelta

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks

from people.domain.seats import EndsBeforeItBegan, SeatHasEnded, end_seat
from people.enums import SeatEnd
from people.models.accounts import User
from people.models.elections import Seat
from people.signals import seats_changed
from tests.factories.people import ELECTION_DAY

DAY = ELECTION_DAY + timedelta(days=10)


@pytest.fixture
def seat(lin: User) -> Seat:
    """Lin's seat."""
    return lin.seats.get()


def test_it_ends_with_its_day_and_its_reason_and_stays_on_record(seat: Seat) -> None:
    ended = end_seat(seat=seat, on=DAY, reason=SeatEnd.RESIGNED)

    assert (ended.ended_on, ended.end_reason) == (DAY, SeatEnd.RESIGNED)
    assert not Seat.objects.current().exists()


def test_it_ends_once(seat: Seat) -> None:
    end_seat(seat=seat, on=DAY, reason=SeatEnd.RESIGNED)

    with pytest.raises(SeatHasEnded):
        end_seat(seat=seat, on=DAY + timedelta(days=1), reason=SeatEnd.REMOVED)

    assert Seat.objects.get().end_reason == SeatEnd.RESIGNED


def test_it_cannot_end_before_it_began(seat: Seat) -> None:
    with pytest.raises(EndsBeforeItBegan):
        end_seat(seat=seat, on=date(2026, 1, 1), reason=SeatEnd.RESIGNED)

    assert Seat.objects.current().exists()


def test_that_it_ended_is_announced_after_commit(
    seat: Seat, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    heard: list[tuple[int, list[int]]] = []

    def listen(unit_id: int, person_ids: list[int], **kwargs: object) -> None:
        heard.append((unit_id, person_ids))

    seats_changed.connect(listen)
    with django_capture_on_commit_callbacks(execute=True):
        end_seat(seat=seat, on=DAY, reason=SeatEnd.MOVED)
    seats_changed.disconnect(listen)

    assert heard == [(seat.unit_id, [seat.person_id])]
