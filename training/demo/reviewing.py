"""The demo's reviews by clause: the pledges of integrity of a few secretaries, one of whom has something to say."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils import timezone

from certificates.domain import clause_reviewing
from certificates.domain.clause_reviewing import ClauseFinding, Period
from certificates.domain.countersigning import words_signed
from certificates.enums import Finding, ReviewKind
from certificates.models.pledges import Pledge
from people.models.accounts import User

REVIEWED = 6
MARRIAGE = 6  # The clause on weddings, funerals and what is reported of them.
REPORTED_LATE = "女儿婚事已报备，未收礼金，但比规定时限晚了五天。"
STATEMENT = "当时在外地陪护病人，回来第二天即补报。今后按时报备。"


def review_pledges(pledges: Iterable[Pledge], *, of: User, by: User, at: datetime) -> None:
    """Review the pledges of integrity of one person and of a few others for this year."""
    chosen = [pledge for pledge in pledges if pledge.text.kind == "integrity"]
    chosen.sort(key=lambda pledge: (pledge.enrollment.person_id != of.pk, pledge.pk))
    for place, pledge in enumerate(chosen[:REVIEWED]):
        _review(pledge, is_late=place == 0, by=by, at=at + timedelta(minutes=12 * place))


def _review(pledge: Pledge, *, is_late: bool, by: User, at: datetime) -> None:
    clauses = words_signed(pledge)["clauses"]
    findings = [
        ClauseFinding(clause, Finding.PARTLY, REPORTED_LATE)
        if is_late and number == MARRIAGE
        else ClauseFinding(clause, Finding.KEPT)
        for number, clause in enumerate(clauses, start=1)
    ]
    day = timezone.localdate(at)
    review = clause_reviewing.record(
        pledge=pledge,
        period=Period(ReviewKind.YEARLY, day.year),
        number=1,
        wording_digest=pledge.wording_digest,
        reviewed_on=day,
        findings=findings,
        remark="能够履行承诺，个人事项报备还要更及时。" if is_late else "能够履行承诺。",
        by=by,
        at=at,
    )
    if is_late:
        clause_reviewing.make_statement(review=review, text=STATEMENT, at=at + timedelta(hours=9))
