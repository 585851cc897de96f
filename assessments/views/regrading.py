"""Regrading and voiding: choose a question, read what would change, and have exactly that written."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments import rules
from assessments.domain import regrading
from assessments.domain.regrading import CannotRegrade
from assessments.domain.rekeying import NeedsMapping
from assessments.enums import RegradeState
from assessments.forms.regrading import RegradeForm
from assessments.models.regrades import Regrade
from assessments.models.sittings import Sitting, SittingItem
from assessments.tasks import run_regrade_later
from people.access import PersonRequest, permission_required, scope_for

PERMISSION = "results.release"
PAGE_SIZE = 50
REFUSALS = {
    "no-such-version": gettext_lazy(
        "This version cannot be used: it is a draft, has faults, or is of another question."
    ),
    "another-kind": gettext_lazy("The version is of another kind of question."),
    "nothing-left": gettext_lazy("The last question that counts cannot be removed. Give full marks instead."),
}
FALLS = Q(old_passed=True, new_passed=False)
RISES = Q(old_passed=False, new_passed=True)


@permission_required(PERMISSION)
@require_safe
def regrade_list(request: PersonRequest, sitting_id: int) -> HttpResponse:
    """The questions of a sitting, and what was done to them so far."""
    sitting = rules.sitting_for(scope_for(request), sitting_id, PERMISSION)
    context = {
        "sitting": sitting,
        "items": sitting.items.select_related("version", "key_version"),
        "regrades": sitting.regrades.select_related("asked_by", "version")[:PAGE_SIZE],
    }
    return render(request, "assessments/regrade_list.html", context)


@permission_required(PERMISSION)
@require_http_methods(["GET", "HEAD", "POST"])
def regrade_ask(request: PersonRequest, sitting_id: int, item_id: int) -> HttpResponse:
    """What is to be done to a question; the dry run follows and writes nothing."""
    sitting = rules.sitting_for(scope_for(request), sitting_id, PERMISSION)
    item = rules.regradable_item_for(sitting, item_id)
    form = RegradeForm(item, regrading.versions_for(item), request.POST or None)
    if request.method == "POST" and form.is_valid() and (regrade := _ask(request, item, form)):
        return redirect("assessments:regrade-detail", regrade.pk)
    return render(request, "assessments/regrade_ask.html", {"sitting": sitting, "item": item, "form": form})


@permission_required(PERMISSION)
@require_safe
def regrade_detail(request: PersonRequest, pk: int) -> HttpResponse:
    """How far the dry run is, then its list; the page asks again by itself, and may be left."""
    regrade = rules.regrade_for(scope_for(request), pk)
    is_working = regrade.state in {RegradeState.COUNTING, RegradeState.COMMITTING}
    context = {"regrade": regrade, "sitting": regrade.sitting, "is_working": is_working, "work": _work(regrade)}
    if request.headers.get("HX-Request") == "true":
        return render(request, "assessments/_parts/regrade_progress.html", context)
    return render(request, "assessments/regrade_detail.html", {**context, **_lines(request, regrade)})


@permission_required(PERMISSION)
@require_POST
def regrade_commit(request: PersonRequest, pk: int) -> HttpResponse:
    """Have written what the dry run listed; pressed twice it is written once."""
    regrade = rules.regrade_for(scope_for(request), pk)
    if regrading.approve(regrade=regrade, by=request.user, at=timezone.now()):
        run_regrade_later(regrade)
    return redirect("assessments:regrade-detail", regrade.pk)


def _ask(request: PersonRequest, item: SittingItem, form: RegradeForm) -> Regrade | None:
    """Put the regrade in the book; None where the form has more to ask."""
    wanted = form.cleaned_data
    try:
        regrade = regrading.ask(
            items=[item],
            sittings=Sitting.objects.visible_to(scope_for(request), PERMISSION).published(),
            everywhere=wanted["everywhere"],
            action=wanted["action"],
            version=wanted["version"] if wanted["action"] == "version" else None,
            mapping=form.mapping(),
            reason=wanted["reason"],
            by=request.user,
            at=timezone.now(),
        )
    except NeedsMapping as refusal:
        form.ask_for_mapping(refusal.gone, refusal.offered)
        form.add_error("version", _("This version has other options or blanks. Say below what has become of each."))
        return None
    except CannotRegrade as refusal:
        form.add_error("action", REFUSALS[refusal.code])
        return None
    run_regrade_later(regrade)
    return regrade


def _lines(request: PersonRequest, regrade: Regrade) -> dict[str, Any]:
    lines = regrade.lines.select_related("item__attempt__enrollment__person", "item__attempt__sitting", "item__item")
    wanted = request.GET.get("pass", "")
    chosen = lines.filter({"falls": FALLS, "rises": RISES}.get(wanted, Q()))
    counts = {"": lines.count(), "falls": lines.filter(FALLS).count(), "rises": lines.filter(RISES).count()}
    labels = {"": _("All that changes"), "falls": _("Pass becomes fail"), "rises": _("Fail becomes pass")}
    path = reverse("assessments:regrade-detail", args=[regrade.pk])
    return {
        "count": counts[""],
        "falls": counts["falls"],
        "page": Paginator(chosen.order_by("pk"), PAGE_SIZE).get_page(request.GET.get("page")),
        "targets": regrade.targets.select_related("item__sitting__cohort").order_by("pk"),
        "tabs": [
            {
                "label": label,
                "url": f"{path}?pass={key}" if key else path,
                "count": counts[key],
                "current": key == wanted,
            }
            for key, label in labels.items()
        ],
    }


def _work(regrade: Regrade) -> dict[str, Any]:
    is_working = regrade.state in {RegradeState.COUNTING, RegradeState.COMMITTING}
    return {
        "title": regrade.get_state_display(),
        "state": "running" if is_working else "done",
        "done": regrade.done if regrade.state == RegradeState.COUNTING else 0,
        "total": regrade.total if regrade.state == RegradeState.COUNTING else 0,
    }
