"""Finding somebody to enroll by hand: by part of the name, or by the whole phone number."""

from django.db.models import Q

from common.crypto import blind_index
from people.models.accounts import User
from people.models.elections import Seat
from people.roles import Scope

LIMIT = 20


def people_named(*, text: str, scope: Scope, permission: str) -> list[Seat]:
    """Current seats within the scope whose holder has the text in the name, or that phone; the first twenty."""
    words = text.strip()
    if not words:
        return []
    person = Q(person__name__icontains=words) | Q(person__phone_index=blind_index(words))
    seats = Seat.objects.current().visible_to(scope, permission).filter(person)
    return list(seats.select_related("person", "unit").order_by("unit__path", "person__name", "pk")[:LIMIT])


def person_within(*, pk: int, scope: Scope, permission: str) -> User | None:
    """Somebody with a seat, held or ended, within the scope."""
    seats = Seat.objects.visible_to(scope, permission).filter(person=pk)
    return User.objects.filter(pk__in=seats.values("person")).first()
