"""The course that the demo teaches: content/*.toml written as pages and published; a second run changes nothing."""

import json
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.utils.html import linebreaks
from wagtail.models import Page

from courses.models.catalogue import CataloguePage, CoursePage
from courses.models.modules import CaseStudyPage, LecturePage, ModulePage, SimulationPage
from courses.models.topics import Topic
from courses.simulation.script import Comparison
from people.models import User

CONTENT = Path(__file__).parent / "content"

COMPARISON_WORDS = {
    "不小于": Comparison.AT_LEAST,
    "大于": Comparison.MORE,
    "不大于": Comparison.AT_MOST,
    "小于": Comparison.LESS,
    "等于": Comparison.EQUAL,
    "不等于": Comparison.DIFFERENT,
}
CHANGE_WORDS = {"增加": "add", "减少": "subtract", "设为": "set"}

Table = Mapping[str, Any]


def load_course(*, author: User) -> CoursePage:
    """The demo course with its lecture, case study and simulation, all published; made on the first call."""
    table = _read("course")
    catalogue = CataloguePage.objects.get()
    found = CoursePage.objects.child_of(catalogue).filter(slug=table["slug"]).first()
    if found is not None:
        return found
    course = CoursePage(
        slug=table["slug"],
        title=table["title"],
        summary=table["summary"],
        audience=table["audience"],
        goals="\n".join(table["goals"]),
        owner=author,
    )
    catalogue.add_child(instance=course)
    course.topics.set([Topic.objects.get_or_create(name=name)[0] for name in table["topics"]])
    _publish(course, author)
    for page in (_lecture(_read("lecture")), _case_study(_read("case_study")), _simulation(_read("simulation"))):
        page.owner = author
        course.add_child(instance=page)
        _publish(page, author)
    return course


def _publish(page: Page, author: User) -> None:
    page.save_revision(user=author).publish(user=author, skip_permission_checks=True)


def _read(name: str) -> Table:
    return tomllib.loads((CONTENT / f"{name}.toml").read_text(encoding="utf-8"))


def _about(table: Table) -> dict[str, Any]:
    return {
        "slug": table["slug"],
        "title": table["title"],
        "summary": table["summary"],
        "credit_hours": table["credit_hours"],
        "minutes": table["minutes"],
        "sources": table["sources"].strip(),
    }


def _lecture(table: Table) -> ModulePage:
    return LecturePage(**_about(table), body=_stream(map(_text, table["body"])))


def _case_study(table: Table) -> ModulePage:
    rubric = table["rubric"]
    return CaseStudyPage(
        **_about(table),
        background=_stream(map(_text, table["background"])),
        questions=_stream(("question", dict(question)) for question in table["questions"]),
        min_characters=rubric["min_characters"],
        max_characters=rubric["max_characters"],
        rubric=_stream(("criterion", _criterion(criterion)) for criterion in rubric["criteria"]),
        reveal=_stream(map(_text, table["reveal"])),
    )


def _simulation(table: Table) -> ModulePage:
    return SimulationPage(
        **_about(table),
        introduction=table["introduction"],
        variables=_stream(("variable", _variable(variable)) for variable in table["variables"]),
        scenes=_stream((scene["type"], _scene(scene)) for scene in table["scenes"]),
    )


def _text(block: Table) -> tuple[str, Any]:
    """A block of running text, in the shape that Wagtail stores."""
    kind = block["type"]
    match kind:
        case "heading" | "reflection":
            return kind, block["value"]
        case "paragraph":
            return kind, linebreaks(block["value"].strip())
        case "key_points":
            return kind, {"title": block["title"], "items": _items(block["items"], "points")}
        case "rule":
            return kind, {"text": block["text"], "source": block["source"]}
        case "table":
            return kind, _table(block)
        case "timeline":
            moments = [{"when": when, "what": what} for when, what in block["items"]]
            return kind, {"title": block["title"], "items": _items(moments, block["title"])}
        case "evidence":
            exhibits = [dict(zip(("name", "content", "source"), item, strict=True)) for item in block["items"]]
            return kind, {"title": block["title"], "items": _items(exhibits, block["title"])}
    raise ValueError(f"No block is called {kind!r}.")


def _table(block: Table) -> dict[str, Any]:
    return {
        "caption": block["caption"],
        "columns": [{"type": "text", "heading": heading} for heading in block["header"]],
        "rows": [{"values": row} for row in block["rows"]],
    }


def _criterion(criterion: Table) -> dict[str, Any]:
    levels = [{"score": score, "text": text} for score, text in criterion["levels"]]
    return {"name": criterion["name"], "levels": _items(levels, criterion["name"])}


def _variable(variable: Table) -> dict[str, Any]:
    return {
        "name": variable["name"],
        "kind": "int",
        "initial": str(variable["initial"]),
        "minimum": variable["minimum"],
        "maximum": variable["maximum"],
        "options": [],
        "visible": variable.get("visible", True),
    }


def _scene(scene: Table) -> dict[str, Any]:
    value: dict[str, Any] = {"name": scene["name"], "body": scene["body"].strip()}
    if scene["type"] == "story":
        ways = [{"next": way["next"], "conditions": _conditions(way)} for way in scene["ways"]]
        return value | {"ways": _items(ways, scene["name"])}
    if scene["type"] == "decision":
        choices = [_choice(choice) for choice in scene["choices"]]
        clock = {"seconds": scene.get("seconds"), "default": scene.get("default")}
        return value | clock | {"choices": _items(choices, scene["name"])}
    return value | {"outcome": scene["outcome"], "percent": scene["percent"], "text": scene["text"].strip()}


def _choice(choice: Table) -> dict[str, Any]:
    points = [{"dimension": dimension, "points": points} for dimension, points in choice["points"]]
    return {
        "label": choice["label"],
        "next": choice["next"],
        "quality": choice["quality"],
        "rationale": choice["rationale"],
        "rule": choice["rule"],
        "conditions": _conditions(choice),
        "effects": _items([_effect(*effect) for effect in choice["effects"]], choice["label"] + "effects"),
        "points": _items(points, choice["label"] + "points"),
    }


def _effect(variable: str, change: str, value: int, after: int = 0, note: str = "") -> dict[str, Any]:
    return {
        "variable": variable,
        "change": CHANGE_WORDS[change],
        "value": str(value),
        "after": after,
        "note": note,
    }


def _conditions(owner: Table) -> list[dict[str, Any]]:
    conditions = [
        {"variable": variable, "comparison": COMPARISON_WORDS[comparison].value, "value": str(value)}
        for variable, comparison, value in owner.get("conditions", [])
    ]
    return _items(conditions, owner["next"] + "conditions")


def _items(values: Iterable[Any], seed: str) -> list[dict[str, Any]]:
    """Items of a list block, with ids that are the same on every machine."""
    return [
        {"type": "item", "value": value, "id": str(uuid5(NAMESPACE_URL, f"{seed}/{number}"))}
        for number, value in enumerate(values)
    ]


def _stream(blocks: Iterable[tuple[str, Any]]) -> str:
    """Blocks as a StreamField reads them."""
    return json.dumps(
        [
            {"type": kind, "value": value, "id": str(uuid5(NAMESPACE_URL, f"{kind}/{number}/{value}"))}
            for number, (kind, value) in enumerate(blocks)
        ]
    )
