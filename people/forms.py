"""Forms of accounts and rosters."""

from allauth.account.forms import ChangePasswordForm
from allauth.account.forms import LoginForm as AllauthLoginForm


class LoginForm(AllauthLoginForm):
    """User name, phone or ID number, and the password."""


class PasswordForm(ChangePasswordForm):
    """The old password and the new one twice."""
