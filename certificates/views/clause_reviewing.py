"""Reviewing pledges by clause: the list of a cohort for a period, the form for one pledge, the person's statement."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, npgettext, pgettext
from django.views.decorators.http import require_http_methods, require_safe

from certificates import rules
from certificates.domain import clause_reviewing
from certificates.domain.clause_reviewing import OutOfDate, Period
from certificates.domain.countersigning import words_signed
from certificates.enums import Finding
from certificates.forms import ClauseReviewForm, StatementForm
from certificates.models.clause_reviews import ClauseReview
from certificates.models.pledges import Pledge, PledgeQuerySet
from cohorts.models.cohort import Cohort
from cohorts.rules import cohort_for
from common.paging import is_for_paper, page_asked
from people.access import PersonRequest, permission_required, scope_for, signed_in

PAGE = 50
PERMISSION = "pledges.countersign"
OVERTAKEN = gettext_lazy(
    "Somebody else has written a review of this period meanwhile, or the pledge was signed anew. Nothing was saved. "
    "Open the page once more beside this one and compare."
)


@permission_required(PERMISSION)
@require_safe
def clause_review_list(request: PersonRequest, cohort_id: int, period: str) -> HttpResponse:
    """Whose pledges have been reviewed for a period, and whose not yet."""
    cohort, today = cohort_for(scope_for(request), cohort_id, PERMISSION), timezone.localdate()
    periods = clause_reviewing.periods_of(cohort, on=today)
    chosen = rules.period_for(period, today)
    if chosen not in periods:
        raise Http404
    groups = _groups(cohort, chosen)
    show = request.GET.get("show", "")
    page = page_asked(request, groups.get(show, groups[""]), PAGE)
    _add_reviews(page.object_list, chosen)
    context = {
        "cohort": cohort,
        "period": chosen,
        "periods": [_tab(each, cohort, each == chosen) for each in periods],
        "tabs": _tabs(request, show, groups),
        "page": page,
        "for_paper": is_for_paper(request),
        "label": chosen.label,
        "noun": npgettext("after a number", "pledge", "pledges", page.paginator.count),
        "left": groups["waiting"].count(),
        "next": groups["waiting"].exclude(enrollment__person=request.user).first(),
        "now": timezone.now(),
    }
    return render(request, "certificates/clause_review_list.html", context)


@permission_required(PERMISSION)
@require_http_methods(["GET", "HEAD", "POST"])
def clause_review(request: PersonRequest, cohort_id: int, uuid: UUID, period: str) -> HttpResponse:
    """One pledge held against what was done, clause by clause; where it has been, the form corrects it."""
    cohort, today = cohort_for(scope_for(request), cohort_id, PERMISSION), timezone.localdate()
    pledge = rules.pledge_to_review(cohort, uuid)
    chosen = rules.period_for(period, today, pledge)
    back_url = reverse("certificates:clause-review-list", args=[cohort.pk, chosen.slug])
    if pledge.enrollment.person_id == request.user.pk:
        messages.error(request, _("You cannot review your own pledge; another organizer does."))
        return redirect(back_url)
    latest, words = _latest(pledge, chosen), words_signed(pledge)
    form = ClauseReviewForm(
        request.POST or None,
        initial=_initial(pledge, latest),
        clauses=words["clauses"],
        signed_on=timezone.localtime(pledge.signed_at).date(),
        today=today,
    )
    if request.method == "POST" and form.is_valid() and _recorded(request, pledge, chosen, form):
        following = clause_reviewing.next_waiting(pledge, chosen, by=request.user, on=today)
        if "next" in request.POST and following:
            return redirect("certificates:clause-review", cohort.pk, following.uuid, chosen.slug)
        return redirect(back_url)
    context = {"cohort": cohort, "pledge": pledge, "words": words, "period": chosen, "form": form, "latest": latest}
    context |= {"back_url": back_url, "now": timezone.now()}
    return render(request, "certificates/clause_review.html", context, status=422 if form.errors else 200)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def clause_statement(request: PersonRequest, uuid: UUID, pk: int) -> HttpResponse:
    """What the person says to a review of their pledge, once."""
    review = rules.own_review(request.user, uuid, pk)
    form = StatementForm(request.POST or None)
    if _statement(review):
        messages.info(request, _("You have made your statement already."))
        return redirect("certificates:pledge-receipt", uuid)
    if request.method == "POST" and form.is_valid():
        clause_reviewing.make_statement(review=review, text=form.cleaned_data["text"], at=timezone.now())
        messages.success(request, _("Your statement is kept with the review."))
        return redirect("certificates:pledge-receipt", uuid)
    context = {"review": review, "period": clause_reviewing.period_of(review), "form": form}
    context["back_url"] = reverse("certificates:pledge-receipt", args=[uuid])
    return render(request, "certificates/clause_statement.html", context, status=422 if form.errors else 200)


def shown_reviews(pledge: Pledge) -> list[dict[str, Any]]:
    """The reviews of a pledge as `_parts/clause_reviews.html` shows them: each period's latest, then those before."""
    periods: dict[Period, list[dict[str, Any]]] = {}
    for review in clause_reviewing.reviews_of([pledge]):
        shown = {"review": review, "rows": _rows(review), "statement": _statement(review)}
        periods.setdefault(clause_reviewing.period_of(review), []).append(shown)
    return [{"period": period, "latest": latest, "earlier": earlier} for period, (latest, *earlier) in periods.items()]


