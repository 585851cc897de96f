"""Reviews by clause: once for a pledge and period, corrected only by another, told, answered once, chained."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from wagtail.models import ModelLogEntry

from certificates.domain import chaining, clause_reviewing
from certificates.domain.chaining import Break
from certificates.domain.clause_reviewing import ClauseFinding, Incomplete, OutOfDate, OwnPledge, Period
from certificates.domain.completion import checklist
from certificates.domain.countersigning import countersign, return_pledge, words_signed
from certificates.domain.reconciling import record_breaks
from certificates.enums import Finding, PledgeState, ReviewKind
from certificates.models.chain import ChainEntry
from certificates.models.clause_reviews import ClauseReview, ClauseStatement
from certificates.models.pledges import Pledge
from people.models.accounts import User
from people.models.notices import Notice
from tests.certificates.domain.test_asking_anew import leave
from tests.certificates.domain.test_superseding import successor
from tests.factories.certificates import AT, make_pledge, make_signer, sign
from tests.factories.cohorts import make_organizer
from tests.tampering import edit

pytestmark = pytest.mark.django_db
YEAR, MID_TERM = Period(ReviewKind.YEARLY, 2026), Period(ReviewKind.MID_TERM)
DECEMBER = datetime(2026, 12, 20, 1, 0, tzinfo=UTC)
TODAY = date(2026, 12, 20)
REMARK = "三月、四月的账目没有公开。"


@pytest.fixture
def pledge() -> Pledge:
    """Lin's signed pledge of two clauses."""
    return Pledge.objects.with_people().get(pk=sign(make_pledge()).pk)


@pytest.fixture
def wu(pledge: Pledge) -> User:
    return make_organizer(pledge.enrollment.cohort.unit)


def findings(pledge: Pledge, *found: tuple[str, str]) -> list[ClauseFinding]:
    """One for each clause: the first kept, the second not, unless said otherwise."""
    words = found or ((Finding.KEPT, ""), (Finding.NOT_KEPT, REMARK))
    return [ClauseFinding(clause, *each) for clause, each in zip(words_signed(pledge)["clauses"], words, strict=True)]


def review(pledge: Pledge, by: User, *, period: Period = YEAR, number: int = 1, **fields: Any) -> ClauseReview:
    facts = {
        "wording_digest": pledge.wording_digest,
        "reviewed_on": TODAY,
        "findings": findings(pledge),
        "at": DECEMBER,
        **fields,
    }
    return clause_reviewing.record(pledge=pledge, period=period, number=number, by=by, **facts)


def correct(pledge: Pledge, by: User, *, number: int = 2) -> ClauseReview:
    found = findings(pledge, (Finding.KEPT, ""), (Finding.PARTLY, "四月已补公开。"))
    return review(pledge, by, number=number, findings=found, reason="补查后更正")


def left(pledge: Pledge, period: Period = YEAR) -> list[Pledge]:
    return list(clause_reviewing.waiting(pledge.enrollment.cohort, period, on=TODAY))


def listed(pledge: Pledge, period: Period = YEAR) -> list[Pledge]:
    return list(clause_reviewing.under_review(pledge.enrollment.cohort, period, on=TODAY))


def another(name: str, like: Pledge) -> Pledge:
    signed = sign(make_pledge(make_signer(name), text=like.text, cohort=like.enrollment.cohort))
    return Pledge.objects.with_people().get(pk=signed.pk)


def test_it_holds_a_finding_on_each_clause_of_the_signed_wording(pledge: Pledge, wu: User) -> None:
    pledge.text.clauses = "后来改过的条款。"
    pledge.text.save_revision().publish()

    review(pledge, wu, remark="总体较好。")

    kept = ClauseReview.objects.get()
    assert [(each["clause"], each["finding"], each["remark"]) for each in kept.findings] == [
        ("不收受礼品礼金。", "kept", ""),
        ("按月公开账目。", "not_kept", REMARK),
    ]
    assert (kept.reviewer, kept.reviewed_on, kept.remark, kept.year) == (wu, TODAY, "总体较好。", 2026)
    assert kept.wording_digest == pledge.wording_digest


