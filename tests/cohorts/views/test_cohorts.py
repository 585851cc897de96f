"""The organizer's cohorts: the list, the hub, preparing, opening, closing, moving to newer text."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cohorts.domain.enrolling import enroll_by_rules
from cohorts.domain.opening import close_cohort
from cohorts.enums import CohortState
from cohorts.models.cohort import Cohort, EnrollmentRule
from courses.models.modules import LecturePage
from people.enums import Level, Post
from people.models.accounts import User
from people.models.organisation import OrgUnit
from tests.factories.cohorts import (
    AT,
    make_cohort,
    make_course,
    make_election,
    make_enrollment,
    make_lecture,
    make_organizer,
    make_person,
    make_seat,
    make_unit,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def district() -> OrgUnit:
    """Wu's district."""
    return make_unit("市中区")


@pytest.fixture
def wu(district: OrgUnit) -> User:
    """The district's organizer."""
    return make_organizer(district, name="吴组织员")


@pytest.fixture
def browser(client: Client, wu: User) -> Client:
    """Wu's browser, in English."""
    client.force_login(wu)
    client.cookies["django_language"] = "en"
    return client


def form_of(district: OrgUnit, wu: User, **changes: Any) -> dict[str, Any]:
    """What is sent when everything is filled in well."""
    course = make_course()
    make_lecture(course)
    fields = {
        "name": "新任书记培训班",
        "unit": district.pk,
        "course": course.pk,
        "starts_on": "2030-03-01",
        "ends_on": "2030-05-01",
        "organizer": wu.pk,
        "programme_name": "头雁领航",
        "run_number": "36",
        "with_examination": "on",
        "pledge_kinds": ["integrity"],
        "issue_mode": "approval",
        "rule-unit": district.pk,
        "rule-posts": ["secretary"],
        "rule-newly_elected_only": "on",
    }
    return {key: value for key, value in (fields | changes).items() if value is not None}


def test_the_list_shows_the_cohorts_of_ones_units_only(browser: Client, district: OrgUnit) -> None:
    make_cohort(district, name="本区的班")
    make_cohort(make_unit("历城区"), name="外区的班")

    text = browser.get(reverse("cohorts:cohort-list")).text

    assert "本区的班" in text
    assert "外区的班" not in text


def test_the_list_is_narrowed_by_state_and_counts_each(browser: Client, district: OrgUnit) -> None:
    make_cohort(district, name="开着的班")
    make_cohort(district, name="筹备的班", is_open=False)

    response = browser.get(reverse("cohorts:cohort-list"), {"state": "draft"})

    assert [cohort.name for cohort in response.context["page"]] == ["筹备的班"]
    assert [tab["count"] for tab in response.context["tabs"]] == [2, 1, 1, 0]


def test_an_empty_list_says_what_will_stand_there(browser: Client) -> None:
    assert "No cohort yet" in browser.get(reverse("cohorts:cohort-list")).text


def test_the_list_costs_the_same_for_three_and_for_thirty(browser: Client, district: OrgUnit) -> None:
    costs = []
    for total in (3, 30):
        while Cohort.objects.count() < total:
            make_enrollment(make_cohort(district))
        with CaptureQueriesContext(connection) as queries:
            response = browser.get(reverse("cohorts:cohort-list"))
        assert len(response.context["page"]) == total
        costs.append(len(queries))

    assert costs[0] == costs[1]


