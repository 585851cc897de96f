"""Playing a simulation: begin, a scene, a choice, the debrief. The page knows only what may be seen now."""

from typing import Any, NamedTuple

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from cohorts.domain.runs import (
    GRACE,
    NotASimulation,
    Position,
    best_of,
    choose,
    look_back,
    position_of,
    runs_of,
    start_run,
)
from cohorts.models.runs import SimulationRun
from cohorts.rules import own_module_to_do, own_run
from cohorts.views.chart import curves_of
from common.digits import whole_number
from courses.simulation.engine import ChoiceRefused, Debrief, Meter
from courses.simulation.script import Quality, SceneKind, Value
from people.access import PersonRequest, signed_in


class Verdict(NamedTuple):
    """What a decision is called in the debrief, and the tone of its chip."""

    tone: str
    label: str | Promise


QUALITIES = {
    Quality.GOOD: Verdict("done", gettext_lazy("Good practice")),
    Quality.ACCEPTABLE: Verdict("waiting", gettext_lazy("Acceptable")),
    Quality.VIOLATION: Verdict("danger", gettext_lazy("Against the rules")),
}


@require_POST
@signed_in
def run_start(request: PersonRequest, cohort_id: int, position: int) -> HttpResponse:
    """Begin a run, or go on with the one under way."""
    enrollment, module = own_module_to_do(request.user, cohort_id, position)
    try:
        run = start_run(enrollment=enrollment, module=module, at=timezone.now())
    except NotASimulation:
        return HttpResponse(status=400)
    return redirect("cohorts:run-scene", cohort_id, position, run.number)


@require_GET
@signed_in
def run_scene(request: PersonRequest, cohort_id: int, position: int, number: int) -> HttpResponse:
    """The present scene with its open choices; an ended run is looked back on instead."""
    run = own_run(request.user, cohort_id, position, number)
    if run.is_running and not run.enrollment.cohort.is_open:
        return redirect("cohorts:module", cohort_id, position)
    here = position_of(run=run, at=timezone.now())
    if here.clock_chose:
        messages.warning(request, _("The time was up; the story went on without waiting."))
        return redirect("cohorts:run-scene", cohort_id, position, number)
    return render(request, "cohorts/run_scene.html", _scene(run, here))


@require_POST
@signed_in
def run_choose(request: PersonRequest, cohort_id: int, position: int, number: int) -> HttpResponse:
    """Make the nth choice; a second press changes nothing, a choice that is not open is refused."""
    own_module_to_do(request.user, cohort_id, position)
    run = own_run(request.user, cohort_id, position, number)
    nth = whole_number(request.POST.get("number", ""))
    try:
        made = choose(
            run=run,
            number=nth or 0,
            choice=request.POST.get("choice", ""),
            at=timezone.now(),
        )
    except ChoiceRefused:
        here = position_of(run=run, at=timezone.now())
        messages.error(request, _("That choice is not open here. Choose again."))
        return render(request, "cohorts/run_scene.html", _scene(run, here), status=409)
    return redirect("cohorts:run-scene", cohort_id, position, made.number)


@require_GET
@signed_in
def run_debrief(request: PersonRequest, cohort_id: int, position: int, number: int) -> HttpResponse:
    """The path taken, with the reason and the rule of each choice; there is none before the ending."""
    run = own_run(request.user, cohort_id, position, number)
    if run.is_running:
        return redirect("cohorts:run-scene", cohort_id, position, number)
    back = look_back(run=run)
    runs = [other for other in runs_of(enrollment=run.enrollment, module=run.module) if not other.is_running]
    verdicts = [QUALITIES[decision.turn.quality] for decision in back.decisions]
    context = {
        "cohort": run.enrollment.cohort,
        "module": run.module,
        "run": run,
        "ending": back.debrief.ending,
        "percent": int((run.fraction or 0) * 100),
        "points": back.debrief.points,
        "decisions": list(zip(back.decisions, verdicts, strict=True)),
        "tally": [(verdict, verdicts.count(verdict)) for verdict in QUALITIES.values() if verdict in verdicts],
        "curves": curves_of(back.debrief.series, back.debrief.titles),
        "table": _table(back.debrief),
        "series": back.debrief.series,
        "runs": runs,
        "best": best_of(runs),
        "may_play": run.enrollment.cohort.is_open,
    }
    return render(request, "cohorts/run_debrief.html", context)


def _scene(run: SimulationRun, here: Position) -> dict[str, Any]:
    seen = here.presentation
    return {
        "cohort": run.enrollment.cohort,
        "module": run.module,
        "run": run,
        "scene": seen,
        "is_ending": seen.kind is SceneKind.ENDING,
        "is_story": seen.kind is SceneKind.STORY,
        "number": here.number,
        "seconds_left": here.seconds_left,
        "seconds_until_reload": int(GRACE.total_seconds()) + 1,
        "meters": [_meter(meter, before) for meter, before in zip(seen.meters, here.meters_before, strict=True)],
    }


def _meter(meter: Meter, before: Meter) -> dict[str, Any]:
    """As _parts/meters.html draws it; the change since the scene before, with its sign."""
    if meter.minimum is None or meter.maximum is None:
        return {"label": meter.label, "value": _worded(meter.value)}
    change = int(meter.value) - int(before.value)
    return {
        "label": meter.label,
        "value": meter.value,
        "low": meter.minimum,
        "high": meter.maximum,
        "span": meter.maximum - meter.minimum,
        "filled": int(meter.value) - meter.minimum,
        "change": f"{change:+d}" if change else "",
    }


def _table(back: Debrief) -> list[tuple[str, list[tuple[str, Value]]]]:
    """The values behind the curves: a row for each scene, each value with its label."""
    return [
        (title, [(one.label, _worded(one.values[number])) for one in back.series])
        for number, title in enumerate(back.titles)
    ]


def _worded(value: Value) -> Value:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return value
