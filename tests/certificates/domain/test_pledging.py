"""The ceremony: every step in order, once, for the right person and the right words."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.cache import cache

from certificates.domain import ceremony, chaining, pledging
from certificates.domain.ceremony import (
    NotConfirmed,
    StepMissing,
    TextChanged,
    TooFast,
    TooManyTries,
    WrongPassword,
)
from certificates.domain.countersigning import return_pledge
from certificates.enums import PledgeKind, PledgeState
from certificates.models.pledges import Pledge, PledgeSession
from common.canonical import canonical_json, digest
from people.models.accounts import User
from tests.assessments.domain.test_answering_in_parallel import at_once
from tests.factories.certificates import (
    AT,
    PASSWORD,
    RARE_NAMES,
    go_to_signature,
    make_pledge,
    make_session,
    make_signer,
    make_text,
    sign,
)
from tests.factories.cohorts import make_cohort, make_enrollment, make_organizer

pytestmark = pytest.mark.django_db
HERE = {"address": "10.0.0.7", "user_agent": "a phone"}


@pytest.fixture(autouse=True)
def fresh_cache() -> None:
    """Wrong passwords of other tests are forgotten."""
    cache.clear()


def test_everybody_in_the_cohort_is_given_the_text_in_force() -> None:
    text = make_text()
    cohort = make_cohort(pledge_kinds=("integrity",))
    enrollments = [make_enrollment(cohort), make_enrollment(cohort)]

    pledging.assign_pledges(cohort=cohort, kinds=["integrity"], at=AT)

    assert set(Pledge.objects.values_list("enrollment", "text", "state")) == {
        (enrollment.pk, text.pk, "due") for enrollment in enrollments
    }


def test_assigning_again_adds_only_who_is_new() -> None:
    make_text()
    cohort = make_cohort()
    make_enrollment(cohort)
    pledging.assign_pledges(cohort=cohort, kinds=["integrity"], at=AT)
    make_enrollment(cohort)

    pledging.assign_pledges(cohort=cohort, kinds=["integrity"], at=AT)

    assert Pledge.objects.count() == 2


def test_a_text_is_in_force_from_midnight_here_and_not_in_greenwich() -> None:
    text = make_text()
    text.effective_on = date(2026, 4, 1)
    text.save()
    cohort = make_cohort()
    make_enrollment(cohort)

    for moment in (datetime(2026, 3, 31, 15, 59, tzinfo=UTC), datetime(2026, 3, 31, 16, 0, tzinfo=UTC)):
        given = pledging.assign_pledges(cohort=cohort, kinds=["integrity"], at=moment)

        assert len(given) == (moment.hour == 16)


def test_a_draft_text_is_given_to_nobody() -> None:
    make_text(is_published=False)
    cohort = make_cohort()
    make_enrollment(cohort)

    pledging.assign_pledges(cohort=cohort, kinds=["integrity"], at=AT)

    assert not Pledge.objects.exists()


def test_a_part_cannot_be_ticked_off_before_it_could_be_read() -> None:
    text = make_text(clauses="坚持集体研究、按月公开，主动接受监督。" * 10)
    session = make_session(make_pledge(text=text))
    ceremony.mark_read(session=session, step=1, at=AT)

    with pytest.raises(TooFast):
        ceremony.mark_read(session=session, step=2, at=AT + timedelta(seconds=5))

    assert len(session.steps) == 1


def test_a_part_cannot_be_left_out() -> None:
    session = make_session(make_pledge())

    with pytest.raises(StepMissing):
        ceremony.mark_read(session=session, step=2, at=AT + timedelta(hours=1))


def test_reading_a_part_again_keeps_the_first_time() -> None:
    session = make_session(make_pledge())
    ceremony.mark_read(session=session, step=1, at=AT + timedelta(minutes=1))

    ceremony.mark_read(session=session, step=1, at=AT + timedelta(minutes=9))

    assert [step["at"] for step in session.steps] == [(AT + timedelta(minutes=1)).isoformat()]


def test_confirming_asks_for_every_trigger_and_the_exact_name() -> None:
    session = go_to_signature(make_pledge(make_signer("司马𠮷祥")))

    with pytest.raises(NotConfirmed) as refusal:
        ceremony.confirm(session=session, triggers=[0], typed_name="司马吉祥", at=AT)

    assert list(refusal.value.fields) == ["triggers", "typed_name"]


def test_nothing_can_be_confirmed_before_all_was_read() -> None:
    session = make_session(make_pledge())

    with pytest.raises(StepMissing):
        ceremony.confirm(session=session, triggers=[0, 1], typed_name="林秀英", at=AT)


@pytest.mark.parametrize("name", RARE_NAMES)
def test_signing_keeps_the_words_the_ink_and_the_evidence(name: str) -> None:
    pledge = sign(make_pledge(make_signer(name)))

    assert pledge.state == PledgeState.SIGNED
    assert pledge.number is not None
    assert pledge.number[6:14] == "P0000001"
    assert digest(pledge.wording.encode()) == pledge.wording_digest
    assert digest(canonical_json(pledge.evidence)) == pledge.evidence_digest
    evidence = pledge.evidence or {}
    assert (evidence["typed_name"], evidence["address"]) == (name, "10.0.0.7")


def test_the_evidence_holds_no_nonce() -> None:
    pledge = sign(make_pledge())

    assert pledge.sessions.get().nonce not in str(pledge.evidence)


def test_a_second_submit_answers_with_the_same_receipt() -> None:
    pledge = make_pledge()
    session = go_to_signature(pledge)
    user = pledge.enrollment.person
    at = AT + timedelta(minutes=4)
    [first] = pledging.sign(session=session, user=user, circumstances=HERE, at=at)
    session.refresh_from_db()

    [second] = pledging.sign(session=session, user=user, circumstances={}, at=at + timedelta(minutes=1))

    assert (second.number, second.signed_at) == (first.number, at)
    assert chaining.ChainEntry.objects.count() == 1


def test_two_tabs_that_both_reach_the_end_sign_once() -> None:
    pledge = make_pledge()
    session = go_to_signature(pledge)
    other_tab = PledgeSession.objects.get(pk=session.pk)
    user, at = pledge.enrollment.person, AT + timedelta(minutes=4)

    pledging.sign(session=session, user=user, circumstances=HERE, at=at)
    [second] = pledging.sign(session=other_tab, user=user, circumstances=HERE, at=at)

    assert second.signed_at == at
    assert chaining.ChainEntry.objects.count() == 1


def test_a_text_published_anew_after_the_reading_stops_the_signing() -> None:
    text = make_text()
    pledge = make_pledge(text=text)
    session = go_to_signature(pledge)
    text.clauses += "\n不搞个人说了算。"
    text.save_revision().publish()
    session = PledgeSession.objects.get(pk=session.pk)

    with pytest.raises(TextChanged):
        pledging.sign(session=session, user=pledge.enrollment.person, circumstances=HERE, at=AT + timedelta(minutes=4))

    pledge.refresh_from_db()
    assert (pledge.state, pledge.number) == (PledgeState.DUE, None)


def test_a_draft_of_a_new_text_changes_nothing() -> None:
    text = make_text()
    pledge = make_pledge(text=text)
    session = go_to_signature(pledge)
    text.clauses += "\n不搞个人说了算。"
    text.save_revision()
    session = PledgeSession.objects.get(pk=session.pk)

    pledging.sign(session=session, user=pledge.enrollment.person, circumstances=HERE, at=AT + timedelta(minutes=4))

    pledge.refresh_from_db()
    assert pledge.state == PledgeState.SIGNED
    assert "个人说了算" not in pledge.wording


def test_a_proof_of_identity_grows_old_after_five_minutes() -> None:
    pledge = make_pledge()
    session = go_to_signature(pledge)
    assert session.reauthenticated_at

    with pytest.raises(StepMissing):
        pledging.sign(
            session=session,
            user=pledge.enrollment.person,
            circumstances=HERE,
            at=session.reauthenticated_at + timedelta(minutes=5, seconds=1),
        )


def test_nobody_signs_for_another() -> None:
    pledge = make_pledge()
    session = go_to_signature(pledge)

    with pytest.raises(StepMissing):
        pledging.sign(session=session, user=make_signer("赵建国"), circumstances=HERE, at=AT + timedelta(minutes=4))

    pledge.refresh_from_db()
    assert pledge.state == PledgeState.DUE


def test_wrong_passwords_lock_the_signing_for_a_while() -> None:
    pledge = make_pledge()
    session = go_to_signature(pledge)
    user = pledge.enrollment.person
    for _ in range(5):
        with pytest.raises(WrongPassword):
            ceremony.reauthenticate(session=session, user=user, password="wrong", at=AT)

    with pytest.raises(TooManyTries):
        ceremony.reauthenticate(session=session, user=user, password=PASSWORD, at=AT)


def test_a_right_password_takes_the_wrong_ones_back() -> None:
    session = go_to_signature(make_pledge())
    user = ceremony.signer_of(session)
    for _ in range(3):
        for _ in range(4):
            with pytest.raises(WrongPassword):
                ceremony.reauthenticate(session=session, user=user, password="wrong", at=AT)
        ceremony.reauthenticate(session=session, user=user, password=PASSWORD, at=AT)


@pytest.mark.django_db(transaction=True)
def test_of_sixteen_wrong_passwords_at_once_five_are_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    session = go_to_signature(make_pledge())
    checked: list[str] = []
    monkeypatch.setattr(User, "check_password", lambda _, password: checked.append(password))

    def attempt(_: int) -> type[Exception]:
        mine = PledgeSession.objects.get(pk=session.pk)
        try:
            ceremony.reauthenticate(session=mine, user=ceremony.signer_of(mine), password="wrong", at=AT)
        except (WrongPassword, TooManyTries) as refusal:
            return type(refusal)
        raise AssertionError

    assert Counter(at_once(16, attempt)) == {WrongPassword: 5, TooManyTries: 11}
    assert len(checked) == 5


@pytest.mark.django_db(transaction=True)
def test_of_eight_presses_at_once_one_signs() -> None:
    pledge = make_pledge()
    session = go_to_signature(pledge)

    def press(number: int) -> str | None:
        mine = PledgeSession.objects.get(pk=session.pk)
        at = AT + timedelta(minutes=4, seconds=number)
        [signed] = pledging.sign(session=mine, user=ceremony.signer_of(mine), circumstances=HERE, at=at)
        return signed.number

    numbers = set(at_once(8, press))

    assert numbers == {Pledge.objects.get(pk=pledge.pk).number}
    assert chaining.ChainEntry.objects.count() == 1


def test_after_a_return_the_first_signing_is_kept_and_the_number_stays() -> None:
    pledge = sign(make_pledge())
    number, first = pledge.number, pledge.evidence_digest
    organizer = make_organizer(pledge.enrollment.cohort.unit)
    return_pledge(pledge=pledge, by=organizer, reason="签名不清", at=AT + timedelta(days=1))
    pledge.refresh_from_db()

    again = sign(pledge, at=AT + timedelta(days=2))

    assert again.number == number
    kept = [digest(canonical_json(shown.evidence)) for shown in again.shown.order_by("pk")]
    assert kept == [first, again.evidence_digest]


def test_each_kind_has_its_own_pledge() -> None:
    make_text()
    make_text(PledgeKind.RESIGNATION, title="辞职承诺书")
    cohort = make_cohort()
    make_enrollment(cohort)

    pledging.assign_pledges(cohort=cohort, kinds=["integrity", "resignation"], at=AT)

    assert set(Pledge.objects.values_list("text__kind", flat=True)) == {"integrity", "resignation"}
