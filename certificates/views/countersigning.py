"""The organizer's pledges of a cohort: who has signed, reading one, countersigning, returning."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext
from django.views.decorators.http import require_http_methods

from certificates import rules
from certificates.domain import countersigning, endorsing, superseding
from certificates.domain.ink import drawing
from certificates.domain.pledge_texts import successor_of
from certificates.enums import SIGNED, PledgeState
from certificates.forms import ReasonForm
from certificates.models.pledges import Pledge
from certificates.views.clause_reviewing import shown_reviews
from cohorts.models.cohort import Cohort
from cohorts.rules import cohort_for
from common.paging import is_for_paper, page_asked
from people.access import PersonRequest, permission_required, scope_for

PAGE = 50
PERMISSION = "pledges.countersign"


@permission_required(PERMISSION)
@require_http_methods(["GET", "HEAD", "POST"])
def pledge_queue(request: PersonRequest, cohort_id: int) -> HttpResponse:
    """The pledges of a cohort; those that are ticked are countersigned together."""
    cohort = cohort_for(scope_for(request), cohort_id, PERMISSION)
    pledges = Pledge.objects.with_people().filter(enrollment__in=cohort.enrollments.counted())
    if request.method == "POST":
        ticked = [pledge for pledge in pledges if str(pledge.uuid) in request.POST.getlist("pledge")]
        return _countersigned(request, cohort, ticked)
    state = request.GET.get("state", "")
    counts = dict.fromkeys(PledgeState.values, 0)
    for value in pledges.values_list("state", flat=True):
        counts[value] += 1
    shown = pledges.filter(state=state) if state in counts else pledges
    words = request.GET.get("q", "").strip()
    if words:
        named = Q(enrollment__person__name__icontains=words) | Q(enrollment__unit__name__icontains=words)
        shown = shown.filter(named)
    page = page_asked(request, shown.waiting_first(), PAGE)
    secretaries = endorsing.awaited(page.object_list, on=timezone.localdate())
    for pledge in page.object_list:
        pledge.secretary = secretaries.get(pledge.pk)
        pledge.is_ready = pledge.state == PledgeState.SIGNED and not pledge.secretary
    context = {
        "cohort": cohort,
        "tabs": _tabs(request, state, counts),
        "page": page,
        "for_paper": is_for_paper(request),
        "label": PledgeState(state).label if state in counts else "",
        "noun": npgettext("after a number", "pledge", "pledges", page.paginator.count),
        "words": words,
        "kept": {"state": state} if state else {},
        "waiting": counts[PledgeState.SIGNED],
        "to_ask": superseding.people_to_ask(Cohort.objects.filter(pk=cohort.pk), on=timezone.localdate())[cohort.pk],
        "this_year": timezone.localdate().year,
        "now": timezone.now(),
    }
    return render(request, "certificates/pledge_queue.html", context)


@permission_required(PERMISSION)
@require_http_methods(["GET", "HEAD", "POST"])
def pledge_review(request: PersonRequest, cohort_id: int, uuid: UUID) -> HttpResponse:
    """One pledge as it was signed, and the button that countersigns it."""
    cohort = cohort_for(scope_for(request), cohort_id, PERMISSION)
    pledge = rules.pledge_in(cohort, uuid)
    if request.method == "POST":
        return _countersigned(request, cohort, [pledge])
    words = countersigning.words_signed(pledge)
    secretary = endorsing.awaited([pledge], on=timezone.localdate()).get(pledge.pk)
    context = {"pledge": pledge, "words": words, "ink": drawing(pledge.ink), "secretary": secretary}
    context |= {
        "reviews": shown_reviews(pledge),
        "this_year": timezone.localdate().year,
        "is_signed": pledge.state in SIGNED,
    }
    context["successor"] = successor_of(pledge.text, on=timezone.localdate())
    context |= {
        "now": timezone.now(),
        "this_year": timezone.localdate().year,
        "may_act": pledge.state == PledgeState.SIGNED and secretary is None and not pledge.concerns(request.user),
        "queue_url": reverse("certificates:pledge-queue", args=[cohort.pk]),
        "queue_name": cohort.name,
        "return_url": reverse("certificates:pledge-return", args=[cohort.pk, pledge.uuid]),
    }
    return render(request, "certificates/pledge_review.html", context)


@permission_required(PERMISSION)
@require_http_methods(["GET", "HEAD", "POST"])
def pledge_return(request: PersonRequest, cohort_id: int, uuid: UUID) -> HttpResponse:
    """Give a pledge back with a reason."""
    cohort = cohort_for(scope_for(request), cohort_id, PERMISSION)
    pledge = rules.pledge_in(cohort, uuid)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            countersigning.return_pledge(
                pledge=pledge, by=request.user, reason=form.cleaned_data["reason"], at=timezone.now()
            )
            messages.info(request, _("The pledge was returned with your reason."))
        except countersigning.OwnPledge:
            messages.error(request, _("You cannot act on your own pledge, or on one that you witnessed."))
        return redirect("certificates:pledge-queue", cohort.pk)
    context: dict[str, Any] = {"cohort": cohort, "pledge": pledge, "form": form}
    context["back_url"] = reverse("certificates:pledge-review", args=[cohort.pk, pledge.uuid])
    return render(request, "certificates/pledge_return.html", context)


def _countersigned(request: PersonRequest, cohort: Cohort, pledges: list[Pledge]) -> HttpResponse:
    try:
        done = countersigning.countersign(pledges=pledges, by=request.user, at=timezone.now())
    except countersigning.OwnPledge:
        messages.error(request, _("You cannot act on your own pledge, or on one that you witnessed."))
        return redirect("certificates:pledge-queue", cohort.pk)
    except countersigning.SecretaryFirst:
        messages.error(request, _("At least one of them waits for its secretary first. Nothing was countersigned."))
        return redirect("certificates:pledge-queue", cohort.pk)
    if not pledges:
        messages.warning(request, _("Tick the pledges that you want to countersign."))
    else:
        words = ngettext("%(count)d pledge was countersigned.", "%(count)d pledges were countersigned.", len(done))
        messages.success(request, words % {"count": len(done)})
    return redirect("certificates:pledge-queue", cohort.pk)


def _tabs(request: PersonRequest, state: str, counts: dict[str, int]) -> list[dict[str, Any]]:
    labels = {"": _("All"), **{value: PledgeState(value).label for value in counts}}
    return [
        {
            "label": label,
            "url": f"{request.path}?state={value}" if value else request.path,
            "current": value == state,
            "count": counts[value] if value else sum(counts.values()),
        }
        for value, label in labels.items()
    ]
