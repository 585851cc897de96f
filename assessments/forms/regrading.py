"""The form by which a regrade is asked for: what is done, how far it reaches, and why."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assessments.enums import RegradeAction, Void
from assessments.models.questions import QuestionVersion
from assessments.models.sittings import SittingItem

SEPARATOR = "--"
GONE = pgettext_lazy("option", "It is gone")


class RegradeForm(forms.Form):
    """What is done to one question of a sitting, for everybody who has sat it."""

    action = forms.ChoiceField(label=_("What is done"), widget=forms.RadioSelect)
    version = forms.ModelChoiceField(
        label=_("Version"),
        queryset=QuestionVersion.objects.none(),
        required=False,
        help_text=_("Answers are graded by its key. What people saw in the examination stays as it was."),
    )
    everywhere = forms.BooleanField(
        label=_("In every sitting of mine that holds this question, not in this one alone"), required=False
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}), help_text=_("It is kept.")
    )

    def __init__(self, item: SittingItem, versions: list[QuestionVersion], data: Any = None) -> None:
        super().__init__(data)
        self.fields["version"].queryset = QuestionVersion.objects.filter(pk__in=[each.pk for each in versions])  # type: ignore[attr-defined]
        self.fields["version"].label_from_instance = _version_label  # type: ignore[attr-defined]
        self.fields["action"].choices = [  # type: ignore[attr-defined]
            (action.value, action.label) for action in _actions(item, has_versions=bool(versions))
        ]

    def clean(self) -> dict[str, Any]:
        """Another version must be named."""
        cleaned = super().clean() or {}
        if cleaned.get("action") == RegradeAction.VERSION and not cleaned.get("version"):
            self.add_error("version", _("Choose the version by whose key is graded."))
        return cleaned

    def ask_for_mapping(self, gone: dict[str, list[str]], offered: dict[str, list[str]]) -> None:
        """Add a question for each option or blank that the version no longer has: what has it become?"""
        for part, ids in gone.items():
            for old in ids:
                choices = [("", GONE), *((new, new) for new in offered[part])]
                label = _("“%(old)s” has become") % {"old": old}
                self.fields[f"map{SEPARATOR}{part}{SEPARATOR}{old}"] = forms.ChoiceField(
                    label=label, choices=choices, required=False, initial=old if old in offered[part] else ""
                )

    def mapping(self) -> dict[str, dict[str, str]]:
        """Return what was answered about options and blanks, list by list."""
        found: dict[str, dict[str, str]] = {}
        for name, value in self.data.items():
            if name.startswith(f"map{SEPARATOR}"):
                _word, part, old = name.split(SEPARATOR, 2)
                found.setdefault(part, {})[old] = str(value)
        return found


def _actions(item: SittingItem, *, has_versions: bool) -> list[RegradeAction]:
    if item.void != Void.NONE:
        return [RegradeAction.RESTORE]
    voids = [RegradeAction.FULL_MARKS, RegradeAction.REMOVE]
    return [RegradeAction.VERSION, *voids] if has_versions else voids


def _version_label(version: QuestionVersion) -> str:
    label = _("Version %(number)d, %(day)s") % {"number": version.number, "day": f"{version.created_at:%Y-%m-%d}"}
    return str(label)
