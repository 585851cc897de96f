"""The editor of a question: one form and its rows, to show, to ask, to draw again with more rows, and to preview."""

from typing import Any

from django import forms
from django.forms.formsets import BaseFormSet
from django.http import QueryDict

from assessments.enums import QuestionKind
from assessments.forms import question_content as content
from assessments.forms.question_rows import Row
from assessments.models.questions import Question

MORE = 3
"""How many empty rows the button adds."""

LAYOUTS: dict[str, type[content.ContentForm]] = {
    QuestionKind.SINGLE: content.SingleForm,
    QuestionKind.MULTIPLE: content.MultipleForm,
    QuestionKind.INDEFINITE: content.IndefiniteForm,
    QuestionKind.TRUE_FALSE: content.TrueFalseForm,
    QuestionKind.FILL: content.FillForm,
    QuestionKind.NUMERIC: content.NumericForm,
    QuestionKind.MATCHING: content.MatchingForm,
    QuestionKind.ORDERING: content.OrderingForm,
    QuestionKind.CLASSIFY: content.ClassifyForm,
    QuestionKind.CLOZE: content.ClozeForm,
    QuestionKind.CASE_ANALYSIS: content.CaseAnalysisForm,
    QuestionKind.UPLOAD: content.UploadForm,
    QuestionKind.SCENARIO: content.ScenarioForm,
}


class RowFormSet(BaseFormSet):
    """The rows of a question, kept in their order."""

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        """Read every row: Django would skip one that says what it said before, and the question would lose it."""
        return {**super().get_form_kwargs(index), "empty_permitted": False, "use_required_attribute": False}

    def rows(self) -> list[Row]:
        """Return the rows that are filled in."""
        return [row for row in (form.row() for form in self.forms) if row is not None]


class QuestionEditor:
    """The form and the rows of one question as one thing to show and to ask."""

    def __init__(self, kind: str, data: QueryDict | None = None, question: Question | None = None) -> None:
        self.kind, self.question = kind, question
        form = LAYOUTS[kind]
        self.form = form(data, initial=form.initial_for(question) if question else {})
        self.rows = self._formset(data)

    def with_more_rows(self, data: QueryDict) -> "QuestionEditor":
        """Return the editor with what was typed and some empty rows more; nothing is judged yet."""
        typed = {name: _typed(field, data, name) for name, field in self.form.fields.items()}
        self.form = LAYOUTS[self.kind](initial=typed)
        if self.rows is not None and self.form.row_form is not None:
            count = min(self.rows.total_form_count(), self.rows.absolute_max)
            fields = self.form.row_form().fields
            rows = [
                {name: _typed(field, data, f"rows-{number}-{name}") for name, field in fields.items()}
                for number in range(count)
            ]
            self.rows = self._drawn(rows, count + MORE)
        return self

    def own_fields(self) -> list[Any]:
        """Return the fields below the rows that only this kind has."""
        return [self.form[name] for name in self.form.own if name not in self.form.before_rows]

    def fields_before_rows(self) -> list[Any]:
        """Return the fields above the rows that only this kind has."""
        return [self.form[name] for name in self.form.before_rows]

    def is_valid(self) -> bool:
        """Tell whether the form and all its rows can be read."""
        return all([self.form.is_valid(), self.rows is None or self.rows.is_valid()])

    def fields(self) -> dict[str, Any]:
        """Return what the domain writes into the question."""
        return self.form.fields_with(self.rows.rows() if self.rows is not None else [], self.question)

    def _formset(self, data: QueryDict | None) -> Any:
        if self.form.row_form is None:
            return None
        stored = self.form.rows_for(self.question) if self.question else []
        initial = [self.form.row_form.initial_of(row) for row in stored]
        count = max(self.form.row_count, len(initial))
        return self._drawn(initial, count, data)

    def _drawn(self, initial: list[Row], count: int, data: QueryDict | None = None) -> Any:
        assert self.form.row_form is not None  # noqa: S101  # asked by both callers
        formset = forms.formset_factory(
            self.form.row_form, formset=RowFormSet, extra=count - len(initial), max_num=max(count, 60)
        )
        return formset(data, initial=initial, prefix="rows")


def _typed(field: forms.Field, data: QueryDict, name: str) -> Any:
    return field.widget.value_from_datadict(data, {}, name)