def test_preparing_a_cohort_keeps_everything(browser: Client, district: OrgUnit, wu: User) -> None:
    response = browser.post(reverse("cohorts:cohort-create"), form_of(district, wu))

    cohort = Cohort.objects.get()
    assert response.headers["Location"] == f"/cohorts/{cohort.pk}/"
    assert (cohort.name, cohort.unit, cohort.state) == ("新任书记培训班", district, CohortState.DRAFT)
    assert (cohort.starts_on, cohort.ends_on) == (date(2030, 3, 1), date(2030, 5, 1))
    assert cohort.programme is not None
    assert (cohort.programme.name, cohort.run_number, cohort.pledge_kinds) == ("头雁领航", 36, ["integrity"])
    rule = cohort.rules.get()
    assert (rule.unit, rule.posts, rule.newly_elected_only) == (district, ["secretary"], True)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("ends_on", "2030-02-01"),
        ("starts_on", "三月一日"),
        ("course", "99999"),
        ("programme_name", ""),
        ("run_number", "0"),
        ("pledge_kinds", ["loyalty"]),
    ],
)
def test_a_form_with_a_fault_comes_back_with_it(
    browser: Client, district: OrgUnit, wu: User, field: str, value: object
) -> None:
    response = browser.post(reverse("cohorts:cohort-create"), form_of(district, wu, **{field: value}))

    assert (response.status_code, list(response.context["form"].errors)) == (200, [field])
    assert Cohort.objects.count() == 0


def test_a_name_that_is_taken_is_said_at_the_name(browser: Client, district: OrgUnit, wu: User) -> None:
    make_cohort(district, name="新任书记培训班")

    response = browser.post(reverse("cohorts:cohort-create"), form_of(district, wu))

    assert list(response.context["form"].errors) == ["name"]
    assert Cohort.objects.count() == 1


def test_a_unit_of_another_district_cannot_be_chosen(browser: Client, district: OrgUnit, wu: User) -> None:
    elsewhere = make_unit("历城区")

    as_owner = browser.post(reverse("cohorts:cohort-create"), form_of(district, wu, unit=elsewhere.pk))
    as_rule = browser.post(reverse("cohorts:cohort-create"), form_of(district, wu, **{"rule-unit": elsewhere.pk}))

    assert (list(as_owner.context["form"].errors), list(as_rule.context["rule_form"].errors)) == (["unit"], ["unit"])
    assert Cohort.objects.count() == 0


def test_the_rule_lies_within_the_unit_that_holds_the_cohort(browser: Client, district: OrgUnit, wu: User) -> None:
    street = make_unit("六里山街道", level=Level.STREET, parent=district)

    response = browser.post(reverse("cohorts:cohort-create"), form_of(district, wu, unit=street.pk))

    assert list(response.context["rule_form"].errors) == ["unit"]


def test_the_count_answers_while_the_rule_is_filled_in(browser: Client, district: OrgUnit) -> None:
    election = make_election(district)
    make_seat(election, district)
    make_seat(election, district, post=Post.DEPUTY_SECRETARY)
    fields = {"rule-unit": district.pk, "rule-posts": ["secretary"]}

    assert browser.get(reverse("cohorts:cohort-count"), fields).context["count"] == 1
    assert browser.get(reverse("cohorts:cohort-count"), fields | {"rule-posts": []}).context["count"] == 2
    assert "Nobody is enrolled by rule" in browser.get(reverse("cohorts:cohort-count")).text


def test_the_count_does_not_reach_another_district(browser: Client) -> None:
    elsewhere = make_unit("历城区")
    make_seat(make_election(elsewhere), elsewhere)

    assert browser.get(reverse("cohorts:cohort-count"), {"rule-unit": elsewhere.pk}).context["count"] == 0


def test_a_draft_is_changed_and_an_open_cohort_is_not(browser: Client, district: OrgUnit, wu: User) -> None:
    draft, opened = make_cohort(district, is_open=False), make_cohort(district)

    browser.post(reverse("cohorts:cohort-edit", args=[draft.pk]), form_of(district, wu, name="改过的名字"))
    browser.post(
        reverse("cohorts:cohort-edit", args=[opened.pk]), form_of(district, wu, name="不该改", run_number="37")
    )

    draft.refresh_from_db()
    assert (draft.name, Cohort.objects.get(pk=opened.pk).name) == ("改过的名字", opened.name)


def test_the_page_before_opening_says_what_it_does(browser: Client, district: OrgUnit) -> None:
    make_seat(make_election(district), district)
    plan: dict[str, Any] = {"with_examination": True, "pledge_kinds": ("integrity",)}
    rules = (EnrollmentRule(unit=district),)
    cohort = make_cohort(district, is_open=False, at=timezone.now(), rules=rules, **plan)

    response = browser.get(reverse("cohorts:cohort-open", args=[cohort.pk]))

    assert response.context["opening"].people == 1
    words = ["把组织建到楼栋", "All modules", "The final examination, passed", "Signed pledge: Integrity"]
    assert [word for word in words if word not in response.text] == []


