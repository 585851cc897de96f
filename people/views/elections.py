"""Elections: which there are, and who was elected where."""

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from people.access import permission_required, scope_for
from people.domain.elections import seats_by_unit
from people.enums import Committee
from people.models.elections import Election, Seat
from people.models.imports import RosterImport
from people.rules import election_for, unit_for

UNITS_A_PAGE = 50
SEATS_A_PAGE = 50


@require_safe
@permission_required("people.view")
def election_list(request: HttpRequest) -> HttpResponse:
    """The elections of my units, and the rosters that came in lately."""
    scope = scope_for(request)
    elections = (
        Election.objects.visible_to(scope, "people.view")
        .select_related("unit", "term")
        .annotate(
            people=Count("seats__person", distinct=True),
            units=Count("seats__unit", distinct=True),
            newly=Count("seats__person", filter=Q(seats__newly_elected=True), distinct=True),
        )
        .order_by("-held_on", "pk")
    )
    imports = RosterImport.objects.visible_to(scope).select_related("unit", "uploaded_by").defer("report")[:10]
    page = Paginator(elections, 20).get_page(request.GET.get("page"))
    may_import = scope.may_anywhere("people.import")
    context = {"page": page, "imports": imports, "may_import": may_import, "now": timezone.now()}
    return render(request, "people/election_list.html", context)


@require_safe
@permission_required("people.view")
def election_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One election: how many were elected, unit by unit."""
    scope = scope_for(request)
    election = election_for(scope, pk)
    seats = Seat.objects.filter(election=election)
    page = Paginator(seats_by_unit(election=election), UNITS_A_PAGE).get_page(request.GET.get("page"))
    everyone = reverse("people:seat-list", args=[election.pk])
    totals = seats.aggregate(
        people=Count("person", distinct=True),
        units=Count("unit", distinct=True),
        seats=Count("pk"),
        newly=Count("person", filter=Q(newly_elected=True), distinct=True),
    )
    context = {
        "election": election,
        "page": page,
        "stats": [
            {"label": _("People"), "value": totals["people"], "url": everyone},
            {"label": _("Newly elected"), "value": totals["newly"], "url": f"{everyone}?newly=1"},
            {"label": _("Seats"), "value": totals["seats"], "url": everyone},
            {"label": _("Units"), "value": totals["units"], "url": "#units"},
        ],
        "trail": [{"label": _("Elections and rosters"), "url": reverse("people:election-list")}],
        "may_import": scope.may("people.import", election.unit.path),
        "may_print": scope.may("people.slips", election.unit.path),
    }
    return render(request, "people/election_detail.html", context)


@require_safe
@permission_required("people.view")
def seat_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Who was elected: everybody, or those of one unit, or those who are new."""
    scope = scope_for(request)
    election = election_for(scope, pk)
    seats = Seat.objects.filter(election=election).select_related("person", "unit").order_by("unit__path", "pk")
    unit = unit_for(scope, request.GET["unit"], "people.view") if request.GET.get("unit") else None
    if unit is not None:
        seats = seats.under(unit)
    committee = request.GET.get("committee", "")
    if committee in Committee.values:
        seats = seats.filter(committee=committee)
    if request.GET.get("newly"):
        seats = seats.filter(newly_elected=True)
    context = {
        "election": election,
        "unit": unit,
        "newly": bool(request.GET.get("newly")),
        "committee": Committee(committee).label if committee in Committee.values else "",
        "page": Paginator(seats, SEATS_A_PAGE).get_page(request.GET.get("page")),
        "trail": [
            {"label": _("Elections and rosters"), "url": reverse("people:election-list")},
            {"label": election.name, "url": reverse("people:election-detail", args=[election.pk])},
        ],
    }
    return render(request, "people/seat_list.html", context)
