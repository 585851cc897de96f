"""A scenario as an author writes it, and its way into the script that the engine plays.

Names are keys: a variable or a scene is what it is called. Choices need no key of their own; the id that Wagtail gives
each block stays the same for ever and tells a browser nothing. What is typed wrong becomes a problem that `check`
names, never an error here: drafts always save.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

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
    VariableKind,
)

Kinds = Mapping[str, VariableKind]

BESIDE = "struct-block beside"
"""Short fields stand beside each other (courses/static/courses/css/editor.css)."""

YES = frozenset({"是", "有", "true", "yes", "1"})
NO = frozenset({"否", "无", "false", "no", "0"})

KINDS = [
    (VariableKind.INTEGER.value, _("Number")),
    (VariableKind.BOOLEAN.value, _("Yes or no")),
    (VariableKind.ENUM.value, _("One of several words")),
]
COMPARISONS = [
    (Comparison.AT_LEAST.value, _("is at least")),
    (Comparison.MORE.value, _("is more than")),
    (Comparison.AT_MOST.value, _("is at most")),
    (Comparison.LESS.value, _("is less than")),
    (Comparison.EQUAL.value, _("is")),
    (Comparison.DIFFERENT.value, _("is not")),
]
SUBTRACT = "subtract"
CHANGES = [
    (Change.ADD.value, _("goes up by")),
    (SUBTRACT, _("goes down by")),
    (Change.SET.value, _("becomes")),
]
QUALITIES = [
    (Quality.GOOD.value, _("Good practice")),
    (Quality.ACCEPTABLE.value, _("Acceptable")),
    (Quality.VIOLATION.value, _("Against the rules")),
]


class NameBlock(blocks.CharBlock):
    """A name that is declared here (`declares`) or elsewhere in the scenario (`refers_to`): "scene" or "variable".

    The editor's script offers the declared names where one is referred to; without it they are typed.
    """

    def __init__(self, *, declares: str = "", refers_to: str = "", **kwargs: Any) -> None:
        super().__init__(max_length=60, **kwargs)
        if declares:
            self.field.widget.attrs["data-declares"] = declares
        if refers_to:
            self.field.widget.attrs |= {"list": f"declared-{refers_to}", "autocomplete": "off"}

    def clean(self, value: Any) -> Any:
        """Names are compared exactly, so blanks at their ends are nobody's intention."""
        return super().clean(value.strip() if isinstance(value, str) else value)


class VariableBlock(blocks.StructBlock):
    """Something that the scenario keeps count of."""

    name = NameBlock(
        label=_("Name"), declares="variable", help_text=_("Such as “trust of the residents”. Trainees read it.")
    )
    kind = blocks.ChoiceBlock(choices=KINDS, default=VariableKind.INTEGER.value, label=_("Kind"))
    initial = blocks.CharBlock(
        label=_("At the start"), default="50", help_text=_("A number, yes or no, or one of the words.")
    )
    minimum = blocks.IntegerBlock(label=_("Lowest"), default=0, required=False, help_text=_("For a number."))
    maximum = blocks.IntegerBlock(label=_("Highest"), default=100, required=False, help_text=_("For a number."))
    visible = blocks.BooleanBlock(
        label=_("Shown to the trainee"),
        default=True,
        required=False,
        help_text=_("A hidden one is shown in the debrief only."),
    )
    options = blocks.ListBlock(
        blocks.CharBlock(label=_("Word")), label=_("The words"), default=[], help_text=_("For one of several words.")
    )

    class Meta:
        label_format = "{name}"
        form_classname = BESIDE
        label = _("Variable")
        icon = "sliders"


class ConditionBlock(blocks.StructBlock):
    """A comparison that must hold."""

    variable = NameBlock(label=_("Variable"), refers_to="variable")
    comparison = blocks.ChoiceBlock(choices=COMPARISONS, default=Comparison.AT_LEAST.value, label=_("Comparison"))
    value = blocks.CharBlock(label=_("Value"), max_length=60)

    class Meta:
        label_format = "{variable} {comparison} {value}"
        form_classname = BESIDE
        label = _("Condition")


