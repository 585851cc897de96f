"""Units with people in office, published courses, cohorts and enrollments, each with defaults that work."""

import json
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any, TypeVar
from uuid import uuid4

from django.utils import timezone
from wagtail.models import Page

from cohorts.domain.enrolling import enroll_person
from cohorts.domain.opening import Plan, create_cohort, open_cohort
from cohorts.models.cohort import Cohort, EnrollmentRule
from cohorts.models.enrollment import Enrollment
from courses.models.catalogue import CataloguePage, CoursePage, HomePage
from courses.models.modules import CaseStudyPage, LecturePage, ModulePage, SimulationPage
from people.enums import Committee, Level, Post
from people.models.accounts import User
from people.models.elections import Election, Seat, Term
from people.models.organisation import OrgUnit
from people.models.roles import Grant

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)  # 9:00 in Shandong
ELECTED_ON = date(2026, 1, 15)
_numbers = count(1)
PageT = TypeVar("PageT", bound=ModulePage)


def make_unit(name: str = "市中区", *, level: Level = Level.DISTRICT, parent: OrgUnit | None = None) -> OrgUnit:
    """A unit below another, or a root of its own."""
    unit = OrgUnit(code=f"99{next(_numbers):07}", name=name, level=level)
    if parent is None:
        made: OrgUnit = OrgUnit.add_root(instance=unit)
        return made
    return OrgUnit.objects.get(pk=parent.pk).add_child(instance=unit)


def make_person(name: str = "林秀英", **fields: Any) -> User:
    """Somebody with an account."""
    return User.objects.create(username=f"person{next(_numbers)}", name=name, **fields)


def make_organizer(unit: OrgUnit, *, name: str = "吴组织员", role: str = "organizer") -> User:
    """Somebody with a role for the unit and all below it."""
    user = make_person(name)
    Grant.objects.create(user=user, role=role, unit=unit, starts_on=ELECTED_ON)
    return user


def make_election(unit: OrgUnit, *, held_on: date = ELECTED_ON) -> Election:
    """The election of a unit, and the term it opens."""
    ends_on = held_on.replace(year=held_on.year + 5)
    term = Term.objects.create(unit=unit, name="第八届", begins_on=held_on, ends_on=ends_on)
    return Election.objects.create(unit=unit, name="2026年换届", held_on=held_on, term=term)


def make_seat(
    election: Election,
    unit: OrgUnit,
    *,
    person: User | None = None,
    post: str = Post.SECRETARY,
    committee: str = Committee.PARTY,
    newly_elected: bool = True,
) -> Seat:
    """A seat won at the election."""
    return Seat.objects.create(
        person=person or make_person(),
        unit=unit,
        committee=committee,
        post=post,
        term=election.term,
        election=election,
        newly_elected=newly_elected,
        started_on=election.held_on,
    )


def make_course(title: str = "小区治理与群众工作") -> CoursePage:
    """A published course without modules."""
    catalogue = CataloguePage.objects.first()
    if catalogue is None:
        root = Page.objects.get(depth=1)
        home = root.add_child(instance=HomePage(title="首页", slug=f"home-{next(_numbers)}"))
        catalogue = home.add_child(instance=CataloguePage(title="课程"))
    course: CoursePage = catalogue.add_child(
        instance=CoursePage(title=title, slug=f"course-{next(_numbers)}", summary="把群众的事办好、办实。")
    )
    course.save_revision().publish()
    return CoursePage.objects.get(pk=course.pk)


def make_lecture(course: CoursePage, title: str = "把组织建到楼栋", *, text: str = "先听,后说。") -> LecturePage:
    """A published lecture of one paragraph."""
    body = [{"type": "paragraph", "value": f"<p>{text}</p>"}]
    return _publish(course, LecturePage(title=title, summary="怎样把组织建到楼栋。", body=json.dumps(body)))


def make_case_study(course: CoursePage, title: str = "四年没有换成的届") -> CaseStudyPage:
    """A published case study with a question and a rubric of one criterion."""
    levels = [{"score": score, "text": f"第{score}档"} for score in (5, 3, 0)]
    page = CaseStudyPage(
        title=title,
        summary="业委会四年换不成届。",
        sources="公开报道,2021年。",
        background=json.dumps([{"type": "paragraph", "value": "<p>候选人凑不齐。</p>"}]),
        questions=json.dumps([{"type": "question", "value": {"text": "您先做什么?"}}]),
        rubric=json.dumps([{"type": "criterion", "value": {"name": "思路", "levels": levels}}]),
        reveal=json.dumps([{"type": "paragraph", "value": "<p>后来三步解开了结。</p>"}]),
    )
    return _publish(course, page)


