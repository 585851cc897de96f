"""When a new text of the same kind has come into force: who is asked to sign it, and who signs it anyway.

What was signed stays as it is, valid for its time and counting where it counted; the new text is one more pledge.
Whoever has still to sign, for the first time or again after a return, signs the text in force: the pledge is moved to
it, keeping its number and the sessions of what was signed before. One that was returned after its signer had been asked
for the new text stays with the old one: the new pledge stands beside it.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from certificates.enums import SIGNABLE, SIGNED
from certificates.models.pledges import Pledge, PledgeQuerySet, PledgeText
from cohorts.enums import EnrollmentState
from cohorts.models.cohort import Cohort, CohortQuerySet
from common import audit
from people.domain.notices import notify
from people.models.accounts import User
from people.models.elections import Seat


@dataclass(frozen=True)
class Succession:
    """A text in force, and how those of a cohort stand who signed an earlier one of its kind."""

    text: PledgeText
    to_ask: Sequence[Pledge]  # what they signed, of those who hold their post and have not been asked
    asked: Sequence[Pledge]
    left_out: Sequence[Pledge]  # of those who have left their post, or the cohort


def successors(*, on: date) -> dict[int, PledgeText]:
    """For each text (by id) that has been superseded by that day, the one in force in its place."""
    texts = PledgeText.objects.order_by("-effective_on", "-pk")
    newest: dict[str, PledgeText] = {}
    for text in PledgeText.objects.in_force(on):
        newest.setdefault(text.kind, text)
    return {
        text.pk: newest[text.kind]
        for text in texts
        if text.kind in newest and text.effective_on < newest[text.kind].effective_on
    }


def successions(cohort: Cohort, *, on: date) -> list[Succession]:
    """Each text in force that has superseded what people of the cohort signed; the number of queries is constant."""
    after, groups = successors(on=on), defaultdict[PledgeText, dict[int, Pledge]](dict)
    signed = _signed(after).with_people().filter(enrollment__cohort=cohort)
    signed = signed.annotate(is_asked=_asked_already(after), holds_post=holding_their_post(on))
    for pledge in signed.order_by("enrollment__unit__path", "enrollment_id", "text__effective_on", "pk"):
        groups[after[pledge.text_id]][pledge.enrollment_id] = pledge  # Of two earlier ones the later.
    return [_succession(text, list(group.values())) for text, group in groups.items()]


def people_to_ask(cohorts: CohortQuerySet, *, on: date) -> Counter[int]:
    """How many people of each cohort (by id) hold their post and have signed only an earlier text."""
    after = successors(on=on)
    waiting = _signed(after).filter(
        _in_cohort(), holding_their_post(on), ~_asked_already(after), enrollment__cohort__in=cohorts
    )
    return Counter(cohort for cohort, _person in set(waiting.values_list("enrollment__cohort", "enrollment")))


def ask(*, cohort: Cohort, texts: Collection[int], by: User, at: datetime) -> list[Pledge]:
    """Ask everybody who waits to be asked to sign these texts (by id), once; a second call asks only who is new."""
    with transaction.atomic():
        found = [each for each in successions(cohort, on=timezone.localdate(at)) if each.text.pk in texts]
        due = [Pledge(enrollment=old.enrollment, text=each.text) for each in found for old in each.to_ask]
        Pledge.objects.bulk_create(due, ignore_conflicts=True)  # Whoever was asked meanwhile stays as they are.
        made = list(Pledge.objects.with_people().filter(uuid__in=[pledge.uuid for pledge in due]))
        for pledge in made:
            _tell(pledge, at)
        for text in {pledge.text for pledge in made}:
            people = sum(pledge.text_id == text.pk for pledge in made)
            audit.record("certificates.ask_anew", subject=cohort, user=by, text=text.title, people=people)
    return made


def move_unsigned(*, on: date) -> int:
    """Move what has still to be signed to the text in force; how many were moved. Running it twice changes nothing."""
    after, moved = successors(on=on), 0
    later = Pledge.objects.filter(
        enrollment=OuterRef("enrollment"), text__kind=OuterRef("text__kind"), pk__gt=OuterRef("pk")
    )
    for text in set(after.values()):
        there = Pledge.objects.filter(enrollment=OuterRef("enrollment"), text=text)
        earlier = [pk for pk, successor in after.items() if successor == text]
        waiting = Pledge.objects.signable().filter(~Exists(later), ~Exists(there), text__in=earlier)
        moved += waiting.update(text=text)
    return moved


def asked_of(person: User) -> PledgeQuerySet:
    """The pledges that somebody has still to sign although an earlier text of the kind is signed: no class waits."""
    signed = Pledge.objects.filter(
        enrollment=OuterRef("enrollment"), text__kind=OuterRef("text__kind"), state__in=SIGNED
    )
    waiting = Pledge.objects.signable().filter(_in_cohort(), Exists(signed), enrollment__person=person)
    return waiting.select_related("text", "enrollment__cohort").order_by("pk")


def holding_their_post(on: date) -> Exists:
    """Whether the signer of a pledge sits on that day in the post for which they signed, also by another election."""
    return Exists(
        Seat.objects.held_on(on).filter(
            person=OuterRef("enrollment__person"),
            unit=OuterRef("enrollment__seat__unit"),
            committee=OuterRef("enrollment__seat__committee"),
            post=OuterRef("enrollment__seat__post"),
        )
    )


def _signed(after: Mapping[int, PledgeText]) -> PledgeQuerySet:
    """What was signed of superseded texts."""
    return Pledge.objects.filter(text__in=after, state__in=SIGNED)


def _asked_already(after: Mapping[int, PledgeText]) -> Exists:
    """Whether the signer of a pledge has signed, or can sign, the text in force of its kind, in whichever cohort."""
    in_force = Pledge.objects.filter(
        enrollment__person=OuterRef("enrollment__person"),
        text__kind=OuterRef("text__kind"),
        text__in={text.pk for text in after.values()},
    )
    return Exists(in_force.exclude(state__in=SIGNABLE, enrollment__state=EnrollmentState.WITHDRAWN))


def _in_cohort() -> Q:
    return ~Q(enrollment__state=EnrollmentState.WITHDRAWN)


def _succession(text: PledgeText, signed: Sequence[Pledge]) -> Succession:
    asked = [pledge for pledge in signed if pledge.is_asked]  # type: ignore[attr-defined]
    others = [pledge for pledge in signed if not pledge.is_asked]  # type: ignore[attr-defined]
    left = [pledge for pledge in others if not _may_be_asked(pledge)]
    return Succession(text, [pledge for pledge in others if _may_be_asked(pledge)], asked, left)


def _may_be_asked(pledge: Pledge) -> bool:
    holds: bool = pledge.holds_post  # type: ignore[attr-defined]
    return holds and pledge.enrollment.state != EnrollmentState.WITHDRAWN


def _tell(pledge: Pledge, at: datetime) -> None:
    # A notice is read by the signer, not by the organizer whose language the request has.
    with translation.override(settings.LANGUAGE_CODE):
        notify(
            recipient=pledge.enrollment.person,
            key=f"pledge-anew:{pledge.enrollment_id}:{pledge.text_id}",
            subject=_("A new pledge text is in force. Please read and sign it."),
            body=_("%(title)s. What you signed before stays valid for its time.") % {"title": pledge.text.title},
            url=reverse("certificates:pledge-sign", args=[pledge.uuid]),
            at=at,
        )
