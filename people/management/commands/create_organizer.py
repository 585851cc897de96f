"""The first organizer of an empty site, or one more."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from common import audit
from people.domain.accounts import create_person, grant_role, set_first_passwords
from people.domain.identity import birth_date_of, compact_id_number, compact_phone, sex_of
from people.domain.roster.cleaning import reason_against_id
from people.models.accounts import User
from people.models.organisation import OrgUnit


class Command(BaseCommand):
    """Makes the person, gives the role, and prints the first password, this one time."""

    help = "Create an organizer for a unit and print the first password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("name", help="the name as on the ID card")
        parser.add_argument("unit", help="code of the unit")
        parser.add_argument("--phone", default="")
        parser.add_argument("--id-number", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        unit = OrgUnit.objects.filter(code=options["unit"]).first()
        if unit is None:
            raise CommandError("There is no such unit; run import_divisions first.", returncode=2)
        if User.objects.filter(username=options["username"]).exists():
            raise CommandError("This user name is taken.", returncode=2)
        number = compact_id_number(options["id_number"])
        if number and reason_against_id(number, number):
            raise CommandError("This is no ID number.", returncode=2)
        at = timezone.now()
        with transaction.atomic():
            person = create_person(
                name=options["name"],
                id_number=number,
                phone=compact_phone(options["phone"]),
                sex=sex_of(number) if number else "",
                born_on=birth_date_of(number) if number else None,
                username=options["username"],
            )
            grant_role(user=person, role="organizer", unit=unit, starts_on=timezone.localdate(at))
            password = set_first_passwords(people=[person], at=at)[person]
            audit.record("people.role_granted", subject=person, user=None, role="organizer", unit=unit.code)
        self.stdout.write(f"{person.username}\n{password}")
