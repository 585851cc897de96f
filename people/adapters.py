"""How allauth is bent to this house."""

from collections.abc import Mapping
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common import limits
from common.crypto import blind_index, decrypt, encrypt
from common.limits import Limit, client_address
from people.backends import account_of

WRONG_FROM_ANYWHERE = Limit("login-account", 50, 3600)
SLOWED = Limit("login-slowed", 1, 60)


def account_key(credentials: Mapping[str, Any]) -> str:
    """The account that was typed, by phone, ID number or user name; what belongs to nobody counts by itself."""
    typed = str(credentials.get("username", ""))
    account = account_of(typed)
    return f"account:{account.pk}" if account else f"typed:{blind_index(typed.strip().upper())}"


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come from rosters; nobody signs up.

    Five wrong tries close an account to the address they came from: neither the classroom behind that address nor the
    person at another one is shut out. Behind that stands a count of the whole account, for tries from many addresses;
    once it is full, each address has one try a minute.
    """

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
        """One count for an account, by whichever of its names, and an address."""
        return f"{account_key(credentials)}@{client_address(request)}"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try from this address; where the account has had too many from everywhere, let it wait."""
        super().pre_authenticate(request, **credentials)
        key, at = account_key(credentials), timezone.now()
        is_under_attack = limits.is_spent(WRONG_FROM_ANYWHERE, key, at=at)
        if is_under_attack and limits.take(SLOWED, f"{key}@{client_address(request)}", at=at):
            raise self.validation_error("too_many_login_attempts")

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        limits.take(WRONG_FROM_ANYWHERE, account_key(credentials), at=timezone.now())

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
