"""Making countersigned pledges public, and taking them down again: acts of their own, each with a name behind it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from certificates.enums import PledgeState
from certificates.models.pledges import Pledge
from certificates.models.postings import Posting, PostingQuerySet
from cohorts.models.cohort import Cohort
from common import audit
from common.masking import masked_name
from people.models.accounts import User
from people.models.organisation import OrgUnit


@dataclass(frozen=True)
class Notice:
    """All that the public reads of a pledge: no signature, no evidence, no number of a person."""

    name: str
    post: str
    organisation: str
    title: str
    preamble: str
    clauses: tuple[str, ...]
    signed_on: date
    number: str
    until_on: date


def notice_of(posting: Posting) -> Notice:
    """What stands on the board, from what was signed and from nothing live."""
    pledge = posting.pledge
    words, parties = json.loads(pledge.wording), pledge.parties
    signed_at = pledge.signed_at or posting.posted_at
    return Notice(
        name=posting.shown_name,
        post=parties["person"]["post"],
        organisation=parties["organisation"]["name"],
        title=words["title"],
        preamble=words["preamble"],
        clauses=tuple(words["clauses"]),
        signed_on=timezone.localtime(signed_at).date(),
        number=pledge.number or "",
        until_on=posting.until_on,
    )


def postable(cohort: Cohort, *, on: date) -> list[Pledge]:
    """The countersigned pledges of a cohort that are not on the board and not going to be."""
    standing = Posting.objects.standing().filter(until_on__gte=on)
    done = Pledge.objects.with_people().filter(enrollment__cohort=cohort, state=PledgeState.COUNTERSIGNED)
    return list(done.exclude(pk__in=standing.values("pledge")).order_by("enrollment__unit__path", "pk"))


def propose(*, pledges: Iterable[Pledge], is_masked: bool, from_on: date, until_on: date) -> list[Posting]:
    """What would be posted; nothing is written yet."""
    return [
        Posting(pledge=pledge, shown_name=_shown(pledge, is_masked), from_on=from_on, until_on=until_on)
        for pledge in pledges
        if pledge.state == PledgeState.COUNTERSIGNED
    ]


def post(*, proposed: Iterable[Posting], by: User, at: datetime) -> int:
    """Put them on the board; one that stands there already stays as it is. Returns how many are new."""
    proposed = list(proposed)
    with transaction.atomic():
        over = Posting.objects.standing().filter(pledge__in=[each.pledge_id for each in proposed])
        over.filter(until_on__lt=timezone.localdate(at)).update(taken_down_at=at)  # Their time has passed.
        there = set(over.values_list("pledge", flat=True))
        new = [each for each in proposed if each.pledge_id not in there]
        for posting in new:
            posting.posted_by, posting.posted_at = by, at
            posting.save()  # Two at once: the constraint undoes the second one whole.
            audit.record("certificates.post", subject=posting.pledge, user=by, number=posting.pledge.number)
    return len(new)


def take_down(*, posting: Posting, by: User, reason: str, at: datetime) -> bool:
    """Take one off the board at once, for a reason; tells whether this press was the one that did it."""
    with transaction.atomic():
        standing = Posting.objects.standing().filter(pk=posting.pk)
        if not standing.update(taken_down_at=at, taken_down_by=by, reason=reason):
            return False
        audit.record(
            "certificates.take_down", subject=posting.pledge, user=by, number=posting.pledge.number, reason=reason
        )
    return True


def on_board(unit: OrgUnit, *, on: date) -> PostingQuerySet:
    """What the public sees of a unit and of everything below it on that day."""
    return Posting.objects.shown_on(on).under(unit).select_related("pledge")


def _shown(pledge: Pledge, is_masked: bool) -> str:
    name: str = pledge.parties["person"]["name"]
    return masked_name(name) if is_masked else name
