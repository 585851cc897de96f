"""No number that a browser can write breaks a page."""

import pytest
from django.test import Client
from django.urls import reverse
from django.urls.converters import IntConverter

from assessments.models.attempts import Answer
from common.digits import NumberConverter, whole_number
from people.models.accounts import User
from tests.factories.assessments import make_attempt, make_sitting
from tests.house.addresses import own_addresses

LONG = ["9" * 10, "9" * 25, "9" * 5_000]


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("12", 12), ("9" * 9, 999_999_999)])
def test_a_number_is_read(text: str, number: int) -> None:
    assert whole_number(text) == number


@pytest.mark.parametrize("text", ["", "-1", "1.5", "１２", "²", " 1", "x", *LONG])
def test_anything_else_is_no_number(text: str) -> None:
    assert whole_number(text) is None


@pytest.mark.django_db
@pytest.mark.parametrize("digits", LONG)
def test_an_address_with_too_many_digits_is_unknown(client: Client, lin: User, digits: str) -> None:
    client.force_login(lin)

    paths = [f"/learn/{digits}/1/", f"/learn/1/{digits}/", f"/sittings/{digits}/start/", f"/elections/{digits}/"]

    assert {client.get(path).status_code for path in paths} == {404}


@pytest.mark.django_db
@pytest.mark.parametrize("digits", LONG)
def test_a_field_with_too_many_digits_is_no_error_of_ours(client: Client, lin: User, digits: str) -> None:
    attempt = make_attempt(make_sitting(), None)
    person = attempt.enrollment.person
    client.force_login(person)
    item = reverse("assessments:attempt-item", args=[attempt.uuid, 1])
    place = reverse("cohorts:module-place", args=[attempt.sitting.cohort_id, 1])

    saved = client.post(item, {"chosen": "a", "revision": "1", "next": digits})

    answers = [
        saved,
        client.post(item, {"chosen": "b", "revision": digits, "next": "1"}),
        client.post(place, {"place": digits}),
        client.get("/courses/", {"topic": digits}),
        client.get("/courses/", {"page": digits}),
    ]

    assert all(answer.status_code in {200, 302, 400} for answer in answers)
    assert Answer.objects.filter(response={"chosen": "a"}).exists()


def test_every_number_in_an_address_of_ours_has_a_bounded_length() -> None:
    kinds = {kind for address in own_addresses() for kind in address.pattern.pattern.converters.values()}

    assert any(isinstance(kind, NumberConverter) for kind in kinds)
    assert not any(isinstance(kind, IntConverter) for kind in kinds)