def _recorded(request: PersonRequest, pledge: Pledge, period: Period, form: ClauseReviewForm) -> bool:
    """Write it down; where somebody else was faster, say so and keep what was typed."""
    said = form.cleaned_data
    try:
        clause_reviewing.record(
            pledge=pledge,
            period=period,
            number=said["number"],
            wording_digest=said["wording_digest"],
            reviewed_on=said["reviewed_on"],
            findings=form.findings(),
            remark=said["remark"],
            reason=said.get("reason", ""),
            by=request.user,
            at=timezone.now(),
        )
    except OutOfDate:
        form.add_error(None, str(OVERTAKEN))
        return False
    messages.success(request, _("The review of %(name)s was saved.") % {"name": pledge.enrollment.person.name})
    return True


def _latest(pledge: Pledge, period: Period) -> ClauseReview | None:
    return ClauseReview.objects.filter(pledge=pledge, **period.fields).select_related("reviewer").last()


def _initial(pledge: Pledge, latest: ClauseReview | None) -> dict[str, Any]:
    """An empty form of today; where there is a review, what it says, to be corrected."""
    initial: dict[str, Any] = {"wording_digest": pledge.wording_digest}
    if latest is None:
        return initial | {"number": 1, "reviewed_on": timezone.localdate()}
    initial |= {"number": latest.number + 1, "reviewed_on": latest.reviewed_on, "remark": latest.remark}
    if latest.wording_digest == pledge.wording_digest:
        for place, found in enumerate(latest.findings, start=1):
            initial |= {f"finding_{place}": found["finding"], f"remark_{place}": found["remark"]}
    return initial


def _groups(cohort: Cohort, period: Period) -> dict[str, PledgeQuerySet]:
    today, reviewed = timezone.localdate(), clause_reviewing.is_reviewed(period)
    every = clause_reviewing.under_review(cohort, period, on=today)
    return {
        "": every,
        "waiting": clause_reviewing.waiting(cohort, period, on=today),
        "reviewed": every.filter(reviewed),
        "left": every.filter(~reviewed, ~clause_reviewing.holding_their_post(today)),
    }


def _add_reviews(pledges: Any, period: Period) -> None:
    """Give each pledge of a page its review of the period, where it has one."""
    found = clause_reviewing.reviews_of(pledges).filter(**period.fields).that_count()
    reviews = {review.pledge_id: review for review in found}
    for pledge in pledges:
        pledge.review = reviews.get(pledge.pk)
        pledge.tally = _tally(pledge.review) if pledge.review else []
        pledge.statement = _statement(pledge.review) if pledge.review else None


def _tally(review: ClauseReview) -> list[dict[str, Any]]:
    """How many clauses were found kept, partly kept, not kept; what was not found is left out."""
    counts = [(finding, sum(each["finding"] == finding for each in review.findings)) for finding in Finding]
    return [{"finding": finding, "label": finding.label, "count": count} for finding, count in counts if count]


def _rows(review: ClauseReview) -> list[dict[str, Any]]:
    return [{**found, "label": Finding(found["finding"]).label} for found in review.findings]


def _statement(review: ClauseReview) -> Any:
    return getattr(review, "statement", None)


def _tab(period: Period, cohort: Cohort, is_current: bool) -> dict[str, Any]:
    url = reverse("certificates:clause-review-list", args=[cohort.pk, period.slug])
    return {"label": period.label, "url": url, "current": is_current}


def _tabs(request: PersonRequest, show: str, groups: dict[str, PledgeQuerySet]) -> list[dict[str, Any]]:
    labels = {
        "": _("All"),
        "waiting": _("Not yet reviewed"),
        "reviewed": pgettext("clauses", "Reviewed"),
        "left": _("No longer in the post"),
    }
    return [
        {
            "label": label,
            "url": f"{request.path}?show={key}" if key else request.path,
            "current": key == (show if show in groups else ""),
            "count": groups[key].count(),
        }
        for key, label in labels.items()
    ]
