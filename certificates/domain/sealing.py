"""Using a real seal: within its days and its unit, and never without a line in its log."""

from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from certificates.models.certificates import Certificate
from certificates.models.seals import Seal, SealUse
from certificates.payloads import Unprintable
from people.models.accounts import User
from people.models.organisation import OrgUnit


class SealRefused(Unprintable):
    """The seal of the design may not be used; nothing is issued, and no number is taken."""


def require_usable(seal: Seal, *, unit: OrgUnit, on: date) -> None:
    """Refuse, and say what to do, where the seal may not be used for this unit on this day."""
    if not seal.covers(unit):
        raise SealRefused(
            _("The seal “%(seal)s” of %(owner)s may not be used for %(unit)s. Choose another one in the design.")
            % {"seal": seal, "owner": seal.unit, "unit": unit}
        )
    if not seal.is_valid_on(on):
        raise SealRefused(
            _(
                "The seal “%(seal)s” may be used from %(begin)s to %(end)s only. Have it authorized anew, or choose "
                "another in the design; then issue again."
            )
            % {"seal": seal, "begin": date_format(seal.begins_on), "end": date_format(seal.ends_on)}
        )


def note_use(*, seal: Seal, certificate: Certificate, by: User | None, at: datetime) -> SealUse:
    """Write the use into the log, in the transaction that takes the number."""
    return SealUse.objects.create(seal=seal, certificate=certificate, number=certificate.number, used_at=at, used_by=by)