class EffectBlock(blocks.StructBlock):
    """What a choice changes, at once or later."""

    variable = NameBlock(label=_("Variable"), refers_to="variable")
    change = blocks.ChoiceBlock(choices=CHANGES, default=Change.ADD.value, label=_("Change"))
    value = blocks.CharBlock(label=_("Value"), max_length=60)
    after = blocks.IntegerBlock(
        label=_("Scenes later"),
        default=0,
        min_value=0,
        max_value=20,
        help_text=_("0 at once; 2 when the trainee arrives at the second scene after this one."),
    )
    note = blocks.TextBlock(
        label=_("Message when it happens later"),
        required=False,
        rows=2,
        help_text=_("What the trainee reads when a delayed effect arrives."),
    )

    class Meta:
        label_format = "{variable} {change} {value}"
        form_classname = BESIDE
        label = _("Effect")


class PointsBlock(blocks.StructBlock):
    """What a choice earns in one dimension."""

    dimension = NameBlock(label=_("Dimension"), declares="dimension", refers_to="dimension")
    points = blocks.IntegerBlock(label=_("Points"), help_text=_("Below 0 for a loss."))

    class Meta:
        label_format = "{dimension} {points}"
        form_classname = BESIDE
        label = _("Points")


class ChoiceBlock(blocks.StructBlock):
    """One thing that the trainee may decide, with the reason that the debrief will give."""

    label = blocks.TextBlock(label=_("What the trainee chooses"), rows=2)
    next = NameBlock(label=_("Leads to the scene"), refers_to="scene")
    quality = blocks.ChoiceBlock(choices=QUALITIES, default=Quality.ACCEPTABLE.value, label=_("Verdict"))
    rationale = blocks.TextBlock(label=_("Reason"), rows=3, help_text=_("Shown in the debrief, after the ending."))
    rule = blocks.TextBlock(label=_("Rule behind it"), rows=2, help_text=_("The law, regulation or working rule."))
    conditions = blocks.ListBlock(
        ConditionBlock(),
        label=_("Offered only if"),
        default=[],
        help_text=_("All of them must hold; leave empty to offer it always."),
    )
    effects = blocks.ListBlock(EffectBlock(), label=_("What it changes"), default=[])
    points = blocks.ListBlock(PointsBlock(), label=_("What it earns"), default=[])

    class Meta:
        label_format = "{label}"
        label = _("Choice")
        icon = "arrow-right"


class WayBlock(blocks.StructBlock):
    """Where the story goes on if the conditions hold."""

    next = NameBlock(label=_("Goes on to the scene"), refers_to="scene")
    conditions = blocks.ListBlock(ConditionBlock(), label=_("Only if"), default=[])

    class Meta:
        label_format = "{next}"
        label = _("Way on")


class StoryBlock(blocks.StructBlock):
    """A scene that is read; it goes on by the first way whose conditions hold."""

    name = NameBlock(label=_("Name of the scene"), declares="scene", help_text=_("Trainees read it as the heading."))
    body = blocks.TextBlock(label=_("What happens"), rows=6, help_text=_("An empty line starts a new paragraph."))
    ways = blocks.ListBlock(
        WayBlock(),
        label=_("How it goes on"),
        help_text=_("Tried from the top; leave the last one without conditions, for everybody else."),
    )

    class Meta:
        label_format = "{name}"
        label = _("Story scene")
        icon = "doc-full"


class DecisionBlock(blocks.StructBlock):
    """A scene in which the trainee decides."""

    name = NameBlock(label=_("Name of the scene"), declares="scene", help_text=_("Trainees read it as the heading."))
    body = blocks.TextBlock(label=_("What happens"), rows=6, help_text=_("An empty line starts a new paragraph."))
    choices = blocks.ListBlock(ChoiceBlock(), label=_("Choices"))
    seconds = blocks.IntegerBlock(
        label=_("Time to decide, in seconds"), required=False, help_text=_("Leave empty for no clock.")
    )
    default = blocks.IntegerBlock(
        label=_("When the time is up, take choice number"),
        required=False,
        help_text=_("Counted from 1; it must be offered to everybody who comes here."),
    )

    class Meta:
        label_format = "{name}"
        label = _("Decision")
        icon = "help"


class EndingBlock(blocks.StructBlock):
    """A scene in which the run is over."""

    name = NameBlock(label=_("Name of the scene"), declares="scene", help_text=_("Trainees read it as the heading."))
    body = blocks.TextBlock(label=_("What happens"), rows=5, help_text=_("An empty line starts a new paragraph."))
    outcome = blocks.CharBlock(label=_("Outcome in a phrase"), max_length=60)
    percent = blocks.IntegerBlock(
        label=_("Worth in percent"), default=100, help_text=_("0 to 100; what this ending counts as a result.")
    )
    text = blocks.TextBlock(
        label=_("What the trainer says"), rows=5, help_text=_("The debrief: what was done well, what to take home.")
    )

    class Meta:
        label_format = "{name}"
        label = _("Ending")
        icon = "tick-inverse"


