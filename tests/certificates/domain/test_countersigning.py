"""Countersigning, returning, and the file of a pledge."""

from datetime import timedelta

import pytest
from django.core.files.storage import storages

from certificates.domain import chaining, countersigning
from certificates.domain.countersigning import OwnPledge
from certificates.enums import PledgeState
from certificates.models.pledges import Pledge
from common.canonical import digest
from people.models.notices import Notice
from tests.factories.certificates import AT, RARE_NAMES, make_pledge, make_press, make_signer, sign
from tests.factories.cohorts import make_organizer

pytestmark = pytest.mark.django_db
NEXT_DAY = AT + timedelta(days=1)


def signed(name: str = "林秀英") -> Pledge:
    """A signed pledge with everything that it names."""
    return Pledge.objects.with_people().get(pk=sign(make_pledge(make_signer(name))).pk)


def test_it_countersigns_what_is_signed_and_tells_the_signer() -> None:
    pledge = signed()
    organizer = make_organizer(pledge.enrollment.cohort.unit)

    done = countersigning.countersign(pledges=[pledge], by=organizer, at=NEXT_DAY)

    assert done == [pledge]
    assert (pledge.state, pledge.countersigned_by, pledge.countersigned_at) == (
        PledgeState.COUNTERSIGNED,
        organizer,
        NEXT_DAY,
    )
    assert (
        Notice.objects.filter(recipient=pledge.enrollment.person, key__startswith="pledge-countersigned:").count() == 1
    )


def test_a_second_countersignature_changes_nothing() -> None:
    pledge = signed()
    organizer = make_organizer(pledge.enrollment.cohort.unit)
    countersigning.countersign(pledges=[pledge], by=organizer, at=NEXT_DAY)

    again = countersigning.countersign(pledges=[pledge], by=organizer, at=NEXT_DAY + timedelta(days=1))

    pledge.refresh_from_db()
    assert (again, pledge.countersigned_at) == ([], NEXT_DAY)


def test_what_is_not_signed_is_not_countersigned() -> None:
    pledge = make_pledge()

    assert countersigning.countersign(pledges=[pledge], by=make_signer("武明远"), at=NEXT_DAY) == []


def test_nobody_countersigns_their_own_pledge() -> None:
    pledge = signed()

    with pytest.raises(OwnPledge):
        countersigning.countersign(pledges=[pledge], by=pledge.enrollment.person, at=NEXT_DAY)
    with pytest.raises(OwnPledge):
        countersigning.return_pledge(pledge=pledge, by=pledge.enrollment.person, reason="x", at=NEXT_DAY)


def test_a_returned_pledge_can_be_signed_again_and_says_why() -> None:
    pledge = signed()

    countersigning.return_pledge(pledge=pledge, by=make_signer("武明远"), reason="签名不清", at=NEXT_DAY)

    pledge.refresh_from_db()
    assert (pledge.is_signable, pledge.return_reason) == (True, "签名不清")
    assert Notice.objects.get(recipient=pledge.enrollment.person, key__startswith="pledge-returned:").body == "签名不清"


@pytest.mark.parametrize("name", RARE_NAMES)
def test_the_file_is_stored_with_its_digest(name: str) -> None:
    pledge = countersigning.file_pledge(pledge=signed(name), press=make_press())

    stored = storages["private"].open(pledge.file).read()
    assert digest(stored) == pledge.file_digest
    assert pledge.signed_digest
    assert pledge.key_id


def test_filing_again_gives_the_same_file_and_no_second_entry() -> None:
    press, pledge = make_press(), signed()
    first = countersigning.file_pledge(pledge=pledge, press=press).file_digest

    second = countersigning.file_pledge(pledge=pledge, press=press).file_digest

    assert second == first
    entries = chaining.ChainEntry.objects.filter(document=pledge.chain_name).order_by("position")
    assert [entry.event["act"] for entry in entries] == ["signed", "filed"]


def test_the_countersignature_makes_a_second_file_beside_the_first() -> None:
    press, pledge = make_press(), signed()
    first = countersigning.file_pledge(pledge=pledge, press=press).file
    countersigning.countersign(pledges=[pledge], by=make_signer("武明远"), at=NEXT_DAY)

    second = countersigning.file_pledge(pledge=Pledge.objects.with_people().get(pk=pledge.pk), press=press).file

    assert first != second
    assert storages["private"].exists(first)
    assert storages["private"].exists(second)


def test_a_name_that_cannot_be_printed_is_said_and_nothing_is_lost() -> None:
    pledge = countersigning.file_pledge(pledge=signed("林\U00031350英"), press=make_press())

    pledge.refresh_from_db()
    assert "U+31350" in pledge.file_problem
    assert (pledge.state, pledge.file) == (PledgeState.SIGNED, "")


def test_what_has_no_file_yet_is_found_again() -> None:
    pledge = signed()
    assert list(countersigning.without_file()) == [pledge]

    countersigning.file_pledge(pledge=pledge, press=make_press())

    assert list(countersigning.without_file()) == []