def test_the_person_is_told_and_the_act_is_logged(pledge: Pledge, wu: User) -> None:
    review(pledge, wu)

    notice = Notice.objects.get(recipient=pledge.enrollment.person, key__startswith="clause-review:")
    assert notice.subject == "您的承诺书已逐条对照检查：2026年度对照检查。"
    assert notice.url.endswith(f"/pledges/{pledge.uuid}/")
    logged = ModelLogEntry.objects.get(action="certificates.review_clauses")
    assert (logged.user_id, logged.data["period"]) == (wu.pk, "2026")


@pytest.mark.parametrize("period", [YEAR, MID_TERM], ids=lambda period: period.slug)
def test_there_is_one_for_a_pledge_and_a_period(pledge: Pledge, wu: User, period: Period) -> None:
    review(pledge, wu, period=period)

    with pytest.raises(OutOfDate):
        review(pledge, wu, period=period)

    assert ClauseReview.objects.count() == 1


@pytest.mark.parametrize("period", [YEAR, MID_TERM], ids=lambda period: period.slug)
def test_the_database_holds_one_of_a_number(pledge: Pledge, wu: User, period: Period) -> None:
    first = review(pledge, wu, period=period)
    first.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        first.save(force_insert=True)


def test_another_year_and_the_middle_of_the_term_are_reviews_of_their_own(pledge: Pledge, wu: User) -> None:
    for period in (YEAR, Period(ReviewKind.YEARLY, 2027), MID_TERM):
        review(pledge, wu, period=period)

    assert ClauseReview.objects.that_count().count() == 3


def test_nobody_reviews_their_own_pledge(pledge: Pledge) -> None:
    with pytest.raises(OwnPledge):
        review(pledge, pledge.enrollment.person)

    assert not ClauseReview.objects.exists()


@pytest.mark.parametrize(
    "found",
    [
        [(Finding.KEPT, ""), (Finding.PARTLY, " ")],
        [(Finding.KEPT, ""), (Finding.NOT_KEPT, "")],
        [(Finding.KEPT, ""), ("splendid", "好")],
    ],
    ids=["partly without a word", "not kept without a word", "no finding that there is"],
)
def test_what_is_not_kept_needs_a_word(pledge: Pledge, wu: User, found: Sequence[tuple[str, str]]) -> None:
    with pytest.raises(Incomplete):
        review(pledge, wu, findings=findings(pledge, *found))


def test_a_clause_left_out_or_put_in_is_refused(pledge: Pledge, wu: User) -> None:
    for wrong in (findings(pledge)[:1], [*findings(pledge), ClauseFinding("另加的一条。", Finding.KEPT)]):
        with pytest.raises(Incomplete):
            review(pledge, wu, findings=wrong)


def test_what_is_not_signed_is_not_reviewed(pledge: Pledge, wu: User) -> None:
    return_pledge(pledge=pledge, by=wu, reason="请重签", at=AT)
    pledge.refresh_from_db()

    with pytest.raises(OutOfDate):
        review(pledge, wu)


def test_a_form_opened_on_another_wording_is_refused(pledge: Pledge, wu: User) -> None:
    with pytest.raises(OutOfDate):
        review(pledge, wu, wording_digest="0" * 64)


class TestCorrecting:
    """A correction is a review of its own; the one before stays."""

    def test_the_later_one_counts_and_the_earlier_stays_as_it_was(self, pledge: Pledge, wu: User) -> None:
        first = review(pledge, wu)
        before = ClauseReview.objects.values().get(pk=first.pk)

        second = correct(pledge, wu)

        assert list(ClauseReview.objects.that_count()) == [second]
        assert ClauseReview.objects.values().get(pk=first.pk) == before
        assert (second.number, second.reason) == (2, "补查后更正")
        assert ModelLogEntry.objects.get(action="certificates.correct_review").data["reason"] == "补查后更正"

    def test_one_period_does_not_replace_another(self, pledge: Pledge, wu: User) -> None:
        mid_term, next_year = review(pledge, wu, period=MID_TERM), review(pledge, wu, period=Period(YEAR.kind, 2027))
        review(pledge, wu)

        second = correct(pledge, wu)

        assert set(ClauseReview.objects.that_count()) == {mid_term, next_year, second}

    def test_the_database_asks_for_a_reason(self, pledge: Pledge, wu: User) -> None:
        review(pledge, wu)

        with pytest.raises(OutOfDate):
            review(pledge, wu, number=2, reason="")

    def test_of_two_who_correct_the_same_one_the_second_is_told(self, pledge: Pledge, wu: User) -> None:
        review(pledge, wu)
        correct(pledge, wu)

        with pytest.raises(OutOfDate):
            correct(pledge, wu)

    def test_there_is_nothing_to_correct_before_the_first_and_none_is_left_out(self, pledge: Pledge, wu: User) -> None:
        with pytest.raises(OutOfDate):
            correct(pledge, wu)
        review(pledge, wu)

        with pytest.raises(OutOfDate):
            correct(pledge, wu, number=3)

    def test_the_database_refuses_to_change_or_remove_one(self, pledge: Pledge, wu: User) -> None:
        clause_reviewing.make_statement(review=review(pledge, wu), text="已改正。", at=DECEMBER)

        for table in ("certificates_clausereview", "certificates_clausestatement"):
            for statement in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}"):
                with pytest.raises(DatabaseError, match="insert only"), transaction.atomic():
                    connection.cursor().execute(statement)


