"""The public board: posted by an act of its own, masked or not, for a time, and taken down again."""

import json
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from certificates.domain import countersigning, posting
from certificates.models.pledges import Pledge
from certificates.models.postings import Posting
from people.models.accounts import User
from tests.factories.certificates import AT, make_pledge, make_signer, sign
from tests.factories.cohorts import make_organizer, make_unit

pytestmark = pytest.mark.django_db
FROM, UNTIL = date(2026, 3, 3), date(2026, 3, 10)


@pytest.fixture
def pledge() -> Pledge:
    """Lin's countersigned pledge."""
    signed = Pledge.objects.with_people().get(pk=sign(make_pledge()).pk)
    [done] = countersigning.countersign(pledges=[signed], by=organizer_of(signed), at=AT)
    return done


def organizer_of(pledge: Pledge) -> User:
    """Who posts it."""
    return make_organizer(pledge.enrollment.cohort.unit)


def post(pledge: Pledge, *, is_masked: bool = True) -> int:
    """Make it public for a week."""
    proposed = posting.propose(pledges=[pledge], is_masked=is_masked, from_on=FROM, until_on=UNTIL)
    return posting.post(proposed=proposed, by=organizer_of(pledge), at=AT)


def test_nothing_is_public_by_itself(pledge: Pledge) -> None:
    assert not posting.on_board(pledge.enrollment.unit, on=FROM).exists()


def test_a_proposal_writes_nothing(pledge: Pledge) -> None:
    proposed = posting.propose(pledges=[pledge], is_masked=True, from_on=FROM, until_on=UNTIL)

    assert len(proposed) == 1
    assert not Posting.objects.exists()


@pytest.mark.parametrize(("day", "is_shown"), [(-1, False), (0, True), (7, True), (8, False)])
def test_it_is_public_from_the_first_day_to_the_last(pledge: Pledge, day: int, is_shown: bool) -> None:
    post(pledge)

    assert posting.on_board(pledge.enrollment.unit, on=FROM + timedelta(days=day)).exists() is is_shown


@pytest.mark.parametrize(("is_masked", "name"), [(True, "林＊＊"), (False, "林秀英")])
def test_the_name_is_masked_or_not_as_chosen(pledge: Pledge, is_masked: bool, name: str) -> None:
    post(pledge, is_masked=is_masked)

    assert posting.notice_of(Posting.objects.get()).name == name


def test_neither_ink_nor_evidence_nor_numbers_of_the_person_are_in_what_is_shown(pledge: Pledge) -> None:
    User.objects.filter(pk=pledge.enrollment.person_id).update(phone="13812345678")
    post(pledge)

    shown = str(posting.notice_of(Posting.objects.select_related("pledge").get()))

    evidence = pledge.evidence or {}
    for secret in ("林秀英", "13812345678", evidence["address"], evidence["ink_digest"], json.dumps(pledge.ink)):
        assert secret not in shown
    assert pledge.token is not None
    assert pledge.token not in shown


def test_a_pledge_that_is_not_countersigned_cannot_be_proposed(pledge: Pledge) -> None:
    only_signed = sign(make_pledge(make_signer("乔学勤")))

    assert posting.propose(pledges=[only_signed], is_masked=True, from_on=FROM, until_on=UNTIL) == []


def test_posting_twice_posts_once(pledge: Pledge) -> None:
    assert (post(pledge), post(pledge)) == (1, 0)
    assert posting.postable(pledge.enrollment.cohort, on=FROM) == []


def test_the_database_holds_one_at_a_time(pledge: Pledge) -> None:
    post(pledge)
    second = posting.propose(pledges=[pledge], is_masked=True, from_on=FROM, until_on=UNTIL)[0]
    second.posted_by, second.posted_at = organizer_of(pledge), AT

    with pytest.raises(IntegrityError), transaction.atomic():
        second.save()


def test_taken_down_it_is_gone_at_once_with_the_reason_kept(pledge: Pledge) -> None:
    post(pledge)
    posted = Posting.objects.get()

    first = posting.take_down(posting=posted, by=organizer_of(pledge), reason="已调离", at=AT)
    second = posting.take_down(posting=posted, by=organizer_of(pledge), reason="x", at=AT)

    posted.refresh_from_db()
    assert (first, second, posted.reason) == (True, False, "已调离")
    assert not posting.on_board(pledge.enrollment.unit, on=FROM).exists()
    assert posting.postable(pledge.enrollment.cohort, on=FROM) == [pledge]


def test_whose_time_has_passed_can_be_posted_again(pledge: Pledge) -> None:
    post(pledge)

    proposed = posting.propose(pledges=[pledge], is_masked=True, from_on=UNTIL, until_on=UNTIL + timedelta(days=30))

    assert posting.post(proposed=proposed, by=organizer_of(pledge), at=AT + timedelta(days=30)) == 1


def test_it_stands_on_no_other_board(pledge: Pledge) -> None:
    post(pledge)

    assert not posting.on_board(make_unit("历城区"), on=FROM).exists()
