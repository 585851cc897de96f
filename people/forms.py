"""Forms of accounts and rosters."""

import unicodedata
from datetime import date
from pathlib import PurePath
from typing import Any

from allauth.account.forms import ChangePasswordForm
from allauth.account.forms import LoginForm as AllauthLoginForm
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from common.sheets import MAX_BYTES
from people.backends import account_of
from people.domain.identity import compact_phone, is_mobile
from people.enums import SeatEnd
from people.models.elections import Election, ElectionQuerySet
from people.models.organisation import OrgUnit, OrgUnitQuerySet

READABLE = {".xlsx", ".xlsm", ".xls", ".csv"}  # An old .xls is told how to become a new one when it is opened.


class LoginForm(AllauthLoginForm):
    """Phone, ID number or user name, and the password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        login, password = self.fields["login"], self.fields["password"]
        login.label = _("Phone, ID number or user name")
        login.help_text = _("A phone number that two people share does not work: please use the ID number then.")
        login.widget = forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        )
        password.label = _("Password")
        password.help_text = _("The first time: the password on the slip that you were given.")
        password.widget = forms.PasswordInput(attrs={"autocomplete": "current-password"})

    def user_credentials(self) -> dict[str, Any]:
        """Go on with the user name: what was typed may be an ID number, and allauth writes it into the session."""
        credentials: dict[str, Any] = super().user_credentials()
        account = account_of(self.cleaned_data["login"])
        return credentials | ({"username": account.username} if account else {})


class PasswordForm(ChangePasswordForm):
    """The old password, and the new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].label = _("Present password")
        self.fields["password1"].label = _("New password")
        self.fields["password2"].label = _("New password once more")
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
        self.fields["password1"].help_text = _(
            "At least eight characters, not digits alone, and nothing that is easily guessed."
        )

    def clean_password1(self) -> str:
        password: str = self.cleaned_data["password1"]
        if password and self.user.check_password(password):
            raise ValidationError(_("This is the present password. Please choose another one."))
        return password


class DisplayForm(forms.Form):
    """The size of type."""

    type = forms.ChoiceField(choices=[("normal", _("Normal type")), ("large", _("Large type"))])


class SeatEndForm(forms.Form):
    """When and why a seat ends before its term."""

    on = forms.DateField(
        label=_("Last day in office"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    reason = forms.ChoiceField(
        label=_("Why it ends"), choices=[("", "—"), *(each for each in SeatEnd.choices if each[0] != SeatEnd.TERM)]
    )

    def __init__(self, *args: Any, began: date, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.began, self.today = began, today

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on < self.began:
            raise ValidationError(_("The post was taken on %(day)s; it cannot end before.") % {"day": self.began})
        if on > self.today:
            raise ValidationError(_("This day is still to come. Please end the seat on the day itself."))
        return on


class PhoneForm(forms.Form):
    """The right mobile number of somebody."""

    phone = forms.CharField(
        label=_("Right mobile number"),
        max_length=30,
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "off"}),
        help_text=_("Eleven digits, beginning with 13 to 19. The person logs in with it from now on."),
    )

    def clean_phone(self) -> str:
        phone = compact_phone(self.cleaned_data["phone"])
        if not is_mobile(phone):
            raise ValidationError(_("This is no mobile number. It has eleven digits and begins with 13 to 19."))
        return phone


class AgainForm(forms.Form):
    """The number of slips that become void, typed by whoever wants new ones for all of them."""

    typed = forms.CharField(label=_("How many slips become void"), max_length=10)

    def __init__(self, *args: Any, count: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.count = count
        self.fields["typed"].help_text = _("Please type %(count)s.") % {"count": count}
        self.fields["typed"].widget.attrs.update(inputmode="numeric", autocomplete="off")

    def clean_typed(self) -> str:
        typed: str = unicodedata.normalize("NFKC", self.cleaned_data["typed"]).strip()
        if typed != str(self.count):
            raise ValidationError(
                _("This is not the number of slips that become void: %(count)s.") % {"count": self.count}
            )
        return typed


class RosterForm(forms.Form):
    """The roster of an election, and where it belongs."""

    unit = forms.ModelChoiceField(
        OrgUnit.objects.none(),
        label=_("Unit"),
        empty_label=None,
        help_text=_("The roster may name this unit and everything below it."),
    )
    election = forms.ModelChoiceField(
        Election.objects.none(),
        label=_("Election"),
        required=False,
        empty_label=_("The open one of the unit; if there is none, a new one by the dates in the roster"),
    )
    file = forms.FileField(
        label=_("Roster of those elected"),
        help_text=_("An Excel workbook (.xlsx) or a CSV file of at most 20 MB. Title rows and merged cells may stay."),
        error_messages={"empty": _("The file is empty. Please choose the roster itself.")},
        max_length=255,
    )

    def __init__(self, *args: Any, units: OrgUnitQuerySet, elections: ElectionQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["election"].queryset = elections  # type: ignore[attr-defined]

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        kind = PurePath(file.name or "").suffix.lower()
        if kind not in READABLE:
            raise ValidationError(
                _(
                    "A file of the kind “%(kind)s” cannot be read. "
                    "Please choose an Excel workbook (.xlsx) or a CSV file (.csv)."
                )
                % {"kind": kind or _("without an ending")}
            )
        if (file.size or 0) > MAX_BYTES:
            raise ValidationError(
                _("The file is larger than 20 MB. A roster of 50,000 people has about 5 MB: is this the right file?")
            )
        return file
