"""Who is in a cohort, who should be and is not, and letting people in and out."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Page
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET

from cohorts.domain.covering import due_seats, unit_group
from cohorts.domain.enrolling import CohortNotOpen, EnrollmentConcluded, NobodyToEnroll, enroll_person, withdraw
from cohorts.domain.searching import people_named, person_within
from cohorts.enums import EnrollmentState
from cohorts.forms import MANAGE, WithdrawForm
from cohorts.models.cohort import Cohort
from cohorts.models.enrollment import EnrollmentQuerySet
from cohorts.rules import cohort_for, enrollment_for
from common.audit import record
from common.digits import whole_number
from common.paging import is_for_paper, page_asked
from people.access import PersonRequest, permission_required, scope_for
from people.enums import Post
from people.models.elections import Seat, SeatQuerySet
from people.models.organisation import OrgUnit
from people.rules import unit_for

PAGE_SIZE = 50

SHOWN: dict[str, tuple[Any, Callable[[EnrollmentQuerySet], EnrollmentQuerySet]]] = {
    "": (gettext_lazy("In the cohort"), lambda rows: rows.counted()),
    "studying": (gettext_lazy("In training"), lambda rows: rows.active()),
    "concluded": (gettext_lazy("Training completed"), lambda rows: rows.filter(state=EnrollmentState.CONCLUDED)),
    "withdrawn": (gettext_lazy("Withdrawn"), lambda rows: rows.filter(state=EnrollmentState.WITHDRAWN)),
}
REGISTER = ("due", "missing")


@require_GET
@permission_required("cohorts.view")
def cohort_roster(request: PersonRequest, cohort_id: int) -> HttpResponse:
    """The people of the cohort; or those in office whom its rules name, all of them or the missing ones."""
    scope = scope_for(request)
    cohort = cohort_for(scope, cohort_id)
    show, words = request.GET.get("show", ""), request.GET.get("q", "").strip()
    unit = unit_for(scope, request.GET["unit"], "cohorts.view") if request.GET.get("unit") else None
    post = request.GET.get("post", "")
    rows: Any
    if show in REGISTER:
        rows = _seats(cohort, words, unit=unit, post=post, only_missing=show == "missing")
    else:
        _label, narrow = SHOWN.get(show, SHOWN[""])
        rows = narrow(cohort.enrollments.all()).named(words).in_roster_order()
        rows = rows.select_related("person", "unit", "seat").prefetch_related("changes")
    page, lists = page_asked(request, rows, PAGE_SIZE), _lists(cohort, show)
    context = {
        "cohort": cohort,
        "section": "roster",
        "show": show,
        "is_register": show in REGISTER,
        "words": words,
        "page": page,
        "for_paper": is_for_paper(request),
        "noun": ngettext("person", "people", page.paginator.count),
        "lists": lists,
        "label": _title_of(lists, unit, post),
        "kept": {key: request.GET[key] for key in ("unit", "post") if request.GET.get(key)},
        "rows": _with_standing(cohort, page) if show in REGISTER else page,
        "now": timezone.now(),
        "may_manage": scope.may(MANAGE, cohort.unit.path) and cohort.state != "closed",
        "trail": _trail(cohort),
    }
    return render(request, "cohorts/cohort_roster.html", context)


@permission_required(MANAGE)
def cohort_enroll(request: PersonRequest, cohort_id: int) -> HttpResponse:
    """Look for somebody by name or phone, and enroll them."""
    scope = scope_for(request)
    cohort = cohort_for(scope, cohort_id, MANAGE)
    if request.method == "POST":
        return _enroll(request, cohort)
    words = request.GET.get("q", "").strip()
    seats = people_named(text=words, scope=scope, permission=MANAGE)
    inside = cohort.enrollments.counted().filter(person__in=[seat.person_id for seat in seats])
    context = {
        "cohort": cohort,
        "section": "roster",
        "words": words,
        "seats": seats,
        "inside": set(inside.values_list("person_id", flat=True)),
        "trail": [*_trail(cohort), {"label": _("Roster"), "url": reverse("cohorts:cohort-roster", args=[cohort.pk])}],
    }
    return render(request, "cohorts/cohort_enroll.html", context)


@permission_required(MANAGE)
def enrollment_withdraw(request: PersonRequest, cohort_id: int, enrollment_id: int) -> HttpResponse:
    """Ask why somebody leaves, and take them out."""
    enrollment = enrollment_for(scope_for(request), cohort_id, enrollment_id)
    form = WithdrawForm(request.POST or None)
    roster = reverse("cohorts:cohort-roster", args=[cohort_id])
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            withdraw(enrollment=enrollment, at=timezone.now(), reason=reason, by=request.user)
        except EnrollmentConcluded:
            messages.error(request, _("The person has completed the cohort; that stays."))
        else:
            record("cohorts.withdraw", subject=enrollment.cohort, user=request.user, enrollment=enrollment.pk)
            messages.success(request, _("%(name)s has left the cohort.") % {"name": enrollment.person.name})
        return redirect(roster)
    context = {"enrollment": enrollment, "form": form, "back_url": roster, "danger": True}
    return render(request, "cohorts/enrollment_withdraw.html", context)


def _enroll(request: PersonRequest, cohort: Cohort) -> HttpResponse:
    pk = whole_number(request.POST.get("person", ""))
    person = None if pk is None else person_within(pk=pk, scope=scope_for(request), permission=MANAGE)
    if person is None:
        raise Http404
    try:
        enroll_person(cohort=cohort, person=person, at=timezone.now(), by=request.user)
    except CohortNotOpen:
        messages.error(request, _("The cohort has closed; nobody comes in any more."))
    except NobodyToEnroll:
        messages.error(request, _("%(name)s holds no seat.") % {"name": person.name})
    else:
        record("cohorts.enroll", subject=cohort, user=request.user, person=person.pk)
        messages.success(request, _("%(name)s is in the cohort.") % {"name": person.name})
    return redirect("cohorts:cohort-roster", cohort.pk)


def _seats(cohort: Cohort, words: str, *, unit: OrgUnit | None, post: str, only_missing: bool) -> SeatQuerySet:
    """The seats that count, one for each person whom the rules name, grouped as the cohort page groups them."""
    due = due_seats(cohort.rules.select_related("unit"), day=timezone.localdate())
    inside = set(cohort.enrollments.counted().values_list("person_id", flat=True)) if only_missing else set()
    chosen = [
        seat.pk
        for person, seat in due.items()
        if person not in inside and (unit is None or unit_group(cohort, seat) == unit.path) and post in {"", seat.post}
    ]
    seats = Seat.objects.filter(pk__in=chosen)
    if words:
        seats = seats.filter(Q(person__name__icontains=words) | Q(unit__name__icontains=words))
    return seats.select_related("person", "unit").order_by("unit__path", "person__name", "pk")


def _with_standing(cohort: Cohort, page: Page[Seat]) -> list[dict[str, Any]]:
    """A page of seats, each with how its person stands in the cohort; empty for whoever is not in it."""
    states = cohort.enrollments.counted().filter(person__in=[seat.person_id for seat in page])
    labels = {person: EnrollmentState(state).label for person, state in states.values_list("person", "state")}
    return [{"seat": seat, "standing": labels.get(seat.person_id, "")} for seat in page]


def _title_of(lists: list[dict[str, Any]], unit: OrgUnit | None, post: str) -> str:
    """Which list it is: the people, of which unit, in which post."""
    shown = next((str(each["label"]) for each in lists if each["current"]), "")
    parts = [shown, unit.name if unit else "", str(Post(post).label) if post in Post.values else ""]
    return " · ".join(part for part in parts if part)


def _lists(cohort: Cohort, show: str) -> list[dict[str, Any]]:
    lists = [(key, label) for key, (label, _narrow) in SHOWN.items()]
    if cohort.rules.exists():
        lists += [("due", _("To be trained")), ("missing", _("Not in the cohort"))]
    return [{"key": key, "label": label, "current": key == show} for key, label in lists]


def _trail(cohort: Cohort) -> list[dict[str, str]]:
    return [
        {"label": _("Cohorts"), "url": reverse("cohorts:cohort-list")},
        {"label": cohort.name, "url": reverse("cohorts:cohort-detail", args=[cohort.pk])},
    ]
