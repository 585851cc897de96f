"""The roster: who is in, who is missing, letting people in and out."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ModelLogEntry

from cohorts.domain.enrolling import conclude, withdraw
from cohorts.enums import EnrollmentState
from cohorts.models.cohort import Cohort, EnrollmentRule
from cohorts.models.enrollment import Enrollment
from cohorts.views import roster
from people.models.accounts import User
from people.models.organisation import OrgUnit
from tests.factories.cohorts import (
    AT,
    make_cohort,
    make_election,
    make_enrollment,
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
    return make_organizer(district)


@pytest.fixture
def browser(client: Client, wu: User) -> Client:
    """Wu's browser, in English."""
    client.force_login(wu)
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def cohort(district: OrgUnit) -> Cohort:
    """An open cohort of the district without a rule."""
    return make_cohort(district)


def shown(browser: Client, cohort: Cohort, **query: str) -> list[str]:
    """The names on the roster."""
    response = browser.get(reverse("cohorts:cohort-roster", args=[cohort.pk]), query)
    return [row.person.name for row in response.context["page"]]


def test_it_is_narrowed_by_state_and_by_name(browser: Client, cohort: Cohort) -> None:
    conclude(enrollment=make_enrollment(cohort, make_person("已结业")), at=AT)
    withdraw(enrollment=make_enrollment(cohort, make_person("已退出")), at=AT, reason="调离")
    make_enrollment(cohort, make_person("在学的"))

    assert set(shown(browser, cohort)) == {"已结业", "在学的"}
    assert shown(browser, cohort, show="studying") == ["在学的"]
    assert shown(browser, cohort, show="concluded") == ["已结业"]
    assert shown(browser, cohort, show="withdrawn") == ["已退出"]
    assert shown(browser, cohort, q="在学") == ["在学的"]


def test_it_names_those_in_office_who_are_missing(browser: Client, district: OrgUnit) -> None:
    election = make_election(district)
    make_seat(election, district, person=make_person("在班的"))
    cohort = make_cohort(district, rules=(EnrollmentRule(unit=district),))
    make_seat(election, district, person=make_person("漏掉的"), post="director", committee="residents")

    assert set(shown(browser, cohort, show="due")) == {"在班的", "漏掉的"}
    assert shown(browser, cohort, show="missing") == ["漏掉的"]


def test_the_numbers_of_the_cohort_page_open_their_people_by_unit_and_by_post(
    browser: Client, district: OrgUnit
) -> None:
    street, election = make_unit("六里山街道", parent=district), make_election(district)
    cohort = make_cohort(district, rules=(EnrollmentRule(unit=district),))
    make_seat(election, district, person=make_person("区里的"))
    make_seat(election, make_unit("一社区", parent=street), person=make_person("社区书记"))
    make_seat(election, make_unit("二社区", parent=street), person=make_person("社区委员"), post="member")

    page = browser.get(reverse("cohorts:cohort-detail", args=[cohort.pk])).text

    roster = reverse("cohorts:cohort-roster", args=[cohort.pk])
    assert f'<a href="{roster}?show=missing&amp;unit={street.code}">2</a>' in page
    assert f'<a href="{roster}?show=missing&amp;post=member">1</a>' in page
    assert shown(browser, cohort, show="missing", unit=street.code) == ["社区书记", "社区委员"]
    assert shown(browser, cohort, show="missing", unit=district.code) == ["区里的"]
    assert shown(browser, cohort, show="due", post="member") == ["社区委员"]


def test_a_unit_of_another_district_narrows_nothing(browser: Client, district: OrgUnit) -> None:
    cohort, elsewhere = make_cohort(district), make_unit("历城区")
    url = reverse("cohorts:cohort-roster", args=[cohort.pk])

    assert browser.get(url, {"show": "due", "unit": district.code}).status_code == 200
    assert browser.get(url, {"show": "due", "unit": elsewhere.code}).status_code == 404


def test_the_list_of_those_to_be_trained_says_how_each_stands(browser: Client, district: OrgUnit) -> None:
    election = make_election(district)
    make_seat(election, district, person=make_person("在班的"))
    cohort = make_cohort(district, rules=(EnrollmentRule(unit=district),))
    make_seat(election, district, person=make_person("漏掉的"), post="member")

    rows = browser.get(reverse("cohorts:cohort-roster", args=[cohort.pk]), {"show": "due"}).context["rows"]

    assert {row["seat"].person.name: row["standing"] for row in rows} == {"在班的": "In training", "漏掉的": ""}


def test_a_name_leads_to_the_record_for_those_who_may_open_it(
    browser: Client, client: Client, district: OrgUnit, cohort: Cohort
) -> None:
    person = make_enrollment(cohort, make_seat(make_election(district), district).person).person
    url, record = reverse("cohorts:cohort-roster", args=[cohort.pk]), reverse("dashboards:person", args=[person.pk])
    assert f'<a href="{record}">{person.name}</a>' in browser.get(url).text

    client.force_login(make_organizer(district, role="trainer"))

    assert record not in client.get(url).text


def test_the_roster_on_paper_is_whole(browser: Client, cohort: Cohort, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roster, "PAGE_SIZE", 1)
    for name in ("甲", "乙"):
        make_enrollment(cohort, make_person(name))
    assert len(shown(browser, cohort)) == 1

    assert len(shown(browser, cohort, print="1")) == 2


