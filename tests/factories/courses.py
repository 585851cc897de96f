"""Scenarios small enough to be read at a glance, and pages of the catalogue."""

import json
from decimal import Decimal
from itertools import count
from typing import Any, TypeVar

from wagtail.models import Page

from courses.models.catalogue import CataloguePage, CoursePage
from courses.models.modules import CaseStudyPage, LecturePage, SimulationPage
from courses.simulation.script import (
    Change,
    Choice,
    Comparison,
    Condition,
    Effect,
    Ending,
    Quality,
    Scene,
    SceneKind,
    Script,
    Value,
    Variable,
)


def make_variable(key: str = "trust", *, initial: int = 50, visible: bool = True) -> Variable:
    """A number between 0 and 100."""
    return Variable(key=key, label=f"Label of {key}", initial=initial, visible=visible)


def make_choice(key: str, next_scene: str, **fields: object) -> Choice:
    """A choice worth two points of one dimension, unless said otherwise."""
    defaults: dict[str, object] = {
        "label": f"Label of {key}",
        "points": (("service", 2),),
        "rationale": f"Reason of {key}",
        "rule": f"Rule of {key}",
        "quality": Quality.GOOD,
    }
    return Choice(key=key, next=next_scene, **{**defaults, **fields})  # type: ignore[arg-type]


def make_decision(key: str, *choices: Choice, seconds: int | None = None, default_choice: str = "") -> Scene:
    """A scene in which the trainee decides."""
    return Scene(
        key=key,
        kind=SceneKind.DECISION,
        title=f"Title of {key}",
        body=f"Body of {key}",
        choices=choices,
        seconds=seconds,
        default_choice=default_choice,
    )


def make_story(key: str, next_scene: str) -> Scene:
    """A scene with a single way on."""
    onward = Choice(key="onward", label="", next=next_scene)
    return Scene(key=key, kind=SceneKind.STORY, title=f"Title of {key}", body=f"Body of {key}", choices=(onward,))


def make_ending(key: str = "end", *, fraction: str = "1", text: str = "What the trainer says.") -> Scene:
    """A scene in which the run is over."""
    ending = Ending(outcome=f"Outcome of {key}", fraction=Decimal(fraction), text=text)
    return Scene(key=key, kind=SceneKind.ENDING, title=f"Title of {key}", body=f"Body of {key}", ending=ending)


def make_script(*scenes: Scene, variables: tuple[Variable, ...] = (), start: str | None = None) -> Script:
    """A script that starts at its first scene."""
    return Script(start=scenes[0].key if start is None else start, variables=variables, scenes=scenes)


def when(variable: str, comparison: str, value: Value) -> Condition:
    """A condition, with the comparison by its short name."""
    return Condition(variable, Comparison(comparison), value)


def add(variable: str, value: int, *, after: int = 0, note: str = "") -> Effect:
    """An effect that adds."""
    return Effect(variable, Change.ADD, value, after, note)


def put(variable: str, value: Value, *, after: int = 0) -> Effect:
    """An effect that sets."""
    return Effect(variable, Change.SET, value, after)


def parking_script() -> Script:
    """Residents quarrel over parking: listen or decree, then a shortcut for those who are not trusted."""
    return make_script(
        make_story("call", "meeting"),
        make_decision(
            "meeting",
            make_choice("listen", "plan", effects=(add("trust", 20), add("time", -1))),
            make_choice(
                "decree",
                "plan",
                effects=(add("trust", -30), add("honesty", -1, after=2, note="Somebody complained.")),
                points=(("service", -1),),
                quality=Quality.VIOLATION,
            ),
        ),
        make_decision(
            "plan",
            make_choice("vote", "agreed", conditions=(when("trust", "ge", 50),), points=(("law", 3),)),
            make_choice("postpone", "stuck", points=(("law", 0),), quality=Quality.ACCEPTABLE),
            make_choice("shortcut", "stuck", conditions=(when("trust", "lt", 50),), points=(("law", -2),)),
            seconds=60,
            default_choice="postpone",
        ),
        make_ending("agreed"),
        make_ending("stuck", fraction="0.3"),
        variables=(
            make_variable("trust"),
            Variable(key="time", label="Time", initial=3, maximum=3),
            Variable(key="honesty", label="Honesty", initial=5, maximum=5, visible=False),
        ),
    )


_numbers = count(1)
PageT = TypeVar("PageT", bound=Page)

STORY = "story"
DECISION = "decision"
ENDING = "ending"


def make_course(title: str = "Parking in old estates", *, live: bool = True, **fields: Any) -> CoursePage:
    """A course below the catalogue, published unless said otherwise."""
    course = CoursePage(title=title, slug=f"course-{next(_numbers)}", **{"summary": "What it is for.", **fields})
    return _placed(course, CataloguePage.objects.get(), live=live)


