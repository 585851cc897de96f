"""The ceremony as the signer walks it, without scripts, and the doors that stay shut."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from certificates.enums import PledgeState
from certificates.models.pledges import Pledge
from tests.factories.certificates import PASSWORD, make_pledge, make_signer, make_text, sign, strokes_json

pytestmark = pytest.mark.django_db


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


def url(name: str, pledge: Pledge, *args: int) -> str:
    """The address of a step."""
    return reverse(f"certificates:pledge-{name}", args=[pledge.uuid, *args])


def read_everything(client: Client, pledge: Pledge) -> None:
    """Begin, and read all three parts with time for each."""
    with time_machine.travel("2026-03-02 09:00", tick=False) as clock:
        client.post(url("sign", pledge))
        for step in (1, 2, 3):
            clock.shift(timedelta(seconds=30))
            client.post(url("read", pledge, step))


def go_to_password(client: Client, pledge: Pledge) -> None:
    """Everything but the last step."""
    read_everything(client, pledge)
    with time_machine.travel("2026-03-02 09:02", tick=False):
        client.post(url("confirm", pledge), {"triggers": ["0", "1"], "typed_name": pledge.enrollment.person.name})
        client.post(url("draw", pledge), {"strokes": strokes_json()})


def test_the_whole_ceremony_ends_with_a_receipt(lin: Client, pledge: Pledge) -> None:
    go_to_password(lin, pledge)

    with time_machine.travel("2026-03-02 09:03", tick=False):
        answer = lin.post(url("finish", pledge), {"password": PASSWORD}, follow=True)

    pledge.refresh_from_db()
    assert pledge.state == PledgeState.SIGNED
    assert answer.redirect_chain[-1][0] == url("receipt", pledge)
    assert str(pledge.number) in answer.content.decode()


def test_a_second_press_on_the_last_button_shows_the_same_receipt(lin: Client, pledge: Pledge) -> None:
    go_to_password(lin, pledge)

    with time_machine.travel("2026-03-02 09:03", tick=False):
        lin.post(url("finish", pledge), {"password": PASSWORD})
        pledge.refresh_from_db()
        first = (pledge.number, pledge.signed_at, pledge.evidence_digest)
        answer = lin.post(url("finish", pledge), {"password": PASSWORD})

    pledge.refresh_from_db()
    assert answer.headers["Location"] == url("receipt", pledge)
    assert (pledge.number, pledge.signed_at, pledge.evidence_digest) == first


def test_who_presses_at_once_is_asked_to_read(lin: Client) -> None:
    pledge = make_pledge(make_signer(), text=make_text(clauses="坚持集体研究、按月公开，主动接受监督。" * 10))
    lin.force_login(pledge.enrollment.person)
    lin.post(url("sign", pledge))
    lin.post(url("read", pledge, 1))

    answer = lin.post(url("read", pledge, 2))

    assert answer.status_code == 422
    assert len(pledge.sessions.get().steps) == 1


def test_a_part_that_is_not_due_leads_to_the_one_that_is(lin: Client, pledge: Pledge) -> None:
    lin.post(url("sign", pledge))

    answer = lin.post(url("read", pledge, 3))

    assert answer.headers["Location"] == url("read", pledge, 1)


def test_a_missing_tick_and_a_wrong_name_are_said_at_their_fields(lin: Client, pledge: Pledge) -> None:
    read_everything(lin, pledge)

    with time_machine.travel("2026-03-02 09:02", tick=False):
        answer = lin.post(url("confirm", pledge), {"triggers": ["0"], "typed_name": "林秀"})

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"triggers", "typed_name"}


@pytest.mark.parametrize("step", ["confirm", "draw", "finish"])
def test_no_step_can_be_reached_from_outside_a_ceremony(lin: Client, pledge: Pledge, step: str) -> None:
    assert lin.post(url(step, pledge), {"password": PASSWORD}).headers["Location"] == url("sign", pledge)


def test_a_dot_is_no_signature(lin: Client, pledge: Pledge) -> None:
    read_everything(lin, pledge)
    with time_machine.travel("2026-03-02 09:02", tick=False):
        lin.post(url("confirm", pledge), {"triggers": ["0", "1"], "typed_name": "林秀英"})

        answer = lin.post(url("draw", pledge), {"strokes": '[[{"x": 1, "y": 1, "t": 0}]]'})

    assert answer.status_code == 422
    assert pledge.sessions.get().drawn_at is None


def test_who_cannot_draw_signs_by_the_typed_name(lin: Client, pledge: Pledge) -> None:
    read_everything(lin, pledge)
    with time_machine.travel("2026-03-02 09:02", tick=False):
        lin.post(url("confirm", pledge), {"triggers": ["0", "1"], "typed_name": "林秀英"})
        lin.post(url("draw", pledge), {"by_name": "on"})
        lin.post(url("finish", pledge), {"password": PASSWORD})

    pledge.refresh_from_db()
    assert (pledge.state, pledge.ink) == (PledgeState.SIGNED, [])
    assert (pledge.evidence or {})["signature_kind"] == "typed"


def test_a_wrong_password_signs_nothing(lin: Client, pledge: Pledge) -> None:
    go_to_password(lin, pledge)

    with time_machine.travel("2026-03-02 09:03", tick=False):
        answer = lin.post(url("finish", pledge), {"password": "wrong"})

    pledge.refresh_from_db()
    assert (answer.status_code, pledge.state) == (422, PledgeState.DUE)


def test_a_text_published_meanwhile_is_409_and_has_to_be_read(lin: Client, pledge: Pledge) -> None:
    go_to_password(lin, pledge)
    pledge.text.clauses += "\n不搞个人说了算。"
    pledge.text.save_revision().publish()

    with time_machine.travel("2026-03-02 09:03", tick=False):
        answer = lin.post(url("finish", pledge), {"password": PASSWORD})
        after = lin.get(url("finish", pledge))

    pledge.refresh_from_db()
    assert (answer.status_code, pledge.state) == (409, PledgeState.DUE)
    assert after.headers["Location"] == url("sign", pledge)


def test_a_ceremony_grows_old_overnight(lin: Client, pledge: Pledge) -> None:
    go_to_password(lin, pledge)

    with time_machine.travel("2026-03-02 22:00", tick=False):
        lin.force_login(pledge.enrollment.person)
        answer = lin.post(url("finish", pledge), {"password": PASSWORD})

    assert answer.headers["Location"] == url("sign", pledge)


@pytest.mark.parametrize("step", ["sign", "confirm", "draw", "finish", "receipt"])
def test_another_persons_pledge_does_not_exist(lin: Client, step: str) -> None:
    theirs = sign(make_pledge(make_signer("赵建国")))

    assert lin.get(url(step, theirs)).status_code == 404
    lin.force_login(theirs.enrollment.person)
    assert lin.get(url(step, theirs)).status_code in {200, 302}


def test_the_ceremony_of_another_browser_does_not_sign(lin: Client, pledge: Pledge) -> None:
    go_to_password(lin, pledge)
    elsewhere = Client()
    elsewhere.force_login(pledge.enrollment.person)

    with time_machine.travel("2026-03-02 09:03", tick=False):
        answer = elsewhere.post(url("finish", pledge), {"password": PASSWORD})

    pledge.refresh_from_db()
    assert answer.headers["Location"] == url("sign", pledge)
    assert pledge.state == PledgeState.DUE


def test_signing_is_printed_and_sealed_by_the_worker(
    lin: Client, pledge: Pledge, run_tasks: Callable[[], int], django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    go_to_password(lin, pledge)
    with (
        time_machine.travel("2026-03-02 09:03", tick=False),
        django_capture_on_commit_callbacks(execute=True),  # type: ignore[attr-defined]
    ):
        lin.post(url("finish", pledge), {"password": PASSWORD})

    run_tasks()

    pledge.refresh_from_db()
    lin.force_login(pledge.enrollment.person)
    answer = lin.get(reverse("certificates:pledge-file", args=[pledge.number]))
    assert b"".join(answer.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]


def test_a_ceremony_that_was_left_goes_on_where_it_stopped(lin: Client, pledge: Pledge) -> None:
    with time_machine.travel("2026-03-02 09:00", tick=False) as clock:
        lin.post(url("sign", pledge))
        assert "接着上次</a>" not in lin.get(url("sign", pledge)).text
        clock.shift(timedelta(seconds=30))
        lin.post(url("read", pledge, 1))

        page = lin.get(url("sign", pledge)).text

    assert f'href="{url("read", pledge, 2)}">接着上次</a>' in page
    assert "从头开始" in page


def test_after_the_reading_it_goes_on_with_the_confirmation_and_then_the_signature(lin: Client, pledge: Pledge) -> None:
    read_everything(lin, pledge)
    with time_machine.travel("2026-03-02 09:02", tick=False):
        read = lin.get(url("sign", pledge)).text
        lin.post(url("confirm", pledge), {"triggers": ["0", "1"], "typed_name": pledge.enrollment.person.name})
        confirmed = lin.get(url("sign", pledge)).text

    assert f'href="{url("confirm", pledge)}">接着上次' in read
    assert f'href="{url("draw", pledge)}">接着上次' in confirmed


def test_each_step_has_a_quiet_way_out(lin: Client, pledge: Pledge) -> None:
    go_to_password(lin, pledge)

    with time_machine.travel("2026-03-02 09:03", tick=False):
        for step in (
            url("sign", pledge),
            url("read", pledge, 1),
            url("confirm", pledge),
            url("draw", pledge),
            url("finish", pledge),
        ):
            assert '<a href="/desk/">暂不签署，返回工作台</a>' in lin.get(step).text


def test_ticking_says_what_it_means(lin: Client, pledge: Pledge) -> None:
    read_everything(lin, pledge)

    with time_machine.travel("2026-03-02 09:02", tick=False):
        page = lin.get(url("confirm", pledge)).text

    assert "勾选表示：我已知晓，今后出现这一情形时自愿辞职。" in page


def test_without_scripts_there_is_no_pad_and_the_refusal_names_both_ways(lin: Client, pledge: Pledge) -> None:
    go_to_password(lin, pledge)

    with time_machine.travel("2026-03-02 09:03", tick=False):
        page = lin.get(url("draw", pledge)).text
        refused = lin.post(url("draw", pledge), {"strokes": ""}).text

    assert '<div class="signature" data-signature hidden>' in page
    assert "请勾选下面一项。</p></noscript>" in page
    assert "请在横线上签写全名，或勾选以键入的姓名作为签名。" in refused


def test_the_error_summary_is_punctuated_as_its_language_is(lin: Client, pledge: Pledge) -> None:
    read_everything(lin, pledge)

    with time_machine.travel("2026-03-02 09:02", tick=False):
        page = lin.post(url("confirm", pledge), {"triggers": ["0", "1"], "typed_name": ""}).text

    assert '<a href="#id_typed_name">您的姓名：请填写您的姓名。</a>' in page