def make_simulation(course: CoursePage, title: str = "六十八个车位") -> SimulationPage:
    """A published simulation: a call, a meeting (listen or decree), a plan against the clock, two endings."""
    page = SimulationPage(
        title=title,
        summary="一百五十辆车,六十八个车位。",
        introduction="您是刚上任的社区委员。",
        variables=json.dumps([_variable("群众信任", 50), _variable("廉洁", 90, visible=False)]),
        scenes=json.dumps(PARKING),
    )
    return _publish(course, page)


def make_full_course() -> CoursePage:
    """A published course of a lecture, a case study and a simulation, in this order."""
    course = make_course()
    make_lecture(course)
    make_case_study(course)
    make_simulation(course)
    return course


def make_cohort(
    unit: OrgUnit | None = None,
    *,
    name: str = "",
    course: CoursePage | None = None,
    organizer: User | None = None,
    rules: tuple[EnrollmentRule, ...] = (),
    is_open: bool = True,
    at: datetime = AT,
    **plan: Any,
) -> Cohort:
    """A cohort of the unit; open, on a course of one lecture, unless said otherwise."""
    unit = unit or make_unit()
    if course is None:
        course = make_course()
        make_lecture(course)
    today = timezone.localdate(at)
    cohort = create_cohort(
        plan=Plan(
            unit=unit,
            name=name or f"新任书记培训班{next(_numbers)}",
            course=course,
            organizer=organizer or make_person("吴组织员"),
            rules=rules,
            **{"starts_on": today, "ends_on": today + timedelta(days=60), "with_examination": False, **plan},
        )
    )
    return open_cohort(cohort=cohort, at=at) if is_open else cohort


def make_enrollment(cohort: Cohort, person: User | None = None, *, at: datetime = AT) -> Enrollment:
    """Somebody enrolled by hand; a person without a seat gets one in the cohort's unit."""
    person = person or make_person()
    if not person.seats.exists():
        election = Election.objects.filter(unit=cohort.unit).first() or make_election(cohort.unit)
        make_seat(election, cohort.unit, person=person, post=Post.MEMBER, committee=Committee.RESIDENTS)
    return enroll_person(cohort=cohort, person=person, at=at)


def _publish(course: CoursePage, page: PageT) -> PageT:
    page.slug = f"module-{next(_numbers)}"
    CoursePage.objects.get(pk=course.pk).add_child(instance=page)
    page.save_revision().publish()
    return type(page).objects.get(pk=page.pk)


def _variable(name: str, initial: int, *, visible: bool = True) -> dict[str, Any]:
    value = {
        "name": name,
        "kind": "int",
        "initial": str(initial),
        "minimum": 0,
        "maximum": 100,
        "options": [],
        "visible": visible,
    }
    return {"type": "variable", "value": value}


def _items(*values: dict[str, Any]) -> list[dict[str, Any]]:
    """List items with ids, which the editor would give them: they are the keys of the choices."""
    return [{"type": "item", "id": str(uuid4()), "value": value} for value in values]


def _choice(label: str, leads_to: str, **fields: Any) -> dict[str, Any]:
    return {
        "label": label,
        "next": leads_to,
        "quality": "good",
        "rationale": f"理由:{label}。",
        "rule": f"依据:{label}。",
        "conditions": [],
        "effects": [],
        "points": [],
        **fields,
    }


def _effect(variable: str, change: str, value: int) -> dict[str, Any]:
    return {"variable": variable, "change": change, "value": str(value), "after": 0, "note": ""}


PARKING: list[dict[str, Any]] = [
    {
        "type": "story",
        "value": {"name": "周六的电话", "body": "消防车进不来。", "ways": _items({"next": "大门口", "conditions": []})},
    },
    {
        "type": "decision",
        "value": {
            "name": "大门口",
            "body": "两拨人快打起来了。",
            "seconds": None,
            "default": None,
            "choices": _items(
                _choice("坐下来听", "方案会", effects=[_effect("群众信任", "add", 20)]),
                _choice(
                    "同意锁车",
                    "方案会",
                    quality="violation",
                    effects=[_effect("群众信任", "subtract", 30), _effect("廉洁", "subtract", 40)],
                ),
            ),
        },
    },
    {
        "type": "decision",
        "value": {
            "name": "方案会",
            "body": "该定下来了。",
            "seconds": 60,
            "default": 2,
            "choices": _items(
                _choice(
                    "交业主表决",
                    "成了",
                    conditions=[{"variable": "群众信任", "comparison": "ge", "value": "50"}],
                ),
                _choice("下次再议", "僵住", quality="acceptable"),
            ),
        },
    },
    {
        "type": "ending",
        "value": {"name": "成了", "body": "白线划好了。", "outcome": "办成了", "percent": 100, "text": "先听后定。"},
    },
    {
        "type": "ending",
        "value": {"name": "僵住", "body": "没有下文。", "outcome": "没办成", "percent": 30, "text": "群众等的是答复。"},
    },
]
