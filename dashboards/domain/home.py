"""The trainee's home: the one next step, what is due when, and the checklist of each class."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from assessments.enums import SittingPurpose
from assessments.models.attempts import Attempt
from assessments.models.sittings import Sitting
from certificates.domain import superseding
from certificates.domain.completion import CASE_KEY, CheckItem, Checklist, checklists_of
from certificates.enums import CertificateState, ItemState, PledgeState
from certificates.models.certificates import Certificate
from certificates.models.pledges import Pledge
from cohorts.enums import CohortState, EnrollmentState
from cohorts.models.cohort import Cohort
from cohorts.models.enrollment import Enrollment
from people.models.accounts import User


@dataclass(frozen=True)
class Attended:
    """A class that the trainee attends or attended, with its checklist."""

    enrollment: Enrollment
    checklist: Checklist
    certificate: Certificate | None
    next_item: CheckItem | None  # what can be done now and is due first

    @property
    def cohort(self) -> Cohort:
        return self.enrollment.cohort

    @property
    def is_current(self) -> bool:
        """Whether the class still runs for this person."""
        return self.enrollment.state == EnrollmentState.ACTIVE and self.cohort.state == CohortState.OPEN


@dataclass(frozen=True)
class Home:
    """What a trainee's desk shows."""

    current: Sequence[Attended]
    past: Sequence[Attended]
    running: Attempt | None  # an examination under way: nothing else matters
    drafts: Mapping[tuple[int, str], Attempt]  # case texts begun and not handed in, by cohort and position
    leading: Attended | None  # the class from which the next step is taken
    asked: Sequence[Pledge]  # of a new text, although the earlier one is signed: no checklist shows them
    practices: Sequence[Sitting]  # to be practised now, counting for nothing
    pledges: int  # signed by this person
    certificates: int

    def draft_of(self, attended: Attended, item: CheckItem) -> Attempt | None:
        """The case text that has to be handed in for this line of the checklist, where it was begun."""
        if item.kind not in {"module", "result"} or item.state != ItemState.OPEN:
            return None
        return self.drafts.get((attended.cohort.pk, item.key.removeprefix(CASE_KEY)))

    @property
    def due(self) -> Mapping[date, list[CheckItem]]:
        """What can still be done and has a date, the nearest first."""
        dates: dict[date, list[CheckItem]] = defaultdict(list)
        for attended in self.current:
            for item in things_to_do(attended.checklist.items):
                if item.due_on is not None:
                    dates[item.due_on].append(item)
        return dict(sorted(dates.items()))


def home_of(person: User, *, at: datetime) -> Home:
    """The home of a trainee: the same number of queries for any number of classes."""
    attended = classes_of(person, at=at)
    current = [each for each in attended if each.is_current]
    begun = Attempt.objects.in_progress().filter(enrollment__person=person, due_at__gt=at)
    running = begun.exclude(sitting__purpose=SittingPurpose.PRACTICE).order_by("due_at", "pk")
    attempts = list(running.select_related("sitting__module").defer("sitting__module__payload"))
    signed = Pledge.objects.filter(enrollment__person=person, state__in=[PledgeState.SIGNED, PledgeState.COUNTERSIGNED])
    return Home(
        current=current,
        past=[each for each in attended if not each.is_current],
        running=next((attempt for attempt in attempts if attempt.sitting.module is None), None),
        drafts={
            (attempt.sitting.cohort_id, str(attempt.sitting.module.position)): attempt
            for attempt in attempts
            if attempt.sitting.module is not None
        },
        leading=min((each for each in current if each.next_item), key=_urgency, default=None),
        asked=list(superseding.asked_of(person)),
        practices=_practices([each.cohort.pk for each in current], at),
        pledges=signed.count(),
        certificates=sum(each.certificate is not None for each in attended),
    )


def _practices(cohort_ids: Sequence[int], at: datetime) -> list[Sitting]:
    open_now = Sitting.objects.published().filter(opens_at__lte=at, closes_at__gt=at, cohort__in=cohort_ids)
    return list(open_now.filter(purpose=SittingPurpose.PRACTICE)) if cohort_ids else []


def classes_of(person: User, *, at: datetime) -> list[Attended]:
    """The opened classes of a person, the newest first, each with its checklist."""
    enrollments = Enrollment.objects.counted().filter(person=person).exclude(cohort__state=CohortState.DRAFT)
    return attend(list(enrollments.select_related("cohort", "unit").order_by("-cohort__starts_on", "pk")), at=at)


def attend(enrollments: Collection[Enrollment], *, at: datetime) -> list[Attended]:
    """Enrollments (with their cohort) with checklist and certificate, in the order given."""
    found = checklists_of(enrollments, at)
    issued = Certificate.objects.filter(enrollment__in=enrollments, state=CertificateState.ISSUED)
    certificates = {certificate.enrollment_id: certificate for certificate in issued}
    return [_attended(each, found[each.pk], certificates.get(each.pk)) for each in enrollments]


def things_to_do(items: Sequence[CheckItem]) -> Iterator[CheckItem]:
    """The open leaves of a checklist, in order; a group that is done asks for nothing."""
    for item in items:
        if item.state == ItemState.OPEN:
            yield from things_to_do(item.items) if item.items else [item]


def _attended(enrollment: Enrollment, checklist: Checklist, certificate: Certificate | None) -> Attended:
    """What can be done now, the nearest day first; what shares a day stays in the order of the checklist."""
    ready = (item for item in things_to_do(checklist.items) if item.url and item.opens_at is None)
    return Attended(enrollment, checklist, certificate, min(ready, key=_day, default=None))


def _urgency(attended: Attended) -> date:
    return _day(attended.next_item) if attended.next_item is not None else date.max


def _day(item: CheckItem) -> date:
    return item.due_on or date.max
