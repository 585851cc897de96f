"""The end of an attempt: min(begun + limit × accommodation, end of the window + extension), and the grace, to the
millisecond; by the server's clock alone, and never earlier than was promised."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from assessments.domain import answering, timing
from assessments.domain.accommodating import CannotAccommodate, take_back
from assessments.domain.analysis import is_over
from assessments.domain.answering import GRACE, Saving
from assessments.domain.revealing import may_see_key
from assessments.domain.sittings import move_case_sittings
from assessments.models.accommodations import Accommodation
from assessments.models.attempts import Attempt
from assessments.models.sittings import Sitting
from cohorts.models.enrollment import Enrollment
from people.models.notices import Notice
from tests.factories.assessments import answer, due_of, give_time, hand_in, make_attempt, make_sitting
from tests.factories.cohorts import AT, make_enrollment

pytestmark = pytest.mark.django_db
MS = timedelta(milliseconds=1)
MINUTE = timedelta(minutes=1)
LIMIT = 60 * MINUTE


@pytest.fixture
def sitting() -> Sitting:
    return make_sitting(minutes=60, hours=48)


@pytest.fixture
def lin(sitting: Sitting) -> Enrollment:
    return make_enrollment(sitting.cohort)


# ---- The deadline ---------------------------------------------------------------------------------------------------

ORDINARY = ("1", 0, AT, AT + LIMIT)
WITH_FACTOR = ("1.5", 0, AT, AT + 90 * MINUTE)
CUT_BY_THE_WINDOW = ("1", 0, AT + timedelta(hours=47, minutes=50), AT + timedelta(hours=48))
FACTOR_CUT_BY_THE_WINDOW = ("2", 0, AT + timedelta(hours=46, minutes=50), AT + timedelta(hours=48))
PAST_THE_WINDOW = ("1", 5, AT + timedelta(hours=47, minutes=50), AT + timedelta(hours=48, minutes=5))
LIMIT_BEFORE_EXTENDED_WINDOW = ("1", 55, AT + timedelta(hours=47, minutes=50), AT + timedelta(hours=48, minutes=50))
BOTH = ("1.25", 600, AT + timedelta(hours=47, minutes=50), AT + timedelta(hours=47, minutes=50) + 75 * MINUTE)
DEADLINES = [
    ORDINARY,
    WITH_FACTOR,
    CUT_BY_THE_WINDOW,
    FACTOR_CUT_BY_THE_WINDOW,
    PAST_THE_WINDOW,
    LIMIT_BEFORE_EXTENDED_WINDOW,
    BOTH,
]


@pytest.mark.parametrize(
    ("after_due", "outcome"),
    [
        (-MS, Saving.STORED),
        (timedelta(0), Saving.STORED),
        (MS, Saving.STORED),
        (GRACE, Saving.STORED),
        (GRACE + MS, Saving.LATE),
    ],
    ids=["due - 1 ms", "due", "due + 1 ms", "due + grace", "due + grace + 1 ms"],
)
@pytest.mark.parametrize(("factor", "minutes", "begun_at", "due_at"), DEADLINES)
def test_an_answer_counts_until_the_grace_is_over_and_not_a_millisecond_longer(
    sitting: Sitting,
    lin: Enrollment,
    factor: str,
    minutes: int,
    begun_at: datetime,
    due_at: datetime,
    after_due: timedelta,
    outcome: Saving,
) -> None:
    if (factor, minutes) != ("1", 0):
        give_time(sitting, lin, factor=factor, minutes=minutes)
    attempt = make_attempt(sitting, lin, at=begun_at)

    saved = answer(attempt, 1, {"chosen": "a"}, at=due_at + after_due)

    assert attempt.due_at == due_at
    assert saved.outcome is outcome


@pytest.mark.parametrize(("factor", "allowed"), [("1.01", "60.6"), ("1.33", "79.8"), ("3", "180")])
def test_the_factor_is_reckoned_without_rounding(sitting: Sitting, factor: str, allowed: str) -> None:
    accommodation = Accommodation(factor=Decimal(factor))

    assert timing.time_allowed(sitting, accommodation) == timedelta(milliseconds=int(Decimal(allowed) * 60_000))


def test_without_a_limit_the_window_and_the_extension_alone_end_an_attempt() -> None:
    sitting = make_sitting(minutes=None)

    assert timing.due(sitting=sitting, started_at=AT) == sitting.closes_at
    extended = Accommodation(factor=Decimal(2), extension=5 * MINUTE)
    assert timing.due(sitting=sitting, started_at=AT, accommodation=extended) == sitting.closes_at + 5 * MINUTE


def test_the_clock_closes_an_attempt_at_its_own_end(sitting: Sitting, lin: Enrollment) -> None:
    give_time(sitting, lin)
    mine, other = make_attempt(sitting, lin), make_attempt(sitting)

    answering.close_all_over(at=AT + LIMIT + GRACE + MS)

    states = [Attempt.objects.get(pk=each.pk).finished_at for each in (other, mine)]
    assert states == [AT + LIMIT, None]


def test_an_extension_lets_nobody_begin_after_the_window(sitting: Sitting, lin: Enrollment) -> None:
    give_time(sitting, lin, minutes=30)

    with pytest.raises(Exception, match="closed"):
        make_attempt(sitting, lin, at=sitting.closes_at)


# ---- In the midst of an attempt -------------------------------------------------------------------------------------


def end_of(attempt: Attempt) -> datetime:
    return due_of(Attempt.objects.get(pk=attempt.pk))


def test_more_time_reaches_an_attempt_under_way_and_nobody_elses(sitting: Sitting, lin: Enrollment) -> None:
    mine, other = make_attempt(sitting, lin), make_attempt(sitting)

    give_time(sitting, lin, factor="2", at=AT + 10 * MINUTE)

    assert (end_of(mine), end_of(other)) == (AT + 2 * LIMIT, AT + LIMIT)


def test_in_the_grace_more_time_still_helps_and_after_it_no_more(sitting: Sitting, lin: Enrollment) -> None:
    zhao = make_enrollment(sitting.cohort)
    mine, other = make_attempt(sitting, lin), make_attempt(sitting, zhao)

    give_time(sitting, lin, at=AT + LIMIT + GRACE)
    give_time(sitting, zhao, at=AT + LIMIT + GRACE + MS)

    assert (end_of(mine), end_of(other)) == (AT + 90 * MINUTE, AT + LIMIT)


def test_a_promised_end_is_never_shortened(sitting: Sitting, lin: Enrollment) -> None:
    given = give_time(sitting, lin, factor="2")
    attempt = make_attempt(sitting, lin)

    give_time(sitting, lin, factor="1.2", at=AT + MINUTE)
    assert end_of(attempt) == AT + 2 * LIMIT
    take_back(accommodation=given, reason="误填", by=sitting.cohort.organizer, at=AT + MINUTE)
    assert end_of(attempt) == AT + 2 * LIMIT
    assert not Accommodation.objects.exists()


def test_a_cohort_that_ends_later_keeps_the_extension_of_its_case_studies() -> None:
    sitting = make_sitting(minutes=None)
    attempt = make_attempt(sitting)
    give_time(sitting, attempt.enrollment, factor="1", minutes=600)
    Sitting.objects.filter(pk=sitting.pk).update(paper=None, module=sitting.cohort.modules.first(), purpose="case")
    promised = end_of(attempt)

    move_case_sittings(cohort=sitting.cohort, at=AT)

    assert promised == sitting.closes_at + 600 * MINUTE
    assert end_of(attempt) == Sitting.objects.get().closes_at + 600 * MINUTE


def test_what_is_granted_is_told_without_the_reason_and_written_down(sitting: Sitting, lin: Enrollment) -> None:
    give_time(sitting, lin)
    give_time(sitting, lin, factor="2", at=AT + MINUTE)

    notices = Notice.objects.filter(recipient=lin.person, key__startswith="accommodation")
    assert notices.count() == 2
    assert not notices.filter(body__contains="视力").exists()
    assert Accommodation.objects.get().factor == 2


def test_after_the_end_more_time_is_refused_and_holds_up_no_key(sitting: Sitting, lin: Enrollment) -> None:
    with pytest.raises(CannotAccommodate):
        give_time(sitting, lin, at=sitting.closes_at)
    with pytest.raises(CannotAccommodate):
        give_time(make_sitting(sitting.cohort, published=False), lin)

    assert not Accommodation.objects.exists()


# ---- What waits for the last end ------------------------------------------------------------------------------------


def test_keys_and_figures_wait_for_the_longest_extension(sitting: Sitting, lin: Enrollment) -> None:
    give_time(sitting, lin, minutes=30)
    hand_in(make_attempt(sitting, lin), {"chosen": "a"})
    ends_at = sitting.closes_at + 30 * MINUTE

    assert not may_see_key(sitting, at=ends_at - MS)
    assert not is_over(sitting, at=ends_at - MS)
    assert may_see_key(sitting, at=ends_at)
    assert is_over(sitting, at=ends_at)


def test_figures_wait_for_whoever_is_still_answering(sitting: Sitting, lin: Enrollment) -> None:
    give_time(sitting, lin, minutes=30)
    attempt = make_attempt(sitting, lin, at=sitting.closes_at - MINUTE)
    after = sitting.closes_at + 31 * MINUTE
    assert not is_over(sitting, at=after)

    answering.submit(attempt=attempt, at=after)

    assert is_over(sitting, at=after)