def test_opening_opens_once_however_often_it_is_pressed(browser: Client, district: OrgUnit) -> None:
    cohort = make_cohort(district, is_open=False, at=timezone.now())
    url = reverse("cohorts:cohort-open", args=[cohort.pk])

    answers = [browser.post(url), browser.post(url)]

    assert [answer.headers["Location"] for answer in answers] == [f"/cohorts/{cohort.pk}/"] * 2
    assert (Cohort.objects.get().state, cohort.modules.count()) == (CohortState.OPEN, 1)


def test_every_obstacle_is_listed_and_nothing_opens(browser: Client, district: OrgUnit) -> None:
    cohort = make_cohort(district, course=make_course(), is_open=False, at=AT)

    response = browser.post(reverse("cohorts:cohort-open", args=[cohort.pk]))

    assert response.status_code == 409
    assert "no published module" in response.text
    assert "lies in the past" in response.text
    assert Cohort.objects.get().state == CohortState.DRAFT


def test_closing_is_asked_and_done(browser: Client, district: OrgUnit) -> None:
    cohort = make_cohort(district)
    url = reverse("cohorts:cohort-close", args=[cohort.pk])

    browser.get(url)
    assert Cohort.objects.get().state == CohortState.OPEN

    browser.post(url)
    assert Cohort.objects.get().state == CohortState.CLOSED


def test_closing_over_the_heads_of_others_wants_their_number(browser: Client, district: OrgUnit) -> None:
    cohort = make_cohort(district)
    make_enrollment(cohort)
    make_enrollment(cohort)
    url = reverse("cohorts:cohort-close", args=[cohort.pk])

    for typed in ({}, {"number": "1"}, {"number": "x"}):
        assert browser.post(url, typed).context["form"].errors
        assert Cohort.objects.get().state == CohortState.OPEN

    browser.post(url, {"number": "2"})
    assert Cohort.objects.get().state == CohortState.CLOSED


def test_moving_takes_the_newer_text_for_the_ticked_module_only(browser: Client, district: OrgUnit) -> None:
    course = make_course()
    for title in ("第一讲", "第二讲"):
        make_lecture(course, title)
    cohort = make_cohort(district, course=course)
    for page in LecturePage.objects.all():
        page.title += "(新)"
        page.save_revision().publish()
    url = reverse("cohorts:cohort-move", args=[cohort.pk])

    moves = browser.get(url).context["moves"]
    ticked = next(move for move in moves if move.module.position == 1)
    browser.post(url, {"move": [f"{ticked.module.pk}:{ticked.newer.revision.pk}"]})

    assert len(moves) == 2
    assert list(cohort.modules.values_list("title", flat=True)) == ["第一讲(新)", "第二讲"]


def test_what_was_published_again_meanwhile_is_left_for_another_look(browser: Client, district: OrgUnit) -> None:
    course = make_course()
    lecture = make_lecture(course, "第一版")
    cohort = make_cohort(district, course=course)
    lecture.title = "第二版"
    seen = lecture.save_revision()
    seen.publish()
    lecture.title = "第三版"
    lecture.save_revision().publish()

    browser.post(reverse("cohorts:cohort-move", args=[cohort.pk]), {"move": [f"{cohort.modules.get().pk}:{seen.pk}"]})

    assert cohort.modules.get().title == "第一版"


def test_the_hub_counts_coverage_against_the_register(browser: Client, district: OrgUnit) -> None:
    street = make_unit("六里山街道", level=Level.STREET, parent=district)
    election = make_election(district)
    for name in ("甲", "乙"):
        make_seat(election, street, person=make_person(name), post=Post.MEMBER)
    cohort = make_cohort(district, rules=(EnrollmentRule(unit=district),))
    make_seat(election, district, person=make_person("新来的"))

    response = browser.get(reverse("cohorts:cohort-detail", args=[cohort.pk]))

    assert [stat["value"] for stat in response.context["stats"]] == [3, 2, 0, 1]
    by_unit = [(each.name, each.share.due, each.share.missing) for each in response.context["coverage"].by_unit]
    assert by_unit == [("市中区", 1, 1), ("六里山街道", 2, 0)]
    assert response.context["step"]["url"] == f"/cohorts/{cohort.pk}/roster/?show=missing"


