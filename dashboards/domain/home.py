"""The trainee's home: the one next step, what is due when, and the checklist of each class."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from assessments.models.attempts import Attempt
from assessments.models.sittings import Sitting
from certificates.domain.completion import CheckItem, Checklist, checklists_of
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
    next_item: CheckItem | None  # the first thing in it that can be done now

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
    leading: Attended | None  # the class from which the next step is taken
    pledges: int  # signed by this person
    certificates: int

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
    running = Attempt.objects.in_progress().filter(enrollment__person=person, due_at__gt=at)
    signed = Pledge.objects.filter(enrollment__person=person, state__in=[PledgeState.SIGNED, PledgeState.COUNTERSIGNED])
    return Home(
        current=current,
        past=[each for each in attended if not each.is_current],
        running=running.select_related("sitting").first(),
        leading=min((each for each in current if each.next_item), key=_urgency, default=None),
        pledges=signed.count(),
        certificates=sum(each.certificate is not None for each in attended),
    )


def classes_of(person: User, *, at: datetime) -> list[Attended]:
    """The opened classes of a person, the newest first, each with its checklist."""
    enrollments = Enrollment.objects.counted().filter(person=person).exclude(cohort__state=CohortState.DRAFT)
    return attend(list(enrollments.select_related("cohort", "unit").order_by("-cohort__starts_on", "pk")), at=at)


def attend(enrollments: Collection[Enrollment], *, at: datetime) -> list[Attended]:
    """Enrollments (with their cohort) with checklist and certificate, in the order given."""
    found = checklists_of(enrollments, at)
    issued = Certificate.objects.filter(enrollment__in=enrollments, state=CertificateState.ISSUED)
    certificates = {certificate.enrollment_id: certificate for certificate in issued}
    later = Sitting.objects.filter(cohort__in={each.cohort_id for each in enrollments}, opens_at__gt=at)
    not_yet = set(later.values_list("cohort_id", "key"))
    return [_attended(each, found[each.pk], certificates.get(each.pk), not_yet) for each in enrollments]


def things_to_do(items: Sequence[CheckItem]) -> Iterator[CheckItem]:
    """The open leaves of a checklist, in order; a group that is done asks for nothing."""
    for item in items:
        if item.state == ItemState.OPEN:
            yield from things_to_do(item.items) if item.items else [item]


def _attended(
    enrollment: Enrollment, checklist: Checklist, certificate: Certificate | None, not_yet: set[tuple[int, str]]
) -> Attended:
    ready = (
        item
        for item in things_to_do(checklist.items)
        if item.url and not (item.kind == "result" and (enrollment.cohort_id, item.key) in not_yet)
    )
    return Attended(enrollment, checklist, certificate, next(ready, None))


def _urgency(attended: Attended) -> date:
    item = attended.next_item
    return item.due_on if item is not None and item.due_on is not None else date.max
