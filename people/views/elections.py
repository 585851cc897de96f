"""Elections: which there are, and who was elected where."""

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext
from django.views.decorators.http import require_safe

from common.paging import is_for_paper, page_asked
from people.access import permission_required, scope_for
from people.domain.elections import Elected, people_of, seats_by_unit, seats_in_all, with_their_seats
from people.enums import Committee
from people.models.elections import Election, Seat, SeatQuerySet
from people.models.imports import RosterImport
from people.models.organisation import OrgUnit
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
    """One election: how many were elected, unit by unit; every number opens a list of just that length."""
    scope = scope_for(request)
    election = election_for(scope, pk)
    page = Paginator(seats_by_unit(election=election), UNITS_A_PAGE).get_page(request.GET.get("page"))
    everyone = reverse("people:seat-list", args=[election.pk])
    totals = seats_in_all(election=election)
    columns = _columns()
    context = {
        "election": election,
        "page": page,
        "heads": [head for _key, head, _query in columns],
        "lines": [
            {"unit": unit, "cells": _cells(vars(unit), columns, f"{everyone}?unit={unit.code}&")} for unit in page
        ],
        "total": _cells(totals, columns, f"{everyone}?"),
        "stats": [
            {"label": _("People"), "value": totals["people"], "url": everyone},
            {"label": _("Newly elected"), "value": totals["newly"], "url": f"{everyone}?newly=1"},
            {"label": _("Seats"), "value": totals["seats"], "url": f"{everyone}?by=seat"},
            {"label": _("Units"), "value": totals["units"], "url": "#units"},
        ],
        "noun": ngettext("unit", "units", page.paginator.count),
        "now": timezone.now(),
        "trail": [{"label": _("Elections and rosters"), "url": reverse("people:election-list")}],
        "may_import": scope.may("people.import", election.unit.path),
        "may_print": scope.may("people.slips", election.unit.path),
    }
    return render(request, "people/election_detail.html", context)


@require_safe
@permission_required("people.view")
def seat_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Who was elected, a row for each person, or with `by=seat` for each seat: all, of one unit, newly elected."""
    scope = scope_for(request)
    election = election_for(scope, pk)
    unit = unit_for(scope, request.GET["unit"], "people.view") if request.GET.get("unit") else None
    seats, words = _narrowed(request, Seat.objects.filter(election=election), unit)
    by_seat = request.GET.get("by") == "seat"
    rows = seats.select_related("person", "unit").order_by("unit__path", "pk") if by_seat else people_of(seats)
    page = page_asked(request, rows, SEATS_A_PAGE)
    count = page.paginator.count
    context = {
        "election": election,
        "unit": unit,
        "newly": bool(request.GET.get("newly")),
        "by_seat": by_seat,
        "label": _label(request, unit),
        "noun": npgettext("election", "seat", "seats", count) if by_seat else ngettext("person", "people", count),
        "words": words,
        "kept": {key: request.GET[key] for key in ("unit", "committee", "newly", "by") if request.GET.get(key)},
        "page": page,
        "for_paper": is_for_paper(request),
        "rows": [Elected(seat.person, [seat]) for seat in page] if by_seat else with_their_seats(page, seats),
        "now": timezone.now(),
        "trail": [
            {"label": _("Elections and rosters"), "url": reverse("people:election-list")},
            {"label": election.name, "url": reverse("people:election-detail", args=[election.pk])},
        ],
    }
    return render(request, "people/seat_list.html", context)


def _columns() -> list[tuple[str, str, str]]:
    """The columns of the units: what is counted, its head, and what narrows the list to it."""
    committees = [(f"in_{value}", str(label), f"committee={value}") for value, label in Committee.choices]
    return [("people", _("People"), ""), *committees, ("newly", _("Newly elected"), "newly=1")]


def _cells(found: Mapping[str, Any], columns: list[tuple[str, str, str]], url: str) -> list[dict[str, Any]]:
    return [{"head": head, "value": found[key], "url": f"{url}{query}".rstrip("?&")} for key, head, query in columns]


def _narrowed(request: HttpRequest, seats: SeatQuerySet, unit: OrgUnit | None) -> tuple[SeatQuerySet, str]:
    """The seats that the address asks for, and the words that are searched for."""
    if unit is not None:
        seats = seats.filter(unit=unit)
    if request.GET.get("committee") in Committee.values:
        seats = seats.filter(committee=request.GET["committee"])
    if request.GET.get("newly"):
        seats = seats.filter(newly_elected=True)
    words = request.GET.get("q", "").strip()
    if words:
        seats = seats.filter(Q(person__name__icontains=words) | Q(unit__name__icontains=words))
    return seats, words


def _label(request: HttpRequest, unit: OrgUnit | None) -> str:
    """Which list it is, in words."""
    committee = request.GET.get("committee", "")
    parts = [
        unit.name if unit else "",
        str(Committee(committee).label) if committee in Committee.values else "",
        _("Newly elected") if request.GET.get("newly") else "",
    ]
    return " · ".join(part for part in parts if part)
