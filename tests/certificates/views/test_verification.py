"""Public verification: one verdict for everybody, and nothing to be learnt by guessing."""

import re

import pytest
import time_machine
from django.conf import LazySettings
from django.core.cache import cache
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from django.urls import reverse

from certificates import forms
from certificates.access import FILES, QUESTIONS
from certificates.domain import issuing
from certificates.domain.examining import Why
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


def send(client: Client, data: bytes, *, number: str = "") -> str:
    """The page that answers a file."""
    file = SimpleUploadedFile("document.pdf", data, content_type="application/pdf")
    return client.post("/verify/file/", {"file": file, "number": number}).content.decode()


def stored(certificate: Certificate) -> bytes:
    with storages["private"].open(certificate.file) as file:
        return file.read()


def test_the_issued_file_is_genuine(client: Client, certificate: Certificate) -> None:
    page = send(client, stored(certificate), number=certificate.number)

    assert "verdict--genuine" in page
    assert certificate.number in page
    assert "欧阳" not in page


def test_an_altered_file_is_altered_and_warned_of(client: Client, certificate: Certificate) -> None:
    page = send(client, stored(certificate) + b"%")

    assert "verdict--altered" in page
    assert str(Why.ADDED.label) in page


def test_a_file_of_another_number_is_not_genuine(client: Client, certificate: Certificate) -> None:
    other = issuing.issue(enrollment=make_graduate("赵德柱"), by=None, at=LATER, press=make_press())

    page = send(client, stored(other), number=certificate.number)

    assert "verdict--altered" in page
    assert other.number not in page


def test_without_a_file_it_says_what_to_do(client: Client) -> None:
    page = client.post("/verify/file/", {}).content.decode()

    assert "请选择文件" in page
    assert "verdict" not in re.sub(r"css/verdict[^\"]*", "", page)


def test_a_file_that_is_too_large_is_refused_by_name(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms, "MAX_FILE_BYTES", 10)

    assert "5 MB" in send(client, b"%PDF-1.7 something")


@time_machine.travel(LATER, tick=False)
def test_files_and_numbers_share_their_limit(client: Client) -> None:
    for _ in range(QUESTIONS):
        client.get(BY_NUMBER)

    assert client.post("/verify/file/", {}).status_code == 429


@time_machine.travel(LATER, tick=False)
def test_so_many_files_a_minute_are_read_and_numbers_are_answered_on(client: Client) -> None:
    sent = [client.post("/verify/file/", {}).status_code for _ in range(FILES + 1)]

    assert sent == [200] * FILES + [429]
    assert client.get(BY_NUMBER).status_code == 200
