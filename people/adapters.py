"""How allauth is bent to this house."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from common.crypto import blind_index, decrypt, encrypt
from people.backends import account_of


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come from rosters; nobody signs up, and five wrong tries close an account, not an address."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("The account and the password do not fit together. Please check both."),
        "too_many_login_attempts": _("Too many wrong tries. Please wait five minutes, or ask your organizer."),
    }
    # What is worth a word after it was done; a login shows that it worked by itself.
    SPOKEN = {
        "account/messages/password_changed.txt",
        "mfa/messages/totp_activated.txt",
        "mfa/messages/totp_deactivated.txt",
        "mfa/messages/recovery_codes_generated.txt",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """One count for all the identifiers of an account: phone, ID number and user name."""
        typed = str(credentials.get("username", ""))
        account = account_of(typed)
        return f"account:{account.pk}" if account else f"typed:{blind_index(typed.strip().upper())}"

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return str(settings.LOGIN_REDIRECT_URL)

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **kwargs: Any
    ) -> None:
        if message_template in self.SPOKEN:
            super().add_message(request, level, message_template, *args, **kwargs)


class MFAAdapter(DefaultMFAAdapter):
    """The second factor: its secret is ciphertext in the database."""

    def get_totp_issuer(self) -> str:
        return str(settings.WAGTAIL_SITE_NAME)

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        return str(user)

    def encrypt(self, text: str) -> str:
        return encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return decrypt(encrypted_text)
