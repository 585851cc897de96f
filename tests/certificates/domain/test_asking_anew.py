"""A new text has come into force: those in office are asked to sign it, once; what was signed stays and counts."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from wagtail.models import ModelLogEntry

from certificates import tasks
from certificates.domain import ceremony, issuing, pledging, superseding
from certificates.domain.ceremony import StepMissing, TextChanged
from certificates.domain.completion import checklist
from certificates.domain.countersigning import countersign, return_pledge
from certificates.domain.reconciling import record_breaks
from certificates.domain.reviewing import open_reviews
from certificates.domain.superseding import Succession
from certificates.enums import PledgeState
from certificates.models.certificates import Certificate
from certificates.models.pledges import Pledge, PledgeSession, PledgeText
from cohorts.domain.enrolling import withdraw
from cohorts.models.cohort import Cohort
from cohorts.models.requirements import AllOf, Leaf, to_json
from people.domain.seats import end_seat
from people.enums import SeatEnd
from people.models.accounts import User
from people.models.elections import Seat
from people.models.notices import Notice
from tests.certificates.domain.test_superseding import successor
from tests.factories.certificates import (
    LATER,
    complete,
    go_to_signature,
    make_pledge,
    make_press,
    make_signer,
    make_text,
    sign,
)
from tests.factories.cohorts import make_cohort, make_enrollment, make_organizer, make_unit

pytestmark = pytest.mark.django_db
ANEW = datetime(2026, 4, 2, 1, 0, tzinfo=UTC)  # The day after the new text has come into force.
TODAY = date(2026, 4, 2)


@pytest.fixture
def old() -> PledgeText:
    return make_text()


@pytest.fixture
def lin(old: PledgeText) -> Pledge:
    """Lin's countersigned pledge of the old text."""
    return countersigned(sign(make_pledge(text=old)))


def countersigned(pledge: Pledge) -> Pledge:
    countersign(pledges=[pledge], by=organizer_of(pledge.enrollment.cohort), at=LATER)
    pledge.refresh_from_db()
    return pledge


def organizer_of(cohort: Cohort) -> User:
    return make_organizer(cohort.unit)


def another(name: str, like: Pledge) -> Pledge:
    """Somebody else of the same cohort who signed the same text."""
    return sign(make_pledge(make_signer(name), text=like.text, cohort=like.enrollment.cohort))


def succession(pledge: Pledge) -> Succession:
    [found] = superseding.successions(pledge.enrollment.cohort, on=TODAY)
    return found


def ask(pledge: Pledge, text: PledgeText) -> list[Pledge]:
    cohort = pledge.enrollment.cohort
    return superseding.ask(cohort=cohort, texts=[text.pk], by=organizer_of(cohort), at=ANEW)


def names(pledges: object) -> list[str]:
    return [pledge.enrollment.person.name for pledge in pledges]  # type: ignore[attr-defined]


def seat_of(pledge: Pledge) -> Seat:
    assert pledge.enrollment.seat_id
    return Seat.objects.get(pk=pledge.enrollment.seat_id)


def leave(pledge: Pledge) -> None:
    end_seat(seat=seat_of(pledge), on=date(2026, 3, 20), reason=SeatEnd.RESIGNED)


def press(session: PledgeSession) -> list[Pledge]:
    """The last press of a ceremony."""
    signer = ceremony.signer_of(session)
    return pledging.sign(session=session, user=signer, circumstances={}, at=session.reauthenticated_at or ANEW)


def counted(cohort: Cohort) -> int:
    return superseding.people_to_ask(Cohort.objects.filter(pk=cohort.pk), on=TODAY)[cohort.pk]


def test_before_its_day_nobody_is_to_be_asked(lin: Pledge) -> None:
    successor(lin.text)

    assert superseding.successions(lin.enrollment.cohort, on=date(2026, 3, 31)) == []
    assert names(succession(lin).to_ask) == ["林秀英"]


