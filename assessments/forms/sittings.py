"""The form for setting up a sitting."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from assessments.domain.sittings import has_final
from assessments.enums import SittingPurpose
from assessments.models.papers import Paper
from assessments.models.sittings import Sitting

MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

ONE_FINAL = _(
    "This cohort has its final examination already. For those who did not pass it, open that examination and set up"
    " a resit there; for anything else choose a quiz."
)
OFFERED = (SittingPurpose.FINAL, SittingPurpose.QUIZ)


class SittingForm(forms.ModelForm):
    """A paper, a window, and the rules."""

    class Meta:
        model = Sitting
        fields = [
            "name",
            "purpose",
            "paper",
            "opens_at",
            "closes_at",
            "minutes",
            "attempts_allowed",
            "counting",
            "pass_percent",
            "reveal",
            "shuffle",
        ]
        widgets = {"opens_at": MOMENT, "closes_at": MOMENT, "purpose": forms.RadioSelect}

    def __init__(self, *args: Any, papers: QuerySet[Paper], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["paper"].queryset = papers  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["paper"].required = True
        self.fields["purpose"].choices = [(each.value, each.label) for each in OFFERED]  # type: ignore[attr-defined]
        if self.instance.pk is None:
            purpose = SittingPurpose.QUIZ if has_final(self.instance.cohort) else SittingPurpose.FINAL
            self.initial.update(purpose=purpose, minutes=60)

    def clean_purpose(self) -> str:
        """A cohort has one final examination."""
        purpose: str = self.cleaned_data["purpose"]
        if purpose == SittingPurpose.FINAL and has_final(self.instance.cohort, besides=self.instance):
            raise forms.ValidationError(ONE_FINAL)
        return purpose

    def refuse_final(self) -> None:
        """Say that a final examination has been set up meanwhile."""
        self.add_error("purpose", ONE_FINAL)

    def clean(self) -> dict[str, Any]:
        """The end comes after the beginning."""
        cleaned = super().clean() or {}
        opens_at, closes_at = cleaned.get("opens_at"), cleaned.get("closes_at")
        if opens_at and closes_at and closes_at <= opens_at:
            self.add_error("closes_at", _("The sitting must close after it opens."))
        return cleaned
