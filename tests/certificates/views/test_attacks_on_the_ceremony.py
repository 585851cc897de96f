"""Each attack on the ceremony by its name, and beside it the same act done rightly, which is let through."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from certificates.domain.countersigning import file_pledge, return_pledge
from certificates.enums import PledgeState
from certificates.models.chain import ChainEntry
from certificates.models.pledges import Pledge
from cohorts.domain.enrolling import withdraw
from people.models.accounts import User
from tests.factories.certificates import PASSWORD, make_pledge, make_press, make_signer, make_text, sign, strokes_json
from tests.factories.cohorts import make_organizer

pytestmark = pytest.mark.django_db
MORNING = "2026-03-02 09:"


@pytest.fixture(autouse=True)
def fresh_cache() -> None:
    """Wrong passwords of other tests are forgotten."""
    cache.clear()


@pytest.fixture
def pledge() -> Pledge:
    """Lin's pledge."""
    return make_pledge()


@pytest.fixture
def lin(client: Client, pledge: Pledge) -> Client:
    """Lin, logged in."""
    client.force_login(pledge.enrollment.person)
    return client


@pytest.fixture
def zhao(pledge: Pledge) -> Client:
    """Zhao, of another district, logged in, with a pledge of his own of the same text."""
    browser = Client()
    browser.force_login(make_pledge(make_signer("赵建国"), text=pledge.text).enrollment.person)
    return browser


def url(name: str, pledge: Pledge, *args: int) -> str:
    """The address of a step."""
    return reverse(f"certificates:pledge-{name}", args=[pledge.uuid, *args])


def lin_of(client: Client) -> User:
    """Who is logged in."""
    return User.objects.get(pk=client.session["_auth_user_id"])


def read_all(client: Client, pledge: Pledge) -> None:
    """Begin, and read all three parts."""
    with time_machine.travel(MORNING + "00", tick=False) as clock:
        client.post(url("sign", pledge))
        for step in (1, 2, 3):
            clock.shift(timedelta(seconds=30))
            client.post(url("read", pledge, step))


def confirm_and_draw(client: Client, pledge: Pledge) -> None:
    """Tick, type, draw."""
    with time_machine.travel(MORNING + "02", tick=False):
        client.post(url("confirm", pledge), {"triggers": ["0", "1"], "typed_name": pledge.enrollment.person.name})
        client.post(url("draw", pledge), {"strokes": strokes_json()})


def finish(client: Client, pledge: Pledge, password: str = PASSWORD, *, at: str = MORNING + "03") -> int:
    """Press the last button; the status of the answer."""
    with time_machine.travel(at, tick=False):
        return client.post(url("finish", pledge), {"password": password}).status_code


def state(pledge: Pledge) -> str:
    """As the database has it."""
    return Pledge.objects.get(pk=pledge.pk).state


def test_anothers_assignment_is_not_there(lin: Client, zhao: Client, pledge: Pledge) -> None:
    read_all(lin, pledge)
    confirm_and_draw(lin, pledge)
    steps = [url(name, pledge) for name in ("sign", "confirm", "draw", "finish")] + [url("read", pledge, 1)]

    answers = {zhao.post(step, {"password": PASSWORD}).status_code for step in steps}
    answers |= {zhao.get(step).status_code for step in steps}

    assert answers == {404}
    assert (state(pledge), pledge.sessions.count()) == (PledgeState.DUE, 1)
    assert finish(lin, pledge) == 302
    assert state(pledge) == PledgeState.SIGNED


def test_anothers_session_is_not_there_even_with_its_nonce(lin: Client, zhao: Client, pledge: Pledge) -> None:
    read_all(lin, pledge)
    confirm_and_draw(lin, pledge)
    own = Pledge.objects.get(enrollment__person__name="赵建国")
    with time_machine.travel(MORNING + "03", tick=False):
        zhao.post(url("sign", own))
        browser = zhao.session
        browser[f"pledge:{own.uuid}"] = pledge.sessions.get().nonce
        browser.save()

    assert finish(zhao, own) == 404
    assert (state(own), state(pledge)) == (PledgeState.DUE, PledgeState.DUE)
    assert finish(lin, pledge) == 302


def test_anothers_evidence_and_pdf_are_not_there(lin: Client, zhao: Client, pledge: Pledge) -> None:
    signed = file_pledge(pledge=Pledge.objects.with_people().get(pk=sign(pledge).pk), press=make_press())
    elsewhere = Client()
    elsewhere.force_login(make_organizer(Pledge.objects.get(enrollment__person__name="赵建国").enrollment.cohort.unit))
    review = reverse("certificates:pledge-review", args=[signed.enrollment.cohort_id, signed.uuid])
    file = reverse("certificates:pledge-file", args=[signed.number])

    assert [zhao.get(url("receipt", signed)).status_code, zhao.get(file).status_code] == [404, 404]
    assert [elsewhere.get(review).status_code, elsewhere.get(file).status_code] == [404, 404]
    assert [lin.get(url("receipt", signed)).status_code, lin.get(file).status_code] == [200, 200]


