"""Playing a simulation: a run is its list of choices, and where it stands is always replayed from them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Max

from cohorts.domain.study import finish_module, open_module
from cohorts.enums import RunState
from cohorts.models.cohort import CohortModule
from cohorts.models.enrollment import Enrollment
from cohorts.models.runs import RunChoice, RunScript, SimulationRun
from common.canonical import digest
from courses.domain.syllabus import page_of, script_of
from courses.models.modules import SimulationPage
from courses.simulation.engine import (
    ChoiceRefused,
    Debrief,
    Meter,
    Presentation,
    State,
    Turn,
    allowed,
    debrief,
    ending_of,
    overdue_choice,
    path,
    present,
    replay,
    scene_of,
)
from courses.simulation.script import SceneKind, Script, VariableKind

GRACE = timedelta(seconds=3)
"""What a slow line may take from a choice that was made in time."""


class NotASimulation(Exception):
    """The module is of another kind."""


@dataclass(frozen=True)
class Position:
    """Where a run stands: what may be shown, the number the next choice will bear, the seconds left to make it."""

    run: SimulationRun
    presentation: Presentation
    meters_before: tuple[Meter, ...]  # as they stood one scene ago
    number: int
    seconds_left: int | None
    clock_chose: bool


@dataclass(frozen=True)
class Decision:
    """One decision looked back on, and what became of it before the next one."""

    turn: Turn
    by_clock: bool
    changes: tuple[tuple[str, int], ...]  # by how much each number moved, hidden ones too
    news: tuple[str, ...]  # what came back of earlier choices


@dataclass(frozen=True)
class Retrospect:
    """A finished run looked back on."""

    debrief: Debrief
    decisions: tuple[Decision, ...]


def start_run(*, enrollment: Enrollment, module: CohortModule, at: datetime) -> SimulationRun:
    """The run that is under way, or a new one on the script that the cohort is pinned to."""
    open_module(enrollment=enrollment, module=module, at=at)
    runs = SimulationRun.objects.filter(enrollment=enrollment, module=module)
    running = runs.filter(state=RunState.RUNNING).first()
    if running is not None:
        return running
    script = _kept(_script_of(module))
    number = (runs.aggregate(last=Max("number"))["last"] or 0) + 1
    try:
        with transaction.atomic():
            return SimulationRun.objects.create(
                enrollment=enrollment, module=module, number=number, script=script, started_at=at
            )
    except IntegrityError:  # Somebody pressed twice: the other press began it.
        return runs.get(state=RunState.RUNNING)


def position_of(*, run: SimulationRun, at: datetime) -> Position:
    """Where the run stands now; a decision whose time is up is made by the clock first."""
    clock_chose = _let_the_clock_choose(run, at)
    script, choices = _script(run), _choices(run)
    states = path(script, [choice.choice for choice in choices])
    deadline = _deadline(run, script, states[-1], choices)
    return Position(
        run=run,
        presentation=present(script, states[-1]),
        meters_before=present(script, states[-2:][0]).meters,
        number=len(choices) + 1,
        seconds_left=None if deadline is None else max(0, int((deadline - at).total_seconds())),
        clock_chose=clock_chose,
    )


def choose(*, run: SimulationRun, number: int, choice: str, at: datetime) -> SimulationRun:
    """Make the nth choice. One already made stays as it is; one that is not open is refused without a trace."""
    _let_the_clock_choose(run, at)
    script, made = _script(run), [row.choice for row in _choices(run)]
    if 0 < number <= len(made):
        return run
    state = replay(script, made)
    if number != len(made) + 1 or choice not in {option.key for option in allowed(script, state)}:
        raise ChoiceRefused(choice)
    _record(run, script, made, choice, at=at)
    return run


def look_back(*, run: SimulationRun) -> Retrospect:
    """The path of a run with the reason and the rule of each decision, always from the record of choices."""
    script, rows = _script(run), _choices(run)
    choices = [row.choice for row in rows]
    back, states = debrief(script, choices), path(script, choices)
    decided = [place for place in range(len(rows)) if scene_of(script, states[place]).kind is SceneKind.DECISION]
    until = [*decided[1:], len(states) - 1]
    return Retrospect(
        debrief=back,
        decisions=tuple(
            Decision(
                turn=turn,
                by_clock=rows[start].by_clock,
                changes=_changes(script, states[start], states[end]),
                news=tuple(item for state in states[start + 1 : end + 1] for item in state.news),
            )
            for turn, start, end in zip(back.turns, decided, until, strict=True)
        ),
    )


def runs_of(*, enrollment: Enrollment, module: CohortModule) -> list[SimulationRun]:
    """All runs of the trainee, the first one first."""
    return list(SimulationRun.objects.filter(enrollment=enrollment, module=module))


def best_of(runs: list[SimulationRun]) -> SimulationRun | None:
    """The run that came to the best ending, the first of equals."""
    ended = [run for run in runs if run.fraction is not None]
    return max(ended, key=lambda run: (run.fraction, -run.number), default=None)


def _let_the_clock_choose(run: SimulationRun, at: datetime) -> bool:
    if not run.is_running:
        return False
    script, rows = _script(run), _choices(run)
    made = [row.choice for row in rows]
    state = replay(script, made)
    deadline = _deadline(run, script, state, rows)
    if deadline is None or at <= deadline + GRACE:
        return False
    default = overdue_choice(script, state)
    if default not in {option.key for option in allowed(script, state)}:
        return False
    return _record(run, script, made, default, at=at, by_clock=True)


def _deadline(run: SimulationRun, script: Script, state: State, rows: list[RunChoice]) -> datetime | None:
    """When the time for this decision is up: it runs from the choice that led here."""
    seconds = scene_of(script, state).seconds
    if seconds is None or not run.is_running:
        return None
    return (rows[-1].chosen_at if rows else run.started_at) + timedelta(seconds=seconds)


def _record(
    run: SimulationRun, script: Script, made: list[str], choice: str, *, at: datetime, by_clock: bool = False
) -> bool:
    """Write the next choice; False where another request wrote it first, which then holds."""
    try:
        with transaction.atomic():
            RunChoice.objects.create(run=run, number=len(made) + 1, choice=choice, chosen_at=at, by_clock=by_clock)
            ending = ending_of(script, replay(script, [*made, choice]))
            if ending is not None:
                run.state, run.ended_at = RunState.ENDED, at
                run.outcome, run.fraction = ending.outcome, ending.fraction
                run.save(update_fields=["state", "ended_at", "outcome", "fraction"])
                finish_module(enrollment=run.enrollment, module=run.module, at=at)
    except IntegrityError:
        run.refresh_from_db()
        return False
    return True


def _changes(script: Script, before: State, after: State) -> tuple[tuple[str, int], ...]:
    return tuple(
        (variable.label, int(new) - int(old))
        for variable, old, new in zip(script.variables, before.values, after.values, strict=True)
        if variable.kind is VariableKind.INTEGER and old != new
    )


def _script_of(module: CohortModule) -> Script:
    page = page_of(module.revision)
    if not isinstance(page, SimulationPage):
        raise NotASimulation
    return script_of(page)


def _kept(script: Script) -> RunScript:
    text = script.to_json()
    kept, _ = RunScript.objects.get_or_create(digest=digest(text.encode()), defaults={"text": text})
    return kept


def _script(run: SimulationRun) -> Script:
    return Script.from_json(run.script.text)


def _choices(run: SimulationRun) -> list[RunChoice]:
    return list(run.choices.all())
