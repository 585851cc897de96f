"""Forms for banks and papers."""

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from assessments.domain.blueprint import topics_of
from assessments.domain.equivalents import FEWEST, MOST
from assessments.enums import QuestionKind, QuestionStatus
from assessments.models.banks import Bank
from assessments.models.papers import DrawRule, Paper, Section
from people.models.organisation import OrgUnit

LEVELS = [(level, str(level)) for level in range(1, 6)]


class _OwnedForm(forms.ModelForm):
    """A form whose unit is one of those the person may add to."""

    def __init__(self, *args: Any, units: QuerySet[OrgUnit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["unit"]
        field.queryset = units  # type: ignore[attr-defined]  # a ModelChoiceField
        field.initial = units.first()


class BankForm(_OwnedForm):
    class Meta:
        model = Bank
        fields = ["name", "code", "unit", "purpose"]
        widgets = {"purpose": forms.RadioSelect}
        help_texts = {
            "purpose": _("What is practised is seen with its answers, and never stands on an examination paper.")
        }


class PaperForm(_OwnedForm):
    class Meta:
        model = Paper
        fields = ["name", "unit", "purpose"]
        widgets = {"purpose": forms.RadioSelect}
        help_texts = {"purpose": _("Decides from which banks its questions come.")}


class SectionForm(forms.ModelForm):
    """A section to add to a paper."""

    class Meta:
        model = Section
        fields = ["title", "minimum_percent"]


class DrawRuleForm(forms.ModelForm):
    """What every attempt draws: from which bank, on what, how hard, how many, for how many points."""

    class Meta:
        model = DrawRule
        fields = ["bank", "topic", "kind", "difficulty_from", "difficulty_to", "take", "points"]

    def __init__(self, *args: Any, banks: QuerySet[Bank], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["bank"].queryset = banks  # type: ignore[attr-defined]  # a ModelChoiceField
        if not self.instance.bank_id and banks.count() == 1:
            self.initial["bank"] = banks.get()  # Before the field's own initial comes that of the empty rule.
        self.fields["kind"].required = False
        self.fields["kind"].choices = [("", _("All kinds")), *QuestionKind.choices]  # type: ignore[attr-defined]
        for name in ("difficulty_from", "difficulty_to"):
            self.fields[name] = forms.TypedChoiceField(label=self.fields[name].label, choices=LEVELS, coerce=int)
        self.fields["take"].min_value = 1  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The range of difficulty is one, and numbers are above nought."""
        cleaned = super().clean() or {}
        lowest, highest = cleaned.get("difficulty_from"), cleaned.get("difficulty_to")
        if lowest and highest and lowest > highest:
            self.add_error("difficulty_to", _("The highest difficulty lies below the lowest."))
        for name in ("take", "points"):
            if cleaned.get(name) is not None and cleaned[name] <= 0:
                self.add_error(name, _("Write a number above 0."))
        return cleaned


class PointsForm(forms.Form):
    """What a question is worth on a paper."""

    points = forms.DecimalField(min_value=Decimal("0.01"), max_digits=6, decimal_places=2)


class FormsForm(forms.Form):
    """How many equivalent forms to make."""

    count = forms.TypedChoiceField(
        label=_("How many forms"),
        coerce=int,
        choices=[(number, number) for number in range(FEWEST, MOST + 1)],
        help_text=_("Each holds what the rules say, and no question that a rule chooses stands on two of them."),
    )


class QuestionFilter(forms.Form):
    """The filter above a list of questions."""

    text = forms.CharField(label=_("Words in the question"), required=False)
    kind = forms.ChoiceField(
        label=_("Kind of question"), required=False, choices=[("", _("All kinds")), *QuestionKind.choices]
    )
    status = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All states")), *QuestionStatus.choices]
    )

    topic = forms.CharField(label=_("Point of knowledge"), required=False)
    difficulty_from = forms.ChoiceField(label=_("Difficulty from"), required=False, choices=[("", "–"), *LEVELS])
    difficulty_to = forms.ChoiceField(label=_("Difficulty to"), required=False, choices=[("", "–"), *LEVELS])

    def narrow(self, questions: QuerySet[Any]) -> QuerySet[Any]:
        """Return the questions that fit; a point of knowledge is matched whole, as a draw rule matches it."""
        if not self.is_valid():
            return questions
        cleaned = self.cleaned_data
        wanted = {
            "stem__icontains": cleaned["text"],
            "kind": cleaned["kind"],
            "status": cleaned["status"],
            "difficulty__gte": cleaned["difficulty_from"],
            "difficulty__lte": cleaned["difficulty_to"],
        }
        found = questions.filter(**{lookup: value for lookup, value in wanted.items() if value})
        if topic := cleaned["topic"]:
            named = found.exclude(topics="").values_list("pk", "topics")
            found = found.filter(pk__in=[pk for pk, topics in named if topic in topics_of(topics)])
        return found
