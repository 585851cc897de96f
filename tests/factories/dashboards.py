"""A district with streets, communities, people in office and what they did: what the overview counts."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count

from assessments.enums import AttemptState, MarkingState, SittingPurpose, SittingState
from assessments.models import Attempt, Paper, Result, Sitting
from certificates.enums import CertificateState, PledgeState
from certificates.models import Certificate, Pledge, PledgeText
from cohorts.enums import CohortState, EnrolledBy, EnrollmentState, ProgressState
from cohorts.models import Cohort, CohortModule, Enrollment, ModuleProgress
from courses.models import LecturePage
from people.enums import Committee, Post
from people.models import Election, Grant, OrgUnit, Seat, User
from tests.factories import cohorts as cohort_factories
from tests.factories import people as people_factories

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
ELECTED_ON = date(2026, 1, 15)
_numbers = count(1)


@dataclass
class District:
    """A district with some streets of some communities, and the election that seats their people."""

    unit: OrgUnit
    streets: list[OrgUnit]
    communities: list[OrgUnit]
    election: Election
    organizer: User
    cohorts: list[Cohort] = field(default_factory=list)


def make_district(*, code: str = "370103", name: str = "市中区", streets: int = 2, communities: int = 2) -> District:
    """Return a district below Shandong and Jinan, with `communities` in each of its streets, and its organizer."""
    unit = people_factories.make_unit(code, name)
    found_streets, found_communities = [], []
    for number in range(1, streets + 1):
        street = people_factories.make_unit(f"{code}{number:03}", f"第{number}街道")
        found_streets.append(street)
        for inner in range(1, communities + 1):
            place = f"{name[:2]}第{number}-{inner}社区"
            found_communities.append(people_factories.make_unit(f"{street.code}{inner:03}", place))
    unit.refresh_from_db()
    election = people_factories.make_election(unit, held_on=ELECTED_ON)
    organizer = make_user(f"{name}组织员")
    make_grant(organizer, "organizer", unit)
    return District(unit, found_streets, found_communities, election, organizer)


def make_user(name: str = "林秀英") -> User:
    """Return a person with an account and no password."""
    return User.objects.create(username=f"somebody{next(_numbers)}", name=name)


def make_grant(user: User, role: str, unit: OrgUnit) -> Grant:
    """Return the grant of a role from the day of election on."""
    return people_factories.make_grant(user, role, unit, starts_on=ELECTED_ON)


def make_seat(person: User, unit: OrgUnit, district: District, *, post: Post = Post.MEMBER) -> Seat:
    """Return a seat on the residents' committee, won at the district's election."""
    return people_factories.make_seat(
        person, unit, committee=Committee.RESIDENTS, post=post, election=district.election, started_on=ELECTED_ON
    )


def make_cohort(
    district: District,
    *,
    state: CohortState = CohortState.OPEN,
    modules: int = 2,
    lectures: Sequence[LecturePage] = (),
) -> Cohort:
    """Return a class of the district with so many lectures, of a course of its own unless some are given."""
    course = lectures[0].get_parent().specific if lectures else cohort_factories.make_course()
    cohort = Cohort.objects.create(
        unit=district.unit,
        name=f"新任“两委”培训班{next(_numbers)}",
        course=course,
        organizer=district.organizer,
        state=state,
        starts_on=ELECTED_ON,
        ends_on=ELECTED_ON + timedelta(days=90),
        opened_at=AT,
    )
    for position in range(1, modules + 1):
        lecture = lectures[position - 1] if lectures else cohort_factories.make_lecture(course, f"第{position}讲")
        CohortModule.objects.create(
            cohort=cohort,
            module=lecture,
            revision=lecture.live_revision,
            position=position,
            title=lecture.title,
            kind="lecture",
            credit_hours=Decimal(2),
            payload={},
        )
    return cohort


def make_enrollment(
    cohort: Cohort, person: User, unit: OrgUnit, *, state: EnrollmentState = EnrollmentState.ACTIVE, finished: int = 0
) -> Enrollment:
    """Return an enrollment whose first `finished` modules are finished."""
    enrollment = Enrollment.objects.create(
        cohort=cohort,
        person=person,
        unit=unit,
        enrolled_by=EnrolledBy.RULE,
        state=state,
        enrolled_at=AT,
        clock_from=ELECTED_ON,
    )
    for module in cohort.modules.all()[:finished]:
        ModuleProgress.objects.create(
            enrollment=enrollment, module=module, state=ProgressState.FINISHED, started_at=AT, finished_at=AT
        )
    return enrollment


def make_sitting(
    cohort: Cohort, *, state: SittingState = SittingState.RELEASED, resit_of: Sitting | None = None
) -> Sitting:
    """Return the final examination of a class, or a resit of it."""
    paper = Paper.objects.create(unit=cohort.unit, name="结业考核")
    return Sitting.objects.create(
        cohort=cohort,
        purpose=SittingPurpose.FINAL,
        key="resit-1-final" if resit_of else "final",
        resit_of=resit_of,
        name="结业考核",
        paper=paper,
        state=state,
        opens_at=AT - timedelta(days=2),
        closes_at=AT - timedelta(days=1),
    )


def make_quiz(cohort: Cohort) -> Sitting:
    """Return a quiz on the way, its results released."""
    return Sitting.objects.create(
        cohort=cohort,
        purpose=SittingPurpose.QUIZ,
        key="quiz-1",
        name="平时测验",
        paper=Paper.objects.create(unit=cohort.unit, name="平时测验"),
        state=SittingState.RELEASED,
        opens_at=AT - timedelta(days=9),
        closes_at=AT - timedelta(days=8),
    )


def make_result(sitting: Sitting, enrollment: Enrollment, *, passed: bool = True) -> Result:
    """Return a released result of 80 or of 40 per cent."""
    attempt = Attempt.objects.create(
        sitting=sitting,
        enrollment=enrollment,
        number=1,
        state=AttemptState.SUBMITTED,
        marking=MarkingState.RELEASED,
        started_at=AT,
        due_at=AT,
        finished_at=AT,
    )
    percent = Decimal(80) if passed else Decimal(40)
    return Result.objects.create(
        sitting=sitting,
        enrollment=enrollment,
        attempt=attempt,
        total=percent,
        maximum=Decimal(100),
        percent=percent,
        passed=passed,
        released_at=AT,
    )


def make_pledge(enrollment: Enrollment, *, state: PledgeState = PledgeState.COUNTERSIGNED) -> Pledge:
    """Return a pledge of integrity in some state of its life."""
    text, _ = PledgeText.objects.get_or_create(
        kind="integrity", defaults={"title": "廉洁承诺书", "effective_on": ELECTED_ON, "clauses": "第一条"}
    )
    return Pledge.objects.create(enrollment=enrollment, text=text, state=state)


def make_certificate(enrollment: Enrollment, *, state: CertificateState = CertificateState.ISSUED) -> Certificate:
    """Return a certificate as a row; its file is another room's matter."""
    number = next(_numbers)
    return Certificate.objects.create(
        number=f"SZ2026J{number:07}0",
        token=f"{number:032x}",
        enrollment=enrollment,
        unit=enrollment.cohort.unit,
        state=state,
        payload={},
        payload_digest="0" * 64,
        reserved_at=AT,
        issued_at=AT,
    )
