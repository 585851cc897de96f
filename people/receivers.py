"""What people does when others announce something."""

from typing import Any

from allauth.account.signals import password_changed
from django.dispatch import receiver

from people.domain.accounts import password_was_changed
from people.models.accounts import User


@receiver(password_changed)
def own_password(sender: object, user: User, **kwargs: Any) -> None:
    """The printed password has done its work."""
    password_was_changed(person=user)
