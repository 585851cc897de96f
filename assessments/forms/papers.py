"""Forms for banks and papers."""

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from assessments.enums import QuestionKind, QuestionStatus
from assessments.models.banks import Bank
from assessments.models.papers import Paper, Section
from people.models.organisation import OrgUnit


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
        fields = ["name", "code", "unit"]


class PaperForm(_OwnedForm):
    class Meta:
        model = Paper
        fields = ["name", "unit"]


class SectionForm(forms.ModelForm):
    """A section to add to a paper."""

    class Meta:
        model = Section
        fields = ["title", "minimum_percent"]


class PointsForm(forms.Form):
    """What a question is worth on a paper."""

    points = forms.DecimalField(min_value=Decimal("0.01"), max_digits=6, decimal_places=2)


class QuestionFilter(forms.Form):
    """The filter above a list of questions."""

    text = forms.CharField(label=_("Words in the question"), required=False)
    kind = forms.ChoiceField(
        label=_("Kind of question"), required=False, choices=[("", _("All kinds")), *QuestionKind.choices]
    )
    status = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All states")), *QuestionStatus.choices]
    )

    def condition(self) -> dict[str, str]:
        """Return the filter as look-ups."""
        if not self.is_valid():
            return {}
        cleaned = self.cleaned_data
        wanted = {"stem__icontains": cleaned["text"], "kind": cleaned["kind"], "status": cleaned["status"]}
        return {lookup: value for lookup, value in wanted.items() if value}
