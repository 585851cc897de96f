"""The fields of a question apart from its rows, kind by kind, and how fields and rows become what the domain writes."""

import json
from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.forms.lines import decimal_of, lines_of
from assessments.forms.question_rows import (
    READINGS,
    BinItemForm,
    BlankForm,
    CriterionForm,
    MultipleOptionForm,
    NumberForm,
    PairForm,
    PlaceForm,
    Row,
    RowForm,
    SingleOptionForm,
)
from assessments.kinds.ordering import item_id
from assessments.kinds.upload import MOST_FILES, TYPES
from assessments.models import question_kinds as models
from assessments.models.questions import Question
from courses.domain.syllabus import live_simulations, script_of
from courses.models.modules import SimulationPage

COMMON = ["stem", "points", "difficulty", "topics", "reference", "source", "explanation"]
MEGABYTE = 1024 * 1024


class ContentForm(forms.ModelForm):
    """The fields of a question apart from its rows. It is never bound to a question: the domain writes."""

    based_on = forms.IntegerField(min_value=0, initial=0, widget=forms.HiddenInput)

    row_form: ClassVar[type[RowForm] | None] = None
    rows_field: ClassVar[str] = ""
    row_count: ClassVar[int] = 0
    own: ClassVar[tuple[str, ...]] = ()
    """The names of the fields that only this kind has, in the order of the page."""
    before_rows: ClassVar[tuple[str, ...]] = ()
    """Those of them that stand above the rows."""
    after_rows: ClassVar[tuple[str, ...]] = ()
    """Those of them that complete the rows."""

    class Meta:
        widgets = {"stem": forms.Textarea(attrs={"rows": 5}), "explanation": forms.Textarea(attrs={"rows": 4})}

    @classmethod
    def initial_for(cls, question: Question) -> dict[str, Any]:
        """Return the initial values of the fields."""
        return {**forms.model_to_dict(question, cls._meta.fields), "based_on": question.version}

    @classmethod
    def rows_for(cls, question: Question) -> list[Row]:
        """Return the stored rows as they were made by `fields_with`."""
        return list(getattr(question, cls.rows_field)) if cls.rows_field else []

    def fields_with(self, rows: list[Row], question: Question | None) -> dict[str, Any]:
        """Return what the domain writes into the question."""
        fields = {name: self.cleaned_data[name] for name in self._meta.fields or ()}
        return {**fields, self.rows_field: with_ids(rows, self.rows_field[0])} if self.rows_field else fields


class SingleForm(ContentForm):
    row_form, rows_field, row_count = SingleOptionForm, "options", 4

    class Meta(ContentForm.Meta):
        model = models.SingleQuestion
        fields = COMMON


class MultipleForm(ContentForm):
    row_form, rows_field, row_count = MultipleOptionForm, "options", 5
    own = ("mode",)

    class Meta(ContentForm.Meta):
        model = models.MultipleQuestion
        fields = [*COMMON, "mode"]


class IndefiniteForm(ContentForm):
    row_form, rows_field, row_count = MultipleOptionForm, "options", 5
    own = ("mode",)

    class Meta(ContentForm.Meta):
        model = models.IndefiniteQuestion
        fields = [*COMMON, "mode"]


class TrueFalseForm(ContentForm):
    own = ("correct",)
    before_rows = own
    correct = forms.TypedChoiceField(
        label=_("This statement is"),
        choices=[("True", _("True")), ("False", _("False"))],
        coerce=lambda value: value == "True",
        widget=forms.RadioSelect,
    )

    class Meta(ContentForm.Meta):
        model = models.TrueFalseQuestion
        fields = [*COMMON, "correct"]


class FillForm(ContentForm):
    row_form, rows_field, row_count = BlankForm, "blanks", 2

    class Meta(ContentForm.Meta):
        model = models.FillQuestion
        fields = COMMON


class NumericForm(ContentForm):
    row_form, rows_field, row_count = NumberForm, "answers", 1
    own = ("unit", "percent")

    class Meta(ContentForm.Meta):
        model = models.NumericQuestion
        fields = [*COMMON, "unit", "percent"]

    def fields_with(self, rows: list[Row], question: Question | None) -> dict[str, Any]:
        """Accepted numbers have no ids: the first that fits counts."""
        return {**super().fields_with([], question), "answers": rows}