def script_from(*, variables: Any, scenes: Any) -> Script:
    """The script that a page's variables and scenes make; it starts at the first scene."""
    kinds: dict[str, VariableKind] = {}
    declared = [_variable(block.value) for block in variables]
    for variable in declared:
        kinds.setdefault(variable.key, variable.kind)
    played = tuple(_scene(block.block_type, block.value, kinds) for block in scenes)
    return Script(start=played[0].key if played else "", variables=tuple(declared), scenes=played)


def read_value(text: str, kind: VariableKind | None) -> Value:
    """What an author typed, as a value of that kind; what does not fit stays text, for the check to name."""
    typed = str(text).strip()
    if kind is VariableKind.BOOLEAN and typed.lower() in YES | NO:
        return typed.lower() in YES
    if kind is VariableKind.INTEGER:
        try:
            return int(typed)
        except ValueError:
            return typed
    return typed


def _variable(value: Any) -> Variable:
    kind = VariableKind(value["kind"] or VariableKind.INTEGER)
    name = _name(value["name"])
    return Variable(
        key=name,
        label=name,
        kind=kind,
        initial=read_value(value["initial"] or "", kind),
        minimum=value["minimum"] or 0,
        maximum=100 if value["maximum"] is None else value["maximum"],
        options=tuple(str(option).strip() for option in value["options"]),
        visible=bool(value["visible"]),
    )


def _scene(kind: str, value: Any, kinds: Kinds) -> Scene:
    name = _name(value["name"])
    body = value["body"] or ""
    if kind == SceneKind.ENDING:
        return Scene(key=name, kind=SceneKind.ENDING, title=name, body=body, ending=_ending(value))
    if kind == SceneKind.DECISION:
        return _decision(name, body, value, kinds)
    ways = tuple(
        Choice(
            key=way.id,
            label="",
            next=_name(way.value["next"]),
            conditions=_conditions(way.value["conditions"], kinds),
        )
        for way in value["ways"].bound_blocks
    )
    return Scene(key=name, kind=SceneKind.STORY, title=name, body=body, choices=ways)


def _decision(name: str, body: str, value: Any, kinds: Kinds) -> Scene:
    choices = tuple(_choice(block.id, block.value, kinds) for block in value["choices"].bound_blocks)
    number = value["default"] or 0
    return Scene(
        key=name,
        kind=SceneKind.DECISION,
        title=name,
        body=body,
        choices=choices,
        seconds=value["seconds"],
        default_choice=choices[number - 1].key if 1 <= number <= len(choices) else str(number or ""),
    )


def _choice(key: str, value: Any, kinds: Kinds) -> Choice:
    return Choice(
        key=key,
        label=value["label"] or "",
        next=_name(value["next"]),
        conditions=_conditions(value["conditions"], kinds),
        effects=tuple(_effect(effect, kinds) for effect in value["effects"]),
        points=tuple((_name(item["dimension"]), item["points"] or 0) for item in value["points"]),
        rationale=value["rationale"] or "",
        rule=value["rule"] or "",
        quality=Quality(value["quality"] or Quality.ACCEPTABLE),
    )


def _conditions(values: Any, kinds: Kinds) -> tuple[Condition, ...]:
    return tuple(
        Condition(name, Comparison(value["comparison"]), read_value(value["value"] or "", kinds.get(name)))
        for value in values
        for name in [_name(value["variable"])]
    )


def _effect(value: Any, kinds: Kinds) -> Effect:
    name = _name(value["variable"])
    amount = read_value(value["value"] or "", kinds.get(name))
    change = Change.ADD if value["change"] == SUBTRACT else Change(value["change"])
    if value["change"] == SUBTRACT and isinstance(amount, int):
        amount = -amount
    return Effect(name, change, amount, value["after"] or 0, value["note"] or "")


def _ending(value: Any) -> Ending:
    percent = 0 if value["percent"] is None else value["percent"]
    return Ending(outcome=value["outcome"] or "", fraction=Decimal(percent) / 100, text=value["text"] or "")


def _name(text: Any) -> str:
    return str(text or "").strip()
