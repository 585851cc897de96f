"""Telling whoever answers for documents that the record chain does not hold.

Nothing is stopped by it: an examination that is under way must not fall with a broken record of certificates. It is
logged as an error and put into the inbox of everybody who may issue, once a day, with the places to look at.
"""

import logging
from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from certificates.domain.chaining import Break
from people.domain.notices import notify_all
from people.models.roles import Grant
from people.roles import roles

logger = logging.getLogger(__name__)
NAMED = 5


def tell(*, found: Sequence[Break], at: datetime) -> None:
    """Log what was found, and tell everybody who may issue certificates."""
    if not found:
        return
    places = "; ".join(f"{one.document}, {one.position}: {one.fault}" for one in found[:NAMED])
    logger.error("The record chain does not hold in %s places: %s", len(found), places)
    today = timezone.localtime(at).date()
    issuing = [role.key for role in roles().values() if "certificates.issue" in role.permissions]
    holders = Grant.objects.in_force(today).filter(role__in=issuing, user__is_active=True)
    notify_all(
        recipients=set(holders.values_list("user_id", flat=True)),
        key=f"chain-broken:{today}",
        subject=_("The record of certificates and pledges was changed. Ask the administrator before you issue any."),
        body=places,
        at=at,
    )
