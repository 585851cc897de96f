"""Countersigned in order: the secretary of the signer's unit, then the organizer, where the text asks for both."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest

from certificates.domain import countersigning, endorsing
from certificates.domain.countersigning import SecretaryFirst, payload_of
from certificates.enums import CountersignOrder, PledgeState
from certificates.models.chain import ChainEntry
from certificates.models.pledges import Pledge
from people.enums import Committee
from people.models.accounts import User
from people.models.elections import Election, Seat
from people.models.notices import Notice
from tests.factories.certificates import AT, PASSWORD, make_pledge, make_signer, make_text, sign
from tests.factories.cohorts import make_organizer, make_person, make_seat

pytestmark = pytest.mark.django_db
NEXT_DAY = AT + timedelta(days=1)


@pytest.fixture
def pledge() -> Pledge:
    """A member's pledge of a text that asks for both."""
    return make_pledge(text=make_text(countersigners=CountersignOrder.SECRETARY_FIRST))


@pytest.fixture
def secretary(pledge: Pledge) -> User:
    """The secretary of the member's unit."""
    unit = pledge.enrollment.unit
    person = make_person("钱书记")
    make_seat(Election.objects.get(term__unit=unit), unit, person=person, committee=Committee.PARTY)
    return person


def signed(pledge: Pledge) -> Pledge:
    """The pledge after its ceremony, with everything that it names."""
    return Pledge.objects.with_people().get(pk=sign(pledge).pk)


def organizer_of(pledge: Pledge) -> User:
    """Who countersigns last."""
    return make_organizer(pledge.enrollment.cohort.unit)


def test_the_organizer_waits_for_the_secretary(pledge: Pledge, secretary: User) -> None:
    theirs = signed(pledge)

    with pytest.raises(SecretaryFirst):
        countersigning.countersign(pledges=[theirs], by=organizer_of(pledge), at=NEXT_DAY)

    theirs.refresh_from_db()
    assert theirs.state == PledgeState.SIGNED


def test_after_the_secretary_the_organizer_countersigns_and_both_are_named(pledge: Pledge, secretary: User) -> None:
    theirs = signed(pledge)

    assert endorsing.endorse(pledge=theirs, by=secretary, at=NEXT_DAY)
    theirs = Pledge.objects.with_people().get(pk=pledge.pk)
    [done] = countersigning.countersign(pledges=[theirs], by=organizer_of(pledge), at=NEXT_DAY)

    payload = payload_of(done)
    assert payload.endorser is not None
    assert payload.countersigner is not None
    assert (payload.endorser.name, payload.endorsed_at, payload.countersigner.name) == ("钱书记", NEXT_DAY, "吴组织员")
    acts = [entry.event["act"] for entry in ChainEntry.objects.filter(document=done.chain_name)]
    assert acts == ["signed", "endorsed", "countersigned"]


def test_the_secretary_is_told_when_it_is_signed_and_sees_it_in_the_list(pledge: Pledge, secretary: User) -> None:
    theirs = signed(pledge)

    assert Notice.objects.filter(recipient=secretary, key__startswith="pledge-to-endorse:").count() == 1
    assert list(endorsing.waiting_for(secretary, on=AT.date())) == [theirs]
    assert not endorsing.waiting_for(make_person("别人"), on=AT.date()).exists()


def test_a_second_press_changes_nothing(pledge: Pledge, secretary: User) -> None:
    theirs = signed(pledge)
    stale = Pledge.objects.with_people().get(pk=pledge.pk)
    endorsing.endorse(pledge=theirs, by=secretary, at=NEXT_DAY)

    again = endorsing.endorse(pledge=stale, by=secretary, at=NEXT_DAY + timedelta(hours=1))

    theirs.refresh_from_db()
    assert (again, theirs.endorsed_at) == (False, NEXT_DAY)


def test_nobody_else_countersigns_as_secretary(pledge: Pledge, secretary: User) -> None:
    theirs = signed(pledge)

    assert not endorsing.endorse(pledge=theirs, by=organizer_of(pledge), at=NEXT_DAY)


def test_a_unit_without_a_secretary_keeps_nobody_waiting(pledge: Pledge, secretary: User) -> None:
    Seat.objects.filter(person=secretary).update(ended_on=AT.date())

    theirs = signed(pledge)

    assert countersigning.countersign(pledges=[theirs], by=organizer_of(pledge), at=NEXT_DAY) == [theirs]


def test_a_secretarys_own_pledge_goes_to_the_organizer(pledge: Pledge, secretary: User) -> None:
    secretary.set_password(PASSWORD)
    secretary.save()
    own = signed(make_pledge(secretary, text=pledge.text, cohort=pledge.enrollment.cohort))

    assert not endorsing.waiting_for(secretary, on=AT.date()).exists()
    assert countersigning.countersign(pledges=[own], by=organizer_of(pledge), at=NEXT_DAY) == [own]


def test_a_text_that_asks_for_the_organizer_alone_waits_for_no_secretary() -> None:
    plain = signed(make_pledge())
    unit = plain.enrollment.unit
    make_seat(Election.objects.get(term__unit=unit), unit, person=make_person("钱书记"), committee=Committee.PARTY)

    assert countersigning.countersign(pledges=[plain], by=make_signer("武明远"), at=NEXT_DAY) == [plain]


def test_what_was_returned_is_signed_and_countersigned_by_both_anew(pledge: Pledge, secretary: User) -> None:
    theirs = signed(pledge)
    endorsing.endorse(pledge=theirs, by=secretary, at=NEXT_DAY)
    countersigning.return_pledge(pledge=theirs, by=organizer_of(pledge), reason="签名不清", at=NEXT_DAY)
    theirs.refresh_from_db()

    again = Pledge.objects.with_people().get(pk=sign(theirs, at=NEXT_DAY).pk)

    assert (again.endorsed_at, again.parties.get("endorser")) == (None, None)
    assert list(endorsing.waiting_for(secretary, on=NEXT_DAY.date())) == [again]


@pytest.mark.parametrize("people", [1, 3])
def test_for_three_pledges_the_secretaries_are_asked_for_once(
    pledge: Pledge,
    secretary: User,
    people: int,
    django_assert_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    others = [
        make_pledge(make_signer(f"乔{number}"), text=pledge.text, cohort=pledge.enrollment.cohort)
        for number in range(people - 1)
    ]
    mine = [signed(each) for each in (pledge, *others)]

    with django_assert_num_queries(1):
        assert set(endorsing.awaited(mine, on=AT.date()).values()) == {secretary}
