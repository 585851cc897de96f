"""The overview: a unit's figures, the units below it or its people, and the lists behind the figures."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from common.audit import record
from common.paging import is_for_paper, page_asked
from dashboards import figures
from dashboards.domain import listing, reminding
from dashboards.domain.overview import cell_of, overview
from dashboards.figures import Side
from dashboards.measures import MEASURES, Measure, measure_named, read_with
from dashboards.rules import EXPORT, REMIND, VIEW, measure_for, roots_for, unit_for
from dashboards.views.trail import trail_to
from people.access import PersonRequest, permission_required, scope_for
from people.models.organisation import OrgUnit

PAGE_SIZE = 50


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
    """Show the lines behind one figure, by the side they stand on; their number is the figure's."""
    scope = scope_for(request)
    unit = unit_for(scope, unit_code)
    measure, side, words = measure_for(request.GET.get("figure", "")), side_asked(request), words_asked(request)
    page = page_asked(request, figures.lines(unit, measure, side, text=words), PAGE_SIZE)
    remindable = reminding.people_to_remind(unit, measure.key).count() if scope.may(REMIND, unit.path) else 0
    context = {
        "unit": unit,
        "measure": measure,
        "cell": cell_of(unit, measure),
        "side": side,
        "side_label": listing.label_of(measure, side),
        "words": words,
        "kept": {"figure": measure.key, "side": side.value},
        "noun": measure.line_noun(page.paginator.count),
        "tabs": _tabs(unit, measure, side, words),
        "page": page,
        "for_paper": is_for_paper(request),
        "lines": listing.with_seats(unit, page.object_list),
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


def words_asked(request: PersonRequest) -> str:
    """What is searched for."""
    return request.GET.get("q", "").strip()


def side_asked(request: PersonRequest) -> Side:
    """The side named in the address; all where none is."""
    asked = request.GET.get("side", "")
    return Side(asked) if asked in set(Side) else Side.ALL


def _tabs(unit: OrgUnit, measure: Measure, side: Side, words: str) -> list[dict[str, object]]:
    """The sides of the figure with their counts; what is read beside it comes before the whole."""
    main = read_with(measure)
    counts = listing.counts(unit, main, text=words)
    tabs = [
        _tab(main, each, words, counts[each], current=each is side and main is measure)
        for each in (Side.MISSING, Side.DONE, Side.ALL)
    ]
    if main.beside:
        count = listing.counts(unit, main.beside, text=words)[Side.ALL]
        tabs.insert(2, _tab(main.beside, Side.ALL, words, count, current=main.beside is measure))
    return tabs


def _tab(measure: Measure, side: Side, words: str, count: int, *, current: bool) -> dict[str, object]:
    query = {"figure": measure.key, "side": side.value} | ({"q": words} if words else {})
    return {
        "label": listing.label_of(measure, side),
        "url": f"?{urlencode(query)}",
        "current": current,
        "count": count,
    }
