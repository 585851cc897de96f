"""The editor of a question: one form and its rows, to show, to ask, to draw again with more rows, and to preview."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.formsets import BaseFormSet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assessments.enums import QuestionKind
from assessments.forms import question_content as content
from assessments.forms.levels import Cell, cells, columns_of, unwritten
from assessments.forms.question_rows import Row
from assessments.models.questions import Question

MORE = 2
"""How many empty rows the button adds."""
ASIDE = ("explanation", "topics", "reference", "source")
"""What most questions leave empty, behind a disclosure."""
VALUE = ("points", "difficulty")

ROWS: dict[str, tuple[Promise, Promise]] = {
    QuestionKind.SINGLE: (_("Options"), _("Option %(number)s")),
    QuestionKind.MULTIPLE: (_("Options"), _("Option %(number)s")),
    QuestionKind.INDEFINITE: (_("Options"), _("Option %(number)s")),
    QuestionKind.FILL: (_("What belongs into the blanks"), _("Blank %(number)s")),
    QuestionKind.NUMERIC: (_("Accepted numbers"), _("Accepted number %(number)s")),
    QuestionKind.MATCHING: (_("What belongs together"), _("Pair %(number)s")),
    QuestionKind.CLASSIFY: (_("Items and their groups"), _("Item %(number)s")),
    QuestionKind.CLOZE: (_("What is asked for at each place"), _("[[p%(number)s]]")),
    QuestionKind.CASE_ANALYSIS: (_("Rubric"), _("Criterion %(number)s")),
    QuestionKind.UPLOAD: (_("Rubric"), _("Criterion %(number)s")),
}
"""What the rows of a kind are called, together and each."""

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


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is wrong in the form: in words that name the row, and where it stands."""

    words: str
    place: str = ""


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
        self.kind, self.question, self.spare_columns = kind, question, 0
        form = LAYOUTS[kind]
        self.form = form(data, initial=form.initial_for(question) if question else {})
        self.rows = self._formset(data)

    def drawn_again(self, data: QueryDict) -> "QuestionEditor":
        """Return the editor with what was typed and rows or levels more, or a row less; nothing is judged yet."""
        typed = {name: _typed(field, data, name) for name, field in self.form.fields.items()}
        self.form = LAYOUTS[self.kind](initial=typed)
        if self.rows is not None and self.form.row_form is not None:
            fields = self.form.row_form().fields
            rows = [
                {name: _typed(field, data, f"rows-{number}-{name}") for name, field in fields.items()}
                for number in range(min(self.rows.total_form_count(), self.rows.absolute_max))
                if str(number) != data.get("remove")
            ]
            if data.get("more") == "levels":
                self.spare_columns = 1
            self.rows = self._drawn(rows, len(rows) + MORE * (data.get("more") == "rows"))
        return self

    @property
    def rows_title(self) -> Promise:
        """What the rows of this kind are called together."""
        return ROWS[self.kind][0]

    @property
    def row_names(self) -> list[str]:
        """What each row is called."""
        return [self._row_name(number) for number in range(len(self.rows.forms))] if self.rows is not None else []

    @property
    def named_rows(self) -> list[tuple[str, Any]]:
        """Each row with its name."""
        return list(zip(self.row_names, self.rows.forms, strict=True)) if self.rows is not None else []

    @property
    def rubric(self) -> list[tuple[str, Any, list[Cell]]]:
        """Each criterion with its name in the editor and its levels, as many for each."""
        levels = [row["levels"].value() or unwritten() for _name, row in self.named_rows]
        columns = columns_of(levels) + self.spare_columns
        return [
            (name, row, cells(row["levels"].html_name, each, columns))
            for (name, row), each in zip(self.named_rows, levels, strict=True)
        ]

    @property
    def has_rubric(self) -> bool:
        """Whether the rows are criteria with levels."""
        return self.kind in (QuestionKind.CASE_ANALYSIS, QuestionKind.UPLOAD)

    @property
    def groups(self) -> list[str]:
        """The groups that an item can be put into, as they stand in the form."""
        return content.lines_of(str(self.form["groups"].value() or "")) if "groups" in self.form.fields else []

    def own_fields(self) -> list[Any]:
        """Return how this kind is valued, and what the question is worth."""
        beside_rows = {*self.form.before_rows, *self.form.after_rows}
        own = [name for name in self.form.own if name not in beside_rows]
        return [self.form[name] for name in (*own, *VALUE)]

    def fields_before_rows(self) -> list[Any]:
        """Return the fields above the rows that only this kind has."""
        return [self.form[name] for name in self.form.before_rows]

    def fields_after_rows(self) -> list[Any]:
        """Return the fields that complete the rows."""
        return [self.form[name] for name in self.form.after_rows]

    def fields_aside(self) -> list[Any]:
        """Return the fields behind the disclosure."""
        return [self.form[name] for name in ASIDE]

    def is_aside_wrong(self) -> bool:
        """Whether the disclosure has to stand open."""
        return any(self.form[name].errors for name in ASIDE)

    def faults(self) -> list[Fault]:
        """Return everything that is wrong, in the order of the page."""
        return [*_faults_of(self.form), *self._row_faults()]

    def _row_faults(self) -> Iterator[Fault]:
        for name, row in self.named_rows:
            for fault in _faults_of(row):
                yield Fault(f"{name} · {fault.words}", fault.place)

    def _row_name(self, number: int) -> str:
        return str(ROWS[self.kind][1] % {"number": number + 1})

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


def _faults_of(form: Any) -> Iterator[Fault]:
    for words in form.non_field_errors():
        yield Fault(str(words))
    for field in form:
        place = "" if field.is_hidden else f"{field.auto_id}{'_0' if field.use_fieldset else ''}"
        for words in field.errors:
            yield Fault(_("%(label)s: %(error)s") % {"label": field.label, "error": words}, place)


def _typed(field: forms.Field, data: QueryDict, name: str) -> Any:
    return field.widget.value_from_datadict(data, {}, name)