def test_why_somebody_left_stands_beside_the_name(browser: Client, cohort: Cohort) -> None:
    withdraw(enrollment=make_enrollment(cohort), at=AT, reason="调任区直部门")

    text = browser.get(reverse("cohorts:cohort-roster", args=[cohort.pk]), {"show": "withdrawn"}).text

    assert "调任区直部门" in text


@pytest.mark.parametrize("show", ["", "withdrawn", "due", "missing"])
def test_it_costs_the_same_for_three_and_for_thirty(browser: Client, district: OrgUnit, show: str) -> None:
    election = make_election(district)
    cohort = make_cohort(district, rules=(EnrollmentRule(unit=district),))
    costs = []
    for total in (3, 30):
        while cohort.enrollments.count() < total:
            left = make_enrollment(cohort, make_seat(election, district, post="member").person)
            if show in {"withdrawn", "missing"}:
                withdraw(enrollment=left, at=AT, reason="调离")
        with CaptureQueriesContext(connection) as queries:
            names = shown(browser, cohort, show=show)
        assert len(names) == total
        costs.append(len(queries))

    assert costs[0] == costs[1]


def test_somebody_is_found_by_part_of_the_name_or_by_phone(browser: Client, district: OrgUnit, cohort: Cohort) -> None:
    election = make_election(district)
    person = make_person("欧阳秀英")
    person.set_phone("13805310001")
    person.save()
    make_seat(election, district, person=person)
    elsewhere = make_unit("历城区")
    make_seat(make_election(elsewhere), elsewhere, person=make_person("欧阳外区"))
    url = reverse("cohorts:cohort-enroll", args=[cohort.pk])

    assert [seat.person.name for seat in browser.get(url, {"q": "欧阳"}).context["seats"]] == ["欧阳秀英"]
    by_phone = browser.get(url, {"q": "13805310001"})
    assert [seat.person.name for seat in by_phone.context["seats"]] == ["欧阳秀英"]
    assert "138****0001" in by_phone.text
    assert list(browser.get(url, {"q": "1380531"}).context["seats"]) == []


def test_enrolling_by_hand_twice_enrolls_once_and_is_logged(
    browser: Client, district: OrgUnit, cohort: Cohort, wu: User
) -> None:
    person = make_seat(make_election(district), district).person
    url = reverse("cohorts:cohort-enroll", args=[cohort.pk])

    browser.post(url, {"person": person.pk})
    browser.post(url, {"person": person.pk})

    assert Enrollment.objects.get().person == person
    assert ModelLogEntry.objects.filter(action="cohorts.enroll", user=wu).exists()


@pytest.mark.parametrize("who", ["another district's", "nobody", "no number"])
def test_whom_one_does_not_see_one_does_not_enroll(browser: Client, cohort: Cohort, who: str) -> None:
    elsewhere = make_unit("历城区")
    stranger = make_seat(make_election(elsewhere), elsewhere).person
    sent = {"another district's": str(stranger.pk), "nobody": "999999", "no number": "x"}[who]

    response = browser.post(reverse("cohorts:cohort-enroll", args=[cohort.pk]), {"person": sent})

    assert response.status_code == 404
    assert Enrollment.objects.count() == 0


def test_withdrawing_asks_for_a_reason_first(browser: Client, cohort: Cohort) -> None:
    enrollment = make_enrollment(cohort)
    url = reverse("cohorts:enrollment-withdraw", args=[cohort.pk, enrollment.pk])

    assert "Take 林秀英 out of the cohort?" in browser.get(url).text
    without = browser.post(url, {"reason": " "})
    assert list(without.context["form"].errors) == ["reason"]
    assert Enrollment.objects.get().state == EnrollmentState.ACTIVE

    browser.post(url, {"reason": "调离本区"})
    assert Enrollment.objects.get().state == EnrollmentState.WITHDRAWN
    assert Enrollment.objects.get().changes.last().reason == "调离本区"  # type: ignore[union-attr]


def test_who_has_completed_is_not_taken_out(browser: Client, cohort: Cohort) -> None:
    enrollment = conclude(enrollment=make_enrollment(cohort), at=AT)
    url = reverse("cohorts:enrollment-withdraw", args=[cohort.pk, enrollment.pk])

    response = browser.post(url, {"reason": "误点"}, follow=True)

    assert "has completed the cohort" in response.text
    assert Enrollment.objects.get().state == EnrollmentState.CONCLUDED


def test_another_districts_enrollment_is_not_there(browser: Client, cohort: Cohort) -> None:
    enrollment = make_enrollment(make_cohort(make_unit("历城区")))
    mine = make_enrollment(cohort)
    addresses = [
        reverse("cohorts:enrollment-withdraw", args=[cohort.pk, mine.pk]),
        reverse("cohorts:enrollment-withdraw", args=[enrollment.cohort_id, enrollment.pk]),
        reverse("cohorts:enrollment-withdraw", args=[cohort.pk, enrollment.pk]),
    ]

    assert [browser.get(url).status_code for url in addresses] == [200, 404, 404]
    assert browser.post(addresses[2], {"reason": "越权"}).status_code == 404
    assert Enrollment.objects.get(pk=enrollment.pk).state == EnrollmentState.ACTIVE
