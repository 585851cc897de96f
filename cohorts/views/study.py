"""The study room: the modules of my class, one module at a time, where I stopped and what comes next."""

from typing import Any

from django.contrib import messages
from django.core.cache import caches
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cohorts.domain.progress import Row, Step, progress_of
from cohorts.domain.runs import best_of, runs_of
from cohorts.domain.study import finish_module, keep_place, open_module
from cohorts.models.cohort import CohortModule
from cohorts.models.enrollment import Enrollment
from cohorts.models.progress import WHOLE, ModuleProgress
from cohorts.rules import own_enrollment, own_module, own_module_to_do
from common.digits import whole_number
from courses.domain.syllabus import page_of
from courses.enums import ModuleKind
from people.access import PersonRequest, signed_in


@require_GET
@signed_in
def study_room(request: PersonRequest, cohort_id: int) -> HttpResponse:
    """All modules of my class, what is done, and the one to go on with."""
    enrollment = own_enrollment(request.user, cohort_id)
    row = _row(enrollment)
    context = {
        "cohort": enrollment.cohort,
        "row": row,
        "whole": len(row.steps),
        "step": _next_step(enrollment, row),
        "ahead": enrollment.cohort.starts_on > timezone.localdate(),
    }
    return render(request, "cohorts/study_room.html", context)


@require_GET
@signed_in
def module(request: PersonRequest, cohort_id: int, position: int) -> HttpResponse:
    """One module as my class is pinned to it."""
    enrollment, found = own_module(request.user, cohort_id, position)
    progress = _progress(enrollment, found)
    row = _row(enrollment)
    context = {
        "cohort": enrollment.cohort,
        "module": found,
        "kind": ModuleKind(found.kind).label,
        "body": _body(found, "body_template"),
        "progress": progress,
        "percent": progress.place * 100 // WHOLE if progress else 0,
        "whole": len(row.steps),
        "following": _following(row, position),
        **_of_kind(enrollment, found, progress),
    }
    return render(request, f"cohorts/module_{found.kind}.html", context)


@require_POST
@signed_in
def module_place(request: PersonRequest, cohort_id: int, position: int) -> HttpResponse:
    """Remember how far I have read."""
    enrollment, found = own_module_to_do(request.user, cohort_id, position)
    place = whole_number(request.POST.get("place", ""))
    if place is None:
        return HttpResponse(status=400)
    keep_place(enrollment=enrollment, module=found, place=place, at=timezone.now())
    return HttpResponse(status=204)


@require_POST
@signed_in
def module_finish(request: PersonRequest, cohort_id: int, position: int) -> HttpResponse:
    """I have read to the end; a case or a simulation is finished by doing it, not by saying so."""
    enrollment, found = own_module_to_do(request.user, cohort_id, position)
    if found.kind != ModuleKind.LECTURE:
        return HttpResponse(status=400)
    at = timezone.now()
    keep_place(enrollment=enrollment, module=found, place=WHOLE, at=at)
    finish_module(enrollment=enrollment, module=found, at=at)
    messages.success(request, _("“%(module)s” is finished.") % {"module": found.title})
    following = _following(_row(enrollment), position)
    if following is None or following.is_done:
        return redirect("cohorts:study-room", cohort_id)
    return redirect("cohorts:module", cohort_id, following.module.position)


def _progress(enrollment: Enrollment, found: CohortModule) -> ModuleProgress | None:
    """Begun by being opened while the class runs; afterwards only what there is."""
    if enrollment.cohort.is_open:
        return open_module(enrollment=enrollment, module=found, at=timezone.now())
    return ModuleProgress.objects.filter(enrollment=enrollment, module=found).first()


def _of_kind(enrollment: Enrollment, found: CohortModule, progress: ModuleProgress | None) -> dict[str, Any]:
    """What only this kind of module shows."""
    if found.kind == ModuleKind.SIMULATION:
        runs = runs_of(enrollment=enrollment, module=found)
        running = next((run for run in runs if run.is_running), None)
        ended = [run for run in runs if not run.is_running]
        return {"running": running, "ended": ended, "best": best_of(ended)}
    if found.kind == ModuleKind.CASE_STUDY and progress is not None and progress.is_finished:
        return {"reveal": _body(found, "reveal_template")}
    return {}


def _body(found: CohortModule, template: str) -> SafeString:
    """The text of a pinned revision, rendered once per revision and language: it never changes."""
    # With its time: a database that was put back may give the same id to another revision.
    revision = found.revision
    key = f"{template}:{revision.pk}:{revision.created_at.timestamp()}:{get_language()}"
    body: str | None = caches["bodies"].get(key)
    if body is None:
        page = page_of(revision)
        body = render_to_string(getattr(page, template), {"page": page})
        caches["bodies"].set(key, body, None)
    return mark_safe(body)  # noqa: S308  # Django's own templates wrote it and escaped what authors typed.


def _row(enrollment: Enrollment) -> Row:
    modules = enrollment.cohort.modules.defer("payload")
    return progress_of(modules=modules, enrollments=[enrollment])[0]


def _following(row: Row, position: int) -> Step | None:
    """The next module in order; after the last one, the first that is still to do."""
    later = next((step for step in row.steps if step.module.position > position), None)
    return later or row.next


def _next_step(enrollment: Enrollment, row: Row) -> dict[str, Any]:
    if row.next is None or not enrollment.cohort.is_open:
        return {
            "label": _("All modules are done") if row.next is None else _("The class has ended"),
            "title": _("See what is left on your desk"),
            "text": _("Examination, pledges and the certificate stand there, each with its day."),
            "url": reverse("dashboards:desk"),
            "action": _("Go to my desk"),
        }
    found = row.next.module
    return {
        "title": found.title,
        "text": _("Module %(position)d of %(whole)d") % {"position": found.position, "whole": len(row.steps)},
        "due": _("To be done by %(day)s") % {"day": date_format(enrollment.cohort.ends_on)},
        "url": reverse("cohorts:module", args=[enrollment.cohort_id, found.position]),
        "action": _("Begin learning") if row.next.state == "open" else _("Go on learning"),
    }
