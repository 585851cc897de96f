"""A seat that ends between two elections, by resignation, removal, a move or death (届中调整)."""

from datetime import date
from functools import partial

from django.db import transaction

from people.enums import SeatEnd
from people.models.elections import Seat
from people.signals import seats_changed


class SeatHasEnded(Exception):
    """Somebody else has ended the seat already."""


class EndsBeforeItBegan(Exception):
    """Nobody leaves a post before the day on which they took it."""


def end_seat(*, seat: Seat, on: date, reason: SeatEnd) -> Seat:
    """End the seat with that day, once; the row stays, and whoever follows the register is told after commit."""
    if on < seat.started_on:
        raise EndsBeforeItBegan
    with transaction.atomic():
        if Seat.objects.filter(pk=seat.pk, ended_on=None).update(ended_on=on, end_reason=reason) != 1:
            raise SeatHasEnded
        announce = partial(seats_changed.send, sender=Seat, unit_id=seat.unit_id, person_ids=[seat.person_id])
        transaction.on_commit(announce)
    seat.refresh_from_db()
    return seat
