"""The secretary's countersignature, where a text asks for it before the organizer's."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from certificates.domain import chaining
from certificates.enums import CountersignOrder, PledgeState
from certificates.models.pledges import Pledge, PledgeQuerySet, PledgeSession
from certificates.payloads import Party
from common import audit
from people.domain.notices import notify
from people.enums import Committee, Post
from people.models.accounts import User
from people.models.elections import Seat, SeatQuerySet


def secretaries(on: date) -> SeatQuerySet:
    """The seats of those who are secretary of a unit's party committee on that day."""
    return Seat.objects.held_on(on).filter(committee=Committee.PARTY, post=Post.SECRETARY)


def awaited(pledges: Iterable[Pledge], *, on: date) -> dict[int, User]:
    """For whom each of these pledges (by id) still waits: the secretary of the signer's unit.

    A secretary's own pledge waits for nobody but the organizer, and so does that of a unit which has none, or whose
    secretary was the witness.
    """
    waiting = [pledge for pledge in pledges if _asks(pledge)]
    if not waiting:
        return {}
    units = {pledge.enrollment.unit_id for pledge in waiting}
    seats = {seat.unit_id: seat.person for seat in secretaries(on).filter(unit__in=units).select_related("person")}
    found = {pledge.pk: seats.get(pledge.enrollment.unit_id) for pledge in waiting}
    return {
        pledge.pk: secretary for pledge in waiting if (secretary := found[pledge.pk]) and not pledge.concerns(secretary)
    }


def waiting_for(secretary: User, *, on: date) -> PledgeQuerySet:
    """The pledges that this person is asked to countersign as secretary, the oldest first."""
    units = secretaries(on).filter(person=secretary).values("unit")
    asked = Pledge.objects.with_people().filter(
        state=PledgeState.SIGNED,
        endorsed_at=None,
        text__countersigners=CountersignOrder.SECRETARY_FIRST,
        enrollment__unit__in=units,
    )
    witnessed = PledgeSession.objects.filter(pledges=OuterRef("pk"), used_at=OuterRef("signed_at"), witness=secretary)
    return asked.exclude(enrollment__person=secretary).exclude(Exists(witnessed)).order_by("signed_at", "pk")


def ask(*, pledge: Pledge, at: datetime) -> None:
    """Tell the secretary of the signer's unit that a pledge waits, in the caller's transaction."""
    for secretary in awaited([pledge], on=timezone.localdate(at)).values():
        notify(
            recipient=secretary,
            key=f"pledge-to-endorse:{pledge.uuid}:{pledge.evidence_digest[:12]}",
            subject=_("A pledge of %(name)s waits for your countersignature as secretary.")
            % {"name": pledge.enrollment.person.name},
            body=pledge.text.title,
            url=reverse("certificates:endorsement-list"),
            at=at,
        )


def endorse(*, pledge: Pledge, by: User, at: datetime) -> bool:
    """Countersign as secretary; the organizer comes after. Tells whether this press was the one that did it."""
    if awaited([pledge], on=timezone.localdate(at)).get(pledge.pk) != by:
        return False
    with transaction.atomic():
        waiting = Pledge.objects.filter(pk=pledge.pk, state=PledgeState.SIGNED, endorsed_at=None)
        parties = {**pledge.parties, "endorser": asdict(Party(str(by.pk), by.name))}
        if not waiting.update(endorsed_at=at, endorsed_by=by, parties=parties):
            return False
        chaining.append(document=pledge.chain_name, event={"act": "endorsed", "by": str(by.pk)}, at=at)
        audit.record("certificates.endorse", subject=pledge, user=by, number=pledge.number)
    return True


def _asks(pledge: Pledge) -> bool:
    asked = pledge.text.countersigners == CountersignOrder.SECRETARY_FIRST
    return asked and pledge.state == PledgeState.SIGNED and pledge.endorsed_at is None