def test_a_draft_of_a_new_text_asks_nobody(lin: Pledge) -> None:
    PledgeText.objects.filter(pk=successor(lin.text).pk).update(live=False)

    assert superseding.successions(lin.enrollment.cohort, on=TODAY) == []


def test_whoever_is_in_office_gets_the_new_text_and_a_notice_and_the_act_is_logged(lin: Pledge) -> None:
    new = successor(lin.text)

    [asked] = ask(lin, new)

    assert (asked.text, asked.state, asked.enrollment) == (new, PledgeState.DUE, lin.enrollment)
    notice = Notice.objects.get(recipient=lin.enrollment.person, key__startswith="pledge-anew")
    assert notice.url.endswith(f"/pledges/{asked.uuid}/sign/")
    logged = ModelLogEntry.objects.get(action="certificates.ask_anew")
    assert (logged.object_id, logged.data) == (str(lin.enrollment.cohort_id), {"text": new.title, "people": 1})


def test_what_was_signed_stays_as_it_is(lin: Pledge) -> None:
    before = Pledge.objects.values().get(pk=lin.pk)

    ask(lin, successor(lin.text))

    assert Pledge.objects.values().get(pk=lin.pk) == before
    assert list(record_breaks()) == []


def test_pressing_twice_asks_only_who_is_new(lin: Pledge) -> None:
    new = successor(lin.text)
    assert names(ask(lin, new)) == ["林秀英"]
    another("乔学勤", lin)

    assert names(ask(lin, new)) == ["乔学勤"]
    assert ask(lin, new) == []
    assert Notice.objects.filter(key__startswith="pledge-anew").count() == 2
    assert names(succession(lin).asked) == ["林秀英", "乔学勤"]
    assert counted(lin.enrollment.cohort) == 0


def test_only_the_texts_that_were_shown_are_asked_for(lin: Pledge) -> None:
    successor(lin.text)

    assert superseding.ask(cohort=lin.enrollment.cohort, texts=[], by=lin.enrollment.person, at=ANEW) == []
    assert not ModelLogEntry.objects.filter(action="certificates.ask_anew").exists()


def test_who_has_left_office_is_not_asked(lin: Pledge) -> None:
    stays = another("乔学勤", lin)
    leave(lin)
    new = successor(lin.text)

    assert (names(succession(lin).to_ask), names(succession(lin).left_out)) == (["乔学勤"], ["林秀英"])
    assert counted(lin.enrollment.cohort) == 1
    assert [pledge.enrollment for pledge in ask(lin, new)] == [stays.enrollment]


def test_whoever_was_elected_again_into_the_same_post_still_holds_it(lin: Pledge) -> None:
    leave(lin)
    seat = seat_of(lin)
    Seat.objects.create(
        person=seat.person,
        unit=seat.unit,
        committee=seat.committee,
        post=seat.post,
        term=seat.term,
        started_on=date(2026, 3, 20),
    )
    successor(lin.text)

    assert names(succession(lin).to_ask) == ["林秀英"]


@pytest.mark.parametrize(
    "other",
    [{"post": "director"}, {"committee": "supervision"}, {"unit": "another"}],
    ids=["another post", "another committee", "another unit"],
)
def test_whoever_holds_another_post_now_is_not_asked_for_the_old_one(lin: Pledge, other: dict[str, Any]) -> None:
    leave(lin)
    seat = seat_of(lin)
    if "unit" in other:
        other = {"unit": make_unit("六里山街道", parent=seat.unit)}
    held = {"unit": seat.unit, "committee": seat.committee, "post": seat.post, "term": seat.term}
    Seat.objects.create(person=seat.person, started_on=LATER.date(), **{**held, **other})
    successor(lin.text)

    assert names(succession(lin).left_out) == ["林秀英"]


