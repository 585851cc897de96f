"""Two districts that are the same in everything but whose they are: Lin's and Wu's here, Zhao's and He's there."""

from dataclasses import dataclass
from typing import Any

from people.models import User
from tests.factories.dashboards import District, make_cohort, make_district, make_enrollment, make_grant, make_user

GRANTED = ("trainer", "grader", "organizer", "leader")


@dataclass
class World:
    """A district, its people by role, and what an address needs to name one of its objects."""

    district: District
    people: dict[str, User]
    arguments: dict[str, Any]


def make_world(*, code: str, name: str, trainee: str) -> World:
    """Return a district in which everything exists that an address can name."""
    district = make_district(code=code, name=name)
    people = {role: make_user(f"{name}{role}") for role in GRANTED}
    for role, person in people.items():
        make_grant(person, role, district.unit)
    people["trainee"] = make_user(trainee)
    cohort = make_cohort(district)
    make_enrollment(cohort, people["trainee"], district.communities[0])
    arguments = {"unit_code": code, "cohort_id": cohort.pk, "person_id": people["trainee"].pk}
    return World(district, people, arguments)
