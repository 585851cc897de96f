"""Give somebody a role for a unit, or let it end."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from common import audit
from people.backends import account_of
from people.domain.accounts import end_grant, grant_role
from people.models.organisation import OrgUnit
from people.models.roles import Grant
from people.roles import roles


class Command(BaseCommand):
    """The change holds from the person's next request."""

    help = "Give a role of people/roles.toml to a person for a unit and everything below it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("user", help="user name, phone or ID number")
        parser.add_argument("role", choices=sorted(roles()))
        parser.add_argument("unit", help="code of the unit")
        parser.add_argument("--end", action="store_true", help="let the role end today instead")

    def handle(self, *args: Any, **options: Any) -> None:
        user = account_of(options["user"])
        unit = OrgUnit.objects.filter(code=options["unit"]).first()
        if user is None or unit is None:
            raise CommandError("There is no such person." if user is None else "There is no such unit.", returncode=2)
        today = timezone.localdate()
        if options["end"]:
            for grant in Grant.objects.in_force(today).filter(user=user, role=options["role"], unit=unit):
                end_grant(grant=grant, on=today)
        else:
            grant_role(user=user, role=options["role"], unit=unit, starts_on=today)
        audit.record(
            "people.role_granted", subject=user, user=None, role=options["role"], unit=unit.code, ended=options["end"]
        )
        self.stdout.write(
            f"{user.name}: {options['role']} of {unit.name} {'ends' if options['end'] else 'begins'} today."
        )
