"""The rows of a question as a trainer fills them in: options, blanks, numbers, pairs, places, criteria."""

from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assessments.forms.levels import LevelsField
from assessments.forms.lines import answer_of, answers_text, lines_of
from assessments.kinds.numeric import ABSOLUTE, INTERVAL, RELATIVE

Row = dict[str, Any]
READINGS = ("case", "wildcard", "digits", "traditional")
"""How the text of a blank is compared; see docs/reference/question-snapshot.md."""


def readings() -> tuple[forms.BooleanField, ...]:
    """Return the boxes for READINGS, of a blank and of a place alike."""
    labels = (
        _("Capital letters count"),
        _("* stands for any characters"),
        _("Chinese numerals and digits are the same: 十二 and 12"),
        _("Traditional characters are the same as simplified ones"),
    )
    return tuple(forms.BooleanField(label=label, required=False) for label in labels)


def readings_of(cleaned: Row) -> Row:
    """Return the flags as the snapshot writes them: the first two always, the others where they are set."""
    always = {name: cleaned[name] for name in READINGS[:2]}
    return {**always, **{name: True for name in READINGS[2:] if cleaned[name]}}


class RowForm(forms.Form):
    """One row; a row whose first field is empty is no row."""

    id = forms.CharField(required=False, widget=forms.HiddenInput)
    first = "text"
    hints: ClassVar[tuple[Promise, ...]] = ()
    """What is said once above all rows."""
    rare: ClassVar[tuple[str, ...]] = ()
    """The fields that stand behind a disclosure."""
    useless_alone: ClassVar[tuple[str, ...]] = ()
    """The fields that say nothing while the first one is empty."""

    def clean(self) -> dict[str, Any]:
        """Let nobody lose what was typed beside an empty first field."""
        cleaned = super().clean() or {}
        is_missing = not cleaned.get(self.first) and self.first not in self.errors
        if is_missing and any(cleaned.get(name) for name in self.useless_alone):
            self.add_error(self.first, _("Fill this in, or take the row away."))
        return cleaned

    def main_fields(self) -> list[Any]:
        """Return the fields that are always seen."""
        return [field for field in self.visible_fields() if field.name not in self.rare]

    def rare_fields(self) -> list[Any]:
        """Return the fields behind the disclosure."""
        return [self[name] for name in self.rare]

    def has_rare(self) -> bool:
        """Whether the disclosure stands open: something in it is filled in, or wrong."""
        return any(self[name].value() or self[name].errors for name in self.rare)

    def row(self) -> Row | None:
        """Return the row as the snapshot writes it, or None for an empty one."""
        return self.as_row(self.cleaned_data) if self.cleaned_data.get(self.first) else None

    def as_row(self, cleaned: Row) -> Row:
        """Turn cleaned values into the snapshot's form."""
        raise NotImplementedError

    @staticmethod
    def initial_of(row: Row) -> Row:
        """Turn a row of the snapshot into initial values."""
        return row


class SingleOptionForm(RowForm):
    rare: ClassVar[tuple[str, ...]] = ("pinned", "feedback")
    useless_alone = ("correct", "feedback")
    text = forms.CharField(label=_("Option text"), required=False, max_length=500)
    correct = forms.BooleanField(label=_("Right"), required=False)
    pinned = forms.BooleanField(label=_("Keeps its place when options are shuffled"), required=False)
    feedback = forms.CharField(label=_("Feedback to whoever chose it"), required=False, max_length=500)

    def as_row(self, cleaned: Row) -> Row:
        """A single choice values options by fractions."""
        return {
            "id": cleaned["id"],
            "text": cleaned["text"],
            "fraction": "1" if cleaned["correct"] else "0",
            "pinned": cleaned["pinned"],
            "feedback": cleaned["feedback"],
        }

    @staticmethod
    def initial_of(row: Row) -> Row:
        """The option worth the whole is the right one."""
        return {**row, "correct": row["fraction"] == "1"}


