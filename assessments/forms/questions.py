"""Forms for writing questions: common fields, and rows for options, blanks or criteria."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.forms.formsets import BaseFormSet
from django.utils.translation import gettext_lazy as _

from assessments.enums import QuestionKind
from assessments.models.question_kinds import (
    CaseAnalysisQuestion,
    FillQuestion,
    MultipleQuestion,
    SingleQuestion,
    TrueFalseQuestion,
)
from assessments.models.questions import Question

COMMON = ["stem", "points", "difficulty", "topics", "reference", "source", "explanation"]
Row = dict[str, Any]


class _ContentForm(forms.ModelForm):
    """The fields of a question apart from its rows. It is never bound to a question: the domain writes."""

    based_on = forms.IntegerField(min_value=0, initial=0, widget=forms.HiddenInput)

    class Meta:
        widgets = {"stem": forms.Textarea(attrs={"rows": 5}), "explanation": forms.Textarea(attrs={"rows": 4})}

    def fields_for_domain(self) -> dict[str, Any]:
        """Return the cleaned model fields."""
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}


class SingleForm(_ContentForm):
    class Meta(_ContentForm.Meta):
        model = SingleQuestion
        fields = COMMON


class MultipleForm(_ContentForm):
    class Meta(_ContentForm.Meta):
        model = MultipleQuestion
        fields = [*COMMON, "mode"]


class TrueFalseForm(_ContentForm):
    class Meta(_ContentForm.Meta):
        model = TrueFalseQuestion
        fields = [*COMMON, "correct"]


class FillForm(_ContentForm):
    class Meta(_ContentForm.Meta):
        model = FillQuestion
        fields = COMMON


class CaseAnalysisForm(_ContentForm):
    class Meta(_ContentForm.Meta):
        model = CaseAnalysisQuestion
        fields = [*COMMON, "min_length", "max_length"]


class _RowForm(forms.Form):
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


class SingleOptionForm(_RowForm):
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


class BlankForm(_RowForm):
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

    def as_row(self, cleaned: Row) -> Row:
        """A blank with its answers read line by line."""
        lines = [line.strip() for line in cleaned["answers"].splitlines()]
        return {
            "id": cleaned["id"],
            "weight": str(cleaned["weight"]),
            "answers": [_answer(line) for line in lines if line],
            "case": cleaned["case"],
            "wildcard": cleaned["wildcard"],
            "group": cleaned["group"],
        }

    @staticmethod
    def initial_of(row: Row) -> Row:
        """Answers one a line, the share behind where it is not the whole."""
        lines = (
            answer["pattern"] if answer["fraction"] == "1" else f"{answer['pattern']} = {answer['fraction']}"
            for answer in row["answers"]
        )
        return {**row, "answers": "\n".join(lines)}


class CriterionForm(_RowForm):
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
            if _decimal(score) is None or Decimal(score) < 0:
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


class RowFormSet(BaseFormSet):
    """The rows of a question, kept in their order; ids stay with their rows and are never given twice."""

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        """Read every row: Django would skip one that says what it said before, and the question would lose it."""
        return {**super().get_form_kwargs(index), "empty_permitted": False, "use_required_attribute": False}

    def rows(self, prefix: str) -> list[Row]:
        """Return the rows that are filled in, each with an id."""
        rows = [row for row in (form.row() for form in self.forms) if row is not None]
        return _with_ids(rows, prefix)


@dataclass(frozen=True, slots=True)
class Layout:
    """How a kind is edited: its form, and the rows that go into one of its fields."""

    form: type[_ContentForm]
    row_form: type[_RowForm] | None = None
    rows_field: str = ""
    row_count: int = 0


LAYOUTS: dict[str, Layout] = {
    QuestionKind.SINGLE: Layout(SingleForm, SingleOptionForm, "options", 8),
    QuestionKind.MULTIPLE: Layout(MultipleForm, MultipleOptionForm, "options", 8),
    QuestionKind.TRUE_FALSE: Layout(TrueFalseForm),
    QuestionKind.FILL: Layout(FillForm, BlankForm, "blanks", 6),
    QuestionKind.CASE_ANALYSIS: Layout(CaseAnalysisForm, CriterionForm, "criteria", 6),
}


class QuestionEditor:
    """The form and the rows of one question as one thing to show and to ask."""

    def __init__(self, kind: str, data: Any = None, question: Question | None = None) -> None:
        self.layout = LAYOUTS[kind]
        self.form = self.layout.form(data, initial=_initial(self.layout, question))
        self.rows = self._formset(data, question)

    def is_valid(self) -> bool:
        """Tell whether the form and all its rows can be read."""
        return all([self.form.is_valid(), self.rows is None or self.rows.is_valid()])

    def fields(self) -> dict[str, Any]:
        """Return what the domain writes into the question."""
        fields = self.form.fields_for_domain()
        if self.rows is not None:
            fields[self.layout.rows_field] = self.rows.rows(self.layout.rows_field[0])
        return fields

    def _formset(self, data: Any, question: Question | None) -> Any:
        if self.layout.row_form is None:
            return None
        stored = getattr(question, self.layout.rows_field) if question else []
        count = max(self.layout.row_count, len(stored))
        formset = forms.formset_factory(
            self.layout.row_form, formset=RowFormSet, extra=count - len(stored), max_num=count
        )
        return formset(data, initial=[self.layout.row_form.initial_of(row) for row in stored], prefix="rows")


def _initial(layout: Layout, question: Question | None) -> dict[str, Any]:
    if question is None:
        return {}
    return {**forms.model_to_dict(question, layout.form._meta.fields), "based_on": question.version}


def _with_ids(rows: Iterable[Row], prefix: str) -> list[Row]:
    rows = list(rows)
    taken = [int(row["id"][1:]) for row in rows if row["id"][1:].isdecimal()]
    following = iter(range(max(taken, default=0) + 1, 1000))
    return [row if row["id"] else {**row, "id": f"{prefix}{next(following)}"} for row in rows]


def _answer(line: str) -> Row:
    pattern, sign, share = line.rpartition("=")
    fraction = _decimal(share.strip()) if sign else None
    if fraction is None or not 0 <= fraction <= 1:
        return {"pattern": line, "fraction": "1"}
    return {"pattern": pattern.strip(), "fraction": str(fraction)}


def _decimal(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
