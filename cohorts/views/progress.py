"""Everyone's progress in a cohort: on a page, and as a sheet."""

from django.core.paginator import Paginator
from django.db.models import F, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_GET

from cohorts.domain.progress import Row, finished_counts, progress_of
from cohorts.enums import EnrollmentState
from cohorts.models.cohort import Cohort
from cohorts.models.enrollment import EnrollmentQuerySet
from cohorts.rules import cohort_for
from common.audit import record
from common.sheets import write_xlsx
from people.access import PersonRequest, permission_required, scope_for

PAGE_SIZE = 50
FAR = {
    "": gettext_lazy("Everybody in the cohort"),
    "none": gettext_lazy("Not started"),
    "some": gettext_lazy("Some modules done"),
    "all": gettext_lazy("All modules done"),
}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STEPS = {"done": gettext_lazy("Finished"), "started": gettext_lazy("Started"), "open": gettext_lazy("Not started")}


@require_GET
@permission_required("cohorts.view")
def cohort_progress(request: PersonRequest, cohort_id: int) -> HttpResponse:
    """A row for everybody, a mark for each module; the same number of queries for any number of people."""
    cohort = cohort_for(scope_for(request), cohort_id)
    modules = finished_counts(cohort)
    people = _people(cohort, request, whole=len(modules))
    page = Paginator(people, PAGE_SIZE).get_page(request.GET.get("page"))
    rows = progress_of(modules=[module for module, _count in modules], enrollments=page.object_list)
    context = {
        "cohort": cohort,
        "section": "progress",
        "page": page,
        "rows": rows,
        "modules": modules,
        "whole": cohort.enrollments.counted().count(),
        "far": FAR,
        "words": request.GET.get("q", ""),
        "chosen": request.GET.get("far", ""),
        "order": request.GET.get("order", ""),
        "trail": [
            {"label": _("Cohorts"), "url": reverse("cohorts:cohort-list")},
            {"label": cohort.name, "url": reverse("cohorts:cohort-detail", args=[cohort.pk])},
        ],
    }
    return render(request, "cohorts/cohort_progress.html", context)


@require_GET
@permission_required("cohorts.view")
def progress_export(request: PersonRequest, cohort_id: int) -> HttpResponse:
    """The same rows as a sheet; that it was taken is written down."""
    cohort = cohort_for(scope_for(request), cohort_id)
    modules = list(cohort.modules.defer("payload"))
    rows = progress_of(modules=modules, enrollments=_people(cohort, request, whole=len(modules)))
    headers = [
        *(str(label) for label in (pgettext("person", "Name"), _("Unit"), _("State"), _("Modules finished"))),
        *(f"{module.position}. {module.title}" for module in modules),
    ]
    sheet = write_xlsx(headers, [_cells(row) for row in rows], title=cohort.name)
    record("cohorts.export", subject=cohort, user=request.user, rows=len(rows))
    name = f"progress-{cohort.pk}-{timezone.localdate():%Y%m%d}.xlsx"
    return HttpResponse(sheet, XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _people(cohort: Cohort, request: PersonRequest, *, whole: int) -> EnrollmentQuerySet:
    people = cohort.enrollments.counted().with_finished().named(request.GET.get("q", "").strip())
    narrow = {
        "none": Q(finished_count=0),
        "some": Q(finished_count__gt=0, finished_count__lt=whole),
        "all": Q(finished_count__gte=whole),
    }
    people = people.filter(narrow.get(request.GET.get("far", ""), Q())).select_related("person", "unit", "seat")
    if request.GET.get("order") == "behind":
        return people.order_by(F("finished_count"), "unit__path", "person__name", "pk")
    return people.in_roster_order()


def _cells(row: Row) -> list[str | int]:
    enrollment = row.enrollment
    return [
        enrollment.person.name,
        enrollment.unit.name,
        str(EnrollmentState(enrollment.state).label),
        row.finished,
        *(str(STEPS[step.state]) for step in row.steps),
    ]