@pytest.mark.parametrize("step", ["read", "confirm", "finish"])
def test_a_text_published_anew_at_any_step_is_409_and_read_again(lin: Client, pledge: Pledge, step: str) -> None:
    read_all(lin, pledge)
    confirm_and_draw(lin, pledge)
    pledge.text.clauses += "\n不搞个人说了算。"
    revision = pledge.text.save_revision()
    address = url(step, pledge, 1) if step == "read" else url(step, pledge)
    with time_machine.travel(MORNING + "03", tick=False):
        assert lin.get(address).status_code == 200  # A draft changes nothing.
        revision.publish()

        answer = lin.post(address, {"password": PASSWORD})

        assert (answer.status_code, state(pledge)) == (409, PledgeState.DUE)
        assert lin.get(address).headers["Location"] == url("sign", pledge)


def test_a_nonce_that_has_signed_signs_nothing_more(lin: Client, pledge: Pledge) -> None:
    read_all(lin, pledge)
    confirm_and_draw(lin, pledge)
    finish(lin, pledge)
    first = Pledge.objects.with_people().get(pk=pledge.pk)
    return_pledge(pledge=first, by=make_signer("武明远"), reason="签名不清", at=first.signed_at)  # type: ignore[arg-type]

    assert finish(lin, pledge, at=MORNING + "04") == 302

    again = Pledge.objects.get(pk=pledge.pk)
    assert (again.state, again.signed_at) == (PledgeState.RETURNED, first.signed_at)
    with time_machine.travel(MORNING + "05", tick=False):
        assert "接着上次</a>" not in lin.get(url("sign", pledge)).text  # It is read anew from its beginning.


def test_two_presses_and_two_tabs_sign_once(lin: Client, pledge: Pledge) -> None:
    read_all(lin, pledge)
    confirm_and_draw(lin, pledge)

    answers = [finish(lin, pledge, at=MORNING + "03"), finish(lin, pledge, at=MORNING + "04")]

    signed = Pledge.objects.get(pk=pledge.pk)
    assert answers == [302, 302]
    assert ChainEntry.objects.filter(document=signed.chain_name).count() == 1
    assert pledge.shown.exclude(evidence=None).count() == 1


def test_a_second_tab_that_begins_anew_takes_over(lin: Client, pledge: Pledge) -> None:
    read_all(lin, pledge)
    confirm_and_draw(lin, pledge)
    with time_machine.travel(MORNING + "03", tick=False):
        lin.post(url("sign", pledge))

    finish(lin, pledge, at=MORNING + "04")

    assert state(pledge) == PledgeState.DUE  # The first tab's button meets a ceremony in which nothing was read.
    assert pledge.sessions.count() == 2


def test_the_password_of_another_account_proves_nothing(lin: Client, pledge: Pledge) -> None:
    other = User.objects.get(pk=make_signer("乔学勤").pk)
    other.set_password("a different password")
    other.save()
    read_all(lin, pledge)
    confirm_and_draw(lin, pledge)

    assert finish(lin, pledge, "a different password") == 422
    assert state(pledge) == PledgeState.DUE
    assert finish(lin, pledge, PASSWORD) == 302


FORGED_INK = {
    "nothing": "",
    "a dot": '[[{"x": 1, "y": 1, "t": 0}]]',
    "no json": "M 0 0 L 10 10",
    "a picture": '"data:image/png;base64,AAAA"',
    "outside the pad": json.dumps([[{"x": 5000, "y": 1, "t": 0}, {"x": 1, "y": 1, "t": 9}]] * 2),
    "fractions": json.dumps([[{"x": 0.5, "y": 1, "t": 0}, {"x": 1, "y": 1, "t": 9}]] * 2),
    "truth values": json.dumps([[{"x": True, "y": 1, "t": 0}, {"x": 1, "y": 1, "t": 9}]] * 2),
    "a day long": json.dumps([[{"x": 1, "y": 1, "t": 0}, {"x": 9, "y": 9, "t": 86_400_000}]] * 2),
    "more than 64 kB": json.dumps([[{"x": 1, "y": 1, "t": 0}] * 4000] * 2),
    "nested without end": "[" * 30_000,
}


