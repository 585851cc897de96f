"""The page of a person: the whole record, as far as the reader's scope goes."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from certificates.enums import PledgeState
from people.models import User
from tests.factories.dashboards import (
    District,
    make_certificate,
    make_cohort,
    make_district,
    make_enrollment,
    make_pledge,
    make_result,
    make_seat,
    make_sitting,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def district() -> District:
    return make_district()


def page_of(person: User, reader: User) -> str:
    """The page of a person as the reader sees it."""
    client = Client()
    client.force_login(reader)
    response = client.get(reverse("dashboards:person", args=[person.pk]))
    assert response.status_code == 200
    return response.content.decode()


def train(person: User, district: District) -> str:
    """Seat the person, enroll them and give them everything that a class brings; return the certificate's number."""
    make_seat(person, district.communities[0], district)
    cohort = make_cohort(district)
    enrollment = make_enrollment(cohort, person, district.communities[0], finished=2)
    make_result(make_sitting(cohort), enrollment)
    make_pledge(enrollment, state=PledgeState.COUNTERSIGNED)
    return make_certificate(enrollment).number


def test_it_joins_posts_classes_results_pledges_and_certificates(district: District) -> None:
    lin = make_user("林秀英")
    number = train(lin, district)

    page = page_of(lin, district.organizer)

    for part in ("林秀英", "市中第1-1社区", "新任“两委”培训班", "80%", "廉洁承诺书", number):
        assert part in page


def test_it_says_which_section_was_missed_and_which_result_is_a_resits(district: District) -> None:
    lin, cohort = make_user("林秀英"), make_cohort(district)
    enrollment = make_enrollment(cohort, lin, district.communities[0])
    final = make_sitting(cohort)
    failed = make_result(final, enrollment, passed=False)
    failed.sections = [{"title": "廉洁履职", "percent": "33.33", "minimum": "60", "passed": False}]
    failed.save()
    assert "补考" not in page_of(lin, district.organizer)

    make_result(make_sitting(cohort, resit_of=final), enrollment)

    page = page_of(lin, district.organizer)
    assert "廉洁履职 33.33% &lt; 60%" in page
    assert page.count('<span class="chip chip--info">补考</span>') == 1


def test_it_shows_only_what_lies_within_the_readers_scope(district: District) -> None:
    lin, sister = make_user("林秀英"), make_district(code="370112", name="历城区")
    train(lin, district)
    elsewhere = train(lin, sister)
    assert elsewhere in page_of(lin, sister.organizer)

    page = page_of(lin, district.organizer)

    assert elsewhere not in page
    assert "历城第1-1社区" not in page


def test_a_person_of_a_sister_district_does_not_exist(district: District) -> None:
    zhao, sister = make_user("赵强"), make_district(code="370112", name="历城区")
    make_seat(zhao, sister.communities[0], sister)
    client = Client()
    client.force_login(district.organizer)

    assert client.get(reverse("dashboards:person", args=[zhao.pk])).status_code == 404
    assert "赵强" in page_of(zhao, sister.organizer)


def test_it_says_so_where_somebody_joined_no_class(district: District) -> None:
    person = make_user("新当选")
    make_seat(person, district.communities[0], district)

    assert "还没有参加培训班" in page_of(person, district.organizer)


def test_it_costs_the_same_for_one_class_and_for_many(district: District) -> None:
    costs = []
    for classes in (1, 8):
        person = make_user(f"人{classes}")
        for _ in range(classes):
            cohort = make_cohort(district)
            enrollment = make_enrollment(cohort, person, district.communities[0], finished=1)
            make_result(make_sitting(cohort), enrollment)
        with CaptureQueriesContext(connection) as queries:
            page_of(person, district.organizer)
        costs.append(len(queries))

    assert costs[0] == costs[1]