class TestStatement:
    """The person says something to it, once."""

    def test_it_is_kept_with_the_review_and_the_reviewer_is_told(self, pledge: Pledge, wu: User) -> None:
        found = review(pledge, wu)

        presses = [
            clause_reviewing.make_statement(review=found, text=text, at=DECEMBER) for text in ("已改正。", "再说一次")
        ]

        assert presses == [True, False]
        assert ClauseStatement.objects.get().text == "已改正。"
        notice = Notice.objects.get(recipient=wu)
        assert (notice.subject, notice.body) == ("林秀英对您所作的对照检查作了说明。", "已改正。")

    def test_a_corrected_review_can_be_answered_anew(self, pledge: Pledge, wu: User) -> None:
        clause_reviewing.make_statement(review=review(pledge, wu), text="已改正。", at=DECEMBER)

        assert clause_reviewing.make_statement(review=correct(pledge, wu), text="同意。", at=DECEMBER)


class TestChain:
    """The chain of the pledge notes each with a digest, and finds what was changed."""

    @pytest.fixture
    def reviewed(self, pledge: Pledge, wu: User) -> Pledge:
        found = review(pledge, wu, at=DECEMBER.astimezone())  # Of whatever zone the clock was.
        clause_reviewing.make_statement(review=found, text="已改正。", at=DECEMBER)
        correct(pledge, wu)
        return pledge

    def test_each_is_noted_without_a_word_of_it(self, reviewed: Pledge) -> None:
        events = list(ChainEntry.objects.filter(document=reviewed.chain_name).values_list("event", flat=True))

        assert [event["act"] for event in events] == ["signed", "reviewed", "stated", "reviewed"]
        assert set(events[1]) == {"act", "period", "number", "record_digest", "at"}
        assert not any(word in str(events) for word in (REMARK, "not_kept", "已改正", "补查后更正"))
        assert list(chaining.breaks()) == []
        assert list(record_breaks()) == []

    def test_equal_reviews_of_two_people_have_different_digests(self, pledge: Pledge, wu: User) -> None:
        other = another("乔学勤", pledge)
        digests = [clause_reviewing.review_digest(review(each, wu), each) for each in (pledge, other)]

        assert digests[0] != digests[1]

    @pytest.mark.parametrize(
        ("table", "change"),
        [
            ("clausereview", "SET findings = '[]'"),
            ("clausereview", "SET reviewed_on = '2026-12-01'"),
            ("clausereview", "SET remark = '优秀'"),
            ("clausestatement", "SET text = '没有意见'"),
        ],
    )
    def test_one_edited_in_sql_is_found(self, reviewed: Pledge, table: str, change: str) -> None:
        edit(f"certificates_{table}", f"UPDATE certificates_{table} {change}")

        assert list(chaining.breaks()) == []  # The negative control: the chain alone sees nothing.
        assert list(record_breaks()) == [Break(reviewed.chain_name, 4, "record-changed")]

    def test_one_taken_out_in_sql_is_found(self, reviewed: Pledge) -> None:
        edit("certificates_clausestatement", "DELETE FROM certificates_clausestatement")

        assert list(record_breaks()) == [Break(reviewed.chain_name, 4, "record-changed")]

    def test_one_put_in_by_sql_is_found(self, reviewed: Pledge, wu: User) -> None:
        forged = review(reviewed, wu, period=MID_TERM)
        edit("certificates_chainentry", "DELETE FROM certificates_chainentry WHERE position = 5")

        assert forged.pk
        assert list(record_breaks()) == [Break(reviewed.chain_name, 4, "record-changed")]


