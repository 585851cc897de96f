"""Two pledges signed in one go, as the signer sees it."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from certificates.enums import PledgeState
from certificates.models.pledges import Pledge
from tests.factories.certificates import PASSWORD, make_pledge, make_text, strokes_json

pytestmark = pytest.mark.django_db
BUNDLE = "履职、辞职双承诺书"


@pytest.fixture(autouse=True)
def fresh_cache() -> None:
    """Wrong passwords of other tests are forgotten."""
    cache.clear()


@pytest.fixture
def pair(client: Client) -> list[Pledge]:
    """Lin's two pledges of one bundle, and Lin is logged in."""
    duty = make_pledge(text=make_text("duty", title="履职承诺书", triggers="", bundle=BUNDLE))
    leaving = make_text("resignation", title="辞职承诺书", bundle=BUNDLE)
    client.force_login(duty.enrollment.person)
    return [duty, Pledge.objects.create(enrollment=duty.enrollment, text=leaving)]


def url(name: str, pledge: Pledge, *args: int) -> str:
    """The address of a step."""
    return reverse(f"certificates:pledge-{name}", args=[pledge.uuid, *args])


def walk(client: Client, pledge: Pledge) -> None:
    """Everything up to the password."""
    with time_machine.travel("2026-03-02 09:00", tick=False) as clock:
        client.post(url("sign", pledge))
        for step in range(1, 7):
            clock.shift(timedelta(seconds=30))
            client.post(url("read", pledge, step))
        client.post(url("confirm", pledge), {"triggers": ["0", "1"], "typed_name": pledge.enrollment.person.name})
        client.post(url("draw", pledge), {"strokes": strokes_json()})


def test_the_first_screen_says_how_many_are_signed_and_which(client: Client, pair: list[Pledge]) -> None:
    page = client.get(url("sign", pair[0])).text

    assert "共2份承诺书，一次签署" in page
    assert "<li>履职承诺书</li><li>辞职承诺书</li>" in page


def test_each_part_stands_under_the_title_of_its_own_text(client: Client, pair: list[Pledge]) -> None:
    walk(client, pair[0])

    with time_machine.travel("2026-03-02 09:04", tick=False):
        page = client.get(url("read", pair[0], 5)).text

    assert "辞职承诺书</h1>" in page
    assert "第2份，共2份 · 第5段，共6段" in page
    assert "第1条" in page


def test_one_password_signs_both_and_each_receipt_leads_to_the_other(client: Client, pair: list[Pledge]) -> None:
    walk(client, pair[1])

    with time_machine.travel("2026-03-02 09:04", tick=False):
        receipt = client.post(url("finish", pair[1]), {"password": PASSWORD}, follow=True)

    for pledge in pair:
        pledge.refresh_from_db()
    assert [pledge.state for pledge in pair] == [PledgeState.SIGNED] * 2
    assert receipt.redirect_chain[-1][0] == url("receipt", pair[1])
    assert f'href="{url("receipt", pair[0])}">履职承诺书</a> {pair[0].number}' in receipt.text


def test_a_ceremony_that_another_one_overtook_begins_anew(client: Client, pair: list[Pledge]) -> None:
    walk(client, pair[0])
    Pledge.objects.filter(pk=pair[1].pk).update(state=PledgeState.SIGNED)

    with time_machine.travel("2026-03-02 09:04", tick=False):
        answer = client.post(url("finish", pair[0]), {"password": PASSWORD})

    pair[0].refresh_from_db()
    assert answer.headers["Location"] == url("sign", pair[0])
    assert pair[0].state == PledgeState.DUE