def test_who_has_left_the_cohort_is_not_asked(lin: Pledge) -> None:
    stays = another("乔学勤", lin)
    withdraw(enrollment=lin.enrollment, at=LATER, reason="调离")
    successor(lin.text)

    assert (names(succession(stays).to_ask), names(succession(stays).left_out)) == (["乔学勤"], ["林秀英"])
    assert counted(lin.enrollment.cohort) == 1


def test_whoever_was_asked_in_another_cohort_is_not_asked_again(lin: Pledge) -> None:
    new = successor(lin.text)
    elsewhere = make_enrollment(make_cohort(lin.enrollment.cohort.unit), lin.enrollment.person)
    Pledge.objects.create(enrollment=elsewhere, text=new)

    assert ask(lin, new) == []


def test_of_two_earlier_texts_one_person_is_asked_once(lin: Pledge) -> None:
    second = successor(lin.text, effective_on=date(2026, 3, 1))
    sign(Pledge.objects.create(enrollment=lin.enrollment, text=second), at=LATER)
    new = successor(lin.text)

    assert counted(lin.enrollment.cohort) == 1
    assert [pledge.text for pledge in succession(lin).to_ask] == [second]
    assert len(ask(lin, new)) == 1


def test_the_new_pledge_is_signed_beside_the_old_one(lin: Pledge) -> None:
    new = successor(lin.text)
    [asked] = ask(lin, new)

    signed = sign(Pledge.objects.with_people().get(pk=asked.pk), at=ANEW)

    lin.refresh_from_db()
    assert (signed.state, lin.state) == (PledgeState.SIGNED, PledgeState.COUNTERSIGNED)
    assert signed.number != lin.number
    assert "（新）" in signed.wording


class TestCompletion:
    """A cohort that asked for the pledge stays as done as it was."""

    @pytest.fixture
    def done(self, old: PledgeText) -> Pledge:
        """Everything done, the certificate out."""
        cohort = make_cohort()
        cohort.requirements = to_json(AllOf((Leaf("module", "1"), Leaf("pledge", old.kind))))
        cohort.save()
        pledge = countersigned(sign(make_pledge(text=old, cohort=cohort)))
        complete(pledge.enrollment)
        issuing.issue(enrollment=pledge.enrollment, by=None, at=LATER, press=make_press())
        return pledge

    def test_being_asked_anew_leaves_it_complete_and_the_certificate_alone(self, done: Pledge) -> None:
        assert checklist(done.enrollment, LATER).complete  # There is something to lose.

        assert ask(done, successor(done.text))

        assert checklist(done.enrollment, ANEW).complete
        assert open_reviews(enrollment_ids=[done.enrollment_id], at=ANEW) == 0
        assert Certificate.objects.get().state == "issued"

    def test_so_does_signing_the_new_one_before_it_is_countersigned(self, done: Pledge) -> None:
        [asked] = ask(done, successor(done.text))

        sign(Pledge.objects.with_people().get(pk=asked.pk), at=ANEW)

        assert checklist(done.enrollment, ANEW).complete

    def test_the_pledge_asked_for_is_told_although_no_list_shows_it(self, done: Pledge) -> None:
        assert not superseding.asked_of(done.enrollment.person).exists()

        [asked] = ask(done, successor(done.text))

        assert list(superseding.asked_of(done.enrollment.person)) == [asked]

    def test_what_is_signed_for_the_first_time_stands_in_its_list_alone(self, old: PledgeText) -> None:
        pledge = make_pledge(text=old)

        assert not superseding.asked_of(pledge.enrollment.person).exists()

    def test_of_whoever_has_left_the_cohort_nothing_is_asked_any_more(self, lin: Pledge) -> None:
        assert ask(lin, successor(lin.text))

        withdraw(enrollment=lin.enrollment, at=ANEW, reason="调离")

        assert not superseding.asked_of(lin.enrollment.person).exists()


