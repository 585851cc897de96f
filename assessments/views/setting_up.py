"""Setting up a sitting: prepare it, change it, publish it, and prepare a resit of it."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments import rules
from assessments.domain import families, resits, sittings
from assessments.domain.sittings import CannotPublish, FinalExists
from assessments.enums import Reveal, SittingState
from assessments.forms.sittings import ONE_FINAL, ResitForm, SittingForm
from assessments.forms.words import obstacle_words
from assessments.models.sittings import Sitting
from people.access import PersonRequest, permission_required, scope_for
from people.domain.scope import holders_of


@permission_required("sittings.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def sitting_create(request: PersonRequest, cohort_id: int) -> HttpResponse:
    """Prepare a sitting, or say who could make the paper that is missing."""
    scope = scope_for(request)
    cohort = rules.cohort_for(scope, cohort_id)
    usable = rules.papers_for_cohort(scope, cohort)
    form = SittingForm(request.POST or None, instance=Sitting(cohort=cohort), papers=usable)
    if request.method == "POST" and form.is_valid():
        try:
            sitting = sittings.create_sitting(cohort=cohort, by=request.user, **form.cleaned_data)
        except FinalExists:  # Somebody was faster.
            form.add_error("purpose", ONE_FINAL)
        else:
            return redirect("assessments:sitting-detail", sitting.pk)
    context = {"cohort": cohort, "form": form, "has_papers": usable.exists()}
    if not context["has_papers"]:
        context["may_write"] = scope.may("papers.edit", cohort.unit.path)
        context["writers"] = holders_of("papers.edit", unit=cohort.unit, on=timezone.localdate())[:5]
    return render(request, "assessments/sitting_edit.html", context)


@permission_required("sittings.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def sitting_edit(request: PersonRequest, sitting_id: int) -> HttpResponse:
    """Change a sitting that is still in preparation."""
    scope = scope_for(request)
    sitting = rules.sitting_for(scope, sitting_id)
    if sitting.state != SittingState.DRAFT:
        return redirect("assessments:sitting-detail", sitting.pk)
    kind = ResitForm if sitting.is_resit else SittingForm
    form = kind(request.POST or None, instance=sitting, papers=rules.papers_for_cohort(scope, sitting.cohort))
    if request.method == "POST" and form.is_valid():
        try:
            sittings.change_draft(sitting=sitting, fields=form.cleaned_data, by=request.user)
        except FinalExists:
            form.add_error("purpose", ONE_FINAL)
        else:
            return redirect("assessments:sitting-detail", sitting.pk)
    context = {"cohort": sitting.cohort, "sitting": sitting, "form": form, "has_papers": True}
    return render(request, "assessments/sitting_edit.html", context)


@permission_required("sittings.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def resit_create(request: PersonRequest, sitting_id: int) -> HttpResponse:
    """Prepare a resit for those who have not passed; where it would make no sense, lead back to the sitting."""
    at = timezone.now()
    scope = scope_for(request)
    sitting = rules.sitting_for(scope, sitting_id)
    if draft := resits.draft_resit(sitting):
        return redirect("assessments:sitting-detail", draft.pk)
    if not resits.is_wanted(sitting, at=at):
        return redirect("assessments:sitting-detail", sitting.pk)
    usable = rules.papers_for_cohort(scope, sitting.cohort)
    form = ResitForm(request.POST or None, instance=Sitting(), papers=usable, initial=_like(sitting))
    if request.method == "POST" and form.is_valid():
        resit = resits.prepare(sitting=sitting, by=request.user, **form.cleaned_data)
        return redirect("assessments:sitting-detail", resit.pk)
    context = {
        "cohort": sitting.cohort,
        "original": sitting,
        "people": families.those_without_pass(sitting).count(),
        "form": form,
    }
    return render(request, "assessments/resit_create.html", context)


@permission_required("sittings.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def sitting_publish(request: PersonRequest, sitting_id: int) -> HttpResponse:
    """Say what is frozen and who is told, and then freeze the paper and tell them."""
    at = timezone.now()
    sitting = rules.sitting_for(scope_for(request), sitting_id)
    if sitting.state != SittingState.DRAFT:
        return redirect("assessments:sitting-detail", sitting.pk)
    if request.method == "POST":
        return _publish(request, sitting, at)
    context = {
        "sitting": sitting,
        "size": sittings.planned_size(sitting.paper) if sitting.paper else None,
        "obstacles": [obstacle_words(each) for each in sittings.publishing_obstacles(sitting, at=at)],
        "people": families.those_to_sit(sitting).count(),
        "answers_were_shown": _answers_were_shown(sitting),
        "back_url": reverse("assessments:sitting-detail", args=[sitting.pk]),
    }
    return render(request, "assessments/sitting_publish.html", context)


def _publish(request: PersonRequest, sitting: Sitting, at: datetime) -> HttpResponse:
    try:
        sittings.publish(sitting=sitting, by=request.user, at=at)
    except CannotPublish as refusal:
        for obstacle in refusal.obstacles:
            messages.error(request, obstacle_words(obstacle))
    return redirect("assessments:sitting-detail", sitting.pk)


def _like(sitting: Sitting) -> dict[str, Any]:
    """What a resit begins with: the sitting that was first, under another name and without its window."""
    original = sitting.resit_of or sitting
    name = _("%(name)s, resit") % {"name": original.name}
    return {"name": name[:100], "paper": original.paper_id, "minutes": original.minutes, "attempts_allowed": 1}


def _answers_were_shown(sitting: Sitting) -> bool:
    """Whether a resit asks a paper whose answers lay open to those who sat it before."""
    before = families.family_of(sitting).published().filter(paper=sitting.paper_id)
    return sitting.is_resit and before.exclude(reveal=Reveal.NEVER).exists()
