"""The demo's four classes: one certified, one examined, one studying, one still to be opened.

Each is told as its organizer would have lived it, day by day; days are counted from today.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from django.db import transaction
from django.utils import timezone

from assessments.domain import resits, results, sittings
from assessments.enums import SittingPurpose
from assessments.models.attempts import Attempt
from assessments.models.papers import Paper
from assessments.models.sittings import Sitting
from certificates.domain import countersigning, jobs
from certificates.models.pledges import Pledge
from certificates.pdf.press import OfficePress
from cohorts.domain import opening
from cohorts.models.cohort import Cohort, CohortModule, EnrollmentRule
from cohorts.models.enrollment import Enrollment
from courses.models.catalogue import CoursePage
from people.enums import Committee, Post
from people.models.accounts import User
from people.models.elections import Election
from people.models.organisation import OrgUnit
from training.demo import learning, reviewing
from training.demo.roster import secretaries_of_the_demo

SURE = secretaries_of_the_demo()
"""Those whose certificates one will want to see."""
PROGRAMME = "头雁领航"
PLEDGES = ("duty", "integrity", "resignation")


@dataclass(frozen=True)
class Stage:
    """What the classes are made of, and today."""

    unit: OrgUnit
    election: Election
    course: CoursePage
    paper: Paper
    practice: Paper
    organizer: User
    grader: User
    lin: User
    today: date

    def on(self, day: int, hour: int = 9, minute: int = 0) -> datetime:
        """A moment so many days from today."""
        return timezone.make_aware(datetime.combine(self.today + timedelta(days=day), time(hour, minute)))


@dataclass(frozen=True)
class Roll:
    """A class with its modules and its people in no order, each with how able they are."""

    cohort: Cohort
    modules: Sequence[CohortModule]
    people: Sequence[tuple[Enrollment, float]]
    random: Random


def certified(stage: Stage) -> Cohort:
    """The secretaries: finished five weeks after they began, certificates issued, the class closed."""
    roll = _open(stage, "社区党组织书记班", run=36, begins=-56, ends=-21, posts=[Post.SECRETARY])
    late, weak = roll.people[-1][0], roll.people[-2][0]
    _study(stage, roll, first_day=-54)
    _hand_in_cases(stage, roll, day=-40)
    final = _examination(stage, roll, day=-30)
    for enrollment, skill in roll.people:
        if enrollment.person.name in SURE:
            skill = 1.0
        if enrollment != late:
            _sit(stage, roll, final, enrollment, 0.2 if enrollment == weak else max(skill, 0.9), day=-30)
    _mark_and_release(stage, roll, final, day=-27)
    signed = _sign(stage, roll, [enrollment for enrollment, _ in roll.people if enrollment != late], day=-25)
    with transaction.atomic():
        countersigning.countersign(pledges=signed, by=stage.organizer, at=stage.on(-23, 15))
        reviewing.review_pledges(signed, of=stage.lin, by=stage.organizer, at=stage.on(-7, 9))
    _issue(stage, roll.cohort, day=-21)
    return opening.close_cohort(cohort=roll.cohort, at=stage.on(-20, 17))


def examined(stage: Stage) -> Cohort:
    """The deputies and supervisors: results released yesterday, a resit announced, pledges half signed."""
    roll = _open(
        stage,
        "副书记、监督委员会主任班",
        run=37,
        begins=-35,
        ends=7,
        posts=[Post.DEPUTY_SECRETARY, Post.SUPERVISOR_HEAD],
    )
    _study(stage, roll, first_day=-33)
    _hand_in_cases(stage, roll, day=-20)
    final = _examination(stage, roll, day=-6)
    for enrollment, skill in roll.people[:-3]:
        _sit(stage, roll, final, enrollment, skill, day=-6)
    _mark_and_release(stage, roll, final, day=-2)
    _resit(stage, final, day=2)
    people = [enrollment for enrollment, _ in roll.people]
    first = _sign(stage, roll, people[:18], day=-5)
    with transaction.atomic():
        countersigning.countersign(pledges=first, by=stage.organizer, at=stage.on(-3, 16))
    _sign(stage, roll, people[18:26], day=-1)
    return roll.cohort


def studying(stage: Stage) -> Cohort:
    """The residents' committees: two weeks in, each at another place, first submissions on the grader's desk."""
    roll = _open(
        stage,
        "居民委员会成员班",
        run=38,
        begins=-14,
        ends=21,
        posts=[Post.DIRECTOR, Post.DEPUTY_DIRECTOR, Post.MEMBER],
        committee=Committee.RESIDENTS,
    )
    lecture, case, _ = roll.modules
    others = [(enrollment, skill) for enrollment, skill in roll.people if enrollment.person_id != stage.lin.pk]
    with transaction.atomic():
        for place, (enrollment, _skill) in enumerate(others):
            started = stage.on(-12 + place % 11, 19, place % 60)
            if place % 6 == 5:
                continue  # Has not begun.
            if place % 6 == 4:
                learning.begin(enrollment, lecture, place=250 + place * 4, at=started)
            else:
                learning.read_lecture(enrollment, lecture, at=started)
    _hand_in_cases(stage, roll, day=-3, people=others[::6], mark=False)
    learning.mark_all(_case_of(roll), marker=stage.grader, skill=0.6, random=roll.random, at=stage.on(-1), leave=12)
    _play(stage, roll, others[:60:6], day=-2)
    lin = roll.cohort.enrollments.get(person=stage.lin)
    learning.read_lecture(lin, lecture, at=stage.on(-6, 20))
    learning.begin(lin, case, place=420, at=stage.on(-1, 20, 15))
    _sign(stage, roll, [enrollment for enrollment, _ in others[:6]], day=-2)
    _examination(stage, roll, day=14)
    _practice(stage, roll)
    return roll.cohort


def opening_soon(stage: Stage) -> Cohort:
    """The party committees: planned for next week, not yet opened."""
    return opening.create_cohort(
        plan=_plan(stage, "社区党组织委员班", run=39, begins=7, ends=42, posts=[Post.PARTY_MEMBER], committee="")
    )


def _open(stage: Stage, name: str, *, run: int, begins: int, ends: int, posts: list[Post], committee: str = "") -> Roll:
    plan = _plan(stage, name, run=run, begins=begins, ends=ends, posts=posts, committee=committee)
    cohort = opening.open_cohort(cohort=opening.create_cohort(plan=plan), at=stage.on(begins - 3))
    random = Random(run)  # noqa: S311  # Nothing here is secret.
    enrollments = cohort.enrollments.select_related("person", "cohort", "unit").in_roster_order()
    people = [(enrollment, 0.62 + 0.36 * random.random()) for enrollment in enrollments]
    random.shuffle(people)
    return Roll(cohort, list(cohort.modules.order_by("position")), people, random)


def _plan(
    stage: Stage, name: str, *, run: int, begins: int, ends: int, posts: list[Post], committee: str
) -> opening.Plan:
    rule = EnrollmentRule(
        unit=stage.unit, election=stage.election, committee=committee, posts=[post.value for post in posts]
    )
    return opening.Plan(
        unit=stage.unit,
        name=f"{PROGRAMME}第{run}期{name}",
        course=stage.course,
        organizer=stage.organizer,
        starts_on=stage.today + timedelta(days=begins),
        ends_on=stage.today + timedelta(days=ends),
        programme_name=PROGRAMME,
        run_number=run,
        pledge_kinds=PLEDGES,
        rules=(rule,),
    )


def _study(stage: Stage, roll: Roll, *, first_day: int) -> None:
    """Everybody reads the lecture and plays the simulation; the last one leaves the simulation out."""
    with transaction.atomic():
        for place, (enrollment, _) in enumerate(roll.people):
            learning.read_lecture(enrollment, roll.modules[0], at=stage.on(first_day + place % 9, 19, place % 60))
    _play(stage, roll, roll.people[:-1], day=first_day + 10)


def _play(stage: Stage, roll: Roll, people: Sequence[tuple[Enrollment, float]], *, day: int) -> None:
    simulation = next(module for module in roll.modules if module.kind == "simulation")
    with transaction.atomic():
        for place, (enrollment, skill) in enumerate(people):
            at = stage.on(day, 20, place % 60)
            learning.play(enrollment, simulation, skill=skill, random=roll.random, at=at)


def _hand_in_cases(
    stage: Stage,
    roll: Roll,
    *,
    day: int,
    people: Sequence[tuple[Enrollment, float]] | None = None,
    mark: bool = True,
) -> None:
    sitting = _case_of(roll)
    with transaction.atomic():
        for place, (enrollment, skill) in enumerate(people or roll.people):
            at = stage.on(day, 18, place % 60)
            learning.hand_in(sitting, enrollment, essay="case_study", skill=skill, random=roll.random, at=at)
    if mark:
        _mark_and_release(stage, roll, sitting, day=day + 4)


def _case_of(roll: Roll) -> Sitting:
    return roll.cohort.sittings.get(module__isnull=False)


def _examination(stage: Stage, roll: Roll, *, day: int) -> Sitting:
    sitting = sittings.create_sitting(
        cohort=roll.cohort,
        by=stage.organizer,
        purpose=SittingPurpose.FINAL,
        name="结业考核",
        paper=stage.paper,
        opens_at=stage.on(day, 8),
        closes_at=stage.on(day + 2, 18),
        minutes=90,
    )
    return sittings.publish(sitting=sitting, by=stage.organizer, at=min(stage.on(day - 5), stage.on(0, 0)))


def _resit(stage: Stage, final: Sitting, *, day: int) -> Sitting:
    """Announced an hour after the results, for those who failed or were absent."""
    resit = resits.prepare(
        sitting=final,
        by=stage.organizer,
        name="结业考核补考",
        paper=stage.paper,
        opens_at=stage.on(day, 9),
        closes_at=stage.on(day + 1, 18),
    )
    return sittings.publish(sitting=resit, by=stage.organizer, at=stage.on(-1, 17))


def _practice(stage: Stage, roll: Roll) -> Sitting:
    """Open from the first day to the last."""
    sitting = sittings.create_sitting(
        cohort=roll.cohort,
        by=stage.organizer,
        purpose=SittingPurpose.PRACTICE,
        name="村务公开与廉洁履职练习",
        paper=stage.practice,
        opens_at=stage.on(-13, 8),
        closes_at=stage.on(20, 18),
    )
    return sittings.publish(sitting=sitting, by=stage.organizer, at=stage.on(-13, 7))


def _sit(stage: Stage, roll: Roll, final: Sitting, enrollment: Enrollment, skill: float, *, day: int) -> Attempt:
    at = stage.on(day + roll.random.randrange(2), 9, roll.random.randrange(60))
    with transaction.atomic():
        return learning.hand_in(final, enrollment, essay="examination", skill=skill, random=roll.random, at=at)


def _mark_and_release(stage: Stage, roll: Roll, sitting: Sitting, *, day: int) -> None:
    with transaction.atomic():
        learning.mark_all(sitting, marker=stage.grader, skill=0.7, random=roll.random, at=stage.on(day))
    results.release(sitting=sitting, by=stage.organizer, at=stage.on(day + 1, 16))


def _sign(stage: Stage, roll: Roll, people: Sequence[Enrollment], *, day: int) -> list[Pledge]:
    """Each of them signs every pledge that is due, what belongs together in one go."""
    due = Pledge.objects.with_people().filter(enrollment__in=people)
    signed: dict[int, Pledge] = {}
    with transaction.atomic():
        for place, pledge in enumerate(due.order_by("pk")):
            if pledge.pk not in signed:
                together = learning.sign(pledge, random=roll.random, at=stage.on(day, 19, place % 60))
                signed |= {each.pk: each for each in together}
    return list(signed.values())


def _issue(stage: Stage, cohort: Cohort, *, day: int) -> None:
    """Issue for everybody who has completed, with that day's date on the certificates."""
    moment = stage.on(day, 10)
    job = jobs.start_job(cohort=cohort, by=stage.organizer, at=moment)
    jobs.run_job(job=job, clock=lambda: moment, press=OfficePress(at=timezone.now()))