def test_the_next_step_of_a_draft_is_to_open_it(browser: Client, district: OrgUnit) -> None:
    cohort = make_cohort(district, is_open=False)

    step = browser.get(reverse("cohorts:cohort-detail", args=[cohort.pk])).context["step"]

    assert step["url"] == f"/cohorts/{cohort.pk}/open/"


def test_a_leader_reads_the_hub_without_the_buttons(district: OrgUnit) -> None:
    cohort = make_cohort(district)
    leader = Client()
    leader.force_login(make_organizer(district, name="分管领导", role="leader"))
    leader.cookies["django_language"] = "en"

    page = leader.get(reverse("cohorts:cohort-detail", args=[cohort.pk]))

    assert page.status_code == 200
    assert "Close the cohort" not in page.text
    assert leader.post(reverse("cohorts:cohort-close", args=[cohort.pk])).status_code == 403
    assert Cohort.objects.get().state == CohortState.OPEN


def test_the_sister_districts_organizer_finds_none_of_it(browser: Client, district: OrgUnit) -> None:
    cohort, draft = make_cohort(district), make_cohort(district, is_open=False)
    he = Client()
    he.force_login(make_organizer(make_unit("历城区"), name="何组织员"))
    pages = ["detail", "roster", "enroll", "progress", "close", "move"]
    addresses = [reverse(f"cohorts:cohort-{name}", args=[cohort.pk]) for name in pages]
    addresses += [reverse(f"cohorts:cohort-{name}", args=[draft.pk]) for name in ("edit", "open")]
    addresses.append(reverse("cohorts:progress-export", args=[cohort.pk]))

    assert {url: browser.get(url).status_code for url in addresses} == dict.fromkeys(addresses, 200)
    assert {url: he.get(url).status_code for url in addresses} == dict.fromkeys(addresses, 404)
    assert he.post(addresses[4]).status_code == 404
    assert Cohort.objects.get(pk=cohort.pk).state == CohortState.OPEN


def test_a_trainee_does_not_enter_the_organizers_pages(district: OrgUnit) -> None:
    lin = make_person("林秀英")
    cohort = make_cohort(district)
    make_enrollment(cohort, lin)
    trainee = Client()
    trainee.force_login(lin)

    names = ["cohort-list", "cohort-create", "cohort-count"]

    assert [trainee.get(reverse(f"cohorts:{name}")).status_code for name in names] == [403, 403, 403]
    assert trainee.get(reverse("cohorts:cohort-detail", args=[cohort.pk])).status_code == 403


def test_a_closed_cohort_is_not_moved(browser: Client, district: OrgUnit) -> None:
    course = make_course()
    lecture = make_lecture(course, "第一版")
    cohort = make_cohort(district, course=course)
    lecture.title = "第二版"
    newer = lecture.save_revision()
    newer.publish()
    close_cohort(cohort=cohort, at=AT)

    browser.post(reverse("cohorts:cohort-move", args=[cohort.pk]), {"move": [f"{cohort.modules.get().pk}:{newer.pk}"]})

    assert cohort.modules.get().title == "第一版"


def test_the_hub_costs_the_same_for_3_30_and_300(browser: Client, district: OrgUnit) -> None:
    election = make_election(district)
    cohort = make_cohort(district, rules=(EnrollmentRule(unit=district),))
    costs = []
    for total in (3, 30, 300):
        while district.seats.count() < total:
            make_seat(election, district, post=Post.MEMBER)
        enroll_by_rules(cohort=cohort, at=AT)
        with CaptureQueriesContext(connection) as queries:
            response = browser.get(reverse("cohorts:cohort-detail", args=[cohort.pk]))
        assert response.context["coverage"].whole.studying == total
        costs.append(len(queries))

    assert len(set(costs)) == 1
