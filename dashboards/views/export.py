"""Taking the figures home as a sheet; every download is written into the log."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from common.audit import record
from common.sheets import attached
from dashboards import exports, figures
from dashboards.domain import listing
from dashboards.domain.overview import overview
from dashboards.exports import name_of_file
from dashboards.measures import measure_named
from dashboards.rules import EXPORT, measure_for, unit_for
from dashboards.views.district import side_asked, words_asked
from people.access import PersonRequest, permission_required, scope_for

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@permission_required(EXPORT)
def district_export(request: PersonRequest, unit_code: str) -> HttpResponse:
    """The overview of a unit as xlsx, in the order of the page."""
    at, unit = timezone.now(), unit_for(scope_for(request), unit_code, EXPORT)
    sheet = exports.overview_sheet(overview(unit, worst_by=measure_named(request.GET.get("sort", ""))), at=at)
    record("dashboards.export_overview", subject=unit, user=request.user)
    return HttpResponse(sheet, XLSX, headers=attached(name_of_file(unit.name, _("Training overview"), at=at)))


@require_safe
@permission_required(EXPORT)
def people_export(request: PersonRequest, unit_code: str) -> HttpResponse:
    """The list behind a figure as xlsx, as it is narrowed on the page."""
    at, unit = timezone.now(), unit_for(scope_for(request), unit_code, EXPORT)
    measure, side = measure_for(request.GET.get("figure", "")), side_asked(request)
    lines = listing.with_seats(unit, figures.lines(unit, measure, side, text=words_asked(request)))
    sheet = exports.people_sheet(unit, measure, side, lines, at=at)
    record(
        "dashboards.export_people", subject=unit, user=request.user, figure=measure.key, side=side, people=len(lines)
    )
    name = name_of_file(unit.name, measure.label, listing.label_of(measure, side), at=at)
    return HttpResponse(sheet, XLSX, headers=attached(name))
