"""The rubric as a form, one choice of level per criterion; and the rules under which a sitting is marked."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.models.sittings import Sitting


class RubricForm(forms.Form):
    """A level for each criterion of a snapshot's rubric."""

    def __init__(self, criteria: list[dict[str, Any]], data: Any = None, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        self.criteria = criteria
        for criterion in criteria:
            self.fields[self._name(criterion)] = forms.ChoiceField(
                label=criterion["name"],
                choices=[(level["score"], level["text"]) for level in criterion["levels"]],
                error_messages={"required": _("Choose a level for “%(name)s”.") % {"name": criterion["name"]}},
                widget=forms.RadioSelect,
            )

    def rubric(self) -> list[tuple[dict[str, Any], forms.BoundField]]:
        """Return each criterion with its field, in order."""
        return [(criterion, self[self._name(criterion)]) for criterion in self.criteria]

    def levels(self) -> dict[str, Decimal]:
        """Return the chosen level of each criterion."""
        return {each["id"]: Decimal(self.cleaned_data[self._name(each)]) for each in self.criteria}

    @staticmethod
    def _name(criterion: dict[str, Any]) -> str:
        return f"level-{criterion['id']}"


class MarkingForm(RubricForm):
    """The rubric, and a comment for the trainee."""

    based_on = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    comment = forms.CharField(
        label=_("Comment for the trainee"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class MarkingRulesForm(forms.ModelForm):
    """One marker or two, how far two may differ, and the step of their mean."""

    class Meta:
        model = Sitting
        fields = ["markers", "marking_threshold", "marking_step"]
        help_texts = {
            "marking_threshold": _("Two marks no further apart than this are settled by their mean."),
            "marking_step": _("The mean is rounded half up to this step."),
        }
        widgets = {"markers": forms.RadioSelect}
