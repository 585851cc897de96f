"""The forms by which an organizer grants time: to one person, or to everybody by a longer window."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.forms.sittings import MOMENT
from assessments.models.accommodations import LARGEST_FACTOR, LONGEST_EXTENSION, Accommodation
from assessments.models.sittings import Sitting
from common.figures import plain

MINUTE = timedelta(minutes=1)
REASON_MISSING = {"required": _("Please give the reason.")}


class ReasonForm(forms.Form):
    """Why something is done; it stands in the log."""

    reason = forms.CharField(label=_("Reason"), max_length=300, error_messages=REASON_MISSING)


class AccommodationForm(ReasonForm):
    """A multiple of the time allowed, minutes after the window has closed, and why."""

    factor = forms.DecimalField(
        label=_("Multiple of the time allowed"),
        min_value=1,
        max_value=LARGEST_FACTOR,
        max_digits=3,
        decimal_places=2,
        help_text=_("1 is the ordinary time, 1.5 is half as much again; at most 3."),
    )
    extension = forms.IntegerField(
        label=_("Minutes after the window has closed"),
        min_value=0,
        max_value=LONGEST_EXTENSION // MINUTE,
        help_text=_("An attempt that began within the window may run on for so long; none begins after the window."),
    )
    field_order = ["factor", "extension", "reason"]

    def __init__(self, data: Any = None, *, sitting: Sitting, given: Accommodation | None) -> None:
        initial = {
            "factor": plain(given.factor) if given else 1,
            "extension": given.extension // MINUTE if given else 0,
        }
        super().__init__(data, initial={**initial, "reason": given.reason if given else ""})
        if sitting.minutes is None:
            self.fields["factor"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        """Something is given: one of the two is more than everybody has."""
        cleaned = super().clean() or {}
        factor, minutes = cleaned.get("factor"), cleaned.get("extension")
        if factor == 1 and minutes == 0:
            self.add_error("extension", _("Give more time in one of the two ways, or take back what was given."))
        if minutes is not None:
            cleaned["extension"] = minutes * MINUTE
        return cleaned


class ExtendForm(ReasonForm):
    """A later end of the window, and why."""

    closes_at = forms.DateTimeField(label=_("New end of the window"), widget=MOMENT)
    field_order = ["closes_at", "reason"]

    def __init__(self, data: Any = None, *, sitting: Sitting, at: datetime) -> None:
        super().__init__(data, initial={"closes_at": sitting.closes_at})
        self.earliest = max(sitting.closes_at, at)

    def clean_closes_at(self) -> datetime:
        """The new end lies after the old one, and ahead."""
        closes_at: datetime = self.cleaned_data["closes_at"]
        if closes_at <= self.earliest:
            raise forms.ValidationError(_("The new end must lie after the present one, and after now."))
        return closes_at