class TestUnsigned:
    """Whoever has still to sign signs the text in force."""

    def test_what_was_never_signed_is_moved_to_the_new_text_by_the_tick(self, old: PledgeText) -> None:
        pledge, new = make_pledge(text=old), successor(old)

        tasks.tick(datetime(2026, 3, 31, 1, 0, tzinfo=UTC))
        assert Pledge.objects.get().text == old
        for _ in range(2):
            tasks.tick(ANEW)

        pledge.refresh_from_db()
        assert (pledge.text, pledge.state, Pledge.objects.count()) == (new, PledgeState.DUE, 1)

    def test_a_ceremony_under_way_is_begun_again_with_the_new_text(self, old: PledgeText) -> None:
        pledge = make_pledge(text=old)
        session = go_to_signature(pledge, at=ANEW)
        successor(old)

        superseding.move_unsigned(on=TODAY)

        with pytest.raises(TextChanged):
            ceremony.require_current(session)

    def test_moved_at_the_very_moment_of_signing_nothing_is_signed(self, old: PledgeText) -> None:
        pledge = make_pledge(text=old)
        session = go_to_signature(pledge, at=ANEW)
        successor(old)

        def move_meanwhile(execute: Any, sql: str, *rest: Any) -> Any:
            if sql.startswith('UPDATE "certificates_pledgesession" SET "used_at"'):  # After the words were checked.
                superseding.move_unsigned(on=TODAY)
            return execute(sql, *rest)

        with connection.execute_wrapper(move_meanwhile), pytest.raises(StepMissing):
            press(session)
        pledge.refresh_from_db()
        assert (pledge.state, pledge.number, pledge.wording) == (PledgeState.DUE, None, "")

        press(session)  # The negative control: left alone, it signs.
        pledge.refresh_from_db()
        assert pledge.state == PledgeState.SIGNED

    def test_what_was_returned_keeps_its_number_and_its_first_signing(self, old: PledgeText) -> None:
        pledge = sign(make_pledge(text=old))
        return_pledge(pledge=pledge, by=organizer_of(pledge.enrollment.cohort), reason="请重签", at=LATER)
        number, new = pledge.number, successor(old)

        assert (superseding.move_unsigned(on=TODAY), superseding.move_unsigned(on=TODAY)) == (1, 0)
        again = sign(Pledge.objects.with_people().get(pk=pledge.pk), at=ANEW)

        assert (again.text, again.number, again.state) == (new, number, PledgeState.SIGNED)
        assert [(shown.evidence or {})["text_title"] for shown in again.shown.order_by("pk")] == [old.title, new.title]
        assert list(record_breaks()) == []

    def test_what_is_returned_after_its_signer_was_asked_stays_with_its_text(self, old: PledgeText) -> None:
        pledge = sign(make_pledge(text=old))
        new = successor(old)
        ask(pledge, new)
        return_pledge(pledge=pledge, by=organizer_of(pledge.enrollment.cohort), reason="请重签", at=ANEW)

        assert superseding.move_unsigned(on=TODAY) == 0
        assert {each.text for each in pledge.enrollment.pledges.all()} == {old, new}

    def test_of_two_that_wait_only_the_later_is_moved_to_a_third_text(self, old: PledgeText) -> None:
        pledge = sign(make_pledge(text=old))
        second = successor(old, effective_on=date(2026, 3, 10))
        ask(pledge, second)
        return_pledge(pledge=pledge, by=organizer_of(pledge.enrollment.cohort), reason="请重签", at=ANEW)
        third = successor(old)

        assert (superseding.move_unsigned(on=TODAY), superseding.move_unsigned(on=TODAY)) == (1, 0)
        assert {each.text for each in pledge.enrollment.pledges.all()} == {old, third}

    def test_what_is_signed_is_not_moved(self, lin: Pledge) -> None:
        another("乔学勤", lin)
        successor(lin.text)

        assert superseding.move_unsigned(on=TODAY) == 0
