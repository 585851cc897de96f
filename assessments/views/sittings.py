"""Sittings as an organizer sees them: the list, who sat and what came of it, the release."""

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from assessments import rules
from assessments.domain import (
    analysis,
    extending,
    families,
    late_answers,
    on_paper,
    resits,
    results,
    sittings,
    standings,
)
from assessments.domain.results import CannotRelease
from assessments.enums import SittingState
from assessments.forms.words import obstacle_words, release_words
from assessments.models.sittings import Sitting
from cohorts.models.enrollment import Enrollment
from common.paging import is_for_paper, page_asked
from people.access import PersonRequest, permission_required, scope_for
from people.models.accounts import User

PAGE_SIZE = 50


@permission_required("sittings.manage")
@require_safe
def sitting_list(request: PersonRequest, cohort_id: int) -> HttpResponse:
    """The sittings of a cohort."""
    cohort = rules.cohort_for(scope_for(request), cohort_id)
    found = cohort.sittings.select_related("paper", "module", "resit_of")
    return render(request, "assessments/sitting_list.html", {"cohort": cohort, "sittings": found})


@permission_required("sittings.manage")
@require_safe
def sitting_detail(request: PersonRequest, sitting_id: int) -> HttpResponse:
    """Who sat, who did not, and what came of it; every count opens its list."""
    at = timezone.now()
    scope = scope_for(request)
    sitting = rules.sitting_for(scope, sitting_id)
    wanted = request.GET.get("standing", "")
    people = standings.participants(sitting)
    if wanted in standings.STANDINGS:
        people = people.filter(standing=wanted)
    words = request.GET.get("q", "").strip()
    if words:
        people = people.filter(Q(person__name__icontains=words) | Q(unit__name__icontains=words))
    page = page_asked(request, people, PAGE_SIZE)
    counts = standings.counts(sitting)
    may_begin = sitting.is_published and at < sitting.closes_at
    may_release = scope.may("results.release", sitting.cohort.unit.path)
    obstacles = {"nothing-new": 1} if sitting.is_practice else results.release_obstacles(sitting, at=at)
    context = {
        "cohort": sitting.cohort,
        "sitting": sitting,
        "is_draft": sitting.state == SittingState.DRAFT,
        "is_case": sitting.module_id is not None,
        "resits": families.family_of(sitting).filter(resit_of__isnull=False).exclude(pk=sitting.pk),
        "resit_is_wanted": resits.is_wanted(sitting, at=at),
        "publish_obstacles": [obstacle_words(each) for each in sittings.publishing_obstacles(sitting, at=at)],
        "may_release": may_release and not obstacles,
        "release_obstacles": release_words(obstacles) if may_release and "nothing-new" not in obstacles else [],
        "released": counts["passed"] + counts["failed"],
        "may_regrade": may_release,
        "size": sittings.size_of(sitting),
        "pool_count": sitting.items.exclude(draw=None).count(),
        "on_paper": on_paper.tally(sitting),
        "more_time": sitting.accommodations.count(),
        "may_extend": extending.may_extend(sitting),
        "late_writes": late_answers.waiting(sitting).count(),
        "is_over": analysis.is_over(sitting, at=at),
        "tabs": _tabs(request.path, sitting, counts, wanted),
        "page": page,
        "for_paper": is_for_paper(request),
        "label": standings.STANDINGS.get(wanted, ""),
        "noun": ngettext("person", "people", page.paginator.count),
        "words": words,
        "kept": {"standing": wanted} if wanted else {},
        "now": at,
        "rows": [_row(person, may_begin=may_begin, by=request.user) for person in page],
    }
    return render(request, "assessments/sitting_detail.html", context)


@permission_required("results.release")
@require_http_methods(["GET", "HEAD", "POST"])
def sitting_release(request: PersonRequest, sitting_id: int) -> HttpResponse:
    """Say what releasing means, and release."""
    at = timezone.now()
    sitting = rules.sitting_for(scope_for(request), sitting_id, "results.release")
    if request.method == "POST":
        return _release(request, sitting)
    context = {
        "sitting": sitting,
        "ready": standings.counts(sitting)["ready"],
        "obstacles": release_words(results.release_obstacles(sitting, at=at)),
        "late": late_answers.waiting(sitting).count(),
        "is_early": at < sitting.closes_at,
        "back_url": reverse("assessments:sitting-detail", args=[sitting.pk]),
    }
    return render(request, "assessments/sitting_release.html", context)


def _release(request: PersonRequest, sitting: Sitting) -> HttpResponse:
    try:
        released = results.release(sitting=sitting, by=request.user, at=timezone.now())
    except CannotRelease as refusal:
        for words in release_words(refusal.obstacles):
            messages.error(request, words)
    else:
        count = len(released)
        messages.success(
            request,
            ngettext("%(count)d result is released.", "%(count)d results are released.", count) % {"count": count},
        )
    return redirect("assessments:sitting-detail", sitting.pk)


def _tabs(path: str, sitting: Sitting, counts: dict[str, int], wanted: str) -> list[dict[str, object]]:
    everyone = {"label": _("Everyone"), "url": path, "count": sum(counts.values()), "current": not wanted}
    others = [
        {
            "label": label,
            "url": f"{path}?standing={standing}",
            "count": counts[standing],
            "current": wanted == standing,
        }
        for standing, label in standings.STANDINGS.items()
        if sitting.is_practice == (standing == "practised") or standing in standings.EVERYWHERE
        if counts[standing] or standing != "on_paper"  # Few sittings have any paper.
    ]
    return [everyone, *others]


def _row(person: Enrollment, *, may_begin: bool, by: User) -> dict[str, object]:
    standing = person.standing  # type: ignore[attr-defined]  # annotated by standings.participants
    return {
        "enrollment": person,
        "label": standings.STANDINGS[standing],
        "tone": standings.TONES[standing],
        "gets_time": person.person_id != by.pk and (may_begin or standing == "in_progress"),
    }
