"""Finding the person behind what they typed to log in: user name, phone or ID number."""

from typing import Any

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from common.crypto import blind_index
from people.domain.identity import compact_id_number, compact_phone
from people.models.accounts import User

DEMO_MAIL = "@demo.invalid"
"""How an account of the demo is known: its password is known to everybody."""


def account_of(identifier: str) -> User | None:
    """The one account this identifier belongs to; a phone that two people share belongs to neither."""
    typed = identifier.strip()
    if not typed:
        return None
    by_name = User.objects.filter(username=typed).first()
    if by_name is not None:
        return by_name
    by_id = User.objects.filter(id_index=blind_index(compact_id_number(typed))).first()
    if by_id is not None:
        return by_id
    holders = list(User.objects.filter(phone_index=blind_index(compact_phone(typed)))[:2])
    return holders[0] if len(holders) == 1 else None


class PersonBackend(ModelBackend):
    """Django's own backend, asked for the account that the identifier stands for."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> Any:
        account = account_of(username) if username else None
        return super().authenticate(request, username=account.username if account else username, password=password)

    def user_can_authenticate(self, user: Any) -> bool:
        """An account of the demo is let in on one's own machine and nowhere else, whatever was copied there."""
        is_of_the_demo = user.email.endswith(DEMO_MAIL)
        return bool(super().user_can_authenticate(user)) and (settings.IS_LOCAL or not is_of_the_demo)
