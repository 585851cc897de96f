"""The proof of a design, for the preview in the editor."""

from django import template
from django.utils import timezone

from certificates.models.designs import CertificateDesign
from certificates.pdf.proof import Proof, proof

register = template.Library()


@register.simple_tag
def proof_of(design: CertificateDesign, is_long: bool) -> Proof:
    """The page as the press draws it today."""
    return proof(design, is_long=is_long, on=timezone.localdate())
