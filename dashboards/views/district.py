"""The overview: a unit's figures, the units below it or its people, and the lists behind the figures."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from common.audit import record
from dashboards import figures
from dashboards.domain import listing, reminding
from dashboards.domain.overview import overview
from dashboards.figures import Side
from dashboards.measures import MEASURES, measure_named
from dashboards.rules import EXPORT, REMIND, VIEW, measure_for, roots_for, unit_for
from dashboards.views.trail import trail_to
from people.access import PersonRequest, permission_required, scope_for

PAGE_SIZE = 50
SIDES = {Side.MISSING: _("Still missing"), Side.DONE: _("Complete"), Side.ALL: _("Everybody")}


@require_safe
@permission_required(VIEW)
def start(request: PersonRequest) -> HttpResponse:
    """Lead to the unit that one answers for; with several, let one choose."""
    roots = roots_for(scope_for(request))
    if len(roots) == 1:
        return redirect("dashboards:district", roots[0].code)
    return render(request, "dashboards/start.html", {"units": roots})


@require_safe
@permission_required(VIEW)
def district(request: PersonRequest, unit_code: str) -> HttpResponse:
    """Show the five figures of a unit and of everything directly below it."""
    scope = scope_for(request)
    unit = unit_for(scope, unit_code)
    worst_by = measure_named(request.GET.get("sort", ""))
    context = {
        "overview": overview(unit, worst_by=worst_by),
        "unit": unit,
        "measures": MEASURES,
        "worst_by": worst_by,
        "trail": trail_to(unit, scope),
        "may_export": scope.may(EXPORT, unit.path),
        "now": timezone.now(),
    }
    return render(request, "dashboards/district.html", context)


@require_safe
@permission_required(VIEW)
def people_list(request: PersonRequest, unit_code: str) -> HttpResponse:
    """Show the people behind one figure, by the side they stand on."""
    scope = scope_for(request)
    unit = unit_for(scope, unit_code)
    measure = measure_for(request.GET.get("figure", ""))
    side = side_asked(request)
    page = Paginator(figures.people(unit, measure, side), PAGE_SIZE).get_page(request.GET.get("page"))
    counts = listing.counts(unit, measure)
    remindable = reminding.people_to_remind(unit, measure.key).count() if scope.may(REMIND, unit.path) else 0
    context = {
        "unit": unit,
        "measure": measure,
        "side": side,
        "counts": counts,
        "tabs": [
            {
                "label": label,
                "url": f"?figure={measure.key}&side={each}",
                "current": each is side,
                "count": counts[each],
            }
            for each, label in SIDES.items()
        ],
        "page": page,
        "people": listing.with_seats(unit, page.object_list),
        "trail": [
            *trail_to(unit, scope),
            {"label": unit.name, "url": reverse("dashboards:district", args=[unit.code])},
        ],
        "may_export": scope.may(EXPORT, unit.path),
        "remindable": remindable,
        "now": timezone.now(),
    }
    return render(request, "dashboards/people.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(REMIND)
def remind(request: PersonRequest, unit_code: str) -> HttpResponse:
    """Ask once more, then remind everybody on the list whose move it is."""
    unit = unit_for(scope_for(request), unit_code, REMIND)
    measure = measure_for(request.GET.get("figure", ""))
    back_url = f"{reverse('dashboards:people-list', args=[unit.code])}?figure={measure.key}&side={Side.MISSING}"
    if request.method == "POST":
        count = reminding.remind(unit=unit, key=measure.key, at=timezone.now())
        record("dashboards.remind", subject=unit, user=request.user, figure=measure.key, people=count)
        messages.success(
            request,
            ngettext("%(count)d person is reminded.", "%(count)d people are reminded.", count) % {"count": count},
        )
        return redirect(back_url)
    people = reminding.people_to_remind(unit, measure.key)
    reminder = reminding.REMINDERS.get(measure.key)
    context = {"unit": unit, "measure": measure, "count": people.count(), "reminder": reminder, "back_url": back_url}
    return render(request, "dashboards/remind.html", context)


def side_asked(request: PersonRequest) -> Side:
    """The side named in the address; everybody where none is."""
    asked = request.GET.get("side", "")
    return Side(asked) if asked in set(Side) else Side.ALL
