"""At start-up the last anchor is checked: what does not hold is told to those who issue, and stops nobody."""

import logging

import pytest
from django.core.management import call_command

from certificates.domain import anchoring
from certificates.models.chain import Anchor
from people.models.accounts import User
from people.models.notices import Notice
from scripts import serve
from tests.certificates.domain.test_anchoring import NEXT_DAY, make_chains, rewrite
from tests.factories.certificates import make_press

pytestmark = pytest.mark.django_db


@pytest.fixture
def anchor() -> Anchor:
    make_chains()
    press = make_press()
    made = anchoring.anchor_yesterday(at=NEXT_DAY, seal=press.seal)
    assert made
    return made


def start_up() -> None:
    call_command("verify_chain", "--last-anchor", "--tell")


def test_a_chain_that_holds_disturbs_nobody(anchor: Anchor, wu: User, caplog: pytest.LogCaptureFixture) -> None:
    start_up()

    assert not Notice.objects.exists()
    assert caplog.records == []


def test_a_rewritten_chain_is_logged_and_told_to_whoever_may_issue(
    anchor: Anchor, wu: User, lin: User, caplog: pytest.LogCaptureFixture
) -> None:
    rewrite("certificate:1")

    with pytest.raises(SystemExit) as ended:
        start_up()

    assert ended.value.code == 1
    assert [record.levelno for record in caplog.records] == [logging.ERROR]
    notice = Notice.objects.get()
    assert (notice.recipient, notice.body) == (wu, f"anchor:{anchor}, {anchor.heads}: changed")


def test_it_is_told_once_a_day_however_often_the_site_is_started(anchor: Anchor, wu: User) -> None:
    rewrite("certificate:1")

    for _ in range(3):
        with pytest.raises(SystemExit):
            start_up()

    assert Notice.objects.count() == 1


def test_the_demo_checks_when_it_starts_and_does_not_wait_for_the_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[list[str]] = []
    monkeypatch.setattr(serve.subprocess, "Popen", lambda command, **_: begun.append(command))

    serve.check_records({})

    assert begun == [[*serve.MANAGE, "verify_chain", "--last-anchor", "--tell"]]
