"""Reviewing signed pledges clause by clause (对照检查), each year and in the middle of the term.

A review is written once. A correction is a review of its own that takes the place of the one before, for a reason; both
stay. Nothing follows by itself: the person is told, and may say something to it.
"""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from certificates.domain import chaining
from certificates.domain.countersigning import words_signed
from certificates.domain.superseding import holding_their_post
from certificates.enums import SIGNED, Finding, ReviewKind
from certificates.models.clause_reviews import ClauseReview, ClauseReviewQuerySet, ClauseStatement
from certificates.models.pledges import Pledge, PledgeQuerySet
from cohorts.models.cohort import Cohort
from common import audit
from common.canonical import canonical_json, digest
from common.digits import whole_number
from people.domain.notices import notify
from people.models.accounts import User

MID_TERM = "mid-term"


class OwnPledge(Exception):
    """Nobody reviews their own pledge."""


class Incomplete(Exception):
    """A clause has no finding, or one that is not kept has no word to it."""


class OutOfDate(Exception):
    """Somebody else has written a review of this period meanwhile, or the pledge was signed anew."""


@dataclass(frozen=True)
class Period:
    """What a review is for: a year, or the middle of the term."""

    kind: ReviewKind
    year: int | None = None

    @property
    def slug(self) -> str:
        """How an address names it."""
        return str(self.year) if self.year else MID_TERM

    @property
    def label(self) -> str:
        if self.year:
            return _("Yearly review %(year)s") % {"year": self.year}
        return str(ReviewKind.MID_TERM.label)

    @property
    def fields(self) -> dict[str, Any]:
        """How a row stores it."""
        return {"kind": self.kind, "year": self.year}


@dataclass(frozen=True)
class ClauseFinding:
    """What was found on one clause of the text."""

    clause: str
    finding: str
    remark: str = ""


def period_of(review: ClauseReview) -> Period:
    """The period that a review is for."""
    return Period(ReviewKind(review.kind), review.year)


def period_named(slug: str, *, on: date) -> Period | None:
    """The period that an address names; none that has not begun by that day."""
    if slug == MID_TERM:
        return Period(ReviewKind.MID_TERM)
    year = whole_number(slug)
    return Period(ReviewKind.YEARLY, year) if year and len(slug) == len(str(on.year)) and year <= on.year else None


def periods_of(cohort: Cohort, *, on: date) -> list[Period]:
    """This year and those before it in which a pledge of the cohort was in force; then the middle of the term."""
    first = _signed_in(cohort).order_by("signed_at").values_list("signed_at", flat=True).first()
    since = timezone.localtime(first).year if first else on.year
    years = range(on.year, min(since, on.year) - 1, -1)
    return [*(Period(ReviewKind.YEARLY, year) for year in years), Period(ReviewKind.MID_TERM)]


def under_review(cohort: Cohort, period: Period, *, on: date) -> PledgeQuerySet:
    """The signed pledges that a period is about, in the order of the roster, each knowing whether its post is held.

    Of two texts of a kind that somebody has signed by then the later is reviewed; the earlier stays where it has been.
    """
    anew = Pledge.objects.filter(
        enrollment=OuterRef("enrollment"),
        text__kind=OuterRef("text__kind"),
        text__effective_on__gt=OuterRef("text__effective_on"),
        state__in=SIGNED,
    )
    pledges = _signed_in(cohort).with_people().annotate(holds_post=holding_their_post(on))
    if period.year:
        pledges = pledges.filter(signed_at__year__lte=period.year)
        anew = anew.filter(signed_at__year__lte=period.year)
    chosen = pledges.filter(is_reviewed(period) | ~Exists(anew))
    return chosen.order_by("enrollment__unit__path", "enrollment_id", "pk")


def waiting(cohort: Cohort, period: Period, *, on: date) -> PledgeQuerySet:
    """Those of people in office that nobody has reviewed for the period."""
    return under_review(cohort, period, on=on).filter(~is_reviewed(period), holding_their_post(on))


def next_waiting(pledge: Pledge, period: Period, *, by: User, on: date) -> Pledge | None:
    """Whose turn it is after this one, in the order of the list and round again; the reviewer's own never."""
    cohort = pledge.enrollment.cohort
    order = list(under_review(cohort, period, on=on).values_list("pk", flat=True))
    others = waiting(cohort, period, on=on).exclude(enrollment__person=by)
    left, place = set(others.values_list("pk", flat=True)), order.index(pledge.pk) + 1
    following = next((pk for pk in order[place:] + order[:place] if pk in left), None)
    return others.filter(pk=following).first() if following else None


def is_reviewed(period: Period) -> Exists:
    """Whether a pledge has a review of the period."""
    return Exists(ClauseReview.objects.filter(pledge=OuterRef("pk"), **period.fields))


def reviews_of(pledges: Collection[Pledge]) -> ClauseReviewQuerySet:
    """All reviews of these pledges with who made them and what was said to them, the newest first."""
    found = ClauseReview.objects.filter(pledge__in=pledges).select_related("reviewer", "statement")
    return found.order_by("-recorded_at", "-pk")


