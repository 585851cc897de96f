"""Those who have a role when a journey begins."""

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from people.domain.accounts import create_person, grant_role
from people.enums import Sex
from people.models.accounts import User
from people.models.organisation import OrgUnit

PASSWORD = "spring-of-the-black-tiger"


def make_staff(username: str, name: str, role: str, unit: OrgUnit) -> User:
    """Somebody with a role and a password of their own."""
    user = create_person(name=name, id_number="", phone="", sex=Sex.FEMALE, born_on=None, username=username)
    user.password = make_password(PASSWORD, hasher="argon2id19")  # As the site hashes, not as the tests do.
    user.save()
    grant_role(user=user, role=role, unit=unit, starts_on=timezone.localdate())
    return user
