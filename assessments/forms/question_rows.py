"""The rows of a question as a trainer fills them in: options, blanks, numbers, pairs, places, criteria, endings."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.kinds.numeric import ABSOLUTE, INTERVAL, RELATIVE

Row = dict[str, Any]


class RowForm(forms.Form):
    """One row; a row whose first field is empty is no row."""

    id = forms.CharField(required=False, widget=forms.HiddenInput)
    first = "text"

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
    text = forms.CharField(label=_("Option text"), required=False, max_length=500)
    correct = forms.BooleanField(label=_("Right"), required=False)
    pinned = forms.BooleanField(label=_("Keeps its place"), required=False)
    feedback = forms.CharField(label=_("Feedback"), required=False, max_length=500)

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
    weight = forms.DecimalField(
        label=_("Weight"), required=False, min_value=-1, max_value=1, max_digits=8, decimal_places=7
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
    answers = forms.CharField(
        label=_("Accepted answers"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One a line. An answer worth a part is followed by its share: consultation = 0.5"),
    )
    weight = forms.DecimalField(label=_("Weight"), initial=1, min_value=Decimal("0.01"), max_digits=5, decimal_places=2)
    group = forms.CharField(
        label=_("Group whose order is free"),
        required=False,
        max_length=10,
        help_text=_("The same letter for each blank."),
    )
    case = forms.BooleanField(label=_("Capital letters count"), required=False)
    wildcard = forms.BooleanField(label=_("* stands for any characters"), required=False)
    digits = forms.BooleanField(label=_("一 and 1 are the same"), required=False)

    def as_row(self, cleaned: Row) -> Row:
        """A blank with its answers read line by line."""
        row = {
            "id": cleaned["id"],
            "weight": str(cleaned["weight"]),
            "answers": [answer_of(line) for line in lines_of(cleaned["answers"])],
            "case": cleaned["case"],
            "wildcard": cleaned["wildcard"],
            "group": cleaned["group"],
        }
        return {**row, "digits": True} if cleaned["digits"] else row

    @staticmethod
    def initial_of(row: Row) -> Row:
        """Answers one a line, the share behind where it is not the whole."""
        return {**row, "answers": answers_text(row["answers"])}


class CriterionForm(RowForm):
    first = "name"
    name = forms.CharField(label=_("Criterion"), required=False, max_length=100)
    weight = forms.DecimalField(label=_("Weight"), initial=1, min_value=Decimal("0.01"), max_digits=5, decimal_places=2)
    levels = forms.CharField(
        label=_("Levels"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One a line, the score first: 5 complete and well founded. The lowest score must be 0."),
    )

    def clean_levels(self) -> list[Row]:
        """Read "score text" line by line."""
        lines = [line.split(maxsplit=1) for line in self.cleaned_data["levels"].splitlines() if line.strip()]
        for score, *_rest in lines:
            if decimal_of(score) is None or Decimal(score) < 0:
                raise forms.ValidationError(
                    _("A level begins with its score: “%(word)s” is no number.") % {"word": score}
                )
        return [{"score": score, "text": rest[0] if rest else ""} for score, *rest in lines]

    def as_row(self, cleaned: Row) -> Row:
        """A criterion with its levels."""
        return {
            "id": cleaned["id"],
            "name": cleaned["name"],
            "weight": str(cleaned["weight"]),
            "levels": cleaned["levels"],
        }

    @staticmethod
    def initial_of(row: Row) -> Row:
        """Levels one a line."""
        return {**row, "levels": "\n".join(f"{level['score']} {level['text']}".strip() for level in row["levels"])}


class NumberForm(RowForm):
    """An accepted number; the second field is the tolerance, or the end of the interval."""

    first = "value"
    mode = forms.ChoiceField(
        label=_("Right if"),
        choices=[
            (ABSOLUTE, _("it differs by at most")),
            (RELATIVE, _("it differs by at most this share")),
            (INTERVAL, _("it lies between this and")),
        ],
        required=False,
    )
    value = forms.CharField(label=_("Number"), required=False, max_length=30)
    other = forms.CharField(
        label=_("Tolerance, or end of the interval"),
        required=False,
        max_length=30,
        help_text=_("Empty for exactly this number. A share of 0.05 is five per cent."),
    )
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

    text = forms.CharField(label=_("Left"), required=False, max_length=300)
    right = forms.CharField(label=_("Belongs to"), required=False, max_length=300)

    def as_row(self, cleaned: Row) -> Row:
        """Both texts; the question makes ids of them."""
        return {"id": cleaned["id"], "text": cleaned["text"], "right": cleaned["right"]}


class BinItemForm(RowForm):
    """An item with the group it belongs to and the rule behind it."""

    text = forms.CharField(label=_("Item"), required=False, max_length=300)
    right = forms.CharField(
        label=_("Group"), required=False, max_length=100, help_text=_("One of the groups above, word for word.")
    )
    reference = forms.CharField(label=_("Rule behind it"), required=False, max_length=300)

    def as_row(self, cleaned: Row) -> Row:
        """The item as the snapshot has it, with the name of its group."""
        return {name: cleaned[name] for name in ("id", "text", "right", "reference")}


class PlaceForm(RowForm):
    """What is asked at one place of a text."""

    first = "answers"
    kind = forms.ChoiceField(
        label=_("What is asked for"),
        choices=[("fill", _("a word")), ("single", _("a choice")), ("numeric", _("a number"))],
        required=False,
    )
    answers = forms.CharField(
        label=_("Answers"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "One a line. For a choice all options, the right one with a * before it. "
            "For a number 15, or 14 ~ 16 for an interval."
        ),
    )
    points = forms.DecimalField(label=_("Weight"), initial=1, min_value=Decimal("0.01"), max_digits=5, decimal_places=2)
    unit = forms.CharField(label=_("Unit of the number"), required=False, max_length=20)

    def as_row(self, cleaned: Row) -> Row:
        """A part with the fields of its kind."""
        lines = lines_of(cleaned["answers"])
        kind = cleaned["kind"] or "fill"
        row = {"id": cleaned["id"], "kind": kind, "points": str(cleaned["points"])}
        if kind == "single":
            return {**row, "options": [_option(number, line) for number, line in enumerate(lines, start=1)]}
        if kind == "numeric":
            return {**row, "answers": [_number(line) for line in lines], "unit": cleaned["unit"], "percent": False}
        return {**row, "answers": [answer_of(line) for line in lines]}

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


def lines_of(text: str) -> list[str]:
    """Return the lines that hold something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def answers_text(answers: list[Row]) -> str:
    """Return accepted answers one a line, the share behind where it is not the whole."""
    return "\n".join(
        answer["pattern"] if answer["fraction"] == "1" else f"{answer['pattern']} = {answer['fraction']}"
        for answer in answers
    )


def answer_of(line: str) -> Row:
    """Read "answer" or "answer = share"."""
    pattern, sign, share = line.rpartition("=")
    fraction = decimal_of(share.strip()) if sign else None
    if fraction is None or not 0 <= fraction <= 1:
        return {"pattern": line, "fraction": "1"}
    return {"pattern": pattern.strip(), "fraction": str(fraction)}


def decimal_of(text: str) -> Decimal | None:
    """Read a number that is one."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


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
