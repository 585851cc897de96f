"""What courses do when something happened elsewhere."""

from typing import Any

from django.apps import AppConfig

from courses.domain.setting_up import set_up


def set_up_after_migrating(sender: AppConfig, **kwargs: Any) -> None:
    """Keep groups and review in place, once the tables are there."""
    set_up()
