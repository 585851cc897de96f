"""The ceremony at the device of a witness."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from certificates.enums import PledgeState
from certificates.models.pledges import Pledge
from people.models.accounts import User
from tests.factories.certificates import PASSWORD, make_pledge, make_signer, make_text, sign, strokes_json
from tests.factories.cohorts import make_enrollment, make_organizer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_cache() -> None:
    """Wrong passwords of other tests are forgotten."""
    cache.clear()


@pytest.fixture
def pledge() -> Pledge:
    """Of somebody who cannot read."""
    return make_pledge()


@pytest.fixture
def witness(client: Client, pledge: Pledge) -> User:
    """A trainer of the district, logged in."""
    chen = make_organizer(pledge.enrollment.cohort.unit, name="陈明华", role="trainer")
    chen.set_password("another battery of horses")
    chen.save()
    client.force_login(chen)
    return chen


def url(name: str, pledge: Pledge, *args: int) -> str:
    """The address of a step."""
    return reverse(f"certificates:witness-{name}", args=[pledge.enrollment.cohort_id, pledge.uuid, *args])


def walk(client: Client, pledge: Pledge, signature: dict[str, str]) -> None:
    """Everything up to the password."""
    with time_machine.travel("2026-03-02 09:00", tick=False) as clock:
        client.post(url("sign", pledge))
        for step in (1, 2, 3):
            clock.shift(timedelta(seconds=30))
            client.post(url("read", pledge, step))
        client.post(url("confirm", pledge), {"triggers": ["0", "1"], "typed_name": pledge.enrollment.person.name})
        client.post(url("draw", pledge), signature)


def finish(client: Client, pledge: Pledge, **fields: str) -> str:
    """The last step; what the page then says."""
    with time_machine.travel("2026-03-02 09:03", tick=False):
        return client.post(url("finish", pledge), fields, follow=True).text


def test_the_whole_ceremony_ends_with_the_next_in_the_list(client: Client, pledge: Pledge, witness: User) -> None:
    walk(client, pledge, {"strokes": strokes_json()})

    page = finish(client, pledge, read_aloud="on", proof="witness", password="another battery of horses")

    pledge.refresh_from_db()
    assert pledge.state == PledgeState.SIGNED
    assert "林秀英已签署，由您见证。" in page


def test_each_screen_says_for_whom_one_witnesses(client: Client, pledge: Pledge, witness: User) -> None:
    walk(client, pledge, {"strokes": strokes_json()})

    with time_machine.travel("2026-03-02 09:03", tick=False):
        for name in ("confirm", "draw", "finish"):
            assert "您正在为林秀英见证。" in client.get(url(name, pledge)).text


def test_nothing_is_signed_before_the_witness_has_said_that_all_was_read(
    client: Client, pledge: Pledge, witness: User
) -> None:
    walk(client, pledge, {"strokes": strokes_json()})

    page = finish(client, pledge, proof="signer", password=PASSWORD)

    pledge.refresh_from_db()
    assert pledge.state == PledgeState.DUE
    assert "请在当面宣读全文、承诺人同意后勾选。" in page


def test_beside_a_typed_name_only_the_signers_password_is_asked_for(
    client: Client, pledge: Pledge, witness: User
) -> None:
    walk(client, pledge, {"by_name": "on"})

    finish(client, pledge, read_aloud="on", proof="witness", password="another battery of horses")
    pledge.refresh_from_db()
    assert pledge.state == PledgeState.DUE
    finish(client, pledge, read_aloud="on", proof="signer", password=PASSWORD)

    pledge.refresh_from_db()
    assert pledge.state == PledgeState.SIGNED


def test_the_session_of_a_witness_is_of_no_use_to_the_signer(client: Client, pledge: Pledge, witness: User) -> None:
    walk(client, pledge, {"strokes": strokes_json()})
    own_finish = reverse("certificates:pledge-finish", args=[pledge.uuid])

    with time_machine.travel("2026-03-02 09:03", tick=False):
        remembered = client.session[f"pledge:{pledge.uuid}"]
        client.force_login(pledge.enrollment.person)
        browser = client.session
        browser[f"pledge:{pledge.uuid}"] = remembered
        browser.save()
        answer = client.post(own_finish, {"password": PASSWORD})

    pledge.refresh_from_db()
    assert (answer.status_code, pledge.state) == (404, PledgeState.DUE)


def test_nobody_is_their_own_witness(client: Client, pledge: Pledge, witness: User) -> None:
    own = Pledge.objects.create(enrollment=make_enrollment(pledge.enrollment.cohort, witness), text=pledge.text)

    assert client.get(url("sign", own)).status_code == 404
    assert client.get(url("sign", pledge)).status_code == 200


def test_an_organizer_elsewhere_finds_nobody(client: Client, pledge: Pledge, witness: User) -> None:
    client.force_login(make_organizer(make_pledge(make_signer("赵建国")).enrollment.cohort.unit))

    assert client.get(url("sign", pledge)).status_code == 404
    assert client.post(url("sign", pledge)).status_code == 404


def test_the_list_names_who_has_still_to_sign(client: Client, pledge: Pledge, witness: User) -> None:
    done = make_pledge(make_signer("乔学勤"), text=pledge.text, cohort=pledge.enrollment.cohort)
    sign(done)

    page = client.get(reverse("certificates:witness-list", args=[pledge.enrollment.cohort_id])).text

    assert "林秀英" in page
    assert "乔学勤" not in page


@pytest.mark.parametrize("people", [1, 3])
def test_the_list_asks_as_often_for_three_as_for_one(
    client: Client, pledge: Pledge, witness: User, people: int, django_assert_max_num_queries: object
) -> None:
    for number in range(people - 1):
        make_pledge(make_signer(f"乔{number}"), text=pledge.text, cohort=pledge.enrollment.cohort)

    with django_assert_max_num_queries(12):  # type: ignore[operator]
        client.get(reverse("certificates:witness-list", args=[pledge.enrollment.cohort_id]))


def test_what_is_signed_together_is_one_line_of_the_list(client: Client, pledge: Pledge, witness: User) -> None:
    cohort, signer = pledge.enrollment.cohort, pledge.enrollment
    first, second = (
        Pledge.objects.create(enrollment=signer, text=make_text(kind, title=title, bundle="履职和辞职承诺"))
        for kind, title in (("duty", "履职承诺书"), ("resignation", "辞职承诺书"))
    )

    page = client.get(reverse("certificates:witness-list", args=[cohort.pk])).text

    assert [url("sign", each) in page for each in (pledge, first, second)] == [True, True, False]
    assert ("履职和辞职承诺 ·" in page, "辞职承诺书" in page) == (True, False)


def test_the_last_text_of_a_bundle_stands_by_its_own_name(client: Client, pledge: Pledge, witness: User) -> None:
    text = make_text("resignation", title="辞职承诺书", bundle="履职和辞职承诺")
    last = Pledge.objects.create(enrollment=pledge.enrollment, text=text)

    page = client.get(reverse("certificates:witness-list", args=[pledge.enrollment.cohort_id])).text

    assert url("sign", last) in page
    assert "辞职承诺书 ·" in page
