"""The public board: the page that residents read, and how the organizer posts pledges there and takes them down."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from certificates import rules
from certificates.access import limited
from certificates.domain import posting
from certificates.forms import PostingForm, ReasonForm
from certificates.models.postings import Posting
from cohorts.rules import cohort_for
from common.paging import page_asked
from people.access import PersonRequest, permission_required, public, scope_for
from people.models.organisation import OrgUnit

PERMISSION = "pledges.countersign"
PAGE = 20
FRESH_SECONDS = 300


@public("residents may read what those whom they elected have pledged")
@limited
@cache_control(max_age=FRESH_SECONDS)
@require_safe
def board(request: HttpRequest, code: str) -> HttpResponse:
    """What is posted of a unit today; whatever is not posted is not here."""
    unit = get_object_or_404(OrgUnit, code=code)
    page = page_asked(request, posting.on_board(unit, on=timezone.localdate()), PAGE)
    context = {"unit": unit, "page": page, "notices": [posting.notice_of(each) for each in page.object_list]}
    response = render(request, "certificates/board.html", context)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


@permission_required(PERMISSION)
@require_http_methods(["GET", "HEAD", "POST"])
def board_posting(request: PersonRequest, cohort_id: int) -> HttpResponse:
    """Choose what becomes public; see exactly that; confirm it."""
    cohort = cohort_for(scope_for(request), cohort_id, PERMISSION)
    today = timezone.localdate()
    pledges = posting.postable(cohort, on=today)
    form = PostingForm(request.POST or None, initial={"from_on": today})
    chosen = [pledge for pledge in pledges if str(pledge.uuid) in request.POST.getlist("pledge")]
    if request.method == "POST" and form.is_valid() and chosen:
        proposed = posting.propose(
            pledges=chosen,
            is_masked=form.cleaned_data["names"] != "full",
            from_on=form.cleaned_data["from_on"],
            until_on=form.cleaned_data["until_on"],
        )
        if "confirmed" in request.POST:
            count = posting.post(proposed=proposed, by=request.user, at=timezone.now())
            words = ngettext("%(count)d pledge was posted.", "%(count)d pledges were posted.", count)
            messages.success(request, words % {"count": count})
            return redirect("certificates:board-posting", cohort.pk)
        context = {"cohort": cohort, "form": form, "chosen": chosen}
        context["notices"] = [posting.notice_of(each) for each in proposed]
        return render(request, "certificates/board_confirm.html", context)
    if request.method == "POST" and not chosen:
        messages.warning(request, _("Tick the pledges that you want to post."))
    standing = Posting.objects.standing().filter(pledge__enrollment__cohort=cohort, until_on__gte=today)
    context = {"cohort": cohort, "form": form, "pledges": pledges}
    context["postings"] = standing.select_related("pledge__text", "pledge__enrollment__unit")
    return render(request, "certificates/board_posting.html", context, status=422 if form.errors else 200)


@permission_required(PERMISSION)
@require_http_methods(["GET", "HEAD", "POST"])
def board_take_down(request: PersonRequest, cohort_id: int, pk: int) -> HttpResponse:
    """Take one off the board, for a reason."""
    cohort = cohort_for(scope_for(request), cohort_id, PERMISSION)
    posted = rules.posting_in(cohort, pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        posting.take_down(posting=posted, by=request.user, reason=form.cleaned_data["reason"], at=timezone.now())
        messages.info(request, _("It was taken off the board."))
        return redirect("certificates:board-posting", cohort.pk)
    context = {"posting": posted, "form": form, "back_url": reverse("certificates:board-posting", args=[cohort.pk])}
    return render(request, "certificates/board_take_down.html", context)