def make_lecture(
    course: CoursePage, title: str = "Who answers at the door", *, live: bool = True, **fields: Any
) -> LecturePage:
    """A lecture of one heading and one paragraph."""
    body = stream(("heading", "One"), ("paragraph", "<p>Two chairs and a notebook.</p>"))
    return _placed(LecturePage(**_about(title), **{"body": body, **fields}), course, live=live)


def make_case_study(
    course: CoursePage, title: str = "Four years without a committee", *, live: bool = True, **fields: Any
) -> CaseStudyPage:
    """A case study with a background, two questions, a rubric of one criterion and what really happened."""
    levels = [{"score": 10, "text": "Names the cause"}, {"score": 0, "text": "Does not"}]
    defaults: dict[str, Any] = {
        "sources": "A report of 2023.",
        "background": stream(("paragraph", "<p>The background.</p>")),
        "questions": stream(("question", {"text": "Why?", "hint": "Money."}), ("question", {"text": "What now?"})),
        "rubric": stream(("criterion", {"name": "Cause", "levels": listed(*levels)})),
        "reveal": stream(("paragraph", "<p>The accounts were opened.</p>")),
        "min_characters": 20,
        "max_characters": 200,
    }
    return _placed(CaseStudyPage(**_about(title), **{**defaults, **fields}), course, live=live)


def make_simulation(course: CoursePage, title: str = "The gate", *, live: bool = True, **fields: Any) -> SimulationPage:
    """A simulation of one decision with two endings."""
    defaults: dict[str, Any] = {
        "introduction": "You are new here.",
        "variables": stream(("variable", variable_value())),
        "scenes": stream(
            (DECISION, decision_value()), (ENDING, ending_value("Agreed")), (ENDING, ending_value("Stuck"))
        ),
    }
    return _placed(SimulationPage(**_about(title), **{**defaults, **fields}), course, live=live)


def variable_value(name: str = "Trust", **fields: Any) -> dict[str, Any]:
    """What an author fills in for a number."""
    defaults = {"kind": "int", "initial": "50", "minimum": 0, "maximum": 100, "options": [], "visible": True}
    return {"name": name, **defaults, **fields}


def decision_value(name: str = "At the gate", **fields: Any) -> dict[str, Any]:
    """What an author fills in for a decision between listening and decreeing."""
    choices = [
        choice_value("Listen", "Agreed", effects=listed(effect_value("Trust", "add", "10"))),
        choice_value("Decree", "Stuck", effects=listed(effect_value("Trust", "subtract", "20"))),
    ]
    return {"name": name, "body": "What now?", "choices": listed(*choices), "seconds": None, "default": None, **fields}


def choice_value(label: str, next_scene: str, **fields: Any) -> dict[str, Any]:
    """What an author fills in for a choice."""
    defaults = {"quality": "good", "rationale": "Because.", "rule": "Article 1.", "conditions": [], "effects": []}
    return {"label": label, "next": next_scene, **defaults, "points": [], **fields}


def effect_value(variable: str, change: str, value: str, *, after: int = 0, note: str = "") -> dict[str, Any]:
    """What an author fills in for an effect."""
    return {"variable": variable, "change": change, "value": value, "after": after, "note": note}


def condition_value(variable: str, comparison: str, value: str) -> dict[str, Any]:
    """What an author fills in for a condition."""
    return {"variable": variable, "comparison": comparison, "value": value}


def story_value(name: str, *ways: dict[str, Any]) -> dict[str, Any]:
    """What an author fills in for a story scene; a way is its next scene and its conditions."""
    return {"name": name, "body": "It happens.", "ways": listed(*({"conditions": [], **way} for way in ways))}


def ending_value(name: str, **fields: Any) -> dict[str, Any]:
    """What an author fills in for an ending."""
    return {"name": name, "body": "It is over.", "outcome": "Done", "percent": 100, "text": "Well done.", **fields}


def listed(*values: Any) -> list[dict[str, Any]]:
    """Values as a list block stores them, each with an id that lasts."""
    return [{"type": "item", "value": value, "id": f"item-{next(_numbers)}"} for value in values]


def stream(*blocks: tuple[str, Any]) -> str:
    """Blocks as a StreamField reads them."""
    return json.dumps([{"type": kind, "value": value, "id": f"block-{next(_numbers)}"} for kind, value in blocks])


def _about(title: str) -> dict[str, Any]:
    return {"title": title, "slug": f"module-{next(_numbers)}", "summary": "What it is about."}


def _placed(page: PageT, parent: Page, *, live: bool) -> PageT:
    page.live = live
    parent.add_child(instance=page)
    revision = page.save_revision()
    if live:
        revision.publish()
    page.refresh_from_db()
    return page
