"""Texts that belong together: one reading, one signature, a pledge and a number of its own for each; all or none."""

from datetime import timedelta

import pytest

from certificates.domain import ceremony, chaining, pledging
from certificates.domain.ceremony import StepMissing, TextChanged
from certificates.domain.countersigning import return_pledge
from certificates.enums import PledgeState
from certificates.models.certificates import NumberSeries
from certificates.models.pledges import Pledge, PledgeSession
from tests.factories.certificates import AT, go_to_signature, make_pledge, make_signer, make_text, sign

pytestmark = pytest.mark.django_db
BUNDLE = "履职、辞职双承诺书"
HERE = {"address": "10.0.0.7", "user_agent": "a phone"}
SOON = AT + timedelta(minutes=8)


@pytest.fixture
def pair() -> tuple[Pledge, Pledge]:
    """Lin's two pledges, of one bundle."""
    duty = make_pledge(text=make_text("duty", title="履职承诺书", triggers="", bundle=BUNDLE))
    leaving = make_text("resignation", title="辞职承诺书", bundle=BUNDLE)
    return duty, Pledge.objects.create(enrollment=duty.enrollment, text=leaving)


def sign_session(session: PledgeSession) -> list[Pledge]:
    """The last step."""
    user = ceremony.signer_of(session)
    return pledging.sign(session=session, user=user, circumstances=HERE, at=SOON)


def states(pair: tuple[Pledge, Pledge]) -> list[tuple[str, str | None]]:
    """State and number of both, from the database."""
    return list(Pledge.objects.filter(pk__in=[each.pk for each in pair]).order_by("pk").values_list("state", "number"))


def test_both_are_read_in_one_go_whichever_was_opened(pair: tuple[Pledge, Pledge]) -> None:
    for opened in pair:
        session = ceremony.open_session(pledge=opened, at=AT)

        reading = ceremony.require_current(session)

        assert reading.title == BUNDLE
        assert [(part.text_number, part.clause) for part in reading.parts] == [
            (1, 0), (1, 1), (1, 2), (2, 0), (2, 1), (2, 2),
        ]  # fmt: skip
        assert len(reading.triggers) == 2


def test_each_becomes_a_pledge_of_its_own(pair: tuple[Pledge, Pledge]) -> None:
    duty, leaving = sign_session(go_to_signature(pair[0]))

    assert (duty.number, leaving.number) == (str(duty.number), str(leaving.number))
    assert [number[6:14] for _, number in states(pair) if number] == ["P0000001", "P0000002"]
    assert duty.wording_digest != leaving.wording_digest
    assert duty.evidence_digest != leaving.evidence_digest
    assert {entry.document for entry in chaining.ChainEntry.objects.all()} == {duty.chain_name, leaving.chain_name}


def test_the_evidence_of_each_holds_its_own_reading_and_names_both(pair: tuple[Pledge, Pledge]) -> None:
    duty, leaving = sign_session(go_to_signature(pair[0]))

    first, second = duty.evidence or {}, leaving.evidence or {}
    assert [step["step"] for step in second["steps"]] == [1, 2, 3]
    assert first["read_at"] < second["steps"][0]["at"]
    assert first["signed_together"] == second["signed_together"] == "履职承诺书、辞职承诺书"
    assert (first["ink_digest"], first["nonce_digest"]) == (second["ink_digest"], second["nonce_digest"])


def test_a_pledge_that_stands_alone_says_nothing_of_others() -> None:
    assert "signed_together" not in (sign(make_pledge()).evidence or {})


def test_if_one_text_is_published_anew_neither_is_signed(pair: tuple[Pledge, Pledge]) -> None:
    session = go_to_signature(pair[0])
    pair[1].text.clauses += "\n离任前交清账目。"
    pair[1].text.save_revision().publish()

    with pytest.raises(TextChanged):
        sign_session(PledgeSession.objects.get(pk=session.pk))

    assert states(pair) == [(PledgeState.DUE, None)] * 2


def test_if_one_cannot_be_signed_neither_is_and_no_number_is_lost(pair: tuple[Pledge, Pledge]) -> None:
    session = go_to_signature(pair[0])
    Pledge.objects.filter(pk=pair[1].pk).update(state=PledgeState.COUNTERSIGNED)  # In another ceremony, meanwhile.

    with pytest.raises(StepMissing):
        sign_session(session)

    assert states(pair) == [(PledgeState.DUE, None), (PledgeState.COUNTERSIGNED, None)]
    assert not NumberSeries.objects.filter(last__gt=0).exists()
    assert not chaining.ChainEntry.objects.exists()
    assert PledgeSession.objects.get(pk=session.pk).used_at is None


def test_of_two_the_one_that_was_returned_is_signed_again_alone(pair: tuple[Pledge, Pledge]) -> None:
    duty, leaving = sign_session(go_to_signature(pair[0]))
    return_pledge(pledge=leaving, by=make_signer("武明远"), reason="第二条请重读", at=SOON)
    leaving.refresh_from_db()

    again = sign(leaving, at=AT + timedelta(days=1))

    duty.refresh_from_db()
    assert duty.signed_at == SOON
    assert again.signed_at != SOON
    assert "signed_together" not in (again.evidence or {})


def test_pledges_of_another_cohort_are_signed_there(pair: tuple[Pledge, Pledge]) -> None:
    elsewhere = make_pledge(pair[0].enrollment.person, text=pair[0].text)

    session = ceremony.open_session(pledge=elsewhere, at=AT)

    assert list(session.pledges.all()) == [elsewhere]