def record(
    *,
    pledge: Pledge,
    period: Period,
    number: int,
    wording_digest: str,
    reviewed_on: date,
    findings: Sequence[ClauseFinding],
    remark: str = "",
    reason: str = "",
    by: User,
    at: datetime,
) -> ClauseReview:
    """Write down a review, and tell the person; `number` and `wording_digest` are what the reviewer had before them.

    Number 1 is the review of the period; a greater one takes the place of the one before and says why.
    """
    if pledge.enrollment.person_id == by.pk:
        raise OwnPledge
    if pledge.state not in SIGNED or wording_digest != pledge.wording_digest:
        raise OutOfDate
    _require_whole(pledge, findings)
    review = ClauseReview(
        pledge=pledge,
        **period.fields,
        number=number,
        reviewed_on=reviewed_on,
        reviewer=by,
        findings=[asdict(finding) for finding in findings],
        remark=remark,
        reason=reason if number > 1 else "",
        wording_digest=wording_digest,
        recorded_at=at,
    )
    try:
        with transaction.atomic():
            if ClauseReview.objects.filter(pledge=pledge, **period.fields).count() != number - 1:
                raise OutOfDate
            review.save()
            _enter(review, at)
            _tell(review, at)
    except IntegrityError as other:  # Another reviewer was faster.
        raise OutOfDate from other
    return review


def make_statement(*, review: ClauseReview, text: str, at: datetime) -> bool:
    """Keep what the person says to a review, once; tells whether this call was the one that did."""
    pledge, slug = review.pledge, period_of(review).slug
    person = pledge.enrollment.person
    try:
        with transaction.atomic():
            statement = ClauseStatement.objects.create(review=review, text=text, made_at=at)
            event = {"act": "stated", "record_digest": statement_digest(statement, pledge)}
            chaining.append(document=pledge.chain_name, event=event, at=at)
            audit.record("certificates.make_statement", subject=pledge, user=person, period=slug)
            with translation.override(settings.LANGUAGE_CODE):
                subject = _("%(name)s has made a statement on your review.") % {"name": person.name}
            notify(
                recipient=review.reviewer,
                key=f"clause-statement:{review.pk}",
                subject=subject,
                body=text,
                url=reverse("certificates:pledge-review", args=[pledge.enrollment.cohort_id, pledge.uuid]),
                at=at,
            )
    except IntegrityError:  # It stands already.
        return False
    return True


def review_digest(review: ClauseReview, pledge: Pledge) -> str:
    """What the chain notes of a review: with the pledge's secret token in it, it says nothing to anybody else."""
    facts = {
        "format": 1,
        "token": pledge.token,
        "kind": str(review.kind),
        "year": review.year or 0,
        "number": review.number,
        "reviewed_on": review.reviewed_on,
        "reviewer": str(review.reviewer_id),
        "findings": review.findings,
        "remark": review.remark,
        "reason": review.reason,
        "wording_digest": review.wording_digest,
        "recorded_at": _in_utc(review.recorded_at),
    }
    return digest(canonical_json(facts))


def statement_digest(statement: ClauseStatement, pledge: Pledge) -> str:
    """The same of a statement, tied to its review."""
    facts = {
        "format": 1,
        "token": pledge.token,
        "review": review_digest(statement.review, pledge),
        "text": statement.text,
        "made_at": _in_utc(statement.made_at),
    }
    return digest(canonical_json(facts))


def _in_utc(moment: datetime) -> str:
    """One moment, written one way, whether it comes from the clock or from the database."""
    return moment.astimezone(UTC).isoformat()


def _signed_in(cohort: Cohort) -> PledgeQuerySet:
    return Pledge.objects.filter(enrollment__in=cohort.enrollments.counted(), state__in=SIGNED)


def _require_whole(pledge: Pledge, findings: Sequence[ClauseFinding]) -> None:
    if [finding.clause for finding in findings] != words_signed(pledge)["clauses"]:
        raise Incomplete
    for finding in findings:
        if finding.finding not in Finding.values or (finding.finding != Finding.KEPT and not finding.remark.strip()):
            raise Incomplete


def _enter(review: ClauseReview, at: datetime) -> None:
    """Into the chain of the pledge, and into the log."""
    pledge, slug = review.pledge, period_of(review).slug
    event = {"act": "reviewed", "period": slug, "number": review.number, "record_digest": review_digest(review, pledge)}
    chaining.append(document=pledge.chain_name, event=event, at=at)
    verb = "certificates.review_clauses" if review.number == 1 else "certificates.correct_review"
    audit.record(verb, subject=pledge, user=review.reviewer, number=pledge.number, period=slug, reason=review.reason)


def _tell(review: ClauseReview, at: datetime) -> None:
    pledge = review.pledge
    with translation.override(settings.LANGUAGE_CODE):
        words = _("Your pledge was reviewed clause by clause: %(period)s.")
        if review.number > 1:
            words = _("A review of your pledge was corrected: %(period)s.")
        notify(
            recipient=pledge.enrollment.person,
            key=f"clause-review:{review.pk}",
            subject=words % {"period": period_of(review).label},
            body=_("Read it, and say what you have to say to it. Nothing follows by itself."),
            url=reverse("certificates:pledge-receipt", args=[pledge.uuid]),
            at=at,
        )
