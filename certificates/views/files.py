"""Handing out the stored files: the bytes that were issued, for ever the same, and every download noted."""

from django.core.files.storage import storages
from django.http import FileResponse
from django.views.decorators.http import require_safe

from certificates import rules
from certificates.models.certificates import Certificate
from certificates.models.pledges import Pledge
from common import audit
from people.access import PersonRequest, scope_for, signed_in


@signed_in
@require_safe
def certificate_file(request: PersonRequest, number: str) -> FileResponse:
    """A certificate, for its owner and for those who oversee the cohort."""
    return _file(request, rules.certificate_file(request.user, scope_for(request), number))


@signed_in
@require_safe
def pledge_file(request: PersonRequest, number: str) -> FileResponse:
    """A pledge, for its signer and for those who oversee the cohort."""
    return _file(request, rules.pledge_file(request.user, scope_for(request), number))


def _file(request: PersonRequest, document: Certificate | Pledge) -> FileResponse:
    audit.record("certificates.download", subject=document, user=request.user, number=document.number)
    stored = storages["private"].open(document.file)
    return FileResponse(stored, filename=f"{document.number}.pdf", content_type="application/pdf")
