"""The one door to the audit log, which is Wagtail's own."""

from typing import Any

from django.db.models import Model
from wagtail.log_actions import log


def record(action: str, *, subject: Model, user: Any | None, **data: Any) -> None:
    """Write that `user` did `action` to `subject`; `data` is JSON and holds no secret.

    Actions are registered by each app in its wagtail_hooks (`register_log_actions`).
    """
    log(instance=subject, action=action, user=user, data=data or None)
