"""The forms of an appeal: why one asks, and what is answered."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assessments.enums import AppealState
from assessments.forms.marking import MarkingForm
from assessments.models.sittings import Sitting

DECISIONS = [(AppealState.UPHELD.value, _("The mark stands")), (AppealState.CHANGED.value, _("Give another mark"))]


class AppealForm(forms.Form):
    """Why somebody asks for a mark to be looked at once more."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Say what was overlooked or misjudged. Whoever looks at it does not see your name."),
        error_messages={"required": _("Please give the reason.")},
    )


class AppealDaysForm(forms.ModelForm):
    """How long appeals may be filed and answered; it can be changed until the results are released."""

    class Meta:
        model = Sitting
        fields = ["appeal_days", "appeal_answer_days"]


class _Decision(forms.Form):
    """What every answer holds: whether the mark stands, and why."""

    decision = forms.ChoiceField(label=pgettext_lazy("appeal", "Decision"), choices=DECISIONS, widget=forms.RadioSelect)
    answer = forms.CharField(
        label=_("Answer to the trainee"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Please say why.")},
    )

    @property
    def changes(self) -> bool:
        """Whether another mark is given."""
        return bool(self.cleaned_data.get("decision") == AppealState.CHANGED)


class PointsAnswerForm(_Decision):
    """An answer about a question that the engine graded: another mark is given in points."""

    points = forms.DecimalField(label=_("New mark, in points"), min_value=0, decimal_places=2, required=False)

    def __init__(self, most: Decimal, data: Any = None) -> None:
        super().__init__(data)
        self.most = most
        self.fields["points"].help_text = _("From 0 to %(most)s.") % {"most": f"{most.normalize():f}"}

    def clean(self) -> dict[str, Any]:
        """Another mark needs points, and no more than the question has."""
        cleaned = super().clean() or {}
        points = cleaned.get("points")
        if cleaned.get("decision") == AppealState.CHANGED and (points is None or points > self.most):
            self.add_error("points", _("Give points within the range."))
        return cleaned


class RubricAnswerForm(MarkingForm, _Decision):
    """An answer about a written answer: another mark is given by the rubric."""

    def __init__(self, criteria: list[dict[str, Any]], data: Any = None, initial: dict[str, Any] | None = None) -> None:
        super().__init__(criteria, data, initial)
        del self.fields["based_on"], self.fields["comment"]
        if not data or data.get("decision") != AppealState.CHANGED:
            for name in self.fields:
                if name.startswith("level-"):
                    self.fields[name].required = False
