"""The form for setting up a sitting."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from assessments.models.papers import Paper
from assessments.models.sittings import Sitting

MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class SittingForm(forms.ModelForm):
    """A paper, a window, and the rules."""

    class Meta:
        model = Sitting
        fields = [
            "name",
            "key",
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
        widgets = {"opens_at": MOMENT, "closes_at": MOMENT}

    def __init__(self, *args: Any, papers: QuerySet[Paper], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["paper"].queryset = papers  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["paper"].required = True
        if self.instance.pk is None:
            self.initial.update(key="final", minutes=60)

    def clean(self) -> dict[str, Any]:
        """The end comes after the beginning, and the key is free in the cohort."""
        cleaned = super().clean() or {}
        opens_at, closes_at = cleaned.get("opens_at"), cleaned.get("closes_at")
        if opens_at and closes_at and closes_at <= opens_at:
            self.add_error("closes_at", _("The sitting must close after it opens."))
        cohort = self.instance.cohort if self.instance.cohort_id else None
        others = Sitting.objects.filter(cohort=cohort, key=cleaned.get("key")).exclude(pk=self.instance.pk)
        if cohort and others.exists():
            self.add_error("key", _("Another sitting of this cohort has this key."))
        return cleaned
