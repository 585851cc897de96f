"""Whether a script may be published: every state that a trainee can come to is visited, and every fault is named.

The search goes breadth first over (scene, variables, delayed effects) and stops at a cap; a report of a search that was
cut short says so and claims nothing that only a whole search can show.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from courses.simulation.engine import Pending, State, allowed, begin, scene_of, step
from courses.simulation.graph import components, reaching
from courses.simulation.reading import Problem, ProblemCode, read
from courses.simulation.script import SceneKind, Script, Value

CAP = 200_000

HARMLESS = frozenset({ProblemCode.VARIABLE_UNUSED, ProblemCode.DEBRIEF_MISSING, ProblemCode.FRACTION_RANGE})
"""Faults of the text that do not keep the script from being played through."""

Place = tuple[str, tuple[Value, ...], tuple[Pending, ...]]


@dataclass(frozen=True, slots=True)
class Report:
    """What the check found; the scores and the number of paths are None where no ending was reached."""

    problems: tuple[Problem, ...] = ()
    best: int | None = None
    worst: int | None = None
    paths: int = 0
    states: int = 0
    capped: bool = False

    @property
    def is_sound(self) -> bool:
        """Whether nothing stands against publishing."""
        return not self.problems


@dataclass(slots=True)
class Search:
    """All states found so far, each with the ways on from it: (choice key, points, number of the next state)."""

    script: Script
    states: list[State] = field(default_factory=list)
    ways: list[list[tuple[str, int, int]]] = field(default_factory=list)
    came_from: list[tuple[int, str] | None] = field(default_factory=list)
    frontier: set[int] = field(default_factory=set)

    def trail(self, number: int) -> tuple[str, ...]:
        """The labels of the decisions on a shortest way to a state."""
        labels: list[str] = []
        while (origin := self.came_from[number]) is not None:
            number, choice_key = origin
            scene = scene_of(self.script, self.states[number])
            choice = scene.choice(choice_key)
            if choice is not None and scene.kind is SceneKind.DECISION:
                labels.append(choice.label)
        return tuple(reversed(labels))

    def is_ending(self, number: int) -> bool:
        """Whether a state stands at an ending."""
        return scene_of(self.script, self.states[number]).kind is SceneKind.ENDING


def check(script: Script, *, cap: int = CAP) -> Report:
    """Play a script in every possible way and report what is wrong with it, and its best and worst scores."""
    faults = tuple(read(script))
    if any(fault.code not in HARMLESS for fault in faults):
        return Report(problems=faults)
    search = _explore(script, cap)
    successors = [[target for _, _, target in ways] for ways in search.ways]
    groups = components(successors)
    best, worst, paths = _weigh(search, groups)
    return Report(
        problems=(
            *faults,
            *_never_met(search),
            *_dead_ends(search),
            *_loops_without_exit(search, successors),
            *_loops_with_points(search, groups),
        ),
        best=best,
        worst=worst,
        paths=paths,
        states=len(search.states),
        capped=bool(search.frontier),
    )


def _explore(script: Script, cap: int) -> Search:
    search = Search(script)
    known: dict[Place, int] = {}

    def number_of(state: State, origin: tuple[int, str] | None) -> int:
        place = (state.scene, state.values, state.pending)
        if place not in known:
            known[place] = len(search.states)
            search.states.append(state)
            search.ways.append([])
            search.came_from.append(origin)
            queue.append(known[place])
        return known[place]

    queue: deque[int] = deque()
    number_of(begin(script), None)
    while queue:
        if len(search.states) >= cap:
            search.frontier = {number for number in queue if not search.is_ending(number)}
            break
        number = queue.popleft()
        state = replace(search.states[number], points=(), news=())
        for choice in allowed(script, state):
            target = number_of(step(script, state, choice.key), (number, choice.key))
            search.ways[number].append((choice.key, choice.total, target))
    return search


def _never_met(search: Search) -> Iterator[Problem]:
    if search.frontier:
        return
    met = {state.scene for state in search.states}
    opened = {(search.states[n].scene, key) for n, ways in enumerate(search.ways) for key, _, _ in ways}
    for scene in search.script.scenes:
        if scene.key not in met:
            yield Problem(ProblemCode.SCENE_UNREACHABLE, scene=scene.key)
            continue
        for choice in scene.choices:
            if (scene.key, choice.key) not in opened:
                yield Problem(ProblemCode.CHOICE_NEVER_OPEN, scene=scene.key, choice=choice.label)


def _dead_ends(search: Search) -> Iterator[Problem]:
    closed: set[str] = set()
    without_default: set[str] = set()
    for number, state in enumerate(search.states):
        scene = scene_of(search.script, state)
        if scene.kind is SceneKind.ENDING or number in search.frontier:
            continue
        if not search.ways[number] and scene.key not in closed:
            closed.add(scene.key)
            yield Problem(ProblemCode.NO_OPEN_CHOICE, scene=scene.key, trail=search.trail(number))
        keys = {key for key, _, _ in search.ways[number]}
        if scene.seconds is not None and keys and scene.default_choice not in keys and scene.key not in without_default:
            without_default.add(scene.key)
            default = scene.choice(scene.default_choice)
            yield Problem(
                ProblemCode.DEFAULT_CLOSED,
                scene=scene.key,
                choice=default.label if default else "",
                trail=search.trail(number),
            )


def _loops_without_exit(search: Search, successors: list[list[int]]) -> Iterator[Problem]:
    goals = {number for number, targets in enumerate(successors) if not targets}
    hopeful = reaching(successors, goals)
    named: set[str] = set()
    for number, state in enumerate(search.states):
        if number not in hopeful and state.scene not in named:
            named.add(state.scene)
            yield Problem(ProblemCode.LOOP_WITHOUT_EXIT, scene=state.scene, trail=search.trail(number))


def _loops_with_points(search: Search, groups: list[list[int]]) -> Iterator[Problem]:
    named: set[tuple[str, str]] = set()
    for group in groups:
        members = set(group)
        for number in sorted(group):
            scene = scene_of(search.script, search.states[number])
            for key, points, target in search.ways[number]:
                if target in members and points and (scene.key, key) not in named:
                    named.add((scene.key, key))
                    choice = scene.choice(key)
                    label = choice.label if choice else ""
                    yield Problem(ProblemCode.LOOP_WITH_POINTS, scene=scene.key, choice=label)


def _weigh(search: Search, groups: list[list[int]]) -> tuple[int | None, int | None, int]:
    """Best score, worst score and number of ways from the start to an ending; a loop counts as one place.

    The groups come in an order in which whatever a group leads to was weighed before it.
    """
    best: dict[int, int] = {}
    worst: dict[int, int] = {}
    paths: dict[int, int] = {}
    group_of = {number: position for position, group in enumerate(groups) for number in group}
    for position, group in enumerate(groups):
        highs: list[int] = []
        lows: list[int] = []
        ways_on = 0
        for number in group:
            if search.is_ending(number):
                highs.append(0)
                lows.append(0)
                ways_on += 1
            for _, points, target in search.ways[number]:
                beyond = group_of[target]
                if beyond != position and beyond in best:
                    highs.append(points + best[beyond])
                    lows.append(points + worst[beyond])
                    ways_on += paths[beyond]
        if highs:
            best[position], worst[position], paths[position] = max(highs), min(lows), ways_on
    start = group_of[0]
    return best.get(start), worst.get(start), paths.get(start, 0)