class TestList:
    """Who has been reviewed for a period, and who not yet."""

    def test_a_pledge_is_on_it_from_the_year_of_its_signing(self, pledge: Pledge) -> None:
        cohort = pledge.enrollment.cohort

        assert listed(pledge) == [pledge]
        assert listed(pledge, Period(ReviewKind.YEARLY, 2025)) == []
        assert [period.slug for period in clause_reviewing.periods_of(cohort, on=date(2028, 1, 2))] == [
            "2028", "2027", "2026", "mid-term",
        ]  # fmt: skip

    def test_what_is_not_signed_is_not_on_it(self, pledge: Pledge) -> None:
        make_pledge(make_signer("乔学勤"), text=pledge.text, cohort=pledge.enrollment.cohort)

        assert listed(pledge) == [pledge]

    def test_once_reviewed_it_waits_no_more_for_this_period(self, pledge: Pledge, wu: User) -> None:
        assert left(pledge) == [pledge]

        review(pledge, wu)

        assert (left(pledge), left(pledge, MID_TERM), listed(pledge)) == ([], [pledge], [pledge])

    def test_whoever_has_left_the_post_is_on_it_and_does_not_wait(self, pledge: Pledge) -> None:
        leave(pledge)

        assert (left(pledge), listed(pledge)) == ([], [pledge])

    def test_of_two_texts_the_later_is_reviewed_and_the_earlier_where_it_has_been(
        self, pledge: Pledge, wu: User
    ) -> None:
        review(pledge, wu, period=MID_TERM)
        new = successor(pledge.text)
        anew = sign(Pledge.objects.create(enrollment=pledge.enrollment, text=new), at=AT + timedelta(days=40))

        assert listed(pledge) == [anew]
        assert listed(pledge, MID_TERM) == [pledge, anew]

    def test_in_a_year_before_the_new_text_was_signed_the_earlier_one_is_reviewed(self, pledge: Pledge) -> None:
        new = successor(pledge.text)
        sign(Pledge.objects.create(enrollment=pledge.enrollment, text=new), at=AT.replace(year=2027))

        assert listed(pledge) == [pledge]

    def test_the_next_one_follows_in_the_order_of_the_list_and_then_from_its_beginning(
        self, pledge: Pledge, wu: User
    ) -> None:
        second, third = another("乔学勤", pledge), another("孙桂兰", pledge)

        def following(after: Pledge) -> Pledge | None:
            return clause_reviewing.next_waiting(after, YEAR, by=wu, on=TODAY)

        assert following(pledge) == second
        review(second, wu)
        assert (following(second), following(third)) == (third, pledge)
        review(third, wu)
        review(pledge, wu)
        assert following(pledge) is None

    def test_the_reviewers_own_is_not_the_next_one(self, pledge: Pledge) -> None:
        second = another("乔学勤", pledge)

        assert clause_reviewing.next_waiting(pledge, YEAR, by=second.enrollment.person, on=TODAY) == pledge


def test_nothing_follows_by_itself(pledge: Pledge, wu: User) -> None:
    countersign(pledges=[pledge], by=wu, at=AT)
    pledge.refresh_from_db()
    before = (pledge.state, checklist(pledge.enrollment, DECEMBER))

    review(pledge, wu, findings=findings(pledge, (Finding.NOT_KEPT, "收礼"), (Finding.NOT_KEPT, REMARK)))

    pledge.refresh_from_db()
    assert (pledge.state, checklist(pledge.enrollment, DECEMBER)) == before
    assert pledge.state == PledgeState.COUNTERSIGNED


@pytest.mark.parametrize(
    ("slug", "named"),
    [
        ("2026", YEAR),
        ("2025", Period(ReviewKind.YEARLY, 2025)),
        ("mid-term", MID_TERM),
        ("2027", None),
        ("02026", None),
        ("yearly", None),
        ("0", None),
    ],
)
def test_an_address_names_a_period_that_has_begun(slug: str, named: Period | None) -> None:
    assert clause_reviewing.period_named(slug, on=TODAY) == named