class MultipleOptionForm(SingleOptionForm):
    rare = ("pinned", "feedback", "weight")
    weight = forms.DecimalField(
        label=_("Weight, where weights are added up"),
        required=False,
        min_value=-1,
        max_value=1,
        max_digits=8,
        decimal_places=7,
    )

    def as_row(self, cleaned: Row) -> Row:
        """A multiple choice has right options, and weights for the mode that adds them up."""
        return {
            "id": cleaned["id"],
            "text": cleaned["text"],
            "correct": cleaned["correct"],
            "weight": str(cleaned["weight"] or 0),
            "pinned": cleaned["pinned"],
            "feedback": cleaned["feedback"],
        }

    @staticmethod
    def initial_of(row: Row) -> Row:
        """The stored names are the form's."""
        return row


class BlankForm(RowForm):
    first = "answers"
    hints = (
        _("Accepted answers stand one a line. An answer worth a part is followed by its share: consultation = 0.5"),
        _("Blanks whose order is free get the same letter as their group."),
    )
    rare = ("group", *READINGS)
    useless_alone = ("group",)
    answers = forms.CharField(
        label=_("Accepted answers"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    weight = forms.DecimalField(label=_("Weight"), initial=1, min_value=Decimal("0.01"), max_digits=5, decimal_places=2)
    group = forms.CharField(label=_("Group whose order is free"), required=False, max_length=10)
    case, wildcard, digits, traditional = readings()

    def as_row(self, cleaned: Row) -> Row:
        """A blank with its answers read line by line."""
        row = {
            "id": cleaned["id"],
            "weight": str(cleaned["weight"]),
            "answers": [answer_of(line) for line in lines_of(cleaned["answers"])],
            "group": cleaned["group"],
        }
        return {**row, **readings_of(cleaned)}

    @staticmethod
    def initial_of(row: Row) -> Row:
        """Answers one a line, the share behind where it is not the whole."""
        return {**row, "answers": answers_text(row["answers"])}


class CriterionForm(RowForm):
    first = "name"
    hints = (_("A level is a score and what an answer of that level looks like. The lowest score must be 0."),)
    name = forms.CharField(label=_("Criterion"), required=False, max_length=100)
    weight = forms.DecimalField(label=_("Weight"), initial=1, min_value=Decimal("0.01"), max_digits=5, decimal_places=2)
    levels = LevelsField(label=_("Levels"), required=False)

    def clean(self) -> dict[str, Any]:
        """Levels that are described belong to a criterion with a name."""
        cleaned = super().clean()
        if not cleaned.get("name") and any(level["text"] for level in cleaned.get("levels", [])):
            self.add_error("name", _("Fill this in, or take the row away."))
        return cleaned

    def as_row(self, cleaned: Row) -> Row:
        """A criterion with its levels."""
        return {
            "id": cleaned["id"],
            "name": cleaned["name"],
            "weight": str(cleaned["weight"]),
            "levels": cleaned["levels"],
        }


class NumberForm(RowForm):
    """An accepted number; the second field is the tolerance, or the end of the interval."""

    first = "value"
    hints = (
        _("The first number that fits counts. A tolerance that is left empty asks for exactly this number."),
        _("A share of 0.05 is five per cent."),
    )
    useless_alone = ("other", "fraction")
    value = forms.CharField(label=_("Number"), required=False, max_length=30)
    mode = forms.ChoiceField(
        label=_("Right if"),
        choices=[
            (ABSOLUTE, _("it differs by at most")),
            (RELATIVE, _("it differs by at most this share")),
            (INTERVAL, _("it lies between this and")),
        ],
        required=False,
    )
    other = forms.CharField(label=_("Tolerance, or end of the interval"), required=False, max_length=30)
    fraction = forms.DecimalField(
        label=_("Share of the points"), required=False, min_value=0, max_value=1, max_digits=8, decimal_places=7
    )

    def as_row(self, cleaned: Row) -> Row:
        """A number with its tolerance, or an interval."""
        mode = cleaned["mode"] or ABSOLUTE
        names = ("low", "high") if mode == INTERVAL else ("value", "tolerance")
        fraction = cleaned["fraction"]
        ends = {names[0]: cleaned["value"], names[1]: cleaned["other"] or "0"}
        return {"mode": mode, **ends, "fraction": "1" if fraction is None else str(fraction.normalize())}

    @staticmethod
    def initial_of(row: Row) -> Row:
        """The two numbers of the mode under the form's two names."""
        one, other = ("low", "high") if row["mode"] == INTERVAL else ("value", "tolerance")
        return {"mode": row["mode"], "value": row[one], "other": row[other], "fraction": row["fraction"]}


class PairForm(RowForm):
    """Two texts that belong together."""

    useless_alone = ("right",)
    text = forms.CharField(label=_("Left"), required=False, max_length=300)
    right = forms.CharField(label=_("Belongs to"), required=False, max_length=300)

    def as_row(self, cleaned: Row) -> Row:
        """Both texts; the question makes ids of them."""
        return {"id": cleaned["id"], "text": cleaned["text"], "right": cleaned["right"]}


class BinItemForm(RowForm):
    """An item with the group it belongs to and the rule behind it."""

    hints = (_("The group is one of those above, word for word."),)
    useless_alone = ("right", "reference")
    text = forms.CharField(label=_("Item"), required=False, max_length=300)
    right = forms.CharField(
        label=_("Group"), required=False, max_length=100, widget=forms.TextInput(attrs={"list": "groups"})
    )
    reference = forms.CharField(label=_("Rule behind it"), required=False, max_length=300)

    def as_row(self, cleaned: Row) -> Row:
        """The item as the snapshot has it, with the name of its group."""
        return {name: cleaned[name] for name in ("id", "text", "right", "reference")}


class PlaceForm(RowForm):
    """What is asked at one place of a text."""

    first = "answers"
    hints = (
        _("Write [[p1]], [[p2]] and so on in the text where something is to be filled in."),
        _("Answers stand one a line. For a choice all options, the right one with a * before it."),
        _("For a number 15, or 14 ~ 16 for an interval."),
    )
    rare = READINGS
    useless_alone = ("unit",)
    kind = forms.ChoiceField(
        label=_("What is asked for"),
        choices=[("fill", _("a word")), ("single", _("a choice")), ("numeric", _("a number"))],
        required=False,
    )
    answers = forms.CharField(
        label=_("Answers"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    points = forms.DecimalField(label=_("Weight"), initial=1, min_value=Decimal("0.01"), max_digits=5, decimal_places=2)
    unit = forms.CharField(label=_("Unit of the number"), required=False, max_length=20)
    case, wildcard, digits, traditional = readings()

    def as_row(self, cleaned: Row) -> Row:
        """A part with the fields of its kind."""
        lines = lines_of(cleaned["answers"])
        kind = cleaned["kind"] or "fill"
        row = {"id": cleaned["id"], "kind": kind, "points": str(cleaned["points"])}
        if kind == "single":
            return {**row, "options": [_option(number, line) for number, line in enumerate(lines, start=1)]}
        if kind == "numeric":
            return {**row, "answers": [_number(line) for line in lines], "unit": cleaned["unit"], "percent": False}
        return {**row, "answers": [answer_of(line) for line in lines], **readings_of(cleaned)}

    @staticmethod
    def initial_of(row: Row) -> Row:
        """The answers of any kind, one a line."""
        match row["kind"]:
            case "single":
                lines = [f"{'*' if each['fraction'] == '1' else ''}{each['text']}" for each in row["options"]]
            case "numeric":
                lines = [_number_text(answer) for answer in row["answers"]]
            case _:
                lines = [answers_text(row["answers"])]
        return {**row, "answers": "\n".join(lines)}


def _option(number: int, line: str) -> Row:
    return {
        "id": f"o{number}",
        "text": line.lstrip("*＊ "),
        "fraction": "1" if line[0] in "*＊" else "0",
        "pinned": False,
        "feedback": "",
    }


def _number(line: str) -> Row:
    low, sign, high = line.replace("～", "~").partition("~")
    if sign:
        return {"mode": INTERVAL, "low": low.strip(), "high": high.strip(), "fraction": "1"}
    return {"mode": ABSOLUTE, "value": line, "tolerance": "0", "fraction": "1"}


def _number_text(answer: Row) -> str:
    return f"{answer['low']} ~ {answer['high']}" if answer["mode"] == INTERVAL else str(answer["value"])