@pytest.mark.parametrize("forged", FORGED_INK.values(), ids=FORGED_INK)
def test_forged_ink_is_no_signature(lin: Client, pledge: Pledge, forged: str) -> None:
    read_all(lin, pledge)
    with time_machine.travel(MORNING + "02", tick=False):
        lin.post(url("confirm", pledge), {"triggers": ["0", "1"], "typed_name": pledge.enrollment.person.name})

        answer = lin.post(url("draw", pledge), {"strokes": forged})

        assert (answer.status_code, pledge.sessions.get().drawn_at) == (422, None)
        assert lin.post(url("draw", pledge), {"strokes": strokes_json()}).status_code == 302


def test_forged_reading_is_no_reading(lin: Client, pledge: Pledge) -> None:
    with time_machine.travel(MORNING + "00", tick=False) as clock:
        lin.post(url("sign", pledge))
        clock.shift(timedelta(minutes=5))
        for step in (3, 2, 99):
            lin.post(url("read", pledge, step), {"step": "1", "at": "2026-03-02T09:00:00+08:00"})
        assert pledge.sessions.get().steps == []

        lin.post(url("read", pledge, 1))

        assert [step["step"] for step in pledge.sessions.get().steps] == [1]


def test_nothing_can_be_confirmed_drawn_or_signed_unread(lin: Client, pledge: Pledge) -> None:
    with time_machine.travel(MORNING + "00", tick=False):
        lin.post(url("sign", pledge))
        confirmed = lin.post(url("confirm", pledge), {"triggers": ["0", "1"], "typed_name": "林秀英"})
        drawn = lin.post(url("draw", pledge), {"strokes": strokes_json()})
        finished = lin.post(url("finish", pledge), {"password": PASSWORD})

    assert confirmed.headers["Location"] == url("read", pledge, 1)
    assert drawn.headers["Location"] == url("confirm", pledge)
    assert finished.headers["Location"] == url("draw", pledge)
    assert state(pledge) == PledgeState.DUE


def test_a_text_read_faster_than_anybody_reads_is_not_read(lin: Client) -> None:
    long = make_pledge(lin_of(lin), text=make_text("duty", clauses="坚持集体研究、按月公开，主动接受监督。" * 10))
    with time_machine.travel(MORNING + "00", tick=False) as clock:
        lin.post(url("sign", long))
        lin.post(url("read", long, 1))

        assert lin.post(url("read", long, 2)).status_code == 422
        clock.shift(timedelta(seconds=30))
        assert lin.post(url("read", long, 2)).status_code == 302


def test_ticks_for_grounds_that_are_not_there_confirm_nothing(lin: Client, pledge: Pledge) -> None:
    read_all(lin, pledge)
    with time_machine.travel(MORNING + "02", tick=False):
        for ticked in (["0", "0"], ["0", "1", "2"], ["-1", "1"], []):
            answer = lin.post(url("confirm", pledge), {"triggers": ticked, "typed_name": "林秀英"})
            assert (answer.status_code, pledge.sessions.get().confirmed_at) == (422, None)

        assert lin.post(url("confirm", pledge), {"triggers": ["0", "1"], "typed_name": "林秀英"}).status_code == 302


def test_who_is_withdrawn_from_the_class_in_the_middle_signs_nothing(lin: Client, pledge: Pledge) -> None:
    read_all(lin, pledge)
    confirm_and_draw(lin, pledge)
    withdraw(enrollment=pledge.enrollment, reason="调离", at=pledge.enrollment.enrolled_at)

    assert finish(lin, pledge) == 404
    assert state(pledge) == PledgeState.DUE


def test_an_account_that_is_disabled_in_the_middle_signs_nothing(lin: Client, pledge: Pledge) -> None:
    read_all(lin, pledge)
    confirm_and_draw(lin, pledge)
    User.objects.filter(pk=pledge.enrollment.person_id).update(is_active=False)

    assert finish(lin, pledge) == 302
    assert state(pledge) == PledgeState.DUE
    User.objects.filter(pk=pledge.enrollment.person_id).update(is_active=True)
    assert finish(lin, pledge) == 302
    assert state(pledge) == PledgeState.SIGNED


def test_a_name_corrected_in_the_middle_is_typed_again(lin: Client, pledge: Pledge) -> None:
    read_all(lin, pledge)
    confirm_and_draw(lin, pledge)
    User.objects.filter(pk=pledge.enrollment.person_id).update(name="林秀瑛")

    with time_machine.travel(MORNING + "03", tick=False):
        answer = lin.post(url("finish", pledge), {"password": PASSWORD})

    assert (answer.headers["Location"], state(pledge)) == (url("confirm", pledge), PledgeState.DUE)
