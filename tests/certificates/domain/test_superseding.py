"""A new text of the same kind supersedes an old one from its day on; what was signed stays as it is."""

from datetime import date

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from certificates.domain.pledge_texts import successor_of
from certificates.enums import PledgeState
from certificates.models.pledges import PledgeText
from tests.factories.certificates import make_pledge, make_text, sign

pytestmark = pytest.mark.django_db


def successor(old: PledgeText, **fields: object) -> PledgeText:
    """Another text, in force from April."""
    new = make_text(old.kind, title="廉洁履职承诺书（新）")
    for name, value in {"effective_on": date(2026, 4, 1), **fields}.items():
        setattr(new, name, value)
    new.save()
    new.save_revision().publish()
    return PledgeText.objects.get(pk=new.pk)


@pytest.mark.parametrize(("day", "is_superseded"), [(date(2026, 3, 31), False), (date(2026, 4, 1), True)])
def test_it_is_superseded_from_the_day_on_which_the_new_one_holds(day: date, is_superseded: bool) -> None:
    old = make_text()
    new = successor(old)

    assert successor_of(old, on=day) == (new if is_superseded else None)
    assert successor_of(new, on=day) is None


def test_a_text_of_another_kind_supersedes_nothing() -> None:
    old = make_text()
    successor(old, kind="duty")

    assert successor_of(old, on=date(2026, 5, 1)) is None


def test_the_receipt_names_the_new_text_and_the_pledge_stays_as_it_was_signed(client: Client) -> None:
    pledge = sign(make_pledge())
    before = (pledge.wording, pledge.evidence_digest)
    client.force_login(pledge.enrollment.person)
    receipt = reverse("certificates:pledge-receipt", args=[pledge.uuid])
    with time_machine.travel("2026-04-02 09:00", tick=False):
        assert "廉洁履职承诺书（新）" not in client.get(receipt).text
        successor(pledge.text)

        page = client.get(receipt).text

    pledge.refresh_from_db()
    assert "廉洁履职承诺书（新），自2026年4月1日起施行" in page
    assert (pledge.wording, pledge.evidence_digest, pledge.state) == (*before, PledgeState.SIGNED)
