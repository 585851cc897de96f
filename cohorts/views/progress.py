"""Everyone's progress in a cohort: on a page, and as a sheet."""

from django.db.models import Exists, F, OuterRef, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext
from django.views.decorators.http import require_GET

from cohorts.domain.progress import Row, finished_counts, progress_of
from cohorts.enums import EnrollmentState, ProgressState
from cohorts.models.cohort import Cohort, CohortModule
from cohorts.models.enrollment import EnrollmentQuerySet
from cohorts.models.progress import ModuleProgress
from cohorts.rules import cohort_for
from common.audit import record
from common.digits import whole_number
from common.paging import is_for_paper, page_asked
from common.sheets import attached, write_xlsx
from people.access import PersonRequest, permission_required, scope_for

PAGE_SIZE = 50
FAR = {
    "": gettext_lazy("Everybody in the cohort"),
    "none": gettext_lazy("Not started"),
    "some": gettext_lazy("Some modules done"),
    "unfinished": gettext_lazy("In training, with modules left"),
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
    listed = [module for module, _count in modules]
    page = page_asked(request, _people(cohort, request, whole=len(modules)), PAGE_SIZE)
    context = {
        "cohort": cohort,
        "section": "progress",
        "page": page,
        "for_paper": is_for_paper(request),
        "rows": progress_of(modules=listed, enrollments=page.object_list),
        "modules": modules,
        "whole": cohort.enrollments.counted().count(),
        "far": FAR,
        "states": STEPS,
        "words": request.GET.get("q", ""),
        "chosen": request.GET.get("far", ""),
        "order": request.GET.get("order", ""),
        "module": request.GET.get("module", ""),
        "state": request.GET.get("state", ""),
        "label": _label(request, listed),
        "noun": ngettext("person", "people", page.paginator.count),
        "now": timezone.now(),
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
    at = timezone.localtime()
    headers = [
        *(str(label) for label in (pgettext("person", "Name"), _("Unit"), _("State"), _("Modules finished"))),
        *(f"{module.position}. {module.title}" for module in modules),
    ]
    said = ngettext("%(count)d person", "%(count)d people", len(rows)) % {"count": len(rows)}
    parts = [cohort.name, _label(request, modules), said, _("as of %(time)s") % {"time": f"{at:%Y-%m-%d %H:%M}"}]
    sheet = write_xlsx(headers, [_cells(row) for row in rows], title=cohort.name, heading=" · ".join(parts))
    record("cohorts.export", subject=cohort, user=request.user, rows=len(rows))
    name = "-".join([cohort.name, _("Progress"), f"{at:%Y%m%d}"]).replace("/", "_")
    return HttpResponse(sheet, XLSX, headers=attached(f"{name}.xlsx"))


def _people(cohort: Cohort, request: PersonRequest, *, whole: int) -> EnrollmentQuerySet:
    people = cohort.enrollments.counted().with_finished().named(request.GET.get("q", "").strip())
    learning = Q(state=EnrollmentState.ACTIVE)
    narrow = {
        "none": learning & Q(finished_count=0),
        "unfinished": learning & Q(finished_count__lt=whole),
        "some": Q(finished_count__gt=0, finished_count__lt=whole),
        "all": Q(finished_count__gte=whole),
    }
    people = (
        people.filter(narrow.get(request.GET.get("far", ""), Q()))
        .filter(_at_module(request))
        .select_related("person", "unit", "seat")
    )
    if request.GET.get("order") == "behind":
        return people.order_by(F("finished_count"), "unit__path", "person__name", "pk")
    return people.in_roster_order()


def _at_module(request: PersonRequest) -> Q:
    """Those who stand so at one module: it is finished, begun or not begun; all where none is named."""
    position, state = whole_number(request.GET.get("module", "")), request.GET.get("state", "")
    if position is None or state not in STEPS:
        return Q()
    kept = ModuleProgress.objects.filter(enrollment=OuterRef("pk"), module__position=position)
    finished = kept.filter(state=ProgressState.FINISHED)
    return {
        "done": Q(Exists(finished)),
        "started": Q(Exists(kept.exclude(state=ProgressState.FINISHED))),
        "open": ~Q(Exists(kept)),
    }[state]


def _label(request: PersonRequest, modules: list[CohortModule]) -> str:
    """Which list it is, in words."""
    position, state = request.GET.get("module", ""), request.GET.get("state", "")
    titles = {str(module.position): f"{module.position}. {module.title}" for module in modules}
    parts = [str(FAR.get(request.GET.get("far", ""), FAR[""]))]
    if position in titles and state in STEPS:
        parts += [titles[position], str(STEPS[state])]
    return " · ".join(parts)


def _cells(row: Row) -> list[str | int]:
    enrollment = row.enrollment
    return [
        enrollment.person.name,
        enrollment.unit.name,
        str(EnrollmentState(enrollment.state).label),
        row.finished,
        *(str(STEPS[step.state]) for step in row.steps),
    ]
