"""What stands between a module and its publication, each obstacle in words an author can act on.

Drafts always save. The form asks here when somebody publishes or submits; the editor's panel shows the same beside it.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from courses.models.modules import CaseStudyPage, LecturePage, ModulePage, SimulationPage
from courses.simulation.check import Report, check
from courses.simulation.reading import Problem, ProblemCode


@dataclass(frozen=True)
class Obstacle:
    """One thing to mend before publishing: the field it stands in, where in it, and what to do."""

    field: str
    place: str
    text: str

    def __str__(self) -> str:
        return _("%(place)s: %(text)s") % {"place": self.place, "text": self.text} if self.place else self.text


def obstacles(page: ModulePage) -> list[Obstacle]:
    """Everything that stands against publishing a module, all of it at once."""
    if isinstance(page, SimulationPage):
        return simulation_obstacles(check(page.script))
    if isinstance(page, CaseStudyPage):
        return _case_study_obstacles(page)
    if isinstance(page, LecturePage) and not len(page.body):
        return [Obstacle("body", "", _("The lecture has no text yet."))]
    return []


def simulation_obstacles(report: Report) -> list[Obstacle]:
    """The problems of a checked scenario, in words."""
    return [_obstacle(problem) for problem in report.problems]


def _case_study_obstacles(page: CaseStudyPage) -> list[Obstacle]:
    found: list[Obstacle] = []
    if not page.sources.strip():
        found.append(Obstacle("sources", "", _("A case study names its source: say where the case comes from.")))
    if not len(page.background):
        found.append(Obstacle("background", "", _("The case has no background yet.")))
    if not len(page.questions):
        found.append(Obstacle("questions", "", _("Ask at least one question to think on.")))
    if not len(page.rubric):
        found.append(Obstacle("rubric", "", _("Graders need at least one criterion.")))
    if page.max_characters < page.min_characters:
        found.append(Obstacle("max_characters", "", _("The most characters are less than the fewest.")))
    return found


def _obstacle(problem: Problem) -> Obstacle:
    field = "variables" if problem.variable and not problem.scene else "scenes"
    text = _messages()[problem.code] % {
        "choice": problem.choice,
        "variable": problem.variable,
        "name": problem.name,
    }
    if problem.trail:
        text += _(" One way to get there: %(trail)s.") % {"trail": " → ".join(problem.trail)}
    return Obstacle(field, _place(problem), text)


def _place(problem: Problem) -> str:
    if problem.scene:
        return _("Scene “%(scene)s”") % {"scene": problem.scene}
    if problem.variable:
        return _("Variable “%(variable)s”") % {"variable": problem.variable}
    return ""


def _messages() -> dict[ProblemCode, str]:
    return {
        ProblemCode.NO_SCENES: _("There are no scenes yet. Add a first scene, a decision and an ending."),
        ProblemCode.START_MISSING: _("The first scene has no name. Give it one."),
        ProblemCode.NO_ENDING: _("There is no ending. Add at least one."),
        ProblemCode.SCENE_REPEATED: _("Two scenes have this name. Rename one and the ways that lead to it."),
        ProblemCode.VARIABLE_REPEATED: _("Two variables have this name. Rename or delete one."),
        ProblemCode.VARIABLE_RANGE: _(
            "The start value does not lie between lowest and highest, or is of another kind."
        ),
        ProblemCode.VARIABLE_UNUSED: _("No choice changes it and no condition reads it. Use it or delete it."),
        ProblemCode.NO_CHOICES: _("There is no way on from here. Add at least one."),
        ProblemCode.CHOICE_REPEATED: _("Two choices are stored under one key. Delete one and write it again."),
        ProblemCode.NEXT_UNKNOWN: _("“%(choice)s” leads to “%(name)s”, and there is no scene of that name."),
        ProblemCode.VARIABLE_UNKNOWN: _("“%(choice)s” uses “%(variable)s”, which is not among the variables."),
        ProblemCode.VALUE_UNFIT: _("“%(choice)s”: “%(name)s” is not a value that fits “%(variable)s”."),
        ProblemCode.DEFAULT_UNKNOWN: _("It has a clock. Say which choice is taken when the time is up."),
        ProblemCode.TIMER_IMPOSSIBLE: _("The time to decide must be longer than 0 seconds."),
        ProblemCode.FRACTION_RANGE: _("The worth of an ending lies between 0 and 100 percent."),
        ProblemCode.DEBRIEF_MISSING: _("Write what the trainer says at this ending."),
        ProblemCode.SCENE_UNREACHABLE: _("Nobody can get here. Let a choice lead to it, or delete it."),
        ProblemCode.CHOICE_NEVER_OPEN: _("“%(choice)s” is never offered. Loosen its conditions or delete it."),
        ProblemCode.NO_OPEN_CHOICE: _(
            "Somebody may stand here with nothing to choose. Add a choice without conditions."
        ),
        ProblemCode.DEFAULT_CLOSED: _(
            "When the time is up, “%(choice)s” may not be open. Take one without conditions."
        ),
        ProblemCode.LOOP_WITHOUT_EXIT: _("From here the story goes round for ever. Add a way that leads to an ending."),
        ProblemCode.LOOP_WITH_POINTS: _(
            "“%(choice)s” may be taken again and again for points. Let it use up a variable."
        ),
    }
