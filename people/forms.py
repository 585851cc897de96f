"""Forms of accounts and rosters."""

from typing import Any

from allauth.account.forms import ChangePasswordForm
from allauth.account.forms import LoginForm as AllauthLoginForm
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from common.sheets import MAX_BYTES
from people.backends import account_of
from people.models.elections import Election, ElectionQuerySet
from people.models.organisation import OrgUnit, OrgUnitQuerySet


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
        if (file.size or 0) > MAX_BYTES:
            raise ValidationError(
                _("The file is larger than 20 MB. A roster of 50,000 people has about 5 MB: is this the right file?")
            )
        return file
