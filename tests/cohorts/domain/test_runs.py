"""Playing a simulation: the record is the list of choices, and everything else is replayed from it."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from cohorts.domain.runs import (
    GRACE,
    NotASimulation,
    best_of,
    choose,
    look_back,
    position_of,
    runs_of,
    start_run,
)
from cohorts.enums import RunState
from cohorts.models.cohort import CohortModule
from cohorts.models.enrollment import Enrollment
from cohorts.models.runs import RunChoice, SimulationRun
from courses.models.modules import SimulationPage
from courses.simulation.engine import ChoiceRefused, ending_of, replay
from courses.simulation.script import Quality, Script
from tests.factories.cohorts import (
    AT,
    make_cohort,
    make_course,
    make_enrollment,
    make_lecture,
    make_simulation,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def module() -> CohortModule:
    """The simulation of an open cohort."""
    course = make_course()
    make_simulation(course)
    return make_cohort(course=course).modules.select_related("cohort").get()


@pytest.fixture
def enrollment(module: CohortModule) -> Enrollment:
    """Somebody in the cohort."""
    return make_enrollment(module.cohort)


@pytest.fixture
def run(enrollment: Enrollment, module: CohortModule) -> SimulationRun:
    """A run that has just begun."""
    return start_run(enrollment=enrollment, module=module, at=AT)


def take(run: SimulationRun, label: str, *, at: datetime = AT) -> SimulationRun:
    """Choose by what the choice says; "" goes on from a story scene."""
    here = position_of(run=run, at=at)
    key = next(option.key for option in here.presentation.options if option.label == label)
    return choose(run=run, number=here.number, choice=key, at=at)


def played(run: SimulationRun, *labels: str) -> SimulationRun:
    """A run after these choices."""
    for label in labels:
        take(run, label)
    return run


def test_beginning_twice_gives_the_run_under_way(
    run: SimulationRun, enrollment: Enrollment, module: CohortModule
) -> None:
    again = start_run(enrollment=enrollment, module=module, at=AT + timedelta(days=1))

    assert (again, again.started_at) == (run, AT)


def test_a_lecture_is_not_played() -> None:
    course = make_course()
    make_lecture(course)
    cohort = make_cohort(course=course)

    with pytest.raises(NotASimulation):
        start_run(enrollment=make_enrollment(cohort), module=cohort.modules.get(), at=AT)


def test_it_goes_on_where_it_stopped(run: SimulationRun) -> None:
    played(run, "")

    here = position_of(run=SimulationRun.objects.get(pk=run.pk), at=AT + timedelta(days=2))

    assert (here.presentation.title, here.number) == ("大门口", 2)
    assert [option.label for option in here.presentation.options] == ["坐下来听", "同意锁车"]


def test_only_visible_meters_are_presented(run: SimulationRun) -> None:
    here = position_of(run=run, at=AT)

    assert [(meter.label, meter.value) for meter in here.presentation.meters] == [("群众信任", 50)]


def test_an_ending_finishes_the_module_and_stores_what_the_replay_gives(run: SimulationRun) -> None:
    played(run, "", "坐下来听", "交业主表决")

    kept = SimulationRun.objects.get()
    script = Script.from_json(kept.script.text)
    ending = ending_of(script, replay(script, [choice.choice for choice in kept.choices.all()]))
    assert ending is not None
    assert (kept.state, kept.outcome, kept.fraction) == (RunState.ENDED, ending.outcome, ending.fraction)
    assert kept.enrollment.progress.get().is_finished


def test_any_ending_finishes_the_module(run: SimulationRun) -> None:
    played(run, "", "同意锁车", "下次再议")

    assert (run.outcome, run.fraction) == ("没办成", Decimal("0.3"))
    assert run.enrollment.progress.get().is_finished


def test_the_same_choice_sent_twice_is_made_once(run: SimulationRun) -> None:
    played(run, "")
    here = position_of(run=run, at=AT)
    listen, lock = (option.key for option in here.presentation.options)

    choose(run=run, number=2, choice=listen, at=AT)
    choose(run=run, number=2, choice=lock, at=AT)

    assert list(run.choices.values_list("number", "choice"))[1:] == [(2, listen)]


def test_a_hidden_choice_is_refused_without_a_trace(run: SimulationRun) -> None:
    script = Script.from_json(run.script.text)
    vote = next(c.key for c in script.scene_by_key["方案会"].choices if c.label == "交业主表决")
    played(run, "", "同意锁车")
    before = list(RunChoice.objects.values_list("number", "choice"))

    with pytest.raises(ChoiceRefused):
        choose(run=run, number=3, choice=vote, at=AT)

    assert list(RunChoice.objects.values_list("number", "choice")) == before


@pytest.mark.parametrize("number", [0, -1, 3, 99])
def test_a_choice_out_of_turn_is_refused(run: SimulationRun, number: int) -> None:
    played(run, "")
    here = position_of(run=run, at=AT)

    with pytest.raises(ChoiceRefused):
        choose(run=run, number=number, choice=here.presentation.options[0].key, at=AT)

    assert run.choices.count() == 1


def test_nothing_is_chosen_after_the_ending(run: SimulationRun) -> None:
    played(run, "", "坐下来听", "交业主表决")

    with pytest.raises(ChoiceRefused):
        choose(run=run, number=4, choice="anything", at=AT)

    assert run.choices.count() == 3


def test_the_clock_chooses_when_the_time_is_up(run: SimulationRun) -> None:
    played(run, "", "坐下来听")

    here = position_of(run=run, at=AT + timedelta(seconds=60) + GRACE + timedelta(seconds=1))

    assert here.clock_chose
    assert here.presentation.title == "僵住"
    assert run.choices.last().by_clock is True  # type: ignore[union-attr]


def test_a_choice_on_its_way_at_the_last_second_holds(run: SimulationRun) -> None:
    played(run, "", "坐下来听")

    take(run, "交业主表决", at=AT + timedelta(seconds=60) + GRACE)

    assert run.outcome == "办成了"


def test_a_choice_after_the_time_is_the_clocks(run: SimulationRun) -> None:
    played(run, "", "坐下来听")
    here = position_of(run=run, at=AT)
    vote = here.presentation.options[0].key

    choose(run=run, number=3, choice=vote, at=AT + timedelta(minutes=5))

    assert (run.outcome, [choice.by_clock for choice in run.choices.all()]) == ("没办成", [False, False, True])


def test_the_seconds_left_are_the_servers(run: SimulationRun) -> None:
    assert position_of(run=run, at=AT).seconds_left is None

    played(run, "", "坐下来听")

    assert position_of(run=run, at=AT + timedelta(seconds=15)).seconds_left == 45


def test_an_edited_scenario_does_not_touch_a_run(run: SimulationRun, module: CohortModule) -> None:
    page = SimulationPage.objects.get(pk=module.module_id)
    page.scenes[0].value["name"] = "改过的开头"
    page.save_revision().publish()
    module.revision = SimulationPage.objects.get(pk=page.pk).live_revision
    module.save(update_fields=["revision"])

    assert position_of(run=SimulationRun.objects.get(), at=AT).presentation.title == "周六的电话"


def test_many_runs_on_one_script_keep_it_once(run: SimulationRun, module: CohortModule) -> None:
    other = start_run(enrollment=make_enrollment(module.cohort), module=module, at=AT)

    assert other.script == run.script


def test_the_best_of_several_runs_counts(run: SimulationRun, enrollment: Enrollment, module: CohortModule) -> None:
    played(run, "", "坐下来听", "交业主表决")
    worse = played(start_run(enrollment=enrollment, module=module, at=AT), "", "同意锁车", "下次再议")

    runs = runs_of(enrollment=enrollment, module=module)

    assert [one.number for one in runs] == [1, 2]
    assert (best_of(runs), worse.number) == (run, 2)


def test_the_debrief_gives_the_reason_and_the_rule_of_each_decision(run: SimulationRun) -> None:
    played(run, "", "同意锁车")
    position_of(run=run, at=AT + timedelta(minutes=5))

    back = look_back(run=run)

    told = [(turn.label, turn.rationale, turn.rule, turn.quality) for turn in back.debrief.turns]
    assert told == [
        ("同意锁车", "理由:同意锁车。", "依据:同意锁车。", Quality.VIOLATION),
        ("下次再议", "理由:下次再议。", "依据:下次再议。", Quality.ACCEPTABLE),
    ]
    assert [decision.by_clock for decision in back.decisions] == [False, True]
    assert [decision.changes for decision in back.decisions] == [(("群众信任", -30), ("廉洁", -40)), ()]
    assert [(one.label, one.values) for one in back.debrief.series] == [
        ("群众信任", (50, 50, 20, 20)),
        ("廉洁", (90, 90, 50, 50)),
    ]
