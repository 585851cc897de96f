"""What stands between a design and its publication, each obstacle in words that an editor can act on."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from certificates import placeholders
from certificates.domain import sealing
from certificates.domain.sealing import SealRefused
from certificates.models.designs import CertificateDesign


@dataclass(frozen=True)
class Obstacle:
    """One thing to mend: the field it stands in, and what to do."""

    field: str
    text: str


def obstacles(design: CertificateDesign, *, on: date) -> list[Obstacle]:
    """Everything that stands against publishing the design on that day, all of it at once."""
    found = [Obstacle("wording", text) for text in _faults_of_wording(design.wording)]
    if design.seal and design.unit_id:
        try:
            sealing.require_usable(design.seal, unit=design.unit, on=on)
        except SealRefused as refusal:
            found.append(Obstacle("seal", str(refusal)))
    return found


def _faults_of_wording(wording: str) -> list[str]:
    known = " ".join(f"{{{blank}}}" for blank in placeholders.KNOWN)
    try:
        unknown = placeholders.unknown_in(wording)
    except placeholders.Malformed:
        return [
            _("A brace has no partner. Write a blank as one of: %(known)s. To print a brace, double it.")
            % {"known": known}
        ]
    if not wording.strip():
        return [_("The certificate says nothing yet.")]
    return [
        _("There is no blank {%(blank)s}. Use one of: %(known)s.") % {"blank": blank, "known": known}
        for blank in unknown
    ]
