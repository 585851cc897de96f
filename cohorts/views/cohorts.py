"""The organizer's cohorts: the list, one as a hub, and preparing one."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from cohorts.domain.covering import Coverage, coverage, due_count
from cohorts.domain.opening import CohortNotDraft, CohortTaken, change_cohort, create_cohort, opening_of
from cohorts.domain.progress import finished_counts
from cohorts.enums import CohortState, EnrollmentState
from cohorts.forms import MANAGE, CohortForm, RuleForm
from cohorts.models.cohort import Cohort
from cohorts.rules import cohort_for
from cohorts.signals import step_asked
from common.audit import record
from people.access import PersonRequest, permission_required, scope_for

PAGE_SIZE = 50


@require_GET
@permission_required("cohorts.view")
def cohort_list(request: PersonRequest) -> HttpResponse:
    """All cohorts of the units that the person sees, by state."""
    scope = scope_for(request)
    seen = Cohort.objects.visible_to(scope)
    state = request.GET.get("state", "")
    chosen = seen.filter(state=state) if state in CohortState.values else seen
    people = Count("enrollments", filter=~Q(enrollments__state=EnrollmentState.WITHDRAWN))
    listed = (
        chosen.select_related("unit", "course", "programme")
        .annotate(people=people)
        .order_by("-starts_on", "name", "pk")
    )
    counts = dict(seen.order_by().values_list("state").annotate(Count("pk")))
    tabs = [{"label": _("All"), "url": "?", "current": chosen is seen, "count": sum(counts.values())}]
    tabs += [
        {"label": label, "url": f"?state={value}", "current": value == state, "count": counts.get(value, 0)}
        for value, label in CohortState.choices
    ]
    page = Paginator(listed, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "tabs": tabs, "any": bool(counts), "may_manage": scope.may_anywhere(MANAGE)}
    return render(request, "cohorts/cohort_list.html", context)


@permission_required(MANAGE)
def cohort_create(request: PersonRequest) -> HttpResponse:
    """Prepare a cohort."""
    return _edit(request, None)


@permission_required(MANAGE)
def cohort_edit(request: PersonRequest, cohort_id: int) -> HttpResponse:
    """Change a cohort that has not opened."""
    cohort = cohort_for(scope_for(request), cohort_id, MANAGE)
    if not cohort.is_draft:
        messages.info(request, _("The cohort has opened; what it teaches and asks for is pinned."))
        return redirect("cohorts:cohort-detail", cohort.pk)
    return _edit(request, cohort)


@require_GET
@permission_required(MANAGE)
def cohort_count(request: PersonRequest) -> HttpResponse:
    """How many people the rule that is being filled in names now."""
    form = RuleForm(request.GET, scope=scope_for(request))
    rules = form.rules() if form.is_valid() else ()
    count = due_count(rules, day=timezone.localdate())
    return render(request, "cohorts/_parts/due_count.html", {"count": count, "has_rule": bool(rules)})


@require_GET
@permission_required("cohorts.view")
def cohort_detail(request: PersonRequest, cohort_id: int) -> HttpResponse:
    """One cohort: what comes next, whom it covers, what it teaches and asks for."""
    at = timezone.now()
    scope = scope_for(request)
    cohort = cohort_for(scope, cohort_id)
    covered = coverage(cohort=cohort, at=at)
    context = {
        "cohort": cohort,
        "section": "overview",
        "may_manage": scope.may(MANAGE, cohort.unit.path),
        "people": cohort.enrollments.counted().count(),
        "coverage": covered,
        "stats": _stats(cohort, covered),
        "step": _next_step(cohort, covered, at),
        "modules": finished_counts(cohort),
        "opening": opening_of(cohort=cohort, at=at) if cohort.is_draft else None,
        "rules": cohort.rules.select_related("unit", "election"),
        "trail": [{"label": _("Cohorts"), "url": reverse("cohorts:cohort-list")}],
    }
    return render(request, "cohorts/cohort_detail.html", context)


def _edit(request: PersonRequest, cohort: Cohort | None) -> HttpResponse:
    scope = scope_for(request)
    initial: dict[str, Any] = CohortForm.initial_of(cohort) if cohort else {"organizer": request.user.pk}
    rule = RuleForm.initial_of(cohort.rules.first() if cohort else None)
    data = request.POST if request.method == "POST" else None
    form = CohortForm(data, scope=scope, cohort=cohort, initial=initial)
    rule_form = RuleForm(data, scope=scope, initial=rule)
    if data is not None and form.is_valid() & rule_form.is_valid_below(form.cleaned_data.get("unit")):
        try:
            plan = form.plan(rule_form.rules())
            kept = change_cohort(cohort=cohort, plan=plan) if cohort else create_cohort(plan=plan)
        except CohortTaken:
            form.add_error(
                "name", _("The unit already has a cohort of this name, or the programme a run of this number.")
            )
        except CohortNotDraft:
            return redirect("cohorts:cohort-detail", cohort.pk)  # type: ignore[union-attr]  # only a cohort can have opened
        else:
            record("cohorts.change" if cohort else "cohorts.create", subject=kept, user=request.user)
            return redirect("cohorts:cohort-detail", kept.pk)
    trail = [{"label": _("Cohorts"), "url": reverse("cohorts:cohort-list")}]
    context = {"form": form, "rule_form": rule_form, "cohort": cohort, "trail": trail}
    return render(request, "cohorts/cohort_form.html", context)


def _stats(cohort: Cohort, covered: Coverage) -> list[dict[str, Any]]:
    """The four figures; each opens the list behind it."""
    roster = reverse("cohorts:cohort-roster", args=[cohort.pk])
    whole = covered.whole
    return [
        {
            "label": _("To be trained"),
            "value": whole.due,
            "url": f"{roster}?show=due",
            "note": _("in office by the rule"),
        },
        {"label": _("In training"), "value": whole.studying, "url": f"{roster}?show=studying", "note": ""},
        {
            "label": _("Training completed"),
            "value": whole.trained,
            "url": f"{roster}?show=concluded",
            "note": _("everything done"),
        },
        {
            "label": _("Not in the cohort"),
            "value": whole.missing,
            "url": f"{roster}?show=missing",
            "note": _("in office and to be trained"),
        },
    ]


def _next_step(cohort: Cohort, covered: Coverage, at: datetime) -> dict[str, Any]:
    """The one thing to do now."""
    today = timezone.localdate(at)
    if cohort.is_draft:
        return {
            "title": _("Check and open the cohort"),
            "text": _("The next page says what gets pinned, who is enrolled and what completion will ask for."),
            "url": reverse("cohorts:cohort-open", args=[cohort.pk]),
            "action": _("Check and open"),
        }
    if step := _asked_above(cohort, at):
        return step
    if cohort.is_open and covered.whole.missing:
        return {
            "title": ngettext(
                "%(count)d person in office is not in the cohort",
                "%(count)d people in office are not in the cohort",
                covered.whole.missing,
            )
            % {"count": covered.whole.missing},
            "text": _("Enroll them, or see why they are missing."),
            "url": reverse("cohorts:cohort-roster", args=[cohort.pk]) + "?show=missing",
            "action": _("See who is missing"),
        }
    if cohort.is_open and cohort.ends_on < today:
        return {
            "title": _("The last day has passed"),
            "text": _("See who has done everything, issue the certificates, then close the cohort."),
            "url": reverse("certificates:completion-list", args=[cohort.pk]),
            "action": _("Go to completion"),
        }
    if cohort.is_open:
        return {
            "title": _("See who is behind"),
            "text": "",
            "url": reverse("cohorts:cohort-progress", args=[cohort.pk]) + "?order=behind",
            "action": _("Go to progress"),
        }
    return {
        "title": _("The cohort is closed"),
        "text": _("Everything stays here to be read."),
        "url": reverse("certificates:completion-list", args=[cohort.pk]),
        "action": _("Go to completion"),
    }


def _asked_above(cohort: Cohort, at: datetime) -> dict[str, Any] | None:
    """What a room above wants to be done before anything else."""
    answers: list[tuple[Any, Any]] = step_asked.send(Cohort, cohort=cohort, at=at)
    return next((step for _receiver, step in answers if step), None)