class MatchingForm(ContentForm):
    row_form, rows_field, row_count = PairForm, "stems", 4
    own = ("distractors",)
    after_rows = own
    distractors = forms.CharField(
        label=_("Choices that fit none"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line."),
    )

    class Meta(ContentForm.Meta):
        model = models.MatchingQuestion
        fields = COMMON

    @classmethod
    def initial_for(cls, question: Question) -> dict[str, Any]:
        """The choices that no stem has stand below the pairs."""
        used = {stem["choice"] for stem in question.own_fields()["stems"]}
        spare = [choice["text"] for choice in question.own_fields()["choices"] if choice["id"] not in used]
        return {**super().initial_for(question), "distractors": "\n".join(spare)}

    @classmethod
    def rows_for(cls, question: Question) -> list[Row]:
        """The stems with the text of their choice."""
        return _with_right(question.own_fields()["stems"], question.own_fields()["choices"], "choice")

    def fields_with(self, rows: list[Row], question: Question | None) -> dict[str, Any]:
        """Each text on the right is one choice, by an id that says nothing of its stem."""
        fields = super().fields_with(rows, question)
        texts = [row["right"] for row in rows if row["right"]] + lines_of(self.cleaned_data["distractors"])
        choices = named(texts, question.own_fields()["choices"] if question else [])
        ids = {choice["text"]: choice["id"] for choice in choices}
        stems = [{"id": row["id"], "text": row["text"], "choice": ids.get(row["right"], "")} for row in fields["stems"]]
        return {**fields, "stems": stems, "choices": choices}


class ClassifyForm(ContentForm):
    row_form, rows_field, row_count = BinItemForm, "items", 4
    own = ("groups",)
    before_rows = ("groups",)
    groups = forms.CharField(
        label=_("Groups"),
        initial=_("may\nmust\nmust not"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line, in the order in which they are shown."),
    )

    class Meta(ContentForm.Meta):
        model = models.ClassifyQuestion
        fields = COMMON

    @classmethod
    def initial_for(cls, question: Question) -> dict[str, Any]:
        """The groups one a line."""
        groups = "\n".join(entry["text"] for entry in question.own_fields()["bins"])
        return {**super().initial_for(question), "groups": groups}

    @classmethod
    def rows_for(cls, question: Question) -> list[Row]:
        """The items with the name of their group."""
        return _with_right(question.own_fields()["items"], question.own_fields()["bins"], "bin")

    def fields_with(self, rows: list[Row], question: Question | None) -> dict[str, Any]:
        """Groups by their names; an item whose group is none of them is named as a fault."""
        fields = super().fields_with(rows, question)
        stored = question.own_fields()["bins"] if question else []
        ids = {entry["text"]: entry["id"] for entry in stored}
        names = dict.fromkeys(lines_of(self.cleaned_data["groups"]))
        bins = with_ids([{"id": ids.get(name, ""), "text": name} for name in names], "g")
        of_name = {entry["text"]: entry["id"] for entry in bins}
        items = [
            {"id": row["id"], "text": row["text"], "bin": of_name.get(row["right"], ""), "reference": row["reference"]}
            for row in fields["items"]
        ]
        return {**fields, "items": items, "bins": bins}


class OrderingForm(ContentForm):
    own = ("sequence", "mode")
    before_rows = ("sequence",)
    sequence = forms.CharField(
        label=_("Items in the right order"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("One a line, from first to last. Each trainee sees them in another order."),
    )

    class Meta(ContentForm.Meta):
        model = models.OrderingQuestion
        fields = [*COMMON, "mode"]

    @classmethod
    def initial_for(cls, question: Question) -> dict[str, Any]:
        """The items in their right order, one a line."""
        texts = {item["id"]: item["text"] for item in question.own_fields()["items"]}
        sequence = "\n".join(texts[each] for each in question.own_fields()["order"])
        return {**super().initial_for(question), "sequence": sequence}

    def fields_with(self, rows: list[Row], question: Question | None) -> dict[str, Any]:
        """Items listed by their ids, and the order apart."""
        texts = lines_of(self.cleaned_data["sequence"])
        items = named(texts, question.own_fields()["items"] if question else [])
        ids = {item["text"]: item["id"] for item in items}
        return {**super().fields_with([], question), "items": items, "order": [ids[text] for text in texts]}


class ClozeForm(ContentForm):
    row_form, rows_field, row_count = PlaceForm, "parts", 3

    class Meta(ContentForm.Meta):
        model = models.ClozeQuestion
        fields = COMMON

    def fields_with(self, rows: list[Row], question: Question | None) -> dict[str, Any]:
        """What the editor does not show of a part, and the ids of its options, stay as they are stored."""
        fields = super().fields_with(rows, question)
        stored = {part["id"]: part for part in question.own_fields()["parts"]} if question else {}
        return {**fields, "parts": [_carried_on(stored.get(part["id"], {}), part) for part in fields["parts"]]}


class CaseAnalysisForm(ContentForm):
    row_form, rows_field, row_count = CriterionForm, "criteria", 3
    own = ("min_length", "max_length")

    class Meta(ContentForm.Meta):
        model = models.CaseAnalysisQuestion
        fields = [*COMMON, "min_length", "max_length"]


class UploadForm(ContentForm):
    row_form, rows_field, row_count = CriterionForm, "criteria", 3
    own = ("types", "max_files", "megabytes")
    before_rows = own
    types = forms.MultipleChoiceField(
        label=_("Types of file"),
        choices=[(each, each.upper()) for each in TYPES],
        initial=["pdf", "jpg", "png"],
        widget=forms.CheckboxSelectMultiple,
    )
    max_files = forms.IntegerField(label=_("How many files"), initial=1, min_value=1, max_value=MOST_FILES)
    megabytes = forms.IntegerField(label=_("Largest file, in MB"), initial=10, min_value=1, max_value=50)

    class Meta(ContentForm.Meta):
        model = models.UploadQuestion
        fields = [*COMMON, "types", "max_files"]

    @classmethod
    def initial_for(cls, question: Question) -> dict[str, Any]:
        """The size in megabytes."""
        return {**super().initial_for(question), "megabytes": question.own_fields()["max_bytes"] // MEGABYTE}

    def fields_with(self, rows: list[Row], question: Question | None) -> dict[str, Any]:
        """The size in bytes."""
        return {**super().fields_with(rows, question), "max_bytes": self.cleaned_data["megabytes"] * MEGABYTE}


class ScenarioForm(ContentForm):
    own = ("simulation", "scoring", "shares", "lowest", "highest")
    before_rows = own
    simulation = forms.ModelChoiceField(
        label=_("Simulation"),
        queryset=SimulationPage.objects.none(),
        required=False,
        help_text=_("Its published edition is frozen into the question. Choose it again to take a newer one."),
    )
    shares = forms.CharField(
        label=_("What the endings are worth"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line: name of the ending = share. Empty takes what the simulation says."),
    )

    class Meta(ContentForm.Meta):
        model = models.ScenarioQuestion
        fields = [*COMMON, "scoring", "lowest", "highest"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["simulation"]
        field.queryset = live_simulations()
        field.empty_label = _("The edition that is frozen") if self.initial.get("based_on") else _("Please choose")

    @classmethod
    def initial_for(cls, question: Question) -> dict[str, Any]:
        """The worth of each ending, one a line."""
        own = question.own_fields()
        shares = "\n".join(f"{key} = {share}" for key, share in own["outcomes"].items())
        return {**super().initial_for(question), "shares": shares}

    def fields_with(self, rows: list[Row], question: Question | None) -> dict[str, Any]:
        """The script of the simulation that was chosen, or the one that was frozen before."""
        fields, page = super().fields_with([], question), self.cleaned_data["simulation"]
        stored = question.own_fields()["script"] if question else {}
        script = json.loads(script_of(page).to_json()) if page else stored
        return {**fields, "script": script, "outcomes": self.cleaned_data["shares"]}

    def clean_shares(self) -> dict[str, str]:
        """Read "name of the ending = share" line by line."""
        shares = {}
        for line in lines_of(self.cleaned_data["shares"]):
            name, sign, share = line.rpartition("=")
            if not sign or decimal_of(share.strip()) is None:
                raise forms.ValidationError(_("“%(line)s” does not end with = and a share.") % {"line": line})
            shares[name.strip()] = share.strip()
        return shares


def named(texts: Iterable[str], stored: list[Row]) -> list[Row]:
    """Return one entry a text, listed by id; an entry that was there before keeps its id."""
    ids = {entry["text"]: entry["id"] for entry in stored}
    entries = ({"id": ids.get(text) or item_id(text), "text": text} for text in dict.fromkeys(texts))
    return sorted(entries, key=lambda entry: entry["id"])


def with_ids(rows: Iterable[Row], prefix: str) -> list[Row]:
    """Return the rows, each with an id; ids stay with their rows and are never given twice."""
    rows = list(rows)
    taken = [int(row["id"][1:]) for row in rows if row["id"][1:].isdecimal()]
    following = iter(range(max(taken, default=0) + 1, 1000))
    return [row if row["id"] else {**row, "id": f"{prefix}{next(following)}"} for row in rows]


def _carried_on(stored: Row, part: Row) -> Row:
    if part["kind"] == stored.get("kind") == "fill":
        part = {**{name: value for name, value in stored.items() if name not in READINGS}, **part}
    if part["kind"] != "single":
        return part
    known = {option["text"]: option for option in stored.get("options", [])}
    options = [
        {**option, **{name: known[option["text"]][name] for name in ("id", "feedback") if option["text"] in known}}
        for option in part["options"]
    ]
    return {**part, "options": options}


def _with_right(rows: list[Row], entries: list[Row], name: str) -> list[Row]:
    texts = {entry["id"]: entry["text"] for entry in entries}
    return [{**row, "right": texts.get(row[name], "")} for row in rows]
