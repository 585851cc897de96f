"""Every number opens its list: what a number says is what the list behind it says of itself."""

import re
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from certificates.enums import PledgeState
from cohorts.enums import EnrollmentState
from cohorts.models.cohort import EnrollmentRule
from cohorts.models.requirements import AllOf, Leaf, to_json
from people.enums import Committee, Post
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
from tests.factories.people import make_seat as make_second_seat

PAIR = re.compile(r"(\d+) / (\d+)")
NUMBER = re.compile(r"(?:缺考 )?(\d+)")
NOTE = re.compile(r"(\d+) [人份]")
TOTAL = re.compile(r"共 (\d+) ")


@pytest.fixture
def district(db: None) -> District:
    """A district in which no two numbers are the same by chance: people with two posts, two classes, half done."""
    district = make_district()
    cohort, second = make_cohort(district, modules=3), make_cohort(district, modules=1)
    today = timezone.localdate()
    for each in (cohort, second):
        each.requirements = to_json(AllOf((Leaf("module", "1"), Leaf("pledge", "integrity"))))
        each.starts_on, each.ends_on = today - timedelta(days=9), today + timedelta(days=3)
        each.save()
    EnrollmentRule.objects.create(cohort=cohort, unit=district.unit)
    sitting = make_sitting(cohort)
    for number in range(9):
        person, unit = make_user(f"村干部{number}"), district.communities[number % 3]
        make_seat(person, unit, district, post=Post.PARTY_MEMBER)
        if number % 4 == 0:
            make_second_seat(
                person, unit, committee=Committee.SUPERVISION, post=Post.SUPERVISOR, election=district.election
            )
        if number == 8:
            continue
        enrollment = make_enrollment(cohort, person, unit, finished=number % 4)
        states = (PledgeState.DUE, PledgeState.SIGNED, PledgeState.COUNTERSIGNED)
        make_pledge(enrollment, state=states[number % 3])
        if number < 5:
            make_result(sitting, enrollment, passed=number < 3)
        if number == 3:
            make_certificate(enrollment)
        if number < 2:
            make_pledge(make_enrollment(second, person, unit, finished=1), state=PledgeState.COUNTERSIGNED)
    make_enrollment(cohort, make_user("退出的"), district.communities[0], state=EnrollmentState.WITHDRAWN)
    return district


def starts(district: District) -> dict[str, str]:
    """The pages on which an organizer reads numbers."""
    cohort = district.unit.cohorts.order_by("pk").first()
    return {
        "overview": reverse("dashboards:district", args=[district.unit.code]),
        "street": reverse("dashboards:district", args=[district.streets[0].code]),
        "worst first": reverse("dashboards:district", args=[district.unit.code]) + "?sort=pledges",
        "cohort": reverse("cohorts:cohort-detail", args=[cohort.pk]),
        "progress": reverse("cohorts:cohort-progress", args=[cohort.pk]),
        "elections": reverse("people:election-list"),
        "election": reverse("people:election-detail", args=[district.election.pk]),
        "desk": reverse("dashboards:desk"),
        "sitting": reverse("assessments:sitting-detail", args=[cohort.sittings.get().pk]),
        "pledges": reverse("certificates:pledge-queue", args=[cohort.pk]),
        "completion": reverse("certificates:completion-list", args=[cohort.pk]),
    }


def main_of(client: Client, url: str) -> Tag:
    """The main part of a page."""
    response = client.get(url)
    assert response.status_code == 200, url
    main = BeautifulSoup(response.content, "html.parser").find("main")
    assert isinstance(main, Tag)
    return main


def numbers(main: Tag, url: str) -> Iterator[tuple[str, str]]:
    """What each link that is a number says, and where it leads."""
    for link in main.find_all("a"):
        text = " ".join(link.get_text(" ").split())
        target = urljoin(url, str(link["href"]))
        count, parts, note = (link.select_one(f".{name}") for name in ("tabs__count", "figure__parts", "way__note"))
        if link.find_parent(class_="pages"):
            continue
        if parts or count:
            yield (parts or count).get_text(), target  # type: ignore[union-attr]
        elif found := NOTE.search(note.get_text()) if note else NUMBER.fullmatch(text):
            yield found[1], target


def expected(said: str, target: str) -> int:
    """How long the list must be: of a pair, the side that the address names."""
    pair = PAIR.match(said)
    if not pair:
        return int(said)
    part, whole = int(pair[1]), int(pair[2])
    query = parse_qs(urlsplit(target).query)
    if query.get("state") == ["done"]:
        return part
    return whole - part if query.get("side") == ["missing"] else whole


@pytest.mark.parametrize(
    "name",
    [
        "overview",
        "street",
        "worst first",
        "cohort",
        "progress",
        "elections",
        "election",
        "desk",
        "sitting",
        "pledges",
        "completion",
    ],
)
def test_what_a_number_says_its_list_says_of_itself(district: District, name: str) -> None:
    client = Client()
    client.force_login(district.organizer)
    url = starts(district)[name]

    found, told = {}, {}
    for said, target in numbers(main_of(client, url), url):
        text = main_of(client, target).get_text(" ", strip=True)
        pair = PAIR.match(said)
        is_sum = "figure=progress" in target and pair is not None
        found[said, target] = pair[0] in text if is_sum and pair else [int(TOTAL.search(text)[1])]  # type: ignore[index]
        told[said, target] = True if is_sum else [expected(said, target)]

    assert found
    assert found == told


def test_a_person_line_offers_no_number_that_leads_elsewhere(district: District) -> None:
    client = Client()
    client.force_login(district.organizer)
    url = reverse("dashboards:district", args=[district.communities[0].code])

    lines = main_of(client, url).select("table a")

    assert {urlsplit(str(line["href"])).path.split("/")[2] for line in lines if "sort=" not in str(line["href"])} <= {
        "people",
        district.communities[0].code,
    }
