"""The forms for setting up a sitting and a resit."""

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
OTHER_PURPOSE = _("Practice takes a paper for practice, an examination or a quiz one for examinations.")
OFFERED = (SittingPurpose.FINAL, SittingPurpose.QUIZ, SittingPurpose.PRACTICE)


class PaperWindowForm(forms.ModelForm):
    """What every sitting is asked for: a paper and a window."""

    def __init__(self, *args: Any, papers: QuerySet[Paper], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["paper"].queryset = papers  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["paper"].required = True

    def clean(self) -> dict[str, Any]:
        """The end comes after the beginning."""
        cleaned = super().clean() or {}
        opens_at, closes_at = cleaned.get("opens_at"), cleaned.get("closes_at")
        if opens_at and closes_at and closes_at <= opens_at:
            self.add_error("closes_at", _("The sitting must close after it opens."))
        return cleaned


class SittingForm(PaperWindowForm):
    """What it is for, a paper, a window, and the rules."""

    class Meta:
        model = Sitting
        fields = [
            "purpose",
            "name",
            "paper",
            "opens_at",
            "closes_at",
            "minutes",
            "attempts_allowed",
            "cooldown_minutes",
            "counting",
            "pass_percent",
            "reveal",
            "shuffle",
        ]
        widgets = {"opens_at": MOMENT, "closes_at": MOMENT, "purpose": forms.RadioSelect}
        help_texts = {
            "purpose": _(
                "Completion asks for the final examination; a quiz stands beside it. Practice has no clock and no last"
                " attempt, shows the answers on handing in, and counts for nothing, whatever is set below."
            ),
            "minutes": _("From the moment somebody begins; empty for no limit within the window."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
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

    def clean(self) -> dict[str, Any]:
        """The paper is for what the sitting is for."""
        cleaned = super().clean()
        purpose, paper = cleaned.get("purpose"), cleaned.get("paper")
        if purpose and paper and paper.purpose != SittingPurpose(purpose).of_bank:
            self.add_error("paper", OTHER_PURPOSE)
        return cleaned


class ResitForm(PaperWindowForm):
    """A paper, the same or another, a window and the attempts; the other rules are those of the first sitting."""

    class Meta:
        model = Sitting
        fields = ["name", "paper", "opens_at", "closes_at", "minutes", "attempts_allowed"]
        widgets = {"opens_at": MOMENT, "closes_at": MOMENT}
        help_texts = {
            "paper": _("The same paper or another one. If the answers were shown, choose another one."),
            "minutes": _("From the moment somebody begins; empty for no limit within the window."),
        }
