"""Load the demo into an empty installation on one's own machine."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from training.demo.loading import NotHere, is_loaded, load
from training.demo.staff import ORGANIZERS, OTHERS, PASSWORD, Login

LIN = Login("lin", "林秀英", "trainee", "", "学员：正在学习，另有一份结业证书")


class Command(BaseCommand):
    """`manage.py load_demo`: does nothing where anything is in already; refuses anywhere but on loopback."""

    help = "Load the demo: five districts, two elections, four classes, and a login for each role."

    def handle(self, *args: Any, **options: Any) -> None:
        if is_loaded():
            self.stdout.write("There are people or units here already; nothing was loaded.")
        else:
            self._load()
        self.stdout.write(logins())

    def _load(self) -> None:
        try:
            load(at=timezone.now(), say=lambda what: self.stdout.write(f"  {what} ...", ending="\n"))
        except NotHere as refusal:
            raise CommandError(
                f"The demo has a password that everybody knows. It is loaded where SITE_URL is 127.0.0.1 or "
                f"localhost, not at {settings.SITE_URL}."
            ) from refusal


def logins() -> str:
    """Addresses, user names and the password, as they are printed."""
    shown = [LIN, OTHERS[0], OTHERS[1], ORGANIZERS[0], OTHERS[3], OTHERS[2], *ORGANIZERS[1:]]
    lines = [
        f"{settings.SITE_URL}/                 the site",
        f"{settings.SITE_URL}/account/login/   log in with one of these, password {PASSWORD}",
        *(f"  {login.username:<6} {login.name}  {login.shows}" for login in shown),
    ]
    return "\n".join(lines)
