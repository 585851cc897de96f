"""One ceremony as its screens see it: whose pledge, which session of this browser, at whose device."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from certificates import rules
from certificates.domain import ceremony as steps
from certificates.models.pledges import Pledge, PledgeSession
from cohorts.models.cohort import Cohort
from cohorts.rules import cohort_for
from people.access import PersonRequest, scope_for
from people.models.accounts import User


@dataclass(frozen=True)
class Ceremony:
    """A pledge that is being signed: by its signer alone, or read aloud by a witness of the cohort's unit."""

    pledge: Pledge
    session: PledgeSession | None
    witness: User | None = None
    cohort: Cohort | None = None

    @property
    def is_under_way(self) -> bool:
        return self.session is not None and self.pledge.is_signable

    @property
    def signer_name(self) -> str:
        return self.pledge.enrollment.person.name

    def url(self, step: str, *args: int) -> str:
        """The address of a screen."""
        if self.cohort:
            return reverse(f"certificates:witness-{step}", args=[self.cohort.pk, self.pledge.uuid, *args])
        return reverse(f"certificates:pledge-{step}", args=[self.pledge.uuid, *args])

    @property
    def start_url(self) -> str:
        return self.url("sign")

    @property
    def draw_url(self) -> str:
        return self.url("draw")

    @property
    def leave_url(self) -> str:
        """The quiet way out."""
        return (
            reverse("certificates:witness-list", args=[self.cohort.pk]) if self.cohort else reverse("dashboards:desk")
        )

    @property
    def done_url(self) -> str:
        """Where it ends: at the receipt, or with the next person who cannot read."""
        return self.leave_url if self.cohort else reverse("certificates:pledge-receipt", args=[self.pledge.uuid])


def ceremony_of(request: PersonRequest, uuid: UUID, cohort_id: int | None) -> Ceremony:
    """The user's own pledge, or one of a cohort that they witness; and the session that this browser began."""
    if cohort_id is None:
        cohort, witness, pledge = None, None, rules.pledge_to_sign(request.user, uuid)
    else:
        cohort, witness = cohort_for(scope_for(request), cohort_id), request.user
        pledge = rules.pledge_to_witness(cohort, witness, uuid)
    nonce = request.session.get(key(pledge))
    session = rules.own_session(pledge, nonce, witness) if nonce else None
    holds = session is not None and steps.still_holds(session, timezone.now())
    return Ceremony(pledge, session if holds else None, witness, cohort)


def key(pledge: Pledge) -> str:
    """Under which the browser's session remembers the nonce."""
    return f"pledge:{pledge.uuid}"
