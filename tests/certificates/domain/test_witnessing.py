"""For somebody who cannot read: a witness reads aloud, and both facts are kept, on the paper and in the evidence."""

from datetime import timedelta

import pytest
from django.core.cache import cache

from certificates.domain import ceremony, countersigning, pledging
from certificates.domain.ceremony import StepMissing, WrongPassword
from certificates.domain.countersigning import OwnPledge, payload_of
from certificates.enums import PledgeState
from certificates.models.pledges import Pledge, PledgeSession
from people.models.accounts import User
from people.models.notices import Notice
from tests.factories.certificates import AT, PASSWORD, make_pledge, make_signer, strokes
from tests.factories.cohorts import make_organizer

pytestmark = pytest.mark.django_db
HERE = {"address": "10.0.0.7", "user_agent": "a phone"}
THEIR_OWN = "another battery of horses"


@pytest.fixture(autouse=True)
def fresh_cache() -> None:
    """Wrong passwords of other tests are forgotten."""
    cache.clear()


@pytest.fixture
def pledge() -> Pledge:
    """Of somebody who cannot read."""
    return make_pledge()


@pytest.fixture
def witness(pledge: Pledge) -> User:
    """A trainer of the district."""
    chen = make_organizer(pledge.enrollment.cohort.unit, name="陈明华", role="trainer")
    chen.set_password(THEIR_OWN)
    chen.save()
    return chen


def read_aloud(pledge: Pledge, witness: User, *, is_drawn: bool = True) -> PledgeSession:
    """Everything up to the password."""
    session = ceremony.open_session(pledge=pledge, at=AT, witness=witness)
    reading = ceremony.require_current(session)
    for step in range(1, len(reading.parts) + 1):
        ceremony.mark_read(session=session, step=step, at=AT + timedelta(minutes=step))
    at = AT + timedelta(minutes=9)
    ceremony.confirm(
        session=session, triggers=range(len(reading.triggers)), typed_name=pledge.enrollment.person.name, at=at
    )
    return ceremony.draw(session=session, strokes=strokes() if is_drawn else [], at=at)


def sign_by(session: PledgeSession, user: User, *, prover: User, password: str) -> Pledge:
    """Prove it, and sign."""
    at = AT + timedelta(minutes=10)
    ceremony.reauthenticate(session=session, user=prover, password=password, at=at)
    [signed] = pledging.sign(session=session, user=user, circumstances=HERE, at=at)
    return signed


def test_the_signer_proves_it_and_the_witness_stands_beside(pledge: Pledge, witness: User) -> None:
    session = read_aloud(pledge, witness, is_drawn=False)

    signed = sign_by(session, witness, prover=pledge.enrollment.person, password=PASSWORD)

    evidence = signed.evidence or {}
    assert (evidence["authentication"], evidence["account"]) == ("password", str(pledge.enrollment.person_id))
    assert (evidence["witness"], evidence["reading"], evidence["witness_account"]) == (
        "陈明华",
        "aloud",
        str(witness.pk),
    )


def test_who_has_no_password_signs_by_hand_and_the_witness_enters_theirs(pledge: Pledge, witness: User) -> None:
    signed = sign_by(read_aloud(pledge, witness), witness, prover=witness, password=THEIR_OWN)

    evidence = signed.evidence or {}
    assert signed.state == PledgeState.SIGNED
    assert (evidence["authentication"], evidence["signature_kind"]) == ("witness", "drawn")
    assert evidence["account"] == str(pledge.enrollment.person_id)


def test_a_witness_alone_proves_nothing_beside_a_typed_name(pledge: Pledge, witness: User) -> None:
    session = read_aloud(pledge, witness, is_drawn=False)

    with pytest.raises(StepMissing):
        sign_by(session, witness, prover=witness, password=THEIR_OWN)


def test_the_password_of_the_one_does_not_stand_for_the_other(pledge: Pledge, witness: User) -> None:
    session = read_aloud(pledge, witness)

    with pytest.raises(WrongPassword):
        sign_by(session, witness, prover=witness, password=PASSWORD)


def test_a_third_person_does_not_sign_in_the_place_of_the_witness(pledge: Pledge, witness: User) -> None:
    session = read_aloud(pledge, witness)
    ceremony.reauthenticate(session=session, user=witness, password=THEIR_OWN, at=AT + timedelta(minutes=10))

    for other in (make_signer("赵建国"), pledge.enrollment.person):
        with pytest.raises(StepMissing):
            pledging.sign(session=session, user=other, circumstances=HERE, at=AT + timedelta(minutes=10))

    pledge.refresh_from_db()
    assert pledge.state == PledgeState.DUE


def test_the_witness_is_named_on_the_paper_as_on_that_day(pledge: Pledge, witness: User) -> None:
    signed = sign_by(read_aloud(pledge, witness), witness, prover=witness, password=THEIR_OWN)
    User.objects.filter(pk=witness.pk).update(name="陈改名")

    named = payload_of(Pledge.objects.with_people().get(pk=signed.pk)).witness

    assert named is not None
    assert named.name == "陈明华"


def test_the_signer_is_told_at_once(pledge: Pledge, witness: User) -> None:
    sign_by(read_aloud(pledge, witness), witness, prover=witness, password=THEIR_OWN)

    notice = Notice.objects.get(recipient=pledge.enrollment.person, key__startswith="pledge-witnessed:")
    assert "陈明华" in notice.subject


def test_a_witness_neither_countersigns_nor_returns(pledge: Pledge, witness: User) -> None:
    signed = sign_by(read_aloud(pledge, witness), witness, prover=witness, password=THEIR_OWN)

    with pytest.raises(OwnPledge):
        countersigning.countersign(pledges=[signed], by=witness, at=AT)
    with pytest.raises(OwnPledge):
        countersigning.return_pledge(pledge=signed, by=witness, reason="x", at=AT)
    assert countersigning.countersign(pledges=[signed], by=make_signer("武明远"), at=AT) == [signed]


def test_one_among_many_that_one_witnessed_stops_them_all(pledge: Pledge, witness: User) -> None:
    signed = sign_by(read_aloud(pledge, witness), witness, prover=witness, password=THEIR_OWN)
    other = make_pledge(make_signer("乔学勤"), text=pledge.text)
    Pledge.objects.filter(pk=other.pk).update(state=PledgeState.SIGNED)

    with pytest.raises(OwnPledge):
        countersigning.countersign(pledges=[other, signed], by=witness, at=AT)

    other.refresh_from_db()
    assert other.state == PledgeState.SIGNED
