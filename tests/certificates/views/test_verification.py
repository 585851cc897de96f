"""Public verification: one verdict for everybody, and nothing to be learnt by guessing."""

import re

import pytest
import time_machine
from django.conf import LazySettings
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.urls import reverse

from certificates.access import QUESTIONS
from certificates.domain import issuing
from certificates.domain.revoking import revoke
from certificates.models.certificates import Certificate
from common.limits import client_address
from tests.factories.certificates import LATER, make_graduate, make_press, make_signer

pytestmark = pytest.mark.django_db
BY_NUMBER = "/verify/"


@pytest.fixture(autouse=True)
def fresh_cache() -> None:
    """Questions of other tests are forgotten."""
    cache.clear()


@pytest.fixture
def certificate() -> Certificate:
    """A certificate that was issued."""
    return issuing.issue(enrollment=make_graduate("欧阳𬱖"), by=None, at=LATER, press=make_press())


def shown(client: Client, url: str) -> str:
    """The page without what changes with every request or repeats what was typed."""
    page = client.get(url).content.decode()
    return re.sub(r'value="[^"]*"|nonce="[^"]*"', "", page)


def test_the_code_on_the_paper_is_answered_without_a_login(client: Client, certificate: Certificate) -> None:
    page = client.get(reverse("certificates:verify", args=[certificate.token])).content.decode()

    assert "verdict--genuine" in page
    assert certificate.number in page
    assert "欧＊＊" in page
    assert "欧阳" not in page


def test_the_address_in_the_payload_is_the_one_that_answers(client: Client, certificate: Certificate) -> None:
    address = certificate.payload["verify_url"].removeprefix("http://127.0.0.1:8000")

    assert "verdict--genuine" in client.get(address).content.decode()


def test_the_number_is_answered_as_people_type_it(client: Client, certificate: Certificate) -> None:
    assert "verdict--genuine" in client.get(BY_NUMBER, {"number": f" {certificate.number.lower()} "}).content.decode()


def test_a_revoked_one_is_said_so(client: Client, certificate: Certificate) -> None:
    revoke(certificate=certificate, by=make_signer("武明远"), reason="内部理由", at=LATER)

    page = client.get(reverse("certificates:verify", args=[certificate.token])).content.decode()

    assert "verdict--revoked" in page
    assert "内部理由" not in page


@pytest.mark.parametrize("typed", ["SZ2026J0000009X", "nonsense", "'; --", "<script>"])
def test_unknown_and_malformed_numbers_get_the_same_page(client: Client, typed: str) -> None:
    page = shown(client, f"{BY_NUMBER}?number=SZ2026J00000010")

    assert "verdict--unknown" in page
    assert shown(client, f"{BY_NUMBER}?number={typed}") == page


@pytest.mark.parametrize("token", ["0" * 32, "short", "..", "x" * 300, "%00"])
def test_unknown_and_malformed_codes_get_the_same_page(client: Client, token: str) -> None:
    assert shown(client, f"/verify/{token}/") == shown(client, "/verify/" + "f" * 32 + "/")


def test_no_search_engine_keeps_it_and_no_cache(client: Client, certificate: Certificate) -> None:
    answer = client.get(reverse("certificates:verify", args=[certificate.token]))

    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in answer.headers["Cache-Control"]


def test_without_a_number_the_page_asks_for_one(client: Client) -> None:
    assert "verdict--" not in client.get(BY_NUMBER).content.decode()


def test_counting_through_numbers_is_slowed_down_and_a_hall_is_not(client: Client, certificate: Certificate) -> None:
    url = reverse("certificates:verify", args=[certificate.token])
    with time_machine.travel("2026-11-25T09:00:00+08:00", tick=False) as clock:
        asked = [client.get(url).status_code for _ in range(QUESTIONS)]
        clock.shift(50)

        refused = client.get(url)
        clock.shift(int(refused.headers["Retry-After"]))
        later = client.get(url)

    assert set(asked) == {200}
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "10")
    assert later.status_code == 200


def test_each_address_has_its_own_limit(client: Client, certificate: Certificate) -> None:
    url = reverse("certificates:verify", args=[certificate.token])
    with time_machine.travel("2026-11-25T09:00:00+08:00", tick=False):
        answers = [client.get(url).status_code for _ in range(QUESTIONS + 1)]

        assert answers[-1] == 429
        assert client.get(url, REMOTE_ADDR="10.1.2.3").status_code == 200


@pytest.mark.parametrize(("behind_proxy", "address"), [(False, "10.0.0.1"), (True, "203.0.113.9")])
def test_the_address_is_the_one_that_our_own_proxy_saw(
    rf: RequestFactory, settings: LazySettings, behind_proxy: bool, address: str
) -> None:
    settings.BEHIND_PROXY = behind_proxy
    request = rf.get("/", REMOTE_ADDR="10.0.0.1", headers={"X-Forwarded-For": "1.2.3.4, 203.0.113.9"})

    assert client_address(request) == address
