"""Taking the figures home as a sheet; every download is written into the log."""

from urllib.parse import quote

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from common.audit import record
from dashboards import exports, figures
from dashboards.domain import listing
from dashboards.domain.overview import overview
from dashboards.measures import measure_named
from dashboards.rules import EXPORT, measure_for, unit_for
from dashboards.views.district import side_asked
from people.access import PersonRequest, permission_required, scope_for

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@permission_required(EXPORT)
def district_export(request: PersonRequest, unit_code: str) -> HttpResponse:
    """The overview of a unit as xlsx, in the order of the page."""
    unit = unit_for(scope_for(request), unit_code, EXPORT)
    sheet = exports.overview_sheet(overview(unit, worst_by=measure_named(request.GET.get("sort", ""))))
    record("dashboards.export_overview", subject=unit, user=request.user)
    return _download(sheet, f"{unit.name}.xlsx")


@require_safe
@permission_required(EXPORT)
def people_export(request: PersonRequest, unit_code: str) -> HttpResponse:
    """The people behind a figure as xlsx."""
    unit = unit_for(scope_for(request), unit_code, EXPORT)
    measure, side = measure_for(request.GET.get("figure", "")), side_asked(request)
    people = listing.with_seats(unit, figures.people(unit, measure, side))
    sheet = exports.people_sheet(unit, measure, people)
    record(
        "dashboards.export_people", subject=unit, user=request.user, figure=measure.key, side=side, people=len(people)
    )
    return _download(sheet, f"{unit.name}-{measure.label}.xlsx")


def _download(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response
