"""The minute's work: what falls due by the clock, for the task backend has no scheduler."""

import logging
import sys
from collections.abc import Callable
from datetime import datetime
from functools import partial
from importlib import import_module
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.module_loading import module_has_submodule

logger = logging.getLogger(__name__)

TOWER = ("people", "courses", "cohorts", "assessments", "certificates", "dashboards")


class Command(BaseCommand):
    """Runs each app's `tasks.tick(at)` and Wagtail's scheduled publishing; one that fails stops no other."""

    help = (
        "Do what is due now: close expired attempts, deliver notices, publish what was scheduled. Run it every minute."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        chores: dict[str, Callable[[], object]] = {"publishing": partial(call_command, "publish_scheduled")}
        chores |= {app: partial(tick, at) for app, tick in ticks().items()}
        failed = [name for name, chore in chores.items() if not is_done(name, chore)]
        if failed:
            self.stderr.write(f"failed: {', '.join(failed)}")
            sys.exit(1)


def ticks() -> dict[str, Callable[[datetime], object]]:
    """Return the tick of every app that has one, from the bottom of the tower up."""
    with_tasks = [app for app in TOWER if module_has_submodule(apps.get_app_config(app).module, "tasks")]
    modules = {app: import_module(f"{app}.tasks") for app in with_tasks}
    return {app: module.tick for app, module in modules.items() if hasattr(module, "tick")}


def is_done(name: str, chore: Callable[[], object]) -> bool:
    """Do one chore; a failure is logged with its traceback."""
    try:
        chore()
    except Exception:
        logger.exception("The tick of %s failed", name)
        return False
    return True
